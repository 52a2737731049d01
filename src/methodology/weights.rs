//! Weights (RB 7): primary close times available shares, over the sum.
//!
//! This is where exact decimals become `f64`: memberships are decided, weights are measures.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Investable cap of a line, USD: price times index shares times float.
///
/// A float that is unknown counts as all shares; the report says so.
pub fn investable_cap(price: Decimal, index_shares: Decimal, float_pct: Option<Decimal>) -> f64 {
    let float = float_pct.unwrap_or(Decimal::ONE_HUNDRED);
    let number = |d: Decimal| d.to_f64().unwrap_or_default();
    number(price) * number(index_shares) * number(float) / 100.0
}

/// Weights, as fractions, of values in the same order; zero where they sum to nothing.
pub fn weights(values: &[f64]) -> Vec<f64> {
    let total: f64 = values.iter().sum();
    values.iter().map(|value| if total > 0.0 { value / total } else { 0.0 }).collect()
}
