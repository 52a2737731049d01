//! `cycles.csv`: every measure of every schedule in each cycle of the history.

use super::{ComparisonReport, SCHEDULE};
use crate::analysis::comparison::{ComparisonRow, HistoryCycle};
use crate::report::table::{Table, table};
use crate::simulation::measures::Form;

/// A measure of a schedule in a cycle.
struct OfCycle<'a> {
    cycle: &'a HistoryCycle,
    row: &'a ComparisonRow,
    /// Place of the cycle.
    at: usize,
}

table! {
    TABLE = "cycles", "a cycle and a measure of a schedule";
    |c: OfCycle<'_>|
    CYCLE: Text(
        "cycle",
        "from just after the June implementation of one year to that of the next: 2025/26"
    ) = c.cycle.cycle.name(),
    AFTER: Date("after", "the June implementation after which it begins") = c.cycle.cycle.after,
    THROUGH: Date("through", "the June implementation with which it ends") = c.cycle.cycle.through,
    COMPLETE: Text(
        "complete",
        "yes, or no for a cycle that the beginning or end of the history cuts"
    ) = if c.cycle.is_complete { "yes" } else { "no" },
    CLOSES: Count("closes", "closes of the history that are in it") = c.cycle.closes.len(),
    MEASURE: Text(
        "measure",
        "the measure, as comparison.csv names it; not the means by calendar month"
    ) = c.row.statistic,
    INDEX: Text("index", "the index; empty for measures of the family as a whole")
        = c.row.index.map_or("", Into::into),
    SCHEDULE: Text = &c.row.schedule,
    UNIT: Text("unit", "the unit of the value") = c.row.unit().name(),
    VALUE: Number(
        "value",
        "the value; empty where it is unknown; for a cut cycle, over the part in the history"
    ) = (c.row.of_cycles[c.at], c.row.places),
    DIFFERENCE_UNIT: Text(
        "difference_unit",
        "the unit of the difference; of fractions `pp as a fraction`: 0.01 is one percentage point"
    ) = c.row.unit().of_differences(),
    DIFFERENCE: Number("difference", "the value less that of the first schedule")
        = (c.row.differences_of_cycles[c.at], c.row.places),
}

/// The table: by measure, index, cycle and schedule.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::of(move |rows| {
        let is_same =
            |a: &ComparisonRow, b: &ComparisonRow| (a.statistic, a.index) == (b.statistic, b.index);
        for of_one in report.comparison.rows.chunk_by(is_same).filter(|rows| is_shown(&rows[0])) {
            for (at, cycle) in report.comparison.cycles.all.iter().enumerate() {
                rows.all(of_one.iter().map(|row| OfCycle { cycle, row, at }))?;
            }
        }
        Ok(())
    })
}

/// True for measures by cycle, except means by calendar month, which are too many.
fn is_shown(row: &ComparisonRow) -> bool {
    !row.of_cycles.is_empty() && !matches!(row.statistic.form, Form::Month(_))
}
