//! Console tables of an overview.

use std::io::{self, Write};
use std::path::Path;

use comfy_table::Table;
use rust_decimal::Decimal;

use super::{EventRow, Overview, ScheduleRow};
use crate::report::screen::{billions, row, table, thousands, trimmed};

/// Writes the table; `folder` is the folder of the overview, if it is written.
///
/// # Errors
/// Errors of the writer.
pub fn write(overview: &Overview, folder: Option<&Path>, out: &mut dyn Write) -> io::Result<()> {
    let shown = if overview.comparisons.is_empty() {
        events(&overview.events)
    } else {
        comparisons(&overview.comparisons)
    };
    writeln!(out, "{}", trimmed(&shown.to_string()))?;
    if let Some(sentence) = overview.failed_in_words() {
        writeln!(out, "{sentence}")?;
    }
    if let Some(folder) = folder {
        writeln!(out, "\nOverview: {}", folder.display())?;
    }
    Ok(())
}

fn comparisons(rows: &[ScheduleRow]) -> Table {
    let header = [
        "Comparison",
        "schedule",
        "over",
        "R1000 one-way",
        "R2000 one-way",
        "difference",
        "drift",
        "lost",
        "up",
        "down",
        "net $bn",
        "warnings",
    ];
    let mut shown = table(&header, 2);
    let points = |value: f64| format!("{:+.2}", value * 100.0);
    let number = |value: Option<f64>| value.map_or_else(|| "?".to_owned(), |v| format!("{v:.1}"));
    let mut before = "";
    for of in rows {
        let difference = match (of.difference, of.interval) {
            (Some(value), Some((low, high))) => {
                format!("{}pp ({} to {})", points(value), points(low), points(high))
            }
            (Some(value), None) => format!("{}pp", points(value)),
            (None, _) => String::new(),
        };
        let is_new = std::mem::replace(&mut before, &of.report) != of.report;
        let cells = vec![
            if is_new { of.scenario.clone() } else { String::new() },
            of.schedule.clone(),
            format!("{} {}", thousands(of.sample), of.sampled),
            part(of.one_way[0]),
            part(of.one_way[1]),
            difference,
            part(of.drift),
            number(of.lost),
            number(of.moves[0]),
            number(of.moves[1]),
            of.net_traded.map_or_else(|| "?".to_owned(), |usd| format!("{:.1}", usd / 1e9)),
            thousands(of.warnings),
        ];
        shown.add_row(row(cells, 2));
    }
    shown
}

/// A fraction in per cent.
fn part(part: Option<f64>) -> String {
    part.map_or_else(|| "?".to_owned(), |f| format!("{:.2}%", f * 100.0))
}

fn events(events: &[EventRow]) -> Table {
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
    for event in events {
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
    shown
}
