//! CSV tables of a run, one file per table; column names are the contract that others build on.
//!
//! Unknown is an empty cell. Caps are USD, percentiles 0 to 100, turnover a fraction.

pub mod breakpoints;
pub mod changes;
pub mod eligibility;
pub mod gone;
pub mod indexes;
pub mod membership;
pub mod turnover;

use rust_decimal::Decimal;

/// A decimal in a cell, without zeros at its end.
pub(super) fn number(value: Option<Decimal>) -> String {
    value.map_or_else(String::new, |value| value.normalize().to_string())
}

/// A cap in a cell: USD, to the cent.
pub(super) fn cap(value: Option<Decimal>) -> String {
    number(value.map(|d| d.round_dp(2)))
}

/// A fraction in a cell: ten decimal places, so that the bytes do not hang on the last bits.
pub(super) fn fraction(value: f64) -> String {
    format!("{value:.10}")
}

/// What any value that can be shown is in a cell.
pub(super) fn shown<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}
