//! Market-adjusted breakpoints (RB 6.9): today's equivalent of a break of the last rank day.

use rust_decimal::Decimal;

/// The breakpoint, USD, adjusted by the return of the Russell 3000E since its rank day.
///
/// `index_return` is a fraction: 0.0205 for +2.05%.
///
/// ```
/// use rankday::methodology::market_adjusted::market_adjusted_breakpoint;
/// use rust_decimal::Decimal;
/// // The rule book's example; it prints 1.804bn, its slip.
/// let adjusted = market_adjusted_breakpoint(Decimal::from(1_800_000_000), Decimal::new(205, 4));
/// assert_eq!(adjusted.round_dp(0), Decimal::from(1_836_900_000));
/// ```
pub fn market_adjusted_breakpoint(breakpoint: Decimal, index_return: Decimal) -> Decimal {
    // A result that overflows a decimal is above every cap.
    let growth = Decimal::ONE.checked_add(index_return);
    growth.and_then(|growth| breakpoint.checked_mul(growth)).unwrap_or(Decimal::MAX)
}
