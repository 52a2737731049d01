//! `breakpoint_distribution.csv`: every break and the edges of its band on rank day, USD.

use rust_decimal::Decimal;

use crate::methodology::banding::BreakLevel;
use crate::report::quantiles::Quantiles;
use crate::report::table::{Table, table};
use crate::simulation::paths::Summary;
use crate::study::projection::Projected;

/// The levels: a break, and the edges of its band.
pub(super) const AT_BREAK: &str = "break";
pub(super) const UPPER_EDGE: &str = "upper_edge";
pub(super) const LOWER_EDGE: &str = "lower_edge";

/// A break or an edge of its band.
struct Edge<'a> {
    level: &'a BreakLevel,
    name: &'static str,
    today: Option<Decimal>,
    /// Caps over the paths, billions of USD.
    caps: &'a Summary,
    /// Their quantiles.
    quantiles: Quantiles<Option<f64>>,
}

table! {
    TABLE = "breakpoint_distribution", "a break or an edge of its band";
    |c: Edge<'_>|
    BREAK: Text("break", "the break, named by the index that ends there") = c.level.name,
    RANK: Count("rank", "rank of the last company on its large side, without the band")
        = c.level.rank,
    LEVEL: Text("level", "break, or the upper or lower edge of its band") = c.name,
    TODAY: Usd("today", "its cap if today were rank day") = c.today,
    MEAN: Usd("mean", "mean over the paths") = (usd(c.caps.mean()), 0),
    STANDARD_ERROR: Usd("standard_error", "standard error of the mean")
        = (usd(c.caps.standard_error()), 0),
    P5: Usd("p5", "what 5% of the paths are below; quantiles are within 0.4% of the value")
        = (usd(c.quantiles.p5), 0),
    P25: Usd("p25", "what 25% of them are below") = (usd(c.quantiles.p25), 0),
    P50: Usd("p50", "their median") = (usd(c.quantiles.p50), 0),
    P75: Usd("p75", "what 75% of them are below") = (usd(c.quantiles.p75), 0),
    P95: Usd("p95", "what 95% of them are below") = (usd(c.quantiles.p95), 0),
    PATHS: Count("paths", "how many paths have one") = c.caps.count(),
}

fn usd(bn: Option<f64>) -> Option<f64> {
    bn.map(|bn| bn * 1e9)
}

/// The table, the largest breaks first.
pub fn table(found: &Projected) -> Table<'_> {
    Table::of(move |rows| {
        for (level, summary) in found.today.levels.iter().zip(&found.tally.levels) {
            let all = [
                (UPPER_EDGE, level.upper_market_cap, &summary.upper_bn),
                (AT_BREAK, level.market_cap, &summary.break_bn),
                (LOWER_EDGE, level.lower_market_cap, &summary.lower_bn),
            ];
            let known =
                all.into_iter().filter(|(_, today, caps)| caps.count() > 0 || today.is_some());
            rows.all(known.map(|(name, today, caps)| Edge {
                level,
                name,
                today,
                caps,
                quantiles: Quantiles::over(caps),
            }))?;
        }
        Ok(())
    })
}
