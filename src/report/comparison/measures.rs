//! `comparison.csv`: every measure of every schedule, with its difference from the first.

use super::{ComparisonReport, SCHEDULE};
use crate::analysis::comparison::ComparisonRow;
use crate::report::table::{Table, table};

table! {
    TABLE = "comparison", "a measure of a schedule";
    |row: &ComparisonRow|
    MEASURE: Text("measure", "the measure; `rankday columns comparison` has unit and meaning")
        = row.statistic,
    INDEX: Text("index", "the index; empty for measures of the family as a whole")
        = row.index.map_or("", <&str>::from),
    SCHEDULE: Text = &row.schedule,
    UNIT: Text("unit", "the unit of the value, of its standard error and its interval")
        = row.unit().name(),
    VALUE: Number(
        "value",
        "the value, for a measure by cycle the mean of the complete cycles; empty where it is unknown"
    ) = (row.value, row.places),
    CYCLES: Count(
        "cycles",
        "number of complete cycles in the mean; empty for a measure that is not taken by cycle"
    ) = row.spread.cycles,
    STANDARD_ERROR: Number(
        "standard_error",
        "standard error of the mean: deviation between cycles / sqrt(cycles)"
    ) = (row.spread.standard_error, row.places),
    LOW: Number("low", "lower end of the mean's 95% confidence interval: mean - t x standard error")
        = (row.spread.low(), row.places),
    HIGH: Number("high", "upper end of it") = (row.spread.high(), row.places),
    DIFFERENCE_UNIT: Text(
        "difference_unit",
        "the unit of the difference; of fractions `pp as a fraction`: 0.01 is one percentage point"
    ) = row.unit().of_differences(),
    DIFFERENCE: Number(
        "difference",
        "the value less that of the first schedule; of a measure by cycle, in the complete cycles with a value \
         under both schedules"
    ) = (row.difference, row.places),
    DIFFERENCE_CYCLES: Count(
        "difference_cycles",
        "how many complete cycles have a value under both schedules"
    ) = row.difference_spread.cycles,
    DIFFERENCE_STANDARD_ERROR: Number(
        "difference_standard_error",
        "standard error of the mean of the cycles' paired differences"
    ) = (row.difference_spread.standard_error, row.places),
    DIFFERENCE_LOW: Number("difference_low", "lower end of its 95% confidence interval")
        = (row.difference_spread.low(), row.places),
    DIFFERENCE_HIGH: Number("difference_high", "upper end of it")
        = (row.difference_spread.high(), row.places),
}

/// The table: by measure, index and schedule.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::of(move |rows| rows.all(&report.comparison.rows))
}
