//! `repairs.csv`: what was wrong in the panel and is not taken as it stands.

use std::io::{self, Write};

use super::ComparisonReport;
use super::table::Table;

/// The header.
pub const COLUMNS: [&str; 3] = ["close", "symbol", "repair"];

/// Writes the table, by close and symbol: `cap_held` is a cap at the last good share count,
/// `jump_taken` a change of the share count that stayed, `return_corrected` a return that left a
/// split out.
///
/// # Errors
/// What the writer reports.
pub fn write(report: &ComparisonReport<'_>, out: impl Write) -> io::Result<()> {
    let (history, repairs) = (&report.compared.history, &report.compared.repairs);
    let kinds = [
        ("cap_held", &repairs.caps_held),
        ("jump_taken", &repairs.jumps_taken),
        ("return_corrected", &repairs.returns_corrected),
    ];
    let mut rows: Vec<(usize, &str, &str)> = Vec::new();
    for (kind, places) in kinds {
        rows.extend(places.iter().map(|&(line, day)| (day, history.symbol(line, day), kind)));
    }
    rows.sort_unstable();
    let mut table = Table::new(out, &COLUMNS)?;
    for (day, symbol, kind) in rows {
        table.shown(history.days[day].date).text(symbol).text(kind).end()?;
    }
    table.finish()
}
