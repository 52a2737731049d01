//! Pairs that combine several columns: volume times price, and floating shares over all shares.

use super::volume::{Beside, dollar_volume};
use super::{Pair, Suggestion, pair};
use crate::remark::ReadingNote;
use crate::universe::import::table::grid::Grid;
use crate::universe::import::table::header_units::{Named, Stated};
use crate::universe::import::table::headers::{Scale, headers};
use crate::universe::import::table::map::name_in_map;
use crate::universe::import::table::target::{Own, Target, TargetKind};
use crate::universe::import::table::units;

impl Suggestion {
    /// The cap for a panel without one, computed from shares outstanding and the price.
    pub(super) fn cap_of_shares(&mut self, grid: &Grid, names: &[Named<'_>], used: &mut [bool]) {
        if self.has("market_cap") {
            return;
        }
        let universe = Target::universe();
        let header = headers(TargetKind::Universe).iter().find(|h| h.own == "shares_outstanding");
        let own = universe.find("shares_outstanding").map(|at| &universe.columns[at]);
        let (Some(price), Some(header), Some(own)) = (self.source("price"), header, own) else {
            return;
        };
        let price = price.to_owned();
        let Some((at, scale)) = self.column(grid, names, used, (header, own)) else { return };
        used[at] = true;
        let Ok(shares) = pair(grid, at, own, (scale, names[at].unit)) else { return };
        let source = format!("{}*{price}", shares.source);
        let reason = "shares outstanding times the price: of a company of several classes, a part"
            .to_owned();
        self.push(Pair { own: "market_cap", source, reason });
    }

    /// A pair that combines several columns; `None` if one of them is missing.
    ///
    /// # Errors
    /// The remark that a column is not used.
    pub(super) fn combined(
        &self,
        grid: &Grid,
        own: &Own,
        at: usize,
        (scale, stated): (Scale, Option<Stated<'_>>),
    ) -> Result<Option<Pair>, ReadingNote> {
        if scale == Scale::OverShares {
            return Ok(self.over_shares(grid, own, at));
        }
        let Some(price) = self.source("price") else { return Ok(None) };
        let beside = Beside {
            price,
            cap: self.source("company_market_cap").or_else(|| self.source("market_cap")),
            shares: self.source("shares_outstanding"),
        };
        dollar_volume(grid, own, at, (scale, stated), &beside).map(Some)
    }

    /// The part of all shares that floats, computed from the count of floating shares.
    fn over_shares(&self, grid: &Grid, own: &Own, at: usize) -> Option<Pair> {
        let name = name_in_map(&grid.header[at]);
        // Both columns are used unchanged if they have the same unit: a float is at most the whole.
        let (over, whole, of, plausible) = if let Some(shares) =
            self.source("shares_outstanding").or_else(|| self.source("shares"))
        {
            let (column, _) = column_and_factor(shares);
            (format!("/{column}"), median_of(grid, column)?, "all shares", 0.05..=1.2)
        } else {
            // The cap over the price serves as well; for medians, it is close to the number of shares.
            let (price, cap) = (self.source("price")?, self.source("company_market_cap")?);
            let (column, factor) = column_and_factor(cap);
            let whole = median_of(grid, column)? * factor / median_of(grid, price)?;
            let unit = if factor > 1.0 { format!("/{factor:e}") } else { String::new() };
            (format!("*{price}/{column}{unit}"), whole, "cap over price", 0.03..=30.0)
        };
        let ratio = units::median(&mut units::values(grid, at))? / whole;
        let (factor, unit) =
            [(1.0, ""), (1e3, "/1e3"), (1e6, "/1e6"), (1e-3, "*1e3"), (1e-6, "*1e6")]
                .into_iter()
                .find(|(scale, _)| plausible.contains(&(ratio / scale)))?;
        let units = if unit.is_empty() { "one unit" } else { "different units" };
        let reason = format!(
            "shares that float over {of}, in {units}: the medians stand as {:.2} to 1",
            ratio / factor
        );
        Some(Pair { own: own.name, source: format!("{name}{unit}{over}*100"), reason })
    }
}

/// The column of a suggested source, and the factor of its unit.
fn column_and_factor(source: &str) -> (&str, f64) {
    let parted = source.rsplit_once('*');
    let factor = parted.and_then(|(column, factor)| Some((column, factor.parse().ok()?)));
    factor.unwrap_or((source, 1.0))
}

/// The median of a column, by its name in a map.
fn median_of(grid: &Grid, column: &str) -> Option<f64> {
    let at = grid.header.iter().position(|header| name_in_map(header) == column)?;
    units::median(&mut units::values(grid, at)).filter(|median| *median > 0.0)
}
