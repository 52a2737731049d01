//! Doubts about how the rules judge the inputs, and about an event.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Doubts about how the rules judge the inputs, and about an event. Ratios are multiples, `pct` per cent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say what the variant's words name")]
pub enum OutcomeDoubt {
    /// Shares that change a lot before the implementation day while their price stays.
    SharesAlone {
        file: String,
        lines: usize,
        symbol: String,
        shares: Decimal,
        now: Decimal,
        first: Vec<String>,
    },
    /// Prices of the implementation day that equal those of rank day.
    PricesUnmoved { lines: usize, of: usize, rank_day: NaiveDate, as_of: NaiveDate },
    /// No company reaches the smallest cap of the rule book.
    NoneLargeEnough { companies: usize, symbol: String, largest: Decimal, minimum: Decimal },
    /// A largest cap that is implausible for this market.
    LargestCap { symbol: String, largest: Decimal, least: f64, most: f64 },
    /// A screen that drops an implausibly large part of the lines.
    ScreenDrops { screen: String, columns: String, dropped: usize, of: usize, most_pct: f64 },
    /// Too few companies are eligible.
    FewEligible { companies: usize, of: usize, least: usize },
    /// A break with no other company near it.
    NobodyNearBreak { name: String, cap: Decimal, within_pct: f64 },
    /// Prices of the implementation day that cover too little. `weight_pct` is the part of the
    /// weight that they cover, if it is known.
    EffectiveCovers { found: usize, held: usize, weight_pct: Option<f64> },
    /// Held lines whose value changes more than prices plausibly do. `price_pct` and `cap_pct` are
    /// given if price and cap of the first line disagree; `is_backed` says that they agree.
    ReturnsFar {
        lines: usize,
        symbol: String,
        return_pct: f64,
        price_pct: Option<f64>,
        cap_pct: Option<f64>,
        is_backed: bool,
        first: Vec<String>,
        most_pct: f64,
    },
    /// A file of the implementation day with a column in another unit than in the universe.
    EffectiveUnit { file: String, column: String, lines: usize, of: usize, median_ratio: f64 },
    /// Lines whose price changes a lot while shares and cap stay.
    PriceAgainstCap {
        file: String,
        lines: usize,
        symbol: String,
        price: Decimal,
        now: Decimal,
        ratio: f64,
        first: Vec<String>,
    },
    /// An index that loses most of its members.
    IndexDeleted { index: String, event: Option<String>, left: usize, of: usize },
    /// A screen that drops nothing, although it would drop some lines of a whole market.
    ScreenDropsNone { screen: String, of: usize },
    /// A universe without any known cap.
    NoCaps { companies: usize },
    /// Events whose rank day and implementation fall on the same close of a panel.
    DaysTogether { event: String, schedule: String, close: NaiveDate, others: usize },
    /// Rank days on which many lines lack a cap or a price that they had on the close before.
    RankDayUnknown {
        what: String,
        event: String,
        schedule: String,
        close: NaiveDate,
        unknown: usize,
        of: usize,
        others: usize,
    },
    /// Events at which no company is eligible.
    NobodyEligible { event: String, others: usize },
    /// An index with more bought or sold than the index was worth.
    MembershipTurnoverHigh { index: String, event: Option<String>, pct: f64, most_pct: f64 },
    /// Too few members leave the Russell 3000 or move within it for an event.
    MovesFew { leave: usize, moved: Option<usize>, of: usize, pct: f64, least_pct: f64 },
    /// Too many held lines whose return up to the implementation is far from the median of all.
    ReturnsApart {
        lines: usize,
        of: usize,
        median_pct: f64,
        from: NaiveDate,
        to: NaiveDate,
        most_pct: f64,
    },
    /// Former tickers that have a price while the new ones have none.
    OldTickerPriced { file: String, lines: usize, symbol: String, new: String, as_of: NaiveDate },
    /// Lines that count as gone, while a new ticker has their name.
    GoneUnderSameName {
        file: String,
        lines: usize,
        symbol: String,
        name: String,
        new: String,
        first: Vec<String>,
    },
    /// Lines that left by an action and yet have a price on a later day.
    PricedAfterLeaving {
        file: String,
        lines: usize,
        of: usize,
        as_of: NaiveDate,
        first: Vec<String>,
    },
    /// Caps of the implementation day that move differently from prices.
    EffectiveCapsApart { file: String, lines: usize, of: usize, first: Vec<String> },
    /// An index with more companies added than at any past event.
    AddedMany { index: String, added: usize, of: usize, most_pct: f64 },
    /// A number of the rules that is far below that of the rule book.
    RuleSmall { key: String, value: String, usual: String },
    /// An index with an implausibly high turnover.
    TurnoverHigh { index: String, event: Option<String>, one_way_pct: f64, most_pct: f64 },
}
