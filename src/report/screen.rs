//! Tables and words of what is read on one screen.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use rust_decimal::Decimal;

use super::shown::grouped;

/// A table without lines around it, as wide as it needs to be on any terminal.
pub(crate) fn table(header: &[&str], numbers_from: usize) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header.iter().enumerate().map(|(at, text)| {
        let side = if at >= numbers_from { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new(text).set_alignment(side)
    }));
    table
}

/// Cells of a row, numbers to the right from column `numbers_from` on.
pub(crate) fn row(cells: Vec<String>, numbers_from: usize) -> Vec<Cell> {
    let align = |(at, text): (usize, String)| {
        let side = if at >= numbers_from { CellAlignment::Right } else { CellAlignment::Left };
        Cell::new(text).set_alignment(side)
    };
    cells.into_iter().enumerate().map(align).collect()
}

/// Tables pad their last column, which a reader does not see and a comparison of texts does.
pub(crate) fn trimmed(table: &str) -> String {
    table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// USD as billions, with as many decimals as tell it apart.
pub(crate) fn billions(usd: Decimal) -> String {
    let bn = usd / Decimal::from(1_000_000_000);
    let places = if bn >= Decimal::from(100) {
        1
    } else if bn >= Decimal::ONE {
        2
    } else {
        3
    };
    format!("{bn:.places$}")
}

/// A count with separators of thousands.
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

/// A text in lines of a number of characters at the most, but for words that are longer.
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
