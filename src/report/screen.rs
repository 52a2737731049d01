//! Tables and text for the console.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use rust_decimal::{Decimal, RoundingStrategy};

use super::page::Row;
use super::shown::grouped;
use super::table::Column;

/// A table without borders, as wide as its content whatever the terminal.
pub(crate) fn table(header: &[&str], numbers_from: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header.iter().enumerate().map(|(at, text)| {
        let side = if at >= numbers_from { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new(text).set_alignment(side)
    }));
    table
}

/// Cells of a row, right-aligned from column `numbers_from` on.
pub(crate) fn row(cells: Vec<String>, numbers_from: usize) -> Vec<Cell> {
    let align = |(at, text): (usize, String)| {
        let side = if at >= numbers_from { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new(text).set_alignment(side)
    };
    cells.into_iter().enumerate().map(align).collect()
}

/// A count from a table of the report; `unknown` is shown if it is empty.
pub(crate) fn quoted_count(row: Row<'_>, column: Column, unknown: &str) -> String {
    let cell = row.cell(column);
    if cell.is_empty() { unknown.to_owned() } else { thousands(cell.text()) }
}

/// A number from a table of the report, with `places` decimal places; `unknown` is shown if it is empty.
pub(crate) fn quoted_number(row: Row<'_>, column: Column, places: usize, unknown: &str) -> String {
    row.number(column).map_or_else(|| unknown.to_owned(), |value| format!("{value:.places$}"))
}

/// A fraction from a table of the report, in per cent.
pub(crate) fn quoted_percent(row: Row<'_>, column: Column, places: usize, unknown: &str) -> String {
    let percent = |part: f64| format!("{:.places$}%", part * 100.0);
    row.number(column).map_or_else(|| unknown.to_owned(), percent)
}

/// A cap from a table of the report, in billions of USD.
pub(crate) fn quoted_cap(row: Row<'_>, column: Column) -> String {
    let of_float = || Decimal::try_from(row.number(column)?).ok();
    let cap = row.decimal(column).or_else(of_float);
    cap.map_or_else(|| "none".to_owned(), billions)
}

/// The caps of a band from a table of the report, in billions of USD.
pub(crate) fn quoted_band(row: Row<'_>, low: Column, high: Column) -> String {
    match (row.decimal(low), row.decimal(high)) {
        (Some(low), Some(high)) => format!("{} - {}", billions(low), billions(high)),
        _ => "none".to_owned(),
    }
}

/// Removes the padding of the last column, which is invisible but would count in text comparisons.
pub(crate) fn trimmed(table: &str) -> String {
    table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// USD in billions, with enough decimal places for the size of the number.
pub(crate) fn billions(usd: Decimal) -> String {
    let bn = usd / Decimal::from(1_000_000_000);
    let places = if bn >= Decimal::from(100) {
        1
    } else if bn >= Decimal::ONE {
        2
    } else {
        3
    };
    rounded(bn, places)
}

/// A decimal rounded to a number of places, which formatting alone would cut off.
pub(crate) fn rounded(value: Decimal, places: usize) -> String {
    let scale = u32::try_from(places).unwrap_or(u32::MAX);
    let near = value.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero);
    format!("{near:.places$}")
}

/// A count with thousands separators.
pub(crate) fn thousands(n: impl std::fmt::Display) -> String {
    grouped(&n.to_string())
}

/// A text cut to a number of characters.
pub(crate) fn cut(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(length.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// Wraps a text to lines of at most `width` characters, unless a single word is longer.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
