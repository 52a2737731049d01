//! Console table of an overview.

use std::io::{self, Write};
use std::path::Path;

use rust_decimal::Decimal;

use super::Overview;
use crate::report::screen::{billions, row, table, thousands, trimmed};

/// Writes the table; `folder` is the folder of the overview, if it is written.
///
/// # Errors
/// Errors of the writer.
pub fn write(overview: &Overview, folder: Option<&Path>, out: &mut dyn Write) -> io::Result<()> {
    let header = [
        "Event",
        "break $bn",
        "band $bn",
        "R1000",
        "R2000",
        "adds",
        "deletes",
        "up",
        "down",
        "R1000 one-way",
        "R2000 one-way",
        "net $bn",
        "warnings",
    ];
    let mut shown = table(&header, 1);
    let cap = |cap: Option<Decimal>| cap.map_or_else(|| "none".to_owned(), billions);
    let part =
        |part: Option<f64>| part.map_or_else(|| "?".to_owned(), |f| format!("{:.2}%", f * 100.0));
    for event in &overview.events {
        let band = match (event.band_lower, event.band_upper) {
            (Some(low), Some(high)) => format!("{} - {}", billions(low), billions(high)),
            _ => "none".to_owned(),
        };
        let cells = vec![
            event.event.clone(),
            cap(event.at_break),
            band,
            thousands(event.members[0]),
            thousands(event.members[1]),
            thousands(event.additions),
            thousands(event.deletions),
            thousands(event.up),
            thousands(event.down),
            part(event.one_way[0]),
            part(event.one_way[1]),
            event.net_traded.map_or_else(|| "?".to_owned(), |usd| format!("{:.1}", usd / 1e9)),
            thousands(event.warnings),
        ];
        shown.add_row(row(cells, 1));
    }
    writeln!(out, "{}", trimmed(&shown.to_string()))?;
    if let Some(sentence) = overview.failed_in_words() {
        writeln!(out, "{sentence}")?;
    }
    if let Some(folder) = folder {
        writeln!(out, "\nOverview: {}", folder.display())?;
    }
    Ok(())
}
