//! `turnover_distribution.csv`: turnover of every index, and counts of companies that move.

use strum::{EnumCount as _, IntoEnumIterator as _};

use super::quantiles;
use crate::report::table::Holds::{Number, Text};
use crate::report::table::{Column, FRACTION, Rows, Table, col};
use crate::simulation::paths::Summary;
use crate::simulation::projection::Count;
use crate::study::projection::Projected;
use crate::universe::Index;

/// The columns.
pub const COLUMNS: [Column; 9] = [
    col("index", Text, "the index; empty for counts of companies"),
    col("measure", Text, "one_way or membership_turnover, fractions; or what is counted"),
    col("mean", Number, "mean over the paths"),
    col("standard_error", Number, "standard error of the mean"),
    col("p5", Number, "what 5% of the paths are below"),
    col("p25", Number, "what 25% of them are below"),
    col("p50", Number, "their median"),
    col("p75", Number, "what 75% of them are below"),
    col("p95", Number, "what 95% of them are below"),
];

/// Decimal places of a count.
const COUNT: usize = 4;

/// The table: turnover of the indexes in the family's order, then counts of companies. Turnover of an
/// index is empty if its members before are unknown.
pub fn table(found: &Projected) -> Table<'_> {
    Table::new("turnover_distribution", "a measure of an index", &COLUMNS, |rows| {
        let nothing = Summary::default();
        for (index, turnover) in Index::iter().zip(&found.tally.turnover) {
            for (measure, summary) in
                [("one_way", &turnover.one_way), ("membership_turnover", &turnover.membership)]
            {
                let is_known = found.known_before.contains(index);
                let summary = if is_known { summary } else { &nothing };
                row(rows, index.into(), measure, summary, FRACTION)?;
            }
        }
        debug_assert_eq!(found.tally.counts.len(), Count::COUNT);
        for (what, summary) in Count::iter().zip(&found.tally.counts) {
            row(rows, "", what.into(), summary, COUNT)?;
        }
        Ok(())
    })
}

fn row(
    rows: &mut Rows<'_>,
    index: &str,
    measure: &str,
    summary: &Summary,
    places: usize,
) -> std::io::Result<()> {
    rows.text(index).text(measure);
    rows.known(summary.mean(), places).known(summary.standard_error(), places);
    for quantile in quantiles(summary) {
        rows.known(quantile, places);
    }
    rows.end()
}
