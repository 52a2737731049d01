//! Rows of a table in typed columns, as Parquet files hold them.
//!
//! Numbers and floats are taken as they are if the column asks for them. Everywhere else a cell is the
//! text that states its value exactly, made only when it is needed, so that all checks and faults are
//! those of CSV.

use std::cell::OnceCell;
use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;

use super::packed::{Packed, shortest};
use super::table::Number;

/// The first day of Unix time, in days of the common era.
const EPOCH: i64 = 719_163;
/// Nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// Consecutive rows.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(super) rows: usize,
    /// The columns by their positions in the file; `None` for columns that are not read.
    pub(super) columns: Vec<Option<TypedColumn>>,
}

impl Batch {
    /// The texts of a row; empty for unknown values and for columns that are not read.
    pub(super) fn texts(&self, row: usize) -> impl Iterator<Item = &str> {
        self.columns.iter().map(move |column| column.as_ref().map_or("", |column| column.text(row)))
    }
}

/// The values of one column, with an arbitrary value in each row whose value is unknown.
#[derive(Debug)]
pub(super) enum Values {
    Bools(Vec<bool>),
    Integers(Vec<i64>),
    Unsigned(Vec<u64>),
    Singles(Vec<f32>),
    Doubles(Vec<f64>),
    /// Days since 1970-01-01.
    Days(Vec<i64>),
    /// Moments since 1970-01-01, and the number of their units in a day.
    Moments(Vec<i64>, i64),
    /// Whole numbers over a power of ten.
    Decimals(Vec<i128>, u32),
    Texts(Texts),
}

/// Texts, one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub(super) text: String,
    /// Start and end of each text, in bytes.
    pub(super) places: Vec<(u32, u32)>,
}

impl Texts {
    fn get(&self, row: usize) -> &str {
        let place = self.places.get(row).map(|(start, end)| *start as usize..*end as usize);
        place.and_then(|place| self.text.get(place)).unwrap_or_default()
    }
}

/// One column of a batch.
#[derive(Debug)]
pub(super) struct TypedColumn {
    values: Values,
    /// Which rows have a value; `None` if all have one.
    known: Option<Vec<bool>>,
    /// The values as texts, made at first use.
    texts: OnceCell<Texts>,
}

impl TypedColumn {
    /// A column with one value for each row, of which some may be unknown. NaN counts as unknown, since
    /// data frames write unknown floats so.
    pub(super) fn new(values: Values, known: Option<Vec<bool>>) -> Self {
        let known = match &values {
            Values::Doubles(floats) => without(known, floats.len(), |row| floats[row].is_nan()),
            Values::Singles(floats) => without(known, floats.len(), |row| floats[row].is_nan()),
            _ => known,
        };
        Self { values, known, texts: OnceCell::new() }
    }

    fn is_known(&self, row: usize) -> bool {
        self.known.as_ref().is_none_or(|known| known.get(row).copied().unwrap_or(false))
    }

    /// The text of a cell; empty where it is unknown.
    pub(super) fn text(&self, row: usize) -> &str {
        if !self.is_known(row) {
            return "";
        }
        match &self.values {
            Values::Texts(texts) => texts.get(row),
            _ => self.texts.get_or_init(|| self.rendered()).get(row),
        }
    }

    /// Whether a cell holds anything but blanks.
    pub(super) fn is_filled(&self, row: usize) -> bool {
        self.is_known(row)
            && match &self.values {
                Values::Texts(texts) => !super::table::trim(texts.get(row)).is_empty(),
                _ => true,
            }
    }

    /// A number within limits, as [`Packed::parse`] would read its text; `None` means that the text must
    /// be read.
    pub(super) fn packed(&self, row: usize, limits: &Number) -> Option<Packed> {
        if !self.is_known(row) {
            return None;
        }
        match &self.values {
            Values::Doubles(floats) => {
                let (mantissa, scale) = shortest(*floats.get(row)?)?;
                Packed::within(mantissa, scale, limits)
            }
            Values::Integers(numbers) => {
                Packed::within(u64::try_from(*numbers.get(row)?).ok()?, 0, limits)
            }
            Values::Decimals(numbers, scale) => {
                let mantissa = u64::try_from(*numbers.get(row)?).ok()?;
                Packed::within(mantissa, usize::try_from(*scale).ok()?, limits)
            }
            _ => None,
        }
    }

    /// A float; `None` means that the text must be read.
    pub(super) fn float(&self, row: usize) -> Option<f64> {
        let Values::Doubles(floats) = &self.values else { return None };
        floats.get(row).copied().filter(|float| float.is_finite() && self.is_known(row))
    }

