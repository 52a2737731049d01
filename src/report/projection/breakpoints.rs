//! `breakpoint_distribution.csv`: every break and the edges of its band on rank day, USD.

use rust_decimal::Decimal;

use crate::methodology::banding::BreakLevel;
use crate::report::table::{Table, table};
use crate::simulation::paths::Summary;
use crate::study::projection::Projected;

/// A break or an edge of its band.
struct Edge<'a> {
    level: &'a BreakLevel,
    name: &'static str,
    today: Option<Decimal>,
    /// Caps over the paths, billions of USD.
    caps: &'a Summary,
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
    P5: Usd("p5", "what 5% of the paths are below") = (usd(c.caps.quantile(0.05)), 0),
    P25: Usd("p25", "what 25% of them are below") = (usd(c.caps.quantile(0.25)), 0),
    P50: Usd("p50", "their median") = (usd(c.caps.quantile(0.5)), 0),
    P75: Usd("p75", "what 75% of them are below") = (usd(c.caps.quantile(0.75)), 0),
    P95: Usd("p95", "what 95% of them are below") = (usd(c.caps.quantile(0.95)), 0),
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
                ("upper_edge", level.upper_market_cap, &summary.upper_bn),
                ("break", level.market_cap, &summary.break_bn),
                ("lower_edge", level.lower_market_cap, &summary.lower_bn),
            ];
            let known =
                all.into_iter().filter(|(_, today, caps)| caps.count() > 0 || today.is_some());
            rows.all(known.map(|(name, today, caps)| Edge { level, name, today, caps }))?;
        }
        Ok(())
    })
}

/// A cap in billions of USD, for the console.
pub(super) fn billions(cap: Decimal) -> String {
    crate::report::screen::billions(cap)
}

/// A quantile in billions of USD, or the mean if `part` is `None`, for the console.
pub(super) fn shown(summary: &Summary, part: Option<f64>) -> String {
    let bn = part.map_or_else(|| summary.mean(), |part| summary.quantile(part));
    let cap = bn.and_then(|bn| Decimal::try_from(bn * 1e9).ok());
    cap.map_or_else(|| "none".to_owned(), billions)
}
