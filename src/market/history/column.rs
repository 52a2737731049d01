//! One column of a date: its values, and the marker for unknown ones.

use std::ops::Range;

use crate::universe::Exchange;
use crate::universe::packed::Cell;

/// A value that a column can hold or lack.
pub(super) trait Value: Copy {
    /// The marker for an unknown value.
    const UNKNOWN: Self;

    fn is_unknown(self) -> bool;
}

/// A return; NaN if unknown.
impl Value for f64 {
    const UNKNOWN: Self = f64::NAN;

    fn is_unknown(self) -> bool {
        self.is_nan()
    }
}

/// A number of sessions, at most ten thousand.
impl Value for u16 {
    const UNKNOWN: Self = u16::MAX;

    fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }
}

/// The number of a text in a list of names.
impl Value for u32 {
    const UNKNOWN: Self = u32::MAX;

    fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }
}

impl Value for Exchange {
    const UNKNOWN: Self = Exchange::UsListed;

    fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }
}

impl Value for Cell {
    const UNKNOWN: Self = Cell::UNKNOWN;

    fn is_unknown(self) -> bool {
        self == Self::UNKNOWN
    }
}

/// The values of one column; rows beyond the last are unknown, so that a column without any value
/// takes no memory.
#[derive(Debug, Clone)]
pub(super) struct Column<T>(pub(super) Vec<T>);

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Value> Column<T> {
    pub(super) fn get(&self, row: usize) -> T {
        self.0.get(row).copied().unwrap_or(T::UNKNOWN)
    }

    pub(super) fn set(&mut self, row: usize, value: T) {
        if let Some(cell) = self.0.get_mut(row) {
            *cell = value;
        } else if !value.is_unknown() {
            self.0.resize(row, T::UNKNOWN);
            self.0.push(value);
        }
    }

    pub(super) fn known(&self, row: usize) -> Option<T> {
        Some(self.get(row)).filter(|value| !value.is_unknown())
    }

    /// Appends some rows of another column, so that they begin at row `at`.
    pub(super) fn append(&mut self, at: usize, other: &Self, rows: Range<usize>) {
        let end = rows.end.min(other.0.len());
        if let Some(values) = other.0.get(rows.start..end).filter(|values| !values.is_empty()) {
            self.0.resize(at, T::UNKNOWN);
            self.0.extend_from_slice(values);
        }
    }

    /// A copy in another order: row `order[n]` becomes row `n`.
    pub(super) fn reordered(&self, order: &[usize]) -> Self {
        let mut column = Self::default();
        if !self.0.is_empty() {
            column.0.extend(order.iter().map(|&row| self.get(row)));
        }
        column
    }
}
