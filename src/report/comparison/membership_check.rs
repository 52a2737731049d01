//! `membership_check.csv`: simulated memberships compared with lists of members.

use super::{ComparisonReport, SCHEDULE};
use crate::analysis::backtest::Checked;
use crate::report::table::{Table, table};
use crate::study::comparison::Schedule;

table! {
    TABLE = "membership_check", "a list of members";
    |(schedule, check): (&Schedule, &Checked)|
    SCHEDULE: Text = &schedule.name,
    INDEX: Text("index", "the index") = <&str>::from(check.index),
    HELD_ON: Date("held_on", "the day of the list") = check.held_on,
    CLOSE: Date("close", "the close of the panel that it is compared with") = check.date,
    LISTED: Count("listed", "names of the list with a line in the panel") = check.listed,
    HELD: Count("held", "names that are held in the simulation") = check.held,
    BOTH: Count("both", "names that are in both") = check.both,
    OF_LISTED: Fraction("of_listed", "fraction of the listed that is held") = check.of_listed(),
    OF_HELD: Fraction("of_held", "fraction of the held that is listed") = check.of_held(),
}

/// The table: by schedule, in the order of the lists' closes.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::of(move |rows| {
        rows.all(report.compared.schedules.iter().flat_map(|schedule| {
            schedule.backtest.checked.iter().map(move |check| (schedule, check))
        }))
    })
}