    fn rendered(&self) -> Texts {
        match &self.values {
            Values::Bools(all) => self.each(all, |value, out| write!(out, "{value}")),
            Values::Integers(all) => self.each(all, |value, out| write!(out, "{value}")),
            Values::Unsigned(all) => self.each(all, |value, out| write!(out, "{value}")),
            Values::Singles(all) => self.each(all, |value, out| write!(out, "{value}")),
            Values::Doubles(all) => self.each(all, |value, out| write!(out, "{value}")),
            Values::Days(all) => self.each(all, |day, out| write_moment(day, 0, out)),
            Values::Moments(all, per_day) => self.each(all, |moment, out| {
                let nanoseconds = moment.rem_euclid(*per_day) * (DAY / per_day);
                write_moment(moment.div_euclid(*per_day), nanoseconds, out)
            }),
            Values::Decimals(all, scale) => {
                self.each(all, |value, out| write_decimal(value, *scale, out))
            }
            Values::Texts(_) => Texts::default(),
        }
    }

    /// The texts of all values. Dates and the like often repeat from row to row; each such run is written
    /// once.
    fn each<T: Copy + PartialEq>(
        &self,
        values: &[T],
        write: impl Fn(T, &mut String) -> std::fmt::Result,
    ) -> Texts {
        let mut texts = Texts::default();
        let mut before: Option<T> = None;
        for (row, &value) in values.iter().enumerate() {
            let last = texts.places.last().copied().filter(|_| before == Some(value));
            let place = last.unwrap_or_else(|| {
                let start = texts.text.len();
                if self.is_known(row) {
                    // Writing to a String cannot fail.
                    let _ = write(value, &mut texts.text);
                }
                let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                (place(start), place(texts.text.len()))
            });
            before = Some(value).filter(|_| self.is_known(row));
            texts.places.push(place);
        }
        texts
    }
}

/// Which rows are known, without rows that hold NaN.
fn without(
    known: Option<Vec<bool>>,
    rows: usize,
    is_no_number: impl Fn(usize) -> bool,
) -> Option<Vec<bool>> {
    if !(0..rows).any(&is_no_number) {
        return known;
    }
    let mut known = known.unwrap_or_else(|| vec![true; rows]);
    for (row, known) in known.iter_mut().enumerate() {
        *known &= !is_no_number(row);
    }
    Some(known)
}

/// Writes a day, followed by the time of day if it is not midnight; columns of days reject the latter.
fn write_moment(days: i64, nanoseconds: i64, out: &mut String) -> std::fmt::Result {
    let day = days.checked_add(EPOCH).and_then(|day| i32::try_from(day).ok());
    let Some(day) = day.and_then(NaiveDate::from_num_days_from_ce_opt) else {
        return write!(out, "{days} days after 1970");
    };
    write!(out, "{day}")?;
    let second = u32::try_from(nanoseconds / 1_000_000_000).unwrap_or_default();
    let rest = u32::try_from(nanoseconds % 1_000_000_000).unwrap_or_default();
    match NaiveTime::from_num_seconds_from_midnight_opt(second, rest) {
        Some(time) if nanoseconds != 0 => write!(out, "T{time}"),
        _ => Ok(()),
    }
}

/// Writes an exact number without trailing zeros.
fn write_decimal(value: i128, scale: u32, out: &mut String) -> std::fmt::Result {
    match Decimal::try_from_i128_with_scale(value, scale) {
        Ok(exact) => write!(out, "{}", exact.normalize()),
        Err(_) => write!(out, "{value}e-{scale}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: Values, known: Option<Vec<bool>>, rows: usize) -> Vec<String> {
        let column = TypedColumn::new(values, known);
        (0..rows).map(|row| column.text(row).to_owned()).collect()
    }

    #[test]
    fn a_cell_is_the_text_that_says_its_value_exactly() {
        let floats = vec![142.66, f64::NAN, 1e9, 1.57e-6, f64::INFINITY, -0.0];
        assert_eq!(
            texts(Values::Doubles(floats), None, 6),
            ["142.66", "", "1000000000", "0.00000157", "inf", "-0"]
        );
        assert_eq!(texts(Values::Singles(vec![142.66, 0.1]), None, 2), ["142.66", "0.1"]);
        let known = Some(vec![true, false, true, true]);
        assert_eq!(
            texts(Values::Days(vec![19_753, 19_753, 19_753, i64::MAX]), known, 4),
            ["2024-01-31", "", "2024-01-31", "9223372036854775807 days after 1970"]
        );
        let moments = vec![19_753 * 86_400_000, 19_753 * 86_400_000 + 57_600_500, -1];
        assert_eq!(
            texts(Values::Moments(moments, 86_400_000), None, 3),
            ["2024-01-31", "2024-01-31T16:00:00.500", "1969-12-31T23:59:59.999"]
        );
        let long = vec![142_660_000, -5, i128::MAX, 0];
        assert_eq!(
            texts(Values::Decimals(long, 6), None, 4),
            ["142.66", "-0.000005", "170141183460469231731687303715884105727e-6", "0"]
        );
    }
}
