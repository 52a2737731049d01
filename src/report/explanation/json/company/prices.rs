//! The prices at which the decision changes.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::Decided;
use crate::analysis::explanation;
use crate::analysis::explanation::Tick;

/// Everything that the company could come to by its price. Prices are USD.
#[derive(Serialize, JsonSchema)]
pub(super) struct Prices<'a> {
    /// The line that prices it.
    symbol: &'a str,
    /// Its price on rank day.
    price: Decimal,
    /// Whether other classes' prices, or a stated cap, are moved along in proportion.
    others_move_along: bool,
    /// Prices from which on the company would be in another segment than it is.
    changes: Vec<Turn>,
    /// Every range of prices that leads to the same, ascending and without a gap.
    ranges: Vec<Range>,
}

/// A price from which on the company would be in another segment.
#[derive(Serialize, JsonSchema)]
struct Turn {
    /// Whether it is above its own price.
    higher: bool,
    /// The price.
    price: Decimal,
    /// The change that takes it there, per cent of its own price.
    change_pct: Decimal,
    /// The price up to which this holds; null if it always does.
    until: Option<Decimal>,
    /// The nearest price of all that leads there, if not all in between do.
    at_some_prices_from: Option<Decimal>,
    /// The decision.
    outcome: Decided,
}

/// Prices that lead to the same, both ends included.
#[derive(Serialize, JsonSchema)]
struct Range {
    /// The lowest.
    from: Decimal,
    /// The highest.
    to: Decimal,
    /// Whether its own price is one of them.
    here: bool,
    /// The decision.
    outcome: Decided,
}

impl<'a> Prices<'a> {
    pub(super) fn new(prices: &'a explanation::Prices) -> Self {
        let change = |turn: explanation::Turn| Turn {
            higher: turn.higher,
            price: turn.at.price(),
            change_pct: prices.change_pct(turn.at).round_dp(6),
            until: turn.until.map(Tick::price),
            at_some_prices_from: turn.some_from.map(Tick::price),
            outcome: Decided::new(&turn.outcome),
        };
        let ranges = prices.ranges.iter().enumerate().map(|(at, range)| Range {
            from: range.from.price(),
            to: range.to.price(),
            here: at == prices.here,
            outcome: Decided::new(&range.outcome),
        });
        Self {
            symbol: &prices.symbol,
            price: prices.price,
            others_move_along: prices.moves_along,
            changes: prices.turns().into_iter().map(change).collect(),
            ranges: ranges.collect(),
        }
    }
}
