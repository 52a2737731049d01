//! A CSV table written cell by cell.
//!
//! Ledgers have tens of thousands of rows: numbers are put in words in one buffer that is used again.

use std::fmt::Display;
use std::io::{self, Write};

use rust_decimal::prelude::ToPrimitive;

/// Decimal places of a fraction, so that the bytes do not hang on the last bits.
pub(in crate::report) const FRACTION: usize = 10;

/// Decimal places of an index level.
pub(in crate::report) const LEVEL: usize = 6;

/// Whole numbers are exact as `f64` up to here.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A table that is being written.
pub(in crate::report) struct Table<W: Write> {
    writer: csv::Writer<W>,
    /// The cell that is being put in words.
    cell: Vec<u8>,
    /// What the writer reported first; the rest of its row is not written.
    failed: csv::Result<()>,
}

impl<W: Write> Table<W> {
    /// Begins a table with its header.
    pub(in crate::report) fn new(out: W, columns: &[&str]) -> io::Result<Self> {
        let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
        writer.write_record(columns)?;
        Ok(Self { writer, cell: Vec::new(), failed: Ok(()) })
    }

    /// A cell of text.
    pub(in crate::report) fn text(&mut self, text: &str) -> &mut Self {
        if self.failed.is_ok() {
            self.failed = self.writer.write_field(text);
        }
        self
    }

    /// A cell of a date or a count.
    pub(in crate::report) fn shown(&mut self, value: impl Display) -> &mut Self {
        self.cell.clear();
        // A buffer takes whatever is written to it.
        let _ = write!(self.cell, "{value}");
        self.cell()
    }

    /// A cell of a number with so many decimal places.
    pub(in crate::report) fn number(&mut self, value: f64, places: usize) -> &mut Self {
        self.cell.clear();
        push_number(&mut self.cell, value, places);
        self.cell()
    }

    /// A cell of a number, empty where it is unknown.
    pub(in crate::report) fn known(&mut self, value: Option<f64>, places: usize) -> &mut Self {
        match value {
            Some(value) => self.number(value, places),
            None => self.text(""),
        }
    }

    fn cell(&mut self) -> &mut Self {
        if self.failed.is_ok() {
            self.failed = self.writer.write_field(&self.cell);
        }
        self
    }

    /// Ends a row.
    pub(in crate::report) fn end(&mut self) -> io::Result<()> {
        std::mem::replace(&mut self.failed, Ok(()))?;
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }

    /// Ends the table.
    pub(in crate::report) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Appends a number with so many decimal places; a zero has no sign.
pub(in crate::report) fn push_number(text: &mut Vec<u8>, value: f64, places: usize) {
    // Half of a ledger's weights are zero: who enters had none, who leaves has none.
    if value == 0.0 && places <= FRACTION {
        text.extend_from_slice(&b"0.0000000000"[..if places == 0 { 1 } else { places + 2 }]);
        return;
    }
    // Units of the last place are whole numbers, and quickly put in words.
    let scale = u32::try_from(places).ok().and_then(|places| 10_u64.checked_pow(places));
    let units = scale.map(|scale| (value.abs() * scale as f64).round());
    let units = units.filter(|units| *units < EXACT).and_then(|units| units.to_u64());
    let written = match (units, scale) {
        (Some(units), Some(scale)) => {
            let sign = if value < 0.0 && units > 0 { "-" } else { "" };
            let (whole, part) = (units / scale, units % scale);
            match places {
                0 => write!(text, "{sign}{whole}"),
                _ => write!(text, "{sign}{whole}.{part:0places$}"),
            }
        }
        _ => write!(text, "{value:.places$}"),
    };
    // A buffer takes whatever is written to it.
    let _ = written;
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
            // Half of the last place, and what reading the text back rounds.
            let half = 0.5 * libm::pow(10.0, -(places as f64));
            prop_assert!((read - value).abs() <= half + value.abs() * f64::EPSILON);
            let after = text.split_once('.').map_or(0, |(_, after)| after.len());
            prop_assert_eq!(after, places);
        }
    }
}
