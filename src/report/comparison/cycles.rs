//! `cycles.csv`: every measure of every schedule in each cycle of the history.

use super::ComparisonReport;
use crate::analysis::comparison::{ComparisonRow, HistoryCycle, MONTHS};
use crate::report::table::Holds::{Count, Date, Number, Text};
use crate::report::table::{Column, Table, col};

/// The columns.
pub const COLUMNS: [Column; 12] = [
    col(
        "cycle",
        Text,
        "from just after the June implementation of one year to that of the next: 2025/26",
    ),
    col("after", Date, "the June implementation after which it begins"),
    col("through", Date, "the June implementation with which it ends"),
    col("complete", Text, "yes, or no for a cycle that the beginning or end of the history cuts"),
    col("closes", Count, "closes of the history that are in it"),
    col(
        "measure",
        Text,
        "the measure, as comparison.csv names it; not the means by calendar month",
    ),
    col("index", Text, "the index; empty for measures of the family as a whole"),
    col("schedule", Text, "the schedule"),
    col("unit", Text, "the unit of the value"),
    col(
        "value",
        Number,
        "the value; empty where it is unknown; for a cut cycle, over the part in the history",
    ),
    col(
        "difference_unit",
        Text,
        "the unit of the difference; for fractions pp, 0.01 being one point",
    ),
    col("difference", Number, "the value less that of the first schedule"),
];

/// The table: by measure, index, cycle and schedule.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("cycles", "a cycle and a measure of a schedule", &COLUMNS, |rows| {
        let is_same =
            |a: &ComparisonRow, b: &ComparisonRow| (&a.measure, a.index) == (&b.measure, b.index);
        for of_one in report.comparison.rows.chunk_by(is_same).filter(|rows| is_shown(&rows[0])) {
            for (at, cycle) in report.comparison.cycles.all.iter().enumerate() {
                for row in of_one {
                    let HistoryCycle { cycle, is_complete, closes } = cycle;
                    rows.text(&cycle.name())
                        .date(cycle.after)
                        .date(cycle.through)
                        .text(if *is_complete { "yes" } else { "no" })
                        .count(closes.len())
                        .text(&row.measure)
                        .text(row.index.map_or("", Into::into))
                        .text(&row.schedule)
                        .text(row.unit.name())
                        .known(row.of_cycles[at], row.places)
                        .text(row.unit.of_differences())
                        .known(row.differences_of_cycles[at], row.places)
                        .end()?;
                }
            }
        }
        Ok(())
    })
}

/// True for measures by cycle, except means by calendar month, which are too many.
fn is_shown(row: &ComparisonRow) -> bool {
    let is_month = row.measure.rsplit_once('_').is_some_and(|(_, end)| MONTHS.contains(&end));
    !row.of_cycles.is_empty() && !is_month
}
