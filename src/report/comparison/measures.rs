//! `comparison.csv`: every measure of every schedule, with its difference from the first.

use super::ComparisonReport;
use crate::report::table::Holds::{Number, Text};
use crate::report::table::{Column, Table, col};

/// The columns.
pub const COLUMNS: [Column; 5] = [
    col("measure", Text, "the measure; `rankday columns comparison` has unit and meaning"),
    col("index", Text, "the index; empty for measures of the family as a whole"),
    col("schedule", Text, "the schedule"),
    col("value", Number, "the value; empty where it is unknown"),
    col("difference", Number, "the value less that of the first schedule"),
];

/// The table: by measure, index and schedule.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("comparison", "a measure of a schedule", &COLUMNS, |rows| {
        report.comparison.rows.iter().try_for_each(|row| {
            rows.text(&row.measure)
                .text(row.index.map_or("", Into::into))
                .text(&row.schedule)
                .known(row.value, row.places)
                .known(row.difference, row.places)
                .end()
        })
    })
}
