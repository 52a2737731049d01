//! A CSV table written row by row without an allocation for each cell.
//!
//! Ledgers have tens of thousands of rows: cells go straight into one buffer, numbers are written
//! by hand, and only what comes from outside is looked through for what needs quotation marks.

use std::fmt::Display;
use std::io::{self, Write};

use rust_decimal::prelude::ToPrimitive;

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 16;

/// Decimal places of a fraction, so that the bytes do not hang on the last bits.
pub(super) const FRACTION: usize = 10;

/// Decimal places of an index level.
pub(super) const LEVEL: usize = 6;

/// A table that is being written.
pub(super) struct Table<W: Write> {
    out: W,
    /// Whole rows, and the cells of the one that is being put together, each with a comma after it.
    buffer: Vec<u8>,
}

impl<W: Write> Table<W> {
    /// Begins a table with its header.
    pub(super) fn new(out: W, columns: &[&str]) -> io::Result<Self> {
        let mut table = Self { out, buffer: Vec::with_capacity(BUFFER + BUFFER / 8) };
        for column in columns {
            table.word(column);
        }
        table.end()?;
        Ok(table)
    }

    /// A cell of text, in quotation marks where it needs them.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
            return self.word(text);
        }
        self.buffer.push(b'"');
        self.buffer.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        self.buffer.extend_from_slice(b"\",");
        self
    }

    /// A cell of a word that never needs quotation marks: a date, an index, a measure.
    pub(super) fn word(&mut self, word: &str) -> &mut Self {
        self.buffer.extend_from_slice(word.as_bytes());
        self.buffer.push(b',');
        self
    }

    /// A cell of a date or a count.
    pub(super) fn shown(&mut self, value: impl Display) -> &mut Self {
        // A buffer takes whatever is written to it.
        let _ = write!(self.buffer, "{value},");
        self
    }

    /// A cell of a number with so many decimal places.
    pub(super) fn number(&mut self, value: f64, places: usize) -> &mut Self {
        push_number(&mut self.buffer, value, places);
        self.buffer.push(b',');
        self
    }

    /// A cell of a number, empty where it is unknown.
    pub(super) fn known(&mut self, value: Option<f64>, places: usize) -> &mut Self {
        match value {
            Some(value) => self.number(value, places),
            None => self.word(""),
        }
    }

    /// Ends a row.
    pub(super) fn end(&mut self) -> io::Result<()> {
        if let Some(comma) = self.buffer.last_mut() {
            *comma = b'\n';
        }
        if self.buffer.len() >= BUFFER {
            self.out.write_all(&self.buffer)?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Ends the table.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.out.flush()
    }
}

/// Appends a number with so many decimal places; a zero has no sign.
pub(super) fn push_number(text: &mut Vec<u8>, value: f64, places: usize) {
    // Whole numbers up to here are exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let scale = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10].get(places);
    let scaled = scale.map(|scale| (value * scale).round()).filter(|scaled| scaled.abs() < EXACT);
    let Some(mut rest) = scaled.and_then(|scaled| scaled.abs().to_u64()) else {
        let _ = write!(text, "{value:.places$}");
        return;
    };
    if value < 0.0 && rest > 0 {
        text.push(b'-');
    }
    // Half of a ledger's weights are: who enters had none, who leaves has none.
    if rest == 0 {
        text.extend_from_slice(&b"0.0000000000"[..if places == 0 { 1 } else { places + 2 }]);
        return;
    }
    // Sixteen digits, ten of them after the point, a zero before it and the point.
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    let mut written = 0;
    while rest > 0 || written <= places {
        if written == places && places > 0 {
            at -= 1;
            digits[at] = b'.';
        }
        at -= 1;
        digits[at] = b'0' + (rest % 10).to_u8().unwrap_or_default();
        rest /= 10;
        written += 1;
    }
    text.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(value: f64, places: usize) -> String {
        let mut text = Vec::new();
        push_number(&mut text, value, places);
        String::from_utf8(text).expect("digits")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let texts = ["plain", "", "a,b", "say \"so\"", "two\nlines", "é"];
        let mut out = Vec::new();
        let mut table = Table::new(&mut out, &["text", "n", "count"]).expect("a table");
        for text in texts {
            table.text(text).known(None, 2).shown(1_000).end().expect("a row");
        }
        table.finish().expect("written");
        let mut reader = csv::Reader::from_reader(&out[..]);
        let read: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(read.iter().map(|row| &row[0]).collect::<Vec<_>>(), texts);
        assert!(read.iter().all(|row| (&row[1], &row[2]) == ("", "1000")));
    }

    #[test]
    fn numbers_by_hand() {
        for (value, places, text) in [
            (0.0, 10, "0.0000000000"),
            (-0.0, 0, "0"),
            (-1e-12, 10, "0.0000000000"),
            (0.05, 10, "0.0500000000"),
            (-0.123_456_789_04, 10, "-0.1234567890"),
            (1.0, 0, "1"),
            (2_004.0, 0, "2004"),
            (999.999_999_6, 6, "1000.000000"),
            (5_123_456_789_012.0, 0, "5123456789012"),
            (1e18, 2, "1000000000000000000.00"),
            (f64::NAN, 2, "NaN"),
        ] {
            assert_eq!(number(value, places), text);
        }
    }

    proptest! {
        #[test]
        fn a_number_is_within_half_of_its_last_place(value in -1e5..1e5, places in 0_usize..=10) {
            let text = number(value, places);
            let read: f64 = text.parse().expect("a number");
            prop_assert!((read - value).abs() <= 0.500_1 * libm::pow(10.0, -(places as f64)));
            let after = text.split_once('.').map_or(0, |(_, after)| after.len());
            prop_assert_eq!(after, places);
        }
    }
}
