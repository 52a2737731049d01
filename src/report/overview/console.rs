//! Console table of an overview.

use std::io::{self, Write};
use std::path::Path;

use super::{Overview, events};
use crate::report::page::Quotes;
use crate::report::run::EVENT;
use crate::report::screen::{quoted, quoted_band, quoted_cap, row, table, trimmed};
use crate::report::shown::Style::{Count, Percent};

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
    let quotes = Quotes::of(overview);
    for of in quotes.table(events::TABLE).rows() {
        let count = |column| quoted(of, column, Count, "?");
        let part = |column| quoted(of, column, Percent(2), "?");
        let net = of.number(events::NET_TRADED);
        let cells = vec![
            of.text(EVENT).into_owned(),
            quoted_cap(of, events::BREAK),
            quoted_band(of, events::BAND_LOWER, events::BAND_UPPER),
            count(events::R1000_MEMBERS),
            count(events::R2000_MEMBERS),
            count(events::ADDITIONS),
            count(events::DELETIONS),
            count(events::UP),
            count(events::DOWN),
            part(events::R1000_ONE_WAY),
            part(events::R2000_ONE_WAY),
            net.map_or_else(|| "?".to_owned(), |usd| format!("{:.1}", usd / 1e9)),
            count(events::WARNINGS),
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
