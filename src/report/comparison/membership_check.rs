//! `membership_check.csv`: simulated memberships compared with lists of members.

use super::ComparisonReport;
use crate::report::table::Holds::{Count, Date, Fraction, Text};
use crate::report::table::{Column, Table, col};

/// The columns.
pub const COLUMNS: [Column; 9] = [
    col("schedule", Text, "the schedule"),
    col("index", Text, "the index"),
    col("held_on", Date, "the day of the list"),
    col("close", Date, "the close of the panel that it is compared with"),
    col("listed", Count, "names of the list with a line in the panel"),
    col("held", Count, "names that are held in the simulation"),
    col("both", Count, "names that are in both"),
    col("of_listed", Fraction, "part of the listed that is held"),
    col("of_held", Fraction, "part of the held that is listed"),
];

/// The table: by schedule, in the order of the lists' closes.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("membership_check", "a list of members", &COLUMNS, |rows| {
        for schedule in &report.compared.schedules {
            for check in &schedule.backtest.checked {
                rows.text(&schedule.name)
                    .text(check.index.into())
                    .date(check.held_on)
                    .date(check.date)
                    .count(check.listed)
                    .count(check.held)
                    .count(check.both)
                    .fraction(check.of_listed())
                    .fraction(check.of_held())
                    .end()?;
            }
        }
        Ok(())
    })
}
