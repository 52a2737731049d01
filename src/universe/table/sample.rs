//! A table of two columns for testing the ways of reading tables.

use rust_decimal::Decimal;

use super::{Column, Faults, Number, Row};

pub(super) const COLUMNS: &[Column] = &[
    Column { name: "symbol", required: true, holds: "ticker", meaning: "the line" },
    Column { name: "price", required: false, holds: "USD", meaning: "its price" },
];
const PRICE: Number =
    Number { min: Decimal::ZERO, above_min: true, max: Decimal::ONE_THOUSAND, places: 2 };

pub(super) type Value = (u64, String, Option<Decimal>);

/// A row, if it has a ticker.
pub(super) fn value(row: &mut Row<'_, '_>, faults: &mut Faults) -> Option<Value> {
    let price = row.decimal(1, &PRICE, faults);
    Some((row.line, row.required(0, faults)?.to_owned(), price))
}
