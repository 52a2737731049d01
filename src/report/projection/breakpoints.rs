//! `breakpoint_distribution.csv`: every break and the edges of its band on rank day, USD.

use rust_decimal::Decimal;

use super::quantiles;
use crate::report::table::Holds::{Count, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::simulation::paths::Summary;
use crate::study::projection::Projected;

/// The columns.
pub const COLUMNS: [Column; 12] = [
    col("break", Text, "the break, named by the index that ends there"),
    col("rank", Count, "rank of the last company on its large side, without the band"),
    col("level", Text, "break, or the upper or lower edge of its band"),
    col("today", Usd, "its cap if today were rank day"),
    col("mean", Usd, "mean over the paths"),
    col("standard_error", Usd, "standard error of the mean"),
    col("p5", Usd, "what 5% of the paths are below"),
    col("p25", Usd, "what 25% of them are below"),
    col("p50", Usd, "their median"),
    col("p75", Usd, "what 75% of them are below"),
    col("p95", Usd, "what 95% of them are below"),
    col("paths", Count, "how many paths have one"),
];

/// The table, the largest breaks first.
pub fn table(found: &Projected) -> Table<'_> {
    Table::new("breakpoint_distribution", "a break or an edge of its band", &COLUMNS, |rows| {
        for (level, summary) in found.today.levels.iter().zip(&found.tally.levels) {
            for (name, today, summary) in [
                ("upper_edge", level.upper_market_cap, &summary.upper_bn),
                ("break", level.market_cap, &summary.break_bn),
                ("lower_edge", level.lower_market_cap, &summary.lower_bn),
            ] {
                if summary.count() == 0 && today.is_none() {
                    continue;
                }
                let usd = |bn: Option<f64>| bn.map(|bn| bn * 1e9);
                rows.text(level.name).count(level.rank).text(name).usd(today);
                rows.known(usd(summary.mean()), 0).known(usd(summary.standard_error()), 0);
                for quantile in quantiles(summary) {
                    rows.known(usd(quantile), 0);
                }
                rows.count(summary.count()).end()?;
            }
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
