//! Tables of reports, independent of the format.
//!
//! Every table is described once, by `table!`: its columns, each with the cell that a row has in it. Its
//! rows go to a [`Sink`]: CSV, Parquet and spreadsheet files write all of them and pages quote from them,
//! so a number is the same everywhere. `rankday columns` prints the descriptions.

mod described;
pub mod kind;

use crate::universe::packed::float;
use std::borrow::Cow;
use std::io::{self, Write};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use self::described::Made;
pub use self::described::{Cells, Description, Rows, RowsByPlace, TableRow};
pub(crate) use self::described::{count, joined, pass, table};
pub use self::kind::Fits;

/// Decimal places of a fraction; further digits are float noise.
pub const FRACTION: usize = 10;

/// Decimal places of an index level.
pub const LEVEL: usize = 6;

/// The type and unit of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A date.
    Date,
    /// A non-negative integer.
    Count,
    /// USD, to the cent.
    Usd,
    /// USD per share, with six decimal places.
    Price,
    /// Shares, or days of something: a number of any size.
    Number,
    /// Percentile points, of 100; distances in them may be negative.
    Points,
    /// A fraction, with one for the whole.
    Fraction,
}

impl Holds {
    /// Name of the unit, for documentation.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Count => "count",
            Self::Usd => "USD",
            Self::Price => "USD a share",
            Self::Number => "number",
            Self::Points => "points",
            Self::Fraction => "fraction",
        }
    }
}

/// A column of a report's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Name in the header; part of the stable interface.
    pub name: &'static str,
    /// Type and unit of its cells.
    pub holds: Holds,
    /// Its meaning.
    pub meaning: &'static str,
}

/// Short constructor for lists of columns.
pub const fn col(name: &'static str, holds: Holds, meaning: &'static str) -> Column {
    Column { name, holds, meaning }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Unknown or not applicable; never used for zero.
    Empty,
    /// Text.
    Text(Cow<'a, str>),
    /// A date.
    Date(NaiveDate),
    /// A non-negative integer.
    Count(u64),
    /// An exact decimal.
    Decimal(Decimal),
    /// A float with its number of decimal places.
    Number(f64, usize),
}

impl Cell<'_> {
    /// The cell with owned data.
    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Self::Date(day) => Cell::Date(day),
            Self::Count(count) => Cell::Count(count),
            Self::Decimal(value) => Cell::Decimal(value),
            Self::Number(value, places) => Cell::Number(value, places),
        }
    }

    /// Whether the cell is empty.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.is_empty(),
            Self::Number(value, _) => !value.is_finite(),
            _ => false,
        }
    }

    /// Its number as the nearest `f64`; `None` for text, dates and empty cells.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Empty | Self::Text(_) | Self::Date(_) => None,
            Self::Count(count) => Some(*count as f64),
            Self::Decimal(value) => Some(float(*value)),
            // The number as written; a float that is not finite is written as empty.
            Self::Number(value, places) => value.is_finite().then(|| rounded(*value, *places)),
        }
    }

    /// The canonical text, as in CSV.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone().into_owned(),
            _ => String::from_utf8_lossy(&self.bytes()).into_owned(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.push(&mut bytes);
        bytes
    }

    /// Appends the canonical text.
    pub fn push(&self, text: &mut Vec<u8>) {
        // Writing to a vector cannot fail.
        let _ = match self {
            Self::Empty => Ok(()),
            Self::Text(words) => text.write_all(words.as_bytes()),
            Self::Date(day) => write!(text, "{day}"),
            Self::Count(count) => {
                text.extend_from_slice(itoa::Buffer::new().format(*count).as_bytes());
                Ok(())
            }
            Self::Decimal(value) => push_decimal(text, *value),
            Self::Number(value, places) => {
                push_number(text, *value, *places);
                Ok(())
            }
        };
    }
}

