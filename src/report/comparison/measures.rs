//! `comparison.csv`: every measure of every schedule, with its difference from the first.

use super::ComparisonReport;
use crate::analysis::comparison::Spread;
use crate::report::table::Holds::{Count, Number, Text};
use crate::report::table::{Column, Rows, Table, col};

/// The columns.
pub const COLUMNS: [Column; 15] = [
    col("measure", Text, "the measure; `rankday columns comparison` has unit and meaning"),
    col("index", Text, "the index; empty for measures of the family as a whole"),
    col("schedule", Text, "the schedule"),
    col("unit", Text, "the unit of the value, of its standard error and its interval"),
    col(
        "value",
        Number,
        "the value, for a measure by cycle the mean of the complete cycles; empty where it is unknown",
    ),
    col(
        "cycles",
        Count,
        "number of complete cycles in the mean; empty for a measure that is not taken by cycle",
    ),
    col(
        "standard_error",
        Number,
        "standard error of the mean: deviation between cycles / sqrt(cycles)",
    ),
    col(
        "low",
        Number,
        "lower end of the mean's 95% confidence interval: mean - t x standard error",
    ),
    col("high", Number, "upper end of it"),
    col(
        "difference_unit",
        Text,
        "the unit of the difference; for fractions pp, 0.01 being one point",
    ),
    col("difference", Number, "the value less that of the first schedule"),
    col("difference_cycles", Count, "how many complete cycles have a value under both schedules"),
    col(
        "difference_standard_error",
        Number,
        "standard error of the mean of the cycles' paired differences",
    ),
    col("difference_low", Number, "lower end of its 95% confidence interval"),
    col("difference_high", Number, "upper end of it"),
];

/// The table: by measure, index and schedule.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("comparison", "a measure of a schedule", &COLUMNS, |rows| {
        report.comparison.rows.iter().try_for_each(|row| {
            rows.text(&row.measure)
                .text(row.index.map_or("", Into::into))
                .text(&row.schedule)
                .text(row.unit.name())
                .known(row.value, row.places);
            spread(rows, &row.spread, row.places);
            rows.text(row.unit.of_differences()).known(row.difference, row.places);
            spread(rows, &row.difference_spread, row.places);
            rows.end()
        })
    })
}

fn spread(rows: &mut Rows<'_>, spread: &Spread, places: usize) {
    rows.known_count(spread.cycles)
        .known(spread.standard_error, places)
        .known(spread.interval.map(|(low, _)| low), places)
        .known(spread.interval.map(|(_, high)| high), places);
}
