//! The prices at which the decision changes.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::Decided;
use crate::analysis::explanation;
use crate::analysis::explanation::Tick;

/// The decisions at every price of the company. Prices are in USD.
#[derive(Serialize, JsonSchema)]
pub(super) struct Prices<'a> {
    /// The line that prices it.
    symbol: &'a str,
    /// Its price on rank day.
    price: Decimal,
    /// Whether other classes' prices, or a stated cap, are moved along in proportion.
    others_move_along: bool,
    /// Prices from which the company would be in another segment than it is.
    changes: Vec<Turn>,
    /// The ranges of prices with the same decision, ascending and without gaps.
    ranges: Vec<Range>,
}

/// A price from which the company would be in another segment.
#[derive(Serialize, JsonSchema)]
struct Turn {
    /// Whether it is above the company's own price.
    higher: bool,
    /// The price.
    price: Decimal,
    /// The change from the company's own price to this one, per cent of its own price.
    change_pct: Decimal,
    /// The last price at which the segment differs in this way; null if there is no limit.
    until: Option<Decimal>,
    /// The nearest price of a range on the way to this one where decisions alternate; null if there is no
    /// such range.
    at_some_prices_from: Option<Decimal>,
    /// The decision.
    outcome: Decided,
}

/// A range of prices with the same decision, both ends included.
#[derive(Serialize, JsonSchema)]
struct Range {
    /// The lowest.
    from: Decimal,
    /// The highest.
    to: Decimal,
    /// Whether it includes the company's own price.
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
