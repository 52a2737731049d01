//! Console tables of an overview.

use std::io::{self, Write};
use std::path::Path;

use comfy_table::Table;

use super::{EventRow, Overview, comparisons, events};
use crate::report::page::Quotes;
use crate::report::run::EVENT;
use crate::report::screen::{
    quoted_band, quoted_cap, quoted_count, quoted_number, quoted_percent, row, table, trimmed,
};
use crate::report::shown::usd;

/// Writes the table; `folder` is the folder of the overview, if it is written.
///
/// # Errors
/// Errors of the writer.
pub fn write(overview: &Overview, folder: Option<&Path>, out: &mut dyn Write) -> io::Result<()> {
    let shown = if overview.comparisons.is_empty() {
        events(&Quotes::of(overview))
    } else {
        comparisons(&Quotes::of(overview))
    };
    writeln!(out, "{}", trimmed(&shown.to_string()))?;
    if let Some(sentence) = traded_of(&overview.events) {
        writeln!(out, "{sentence}")?;
    }
    if !overview.failed.is_empty() {
        let failed: Vec<&str> = overview.failed.iter().map(|of| of.scenario.as_str()).collect();
        writeln!(out, "Failed, and not among these: {}.", failed.join(", "))?;
    }
    if let Some(folder) = folder {
        writeln!(out, "\nOverview: {}", folder.display())?;
    }
    Ok(())
}

/// A sentence on the funds whose trades are summed, if their assets differ between events.
fn traded_of(rows: &[EventRow]) -> Option<String> {
    let (least, most) = events::traded_assets(rows)?;
    (least < most).then(|| {
        format!(
            "Net is what funds with {} to {}, those whose trades are known, buy plus what they sell.",
            usd(least),
            usd(most)
        )
    })
}

fn comparisons(quotes: &Quotes<'_>) -> Table {
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
    let mut before = String::new();
    for of in quotes.table(comparisons::TABLE).rows() {
        let part = |column| quoted_percent(of, column, 2, "?");
        let number = |column| quoted_number(of, column, 1, "?");
        let [value, low, high] =
            [comparisons::DIFFERENCE, comparisons::DIFFERENCE_LOW, comparisons::DIFFERENCE_HIGH]
                .map(|column| of.number(column).map(points));
        let difference = match (value, low.zip(high)) {
            (Some(value), Some((low, high))) => format!("{value}pp ({low} to {high}pp)"),
            (Some(value), None) => format!("{value}pp"),
            (None, _) => String::new(),
        };
        let report = of.text(comparisons::REPORT);
        let is_new = report != before;
        before = report.into_owned();
        let net = of.number(comparisons::NET_TRADED);
        let cells = vec![
            if is_new { of.text(comparisons::SCENARIO).into_owned() } else { String::new() },
            of.text(comparisons::SCHEDULE).into_owned(),
            format!(
                "{} {}",
                quoted_count(of, comparisons::SAMPLE, "?"),
                of.text(comparisons::SAMPLED)
            ),
            part(comparisons::R1000_ONE_WAY),
            part(comparisons::R2000_ONE_WAY),
            difference,
            part(comparisons::R2000_DRIFT),
            number(comparisons::R2000_LOST),
            number(comparisons::UP),
            number(comparisons::DOWN),
            net.map_or_else(|| "?".to_owned(), |usd| format!("{:.1}", usd / 1e9)),
            quoted_count(of, comparisons::WARNINGS, "?"),
        ];
        shown.add_row(row(cells, 2));
    }
    shown
}

fn events(quotes: &Quotes<'_>) -> Table {
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
    for of in quotes.table(events::TABLE).rows() {
        let count = |column| quoted_count(of, column, "?");
        let part = |column| quoted_percent(of, column, 2, "?");
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
    shown
}
