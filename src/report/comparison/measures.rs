//! `comparison.csv`: every measure of every schedule, with its difference from the first.

use std::io::{self, Write};

use super::ComparisonReport;
use super::table::Table;

/// The header.
pub const COLUMNS: [&str; 5] = ["measure", "index", "schedule", "value", "difference"];

/// Writes the table: by measure, index and schedule. The index is empty of the family as a whole,
/// a value where it is unknown.
///
/// # Errors
/// What the writer reports.
pub fn write(report: &ComparisonReport<'_>, out: impl Write) -> io::Result<()> {
    let mut table = Table::new(out, &COLUMNS)?;
    for row in &report.comparison.rows {
        table
            .text(&row.measure)
            .text(row.index.map_or("", <&str>::from))
            .text(&row.schedule)
            .known(row.value, row.places)
            .known(row.difference, row.places)
            .end()?;
    }
    table.finish()
}
