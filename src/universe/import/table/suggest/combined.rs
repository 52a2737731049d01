//! Pairs of several columns: volumes times prices, and shares that float over all shares.

use super::{Pair, Suggestion, pair};
use crate::universe::import::table::grid::Grid;
use crate::universe::import::table::header_units::{Named, Stated};
use crate::universe::import::table::headers::{Scale, headers};
use crate::universe::import::table::map::name_in_map;
use crate::universe::import::table::target::{Own, Target, TargetKind};
use crate::universe::import::table::units;

impl Suggestion {
    /// The cap of a panel without one, from shares outstanding and the price.
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
        let shares = pair(grid, at, own, (scale, names[at].unit));
        let source = format!("{}*{price}", shares.source);
        let reason = "shares outstanding times the price: of a company of several classes, a part"
            .to_owned();
        self.push(Pair { own: "market_cap", source, reason });
    }

    /// A pair of two columns.
    pub(super) fn combined(
        &self,
        grid: &Grid,
        own: &Own,
        at: usize,
        (scale, stated): (Scale, Option<Stated<'_>>),
    ) -> Option<Pair> {
        let name = name_in_map(&grid.header[at]);
        if scale == Scale::TimesPrice {
            let price = self.source("price")?;
            let unit = stated
                .and_then(|stated| units::stated_unit(grid, at, stated))
                .unwrap_or_else(|| units::volume_unit(grid, at));
            let source = format!("{name}{}*{price}", unit.factor);
            let reason = format!("volume times price; {}", unit.reason);
            return Some(Pair { own: own.name, source, reason });
        }
        // Both as they are written, if they are of one unit: a float is no more than the whole.
        let (over, whole, of, plausible) = if let Some(shares) =
            self.source("shares_outstanding").or_else(|| self.source("shares"))
        {
            let (column, _) = column_and_factor(shares);
            (format!("/{column}"), median_of(grid, column)?, "all shares", 0.05..=1.2)
        } else {
            // The cap over the price is as good; of medians, it is near the number of shares.
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
