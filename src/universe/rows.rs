//! Takes CSV text apart into rows of cells.
//!
//! Nearly all lines hold no quotation mark, and their cells are slices of the text; a row with one is
//! left to `csv_core`. Both end a row at a line feed, a carriage return or both, and skip empty lines.

use csv_core::{ReadRecordResult, Reader};

/// The rows of a text, one at a time into the same memory.
pub(super) struct Rows<'t> {
    text: &'t str,
    /// Where the next row starts.
    at: usize,
    /// The line it starts on, from 1.
    line: u64,
    /// Where the cells of this row start and end: in the text, or in `unquoted`.
    bounds: Vec<(usize, usize)>,
    /// The cells of a row that has quotation marks, one after the other, and where they end.
    unquoted: Vec<u8>,
    ends: Vec<usize>,
    core: Reader,
}

/// The cells of one row.
pub(super) struct Cells<'r> {
    /// Line it starts on, from 1.
    pub(super) line: u64,
    bounds: &'r [(usize, usize)],
    text: &'r str,
}

impl<'r> Cells<'r> {
    /// How many cells.
    pub(super) fn len(&self) -> usize {
        self.bounds.len()
    }

    /// A cell, counted from 0.
    pub(super) fn get(&self, at: usize) -> Option<&'r str> {
        let &(start, end) = self.bounds.get(at)?;
        self.text.get(start..end)
    }

    /// All cells.
    pub(super) fn iter(&self) -> impl Iterator<Item = &'r str> + '_ {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }
}

impl<'t> Rows<'t> {
    /// The rows of `text`, whose first line is number `line` of its file.
    pub(super) fn new(text: &'t str, line: u64) -> Self {
        let (bounds, unquoted, ends) = (Vec::new(), Vec::new(), Vec::new());
        Self { text, at: 0, line, bounds, unquoted, ends, core: Reader::new() }
    }

    /// The next row; `None` at the end.
    pub(super) fn next_row(&mut self) -> Option<Cells<'_>> {
        let bytes = self.text.as_bytes();
        while let Some(end @ (b'\n' | b'\r')) = bytes.get(self.at) {
            self.line += u64::from(*end == b'\n');
            self.at += 1;
        }
        if self.at == bytes.len() {
            return None;
        }
        let line = self.line;
        let text = if self.split_plain() {
            self.text
        } else {
            let written = self.split_quoted();
            // The cells of checked UTF-8 stay UTF-8: all separators are ASCII.
            std::str::from_utf8(&self.unquoted[..written]).unwrap_or_default()
        };
        Some(Cells { line, bounds: &self.bounds, text })
    }

    /// Splits a row without quotation marks; false, and nothing done, where it has one.
    fn split_plain(&mut self) -> bool {
        self.bounds.clear();
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        for (at, byte) in bytes.iter().enumerate().skip(self.at) {
            match byte {
                b',' => {
                    self.bounds.push((start, at));
                    start = at + 1;
                }
                b'"' => return false,
                b'\n' | b'\r' => {
                    self.bounds.push((start, at));
                    // What follows of the line's end is skipped with empty lines.
                    self.at = at;
                    return true;
                }
                _ => {}
            }
        }
        self.bounds.push((start, bytes.len()));
        self.at = bytes.len();
        true
    }

    /// Splits a row with quotation marks into `unquoted`; returns how many bytes are its own.
    fn split_quoted(&mut self) -> usize {
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.unquoted.resize(self.unquoted.len().max(1_024), 0);
        self.ends.resize(self.ends.len().max(64), 0);
        let (mut written, mut ended) = (0, 0);
        self.core.reset();
        loop {
            let (result, read, wrote, cells) = self.core.read_record(
                &bytes[self.at..],
                &mut self.unquoted[written..],
                &mut self.ends[ended..],
            );
            self.at += read;
            written += wrote;
            ended += cells;
            match result {
                // An empty input says that there is no more.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.unquoted.resize(2 * self.unquoted.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        self.line += bytes[start..self.at].iter().filter(|&&b| b == b'\n').count() as u64;
        self.bounds.clear();
        let mut from = 0;
        for &end in &self.ends[..ended] {
            self.bounds.push((from, end));
            from = end;
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(text, 1);
        let mut all = Vec::new();
        while let Some(row) = rows.next_row() {
            all.push((row.line, row.iter().map(str::to_owned).collect()));
        }
        all
    }

    #[test]
    fn lines_end_and_count_as_editors_have_it() {
        let text = "a,b\r\n\n\"c\n1\",\"d \"\"x\"\"\"\ne,\n,";
        let cells = |cells: &[&str]| cells.iter().map(|&c| c.to_owned()).collect::<Vec<_>>();
        let expected = vec![
            (1, cells(&["a", "b"])),
            (3, cells(&["c\n1", "d \"x\""])),
            (5, cells(&["e", ""])),
            (6, cells(&["", ""])),
        ];
        assert_eq!(rows(text), expected);
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_csv_crate(text in "[ab,\"\r\né ]{0,40}") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader
                .records()
                .map(|row| row.expect("text").iter().map(str::to_owned).collect())
                .collect();
            let own: Vec<Vec<String>> = rows(&text).into_iter().map(|(_, row)| row).collect();
            prop_assert_eq!(own, theirs);
        }
    }
}
