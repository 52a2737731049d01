//! Weights (RB 7): primary close times available shares, over the sum.
//!
//! Weights are measures and therefore `f64`; memberships are decided with exact decimals.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::universe::packed;

/// Investable cap of a line, USD: price times index shares times float.
///
/// If the float is unknown, all shares count; the report says so.
pub fn investable_cap(price: Decimal, index_shares: Decimal, float_pct: Option<Decimal>) -> f64 {
    let float = float_pct.unwrap_or(Decimal::ONE_HUNDRED);
    packed::float(price) * packed::float(index_shares) * packed::float(float) / 100.0
}

/// The index shares, to hundredths, for which [`investable_cap`] gives this value at this price. `None`
/// if there is no such number above zero.
pub fn index_shares(value: f64, price: Decimal, float_pct: f64) -> Option<Decimal> {
    let hundredths = value / float_pct * 100.0 / packed::float(price) * 100.0;
    let shares = Decimal::new(hundredths.round().to_i64()?, 2);
    (shares > Decimal::ZERO).then_some(shares)
}

/// Weights of the values in the same order, as fractions; all zero if the values sum to zero.
pub fn weights(values: &[f64]) -> Vec<f64> {
    let total: f64 = values.iter().sum();
    values.iter().map(|value| if total > 0.0 { value / total } else { 0.0 }).collect()
}