/// Receives a table, cell by cell.
pub trait Sink {
    /// Takes the next cell of the row.
    fn cell(&mut self, cell: &Cell<'_>);

    /// Ends the row.
    ///
    /// # Errors
    /// Errors of the underlying writer.
    fn end(&mut self) -> io::Result<()>;
}

/// Function that writes the rows of a table.
type WriteRows<'a> = Box<dyn Fn(&mut dyn Sink) -> io::Result<()> + Send + Sync + 'a>;

/// Function that prepares the rows of a table, so that any range of them can be written.
type PrepareRows<'a> = Box<dyn Fn() -> Box<dyn RowsByPlace + 'a> + Send + Sync + 'a>;

/// The source of a table's rows.
enum Source<'a> {
    InOrder(WriteRows<'a>),
    ByPlace(PrepareRows<'a>),
}

/// A table of a report.
pub struct Table<'a> {
    /// Its name, which is the file name without the extension.
    pub name: Cow<'static, str>,
    /// The meaning of one row.
    pub row: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    rows: Source<'a>,
}

impl<'a> Table<'a> {
    /// A table of rows that describe themselves; `rows` writes them.
    pub fn of<R: TableRow + 'a>(
        rows: impl Fn(&mut Rows<'_, R>) -> io::Result<()> + Send + Sync + 'a,
    ) -> Self {
        let Description { name, row, columns, .. } = R::TABLE;
        let rows = move |sink: &mut dyn Sink| rows(&mut Rows::to(sink));
        Self { name: name.into(), row, columns, rows: Source::InOrder(Box::new(rows)) }
    }

    /// A long table whose parts may be written in parallel: `rows` gives the number of rows and a function
    /// that makes a row from its place.
    pub fn by_place<R: TableRow + 'a, M: Fn(usize) -> R + Send + Sync + 'a>(
        rows: impl Fn() -> (usize, M) + Send + Sync + 'a,
    ) -> Self {
        let Description { name, row, columns, .. } = R::TABLE;
        let rows = move || {
            let (count, make) = rows();
            Box::new(Made { count, make }) as Box<dyn RowsByPlace + 'a>
        };
        Self { name: name.into(), row, columns, rows: Source::ByPlace(Box::new(rows)) }
    }

    /// The table under another name.
    #[must_use]
    pub fn named(self, name: String) -> Self {
        Self { name: name.into(), ..self }
    }

    /// Writes all rows to `sink`.
    ///
    /// # Errors
    /// Errors of the sink.
    pub fn write(&self, sink: &mut dyn Sink) -> io::Result<()> {
        match &self.rows {
            Source::InOrder(write) => write(sink),
            Source::ByPlace(prepare) => {
                let rows = prepare();
                rows.write(0..rows.count(), sink)
            }
        }
    }

    /// Its rows, if any range of them can be written independently.
    pub fn rows_by_place(&self) -> Option<Box<dyn RowsByPlace + 'a>> {
        match &self.rows {
            Source::InOrder(_) => None,
            Source::ByPlace(prepare) => Some(prepare()),
        }
    }
}

impl std::fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Maximum number of decimal places whose power of ten fits into 64 bits.
const MOST_PLACES: u32 = 19;
/// Integers up to here are exact as `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Powers of ten up to here are exact as `f64`.
const EXACT_POWER: usize = 22;

/// The float nearest to the decimal that [`push_number`] writes.
pub fn rounded(value: f64, places: usize) -> f64 {
    // The quotient of two exact numbers is rounded once.
    if let Some((units, scale)) = in_units(value, places)
        && places <= EXACT_POWER
    {
        let near = units as f64 / scale as f64;
        return if value < 0.0 && units > 0 { -near } else { near };
    }
    let mut text = Vec::new();
    push_number(&mut text, value, places);
    String::from_utf8_lossy(&text).parse().unwrap_or(value)
}

