//! Rows of text without quotation marks: a cell ends at a comma and a row at a line end. This gives the
//! same result as the general reader in a fraction of the time.

use csv::StringRecord;

use super::number::Number;
use crate::universe::batch::Batch;
use crate::universe::packed::Packed;

/// The cells of one row, from either reader.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cells<'r> {
    /// As stored by the general reader.
    Record(&'r StringRecord),
    /// A line of text, and the end of each of its cells.
    Line(&'r str, &'r [usize]),
    /// A row of typed columns.
    Typed(&'r Batch, usize),
}

impl<'r> Cells<'r> {
    /// A cell; `None` beyond the last.
    pub(super) fn get(self, at: usize) -> Option<&'r str> {
        match self {
            Self::Record(record) => record.get(at),
            Self::Line(line, ends) => {
                let start = at.checked_sub(1).map_or(Some(0), |before| Some(ends.get(before)? + 1));
                line.get(start?..*ends.get(at)?)
            }
            Self::Typed(batch, row) => Some(batch.columns.get(at)?.as_ref()?.text(row)),
        }
    }

    /// The number of cells.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Record(record) => record.len(),
            Self::Line(_, ends) => ends.len(),
            Self::Typed(batch, _) => batch.columns.len(),
        }
    }

    /// A number within limits, packed; `None` if the general parser must decide.
    pub(super) fn packed(self, at: usize, limits: &Number) -> Option<Packed> {
        match self {
            Self::Typed(batch, row) => {
                let column = batch.columns.get(at)?.as_ref()?;
                column.packed(row, limits).or_else(|| Packed::parse(column.text(row), limits))
            }
            _ => Packed::parse(self.get(at)?, limits),
        }
    }

    /// A float from a column of floats.
    pub(super) fn float(self, at: usize) -> Option<f64> {
        match self {
            Self::Typed(batch, row) => batch.columns.get(at)?.as_ref()?.float(row),
            _ => None,
        }
    }

    /// All cells, in order.
    pub(super) fn iter(self) -> impl Iterator<Item = &'r str> {
        (0..self.len()).filter_map(move |at| self.get(at))
    }
}

/// Whether text can be read line by line: it has no quotation marks, and no cell in which a formula
/// after a semicolon is marked as text.
pub(super) fn is_plain(text: &str) -> bool {
    // The apostrophe alone is found faster, and hardly any text has it.
    let is_marked = text.contains('\'') && text.contains(";'");
    !text.contains('"') && !is_marked
}

/// Calls `each` for every line that is not empty, with the number of line ends before it in the text and
/// the ends of its cells.
pub(super) fn lines<'t>(text: &'t str, mut each: impl FnMut(u64, &'t str, &[usize])) {
    let bytes = text.as_bytes();
    let mut ends: Vec<usize> = Vec::new();
    let (mut start, mut line) = (0, 0);
    let mut sign = |at: usize, is_comma: bool| {
        if is_comma {
            ends.push(at - start);
            return;
        }
        let found = &text[start..at];
        let found = found.strip_suffix('\r').unwrap_or(found);
        if !found.is_empty() {
            ends.push(found.len());
            each(line, found, &ends);
        }
        ends.clear();
        (start, line) = (at + 1, line + 1);
    };
    let (words, rest) = bytes.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let mut signs = equal(word, b',') | equal(word, b'\n');
        while signs != 0 {
            let at = number * 8 + signs.trailing_zeros() as usize / 8;
            sign(at, bytes[at] == b',');
            signs &= signs - 1;
        }
    }
    for (at, byte) in (words.len() * 8..).zip(rest) {
        if matches!(byte, b',' | b'\n') {
            sign(at, *byte == b',');
        }
    }
    sign(bytes.len(), false);
}

/// Marks, of eight bytes, those equal to `byte` by their highest bit; no other bit is set.
fn equal(word: u64, byte: u8) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let other = word ^ u64::from_le_bytes([byte; 8]);
    // The sum of seven bits never carries into the next byte.
    !(((other & LOW) + LOW) | other | LOW)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::universe::table::cells_of;

    proptest! {
        #[test]
        fn lines_are_as_the_general_reader_finds_them(text in "([a-bé;' ]{0,2}[,,\n]|\r\n){0,30}[a,]{0,2}") {
            let mut found: Vec<Vec<String>> = Vec::new();
            lines(&text, |number, line, ends| {
                assert_eq!(text.lines().nth(usize::try_from(number).expect("small")), Some(line));
                found.push(Cells::Line(line, ends).iter().map(str::to_owned).collect());
            });
            let general = cells_of(&text).into_records().map(|record| record.expect("text"));
            let general: Vec<Vec<String>> =
                general.map(|record| Cells::Record(&record).iter().map(str::to_owned).collect()).collect();
            prop_assert_eq!(found, general);
        }
    }
}
