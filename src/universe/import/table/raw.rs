//! A table as stored in its file: rows of texts, before the header row is known.
//!
//! Whatever the file format, a cell is the text that states its value exactly; a date is `YYYY-MM-DD`.
//! Rows without any text are left out.

use compact_str::CompactString;

use crate::limits::IMPORTED_CELLS;
use crate::refusal::Refusal;
use crate::remark::ReadingNote;

/// The kind of rows in a file, so that faults can name their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::universe::import) enum RowsAre {
    /// Lines of a text.
    Lines,
    /// Rows of a sheet of a workbook.
    RowsOf(String),
    /// Records, counted from 1.
    Records,
}

/// A row with its number in the file, counted from 1.
#[derive(Debug, Clone)]
pub(in crate::universe::import) struct RawRow {
    pub(in crate::universe::import) number: u64,
    pub(in crate::universe::import) cells: Vec<CompactString>,
}

impl RawRow {
    /// The number of cells that are not empty.
    pub(in crate::universe::import) fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// Its cells as texts.
    pub(in crate::universe::import) fn texts(&self) -> Vec<String> {
        self.cells.iter().map(ToString::to_string).collect()
    }
}

/// The rows of a file.
#[derive(Debug)]
pub(in crate::universe::import) struct RawTable {
    /// The file as the user named it.
    pub(in crate::universe::import) file: String,
    pub(in crate::universe::import) rows_are: RowsAre,
    pub(in crate::universe::import) rows: Vec<RawRow>,
    /// Texts stored next to the rows, in formats that have no room for a title.
    pub(in crate::universe::import) beside: Vec<String>,
    /// True if the first row is certainly the header.
    pub(super) is_headed: bool,
    /// Whether a comma inside a number may be a decimal comma: if commas do not separate cells.
    pub(super) may_have_decimal_commas: bool,
    /// How the file was read, for the report.
    pub(in crate::universe::import) notes: Vec<ReadingNote>,
}

/// Rows as they are collected, up to the limits.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) rows: Vec<RawRow>,
    cells: usize,
}

impl Collected {
    /// Adds a row; one without any text is left out.
    ///
    /// # Errors
    /// More cells than the limit allows.
    pub(super) fn push(&mut self, number: u64, cells: Vec<CompactString>) -> Result<(), Refusal> {
        if cells.iter().all(CompactString::is_empty) {
            return Ok(());
        }
        self.cells = self.cells.saturating_add(cells.len() + 2);
        if self.cells > IMPORTED_CELLS {
            let problem = format!("has more than {IMPORTED_CELLS} cells");
            return Err(Refusal::new(problem, "leave out rows and columns that are not needed"));
        }
        self.rows.push(RawRow { number, cells });
        Ok(())
    }
}

/// A text as stored in a cell: trimmed, and with a blank in place of characters that control a terminal
/// or reorder text.
pub(super) fn cell(text: &str) -> CompactString {
    let is_odd = |c: char| crate::universe::is_obeyed(c) || crate::universe::shows_nothing(c);
    let is_space = |c: char| c.is_whitespace() || is_odd(c);
    let trimmed = text.trim_matches(is_space);
    if !trimmed.contains(is_odd) {
        return CompactString::new(trimmed);
    }
    let mut words = trimmed.split(is_odd).map(str::trim).filter(|word| !word.is_empty());
    let mut cell = CompactString::new(words.next().unwrap_or_default());
    for word in words {
        cell.push(' ');
        cell.push_str(word);
    }
    cell
}

/// A float as the shortest decimal that reads back as the same float.
pub(super) fn float(value: f64) -> CompactString {
    if value.is_finite() {
        compact_str::format_compact!("{value}")
    } else {
        CompactString::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_nothing_that_a_terminal_obeys() {
        assert_eq!(cell("  A\u{a0}"), "A");
        assert_eq!(cell("Qzalis\r\nInc\u{202e}"), "Qzalis Inc");
        assert_eq!(cell("\u{1b}[2J"), "[2J");
    }

    #[test]
    fn floats_are_their_shortest_decimals() {
        assert_eq!(float(142.66), "142.66");
        assert_eq!(float(123.0), "123");
        assert_eq!(float(1e9), "1000000000");
        assert_eq!(float(f64::NAN), "");
    }
}
