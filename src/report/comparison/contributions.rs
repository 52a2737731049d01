//! `contributions.csv`: the largest contributions, up and down, to the returns of the Russell 1000
//! and 2000 in every period; fractions.

use std::io::{self, Write};

use super::ComparisonReport;
use super::table::{FRACTION, Table};

/// The header.
pub const COLUMNS: [&str; 7] =
    ["date", "schedule", "index", "symbol", "weight", "price_return", "contribution"];

/// Writes the table: by schedule, date and index, the largest first. The date is the period's last.
///
/// # Errors
/// What the writer reports.
pub fn write(report: &ComparisonReport<'_>, out: impl Write) -> io::Result<()> {
    let mut table = Table::new(out, &COLUMNS)?;
    for schedule in &report.compared.schedules {
        for c in &schedule.lived.contributions {
            table
                .shown(c.date)
                .text(&schedule.name)
                .text(<&str>::from(c.index))
                .text(&c.symbol)
                .number(c.weight, FRACTION)
                .number(c.price_return, FRACTION)
                .number(c.contribution, FRACTION)
                .end()?;
        }
    }
    table.finish()
}
