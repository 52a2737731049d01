//! The kinds of columns, and the values that may be their cells.

use std::borrow::Cow;

use chrono::NaiveDate;
use compact_str::CompactString;
use rust_decimal::Decimal;

use super::{Cell, FRACTION};
use crate::simulation::measures::Statistic;

/// Text.
pub struct Text;
/// A date.
pub struct Date;
/// A non-negative integer.
pub struct Count;
/// USD, to the cent.
pub struct Usd;
/// USD per share.
pub struct Price;
/// A number of any size.
pub struct Number;
/// Per cent or percentile points.
pub struct Points;
/// A fraction.
pub struct Fraction;

/// A value that is a cell of a column of the kind `K`. A float is given with its number of decimal
/// places; without it, a fraction has [`FRACTION`] of them. `None` is an empty cell.
pub trait Fits<'c, K> {
    /// The cell.
    fn into_cell(self) -> Cell<'c>;
}

impl<'c, K, V: Fits<'c, K>> Fits<'c, K> for Option<V> {
    fn into_cell(self) -> Cell<'c> {
        self.map_or(Cell::Empty, Fits::into_cell)
    }
}

/// An amount with as many decimal places as the input has.
pub(crate) struct AsGiven(pub(crate) Decimal);

macro_rules! fits {
    ($($kind:ty: $value:ty, $of:ident => $cell:expr;)+) => {$(
        impl<'c> Fits<'c, $kind> for $value {
            fn into_cell(self) -> Cell<'c> {
                let $of = self;
                $cell
            }
        }
    )+};
}

fits! {
    Text: &'c str, text => Cell::Text(Cow::Borrowed(text));
    Text: &'c String, text => Cell::Text(Cow::Borrowed(text));
    Text: &'c CompactString, text => Cell::Text(Cow::Borrowed(text));
    Text: String, text => Cell::Text(Cow::Owned(text));
    Text: Statistic, statistic => Cell::Text(statistic.name());
    Date: NaiveDate, day => Cell::Date(day);
    Count: usize, count => u64::try_from(count).map_or(Cell::Empty, Cell::Count);
    Count: u32, count => Cell::Count(count.into());
    Count: u64, count => Cell::Count(count);
    Usd: Decimal, usd => Cell::Decimal(usd.round_dp(2));
    Usd: AsGiven, usd => Cell::Decimal(usd.0);
    Price: Decimal, price => Cell::Decimal(price);
    Points: Decimal, points => Cell::Decimal(points);
    Fraction: Decimal, part => Cell::Decimal(part);
    Fraction: f64, part => finite(part, FRACTION);
}

macro_rules! fits_with_places {
    ($($kind:ty)+) => {$(
        impl<'c, V: Into<Option<f64>>> Fits<'c, $kind> for (V, usize) {
            fn into_cell(self) -> Cell<'c> {
                self.0.into().map_or(Cell::Empty, |value| finite(value, self.1))
            }
        }
    )+};
}

fits_with_places! { Usd Fraction Number }

/// The cell of a number; a number that is not finite is unknown.
fn finite<'c>(value: f64, places: usize) -> Cell<'c> {
    if value.is_finite() { Cell::Number(value, places) } else { Cell::Empty }
}
