//! Doubts about what rules make of the inputs, and about an event.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Doubts about what rules make of the inputs, and about an event. Ratios are multiples, `pct` per cent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say what the variant's words name")]
pub enum OutcomeDoubt {
    /// Shares that move far until the implementation day while their price stays.
    SharesAlone {
        file: String,
        lines: usize,
        symbol: String,
        shares: Decimal,
        now: Decimal,
        first: Vec<String>,
    },
    /// Prices of the implementation day that are those of rank day.
    PricesUnmoved { lines: usize, of: usize, rank_day: NaiveDate, as_of: NaiveDate },
    /// Nobody reaches the smallest cap of the rule book.
    NoneLargeEnough { companies: usize, symbol: String, largest: Decimal, minimum: Decimal },
    /// The largest cap is not one of this market.
    LargestCap { symbol: String, largest: Decimal, least: f64, most: f64 },
    /// A screen that drops more than it ever did.
    ScreenDrops { screen: String, columns: String, dropped: usize, of: usize, most_pct: f64 },
    /// Too few companies are eligible.
    FewEligible { companies: usize, of: usize, least: usize },
    /// A break with no other company near it.
    NobodyNearBreak { name: String, cap: Decimal, within_pct: f64 },
    /// Prices of the implementation day that cover too little.
    /// `weight_pct` is what it covers of the weight, where that is known.
    EffectiveCovers { found: usize, held: usize, weight_pct: Option<f64> },
    /// Held lines whose value moves further than prices do.
    /// `price_pct` and `cap_pct` are given where price and cap of the first one disagree; `is_backed` says
    /// that they agree.
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
    /// A file of the implementation day of which a column is in another unit than the universe.
    EffectiveUnit { file: String, column: String, lines: usize, of: usize, median_ratio: f64 },
    /// Lines of which the price moves far while shares and cap stay.
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
    /// A screen that drops nothing, though of a whole market it drops some.
    ScreenDropsNone { screen: String, of: usize },
    /// A universe of which no cap is known.
    NoCaps { companies: usize },
    /// Events that are ranked and take effect on one close of a panel.
    DaysTogether { event: String, schedule: String, close: NaiveDate, others: usize },
    /// Rank days on which many lines have no cap, or no price, that had one on the close before.
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
    /// More is bought or sold of an index than it was worth.
    MembershipTurnoverHigh { index: String, event: Option<String>, pct: f64, most_pct: f64 },
    /// Members of the Russell 3000 that leave it or move within it, too few for an event.
    MovesFew { leave: usize, moved: Option<usize>, of: usize, pct: f64, least_pct: f64 },
    /// Held lines that depart too far, too often from the median of all by the implementation.
    ReturnsApart {
        lines: usize,
        of: usize,
        median_pct: f64,
        from: NaiveDate,
        to: NaiveDate,
        most_pct: f64,
    },
    /// Tickers given up before that have a price, while the new ones have none.
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
    /// Lines that have left by an action and have a price on a later day.
    PricedAfterLeaving {
        file: String,
        lines: usize,
        of: usize,
        as_of: NaiveDate,
        first: Vec<String>,
    },
    /// Caps of the implementation day that move otherwise than prices do.
    EffectiveCapsApart { file: String, lines: usize, of: usize, first: Vec<String> },
    /// More companies that enter an index than at any event.
    AddedMany { index: String, added: usize, of: usize, most_pct: f64 },
    /// A number of the rules that is far below the rule book's.
    RuleSmall { key: String, value: String, usual: String },
    /// An index that turns over as none does.
    TurnoverHigh { index: String, event: Option<String>, one_way_pct: f64, most_pct: f64 },
}