/// Appends a number with `places` decimal places; zero has no sign.
pub fn push_number(text: &mut Vec<u8>, value: f64, places: usize) {
    // A number that is not finite is unknown, which is empty.
    if !value.is_finite() {
        return;
    }
    // Fast path: half of a ledger's weights are zero, before an addition and after a deletion.
    if value == 0.0 && places <= FRACTION {
        text.extend_from_slice(&b"0.0000000000"[..if places == 0 { 1 } else { places + 2 }]);
        return;
    }
    if let Some((units, scale)) = in_units(value, places) {
        push_units(text, value < 0.0, (units, scale), places);
    } else {
        // Writing to a vector cannot fail.
        let _ = write!(text, "{value:.places$}");
    }
}

/// The size of a finite number in units of its last place, and the number of these units per one; `None` if
/// there are too many to be exact.
fn in_units(value: f64, places: usize) -> Option<(u64, u64)> {
    let scale = 10_u64.checked_pow(u32::try_from(places).ok()?)?;
    let units = (value.abs() * scale as f64).round();
    Some((units.to_u64().filter(|_| units < EXACT)?, scale))
}

/// Appends a number given in units of its last decimal place, with `scale` units per one; zero has no sign.
fn push_units(text: &mut Vec<u8>, is_negative: bool, (units, scale): (u64, u64), places: usize) {
    if is_negative && units > 0 {
        text.push(b'-');
    }
    let mut digits = itoa::Buffer::new();
    text.extend_from_slice(digits.format(units / scale).as_bytes());
    if places > 0 {
        let part = digits.format(units % scale);
        text.push(b'.');
        text.extend(std::iter::repeat_n(b'0', places - part.len()));
        text.extend_from_slice(part.as_bytes());
    }
}

/// Appends a decimal without trailing zeros.
fn push_decimal(text: &mut Vec<u8>, value: Decimal) -> io::Result<()> {
    let (Ok(mut units), mut places) =
        (u64::try_from(value.mantissa().unsigned_abs()), value.scale())
    else {
        return write!(text, "{}", value.normalize());
    };
    if places > MOST_PLACES {
        return write!(text, "{}", value.normalize());
    }
    while places > 0 && units.is_multiple_of(10) {
        (units, places) = (units / 10, places - 1);
    }
    let scale = 10_u64.pow(places);
    push_units(text, value.is_sign_negative(), (units, scale), places as usize);
    Ok(())
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
    fn worked_numbers() {
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
            (f64::NAN, 2, ""),
            (f64::INFINITY, 0, ""),
            (f64::NEG_INFINITY, 2, ""),
        ] {
            assert_eq!(number(value, places), text);
        }
    }

    proptest! {
        #[test]
        fn a_decimal_is_written_as_it_is(units in any::<i64>(), cut in 0_u32..63, places in 0_u32..=28) {
            let value = Decimal::new(units >> cut, 0) * Decimal::new(1, places);
            let mut text = Vec::new();
            Cell::Decimal(value).push(&mut text);
            prop_assert_eq!(String::from_utf8(text).expect("digits"), value.normalize().to_string());
        }

        #[test]
        fn a_rounded_number_is_read_from_its_digits(value in -1e16..1e16, small in -1.0..1.0, places in 0_usize..=12) {
            for value in [value, small] {
                let read: f64 = number(value, places).parse().expect("a number");
                prop_assert_eq!(read.to_bits(), rounded(value, places).to_bits());
            }
        }

        #[test]
        fn a_number_is_within_half_of_its_last_place(value in -1e5..1e5, places in 0_usize..=10) {
            let text = number(value, places);
            let read: f64 = text.parse().expect("a number");
            // Half of the last place, plus the rounding when the text is read back.
            let half = 0.5 * libm::pow(10.0, -(places as f64));
            prop_assert!((read - value).abs() <= half + value.abs() * f64::EPSILON);
            let after = text.split_once('.').map_or(0, |(_, after)| after.len());
            prop_assert_eq!(after, places);
        }
    }
}
