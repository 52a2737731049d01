//! `membership_check.csv`: simulated memberships against lists of members.

use std::io::{self, Write};

use super::ComparisonReport;
use super::table::{FRACTION, Table};

/// The header.
pub const COLUMNS: [&str; 9] =
    ["schedule", "index", "held_on", "close", "listed", "held", "both", "of_listed", "of_held"];

/// Writes the table: by schedule, in the order of the lists' closes. `listed` are the names of the
/// list with a line in the panel, `of_listed` the fraction of them that is held.
///
/// # Errors
/// What the writer reports.
pub fn write(report: &ComparisonReport<'_>, out: impl Write) -> io::Result<()> {
    let mut table = Table::new(out, &COLUMNS)?;
    for schedule in &report.compared.schedules {
        for check in &schedule.lived.checked {
            table
                .text(&schedule.name)
                .text(<&str>::from(check.index))
                .shown(check.held_on)
                .shown(check.date)
                .shown(check.listed)
                .shown(check.held)
                .shown(check.both)
                .known(check.of_listed(), FRACTION)
                .known(check.of_held(), FRACTION)
                .end()?;
        }
    }
    table.finish()
}
