//! Doubts whether inputs or results are right: one value for each, holding its figures.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// What a column of returns holds in the place of returns.
    pub enum ReturnForm {
        /// Their logarithms.
        Log,
        /// Returns with the opposite sign.
        Negated,
    }
);

/// A doubt; every one is a warning. Ratios are multiples, `pct` per cent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say what the variant's words name")]
pub enum Doubt {
    /// Values of a column in per cent that are at most one: all of them, or too many.
    AtMostOne { file: String, column: String, values: usize, of: usize, largest: Decimal },
    /// Members without a cap that is known, and the column that is empty for most of them.
    MembersWithoutCap {
        members: usize,
        of: usize,
        column: String,
        empty: usize,
        first: Vec<String>,
    },
    /// More index shares of a member than there are shares.
    IndexSharesAbove {
        members: usize,
        symbol: String,
        index_shares: Decimal,
        shares: Decimal,
        first: Vec<String>,
    },
    /// Shares that move far until the implementation day while their price stays.
    SharesAlone {
        file: String,
        lines: usize,
        symbol: String,
        shares: Decimal,
        now: Decimal,
        first: Vec<String>,
    },
    /// A file that is given for two days.
    OneFileTwice { file: String, role: String, other: String },
    /// Price times shares that is far from the company's cap.
    /// `swapped` names two columns that would agree with the third if each had the other's numbers.
    SharesFarFromCap {
        file: String,
        companies: usize,
        of: usize,
        median_ratio: f64,
        first: Vec<String>,
        swapped: Option<(String, String)>,
    },
    /// Companies whose lines come to another cap than is stated, most of them.
    CapsDiffer { file: String, companies: usize, of: usize, median_ratio: f64, within_pct: f64 },
    /// Prices that are too high for a market.
    PricesHigh { lines: usize, median: f64, most: f64 },
    /// A universe of which hardly anything says where its companies are.
    CountriesUnknown { lines: usize, of: usize },
    /// Prices of the implementation day that are those of rank day.
    PricesUnmoved { lines: usize, of: usize, rank_day: NaiveDate, as_of: NaiveDate },
    /// Lines of which more is traded in a day than their company is worth.
    VolumeAboveCap { lines: usize, of: usize },
    /// Classes of a company whose prices are far apart.
    ClassesFarApart {
        companies: usize,
        dear: String,
        dear_price: Decimal,
        cheap: String,
        cheap_price: Decimal,
        ratio: f64,
    },
    /// Companies of one name that are worth the same.
    OneCompanyTwice { companies: usize, name: String, first: Vec<String> },
    /// A universe whose rows state another date than the one that it is used for.
    UniverseOfAnotherDay {
        file: String,
        lines: usize,
        of: usize,
        stated: NaiveDate,
        day: NaiveDate,
    },
    /// Facts dated after the day.
    FactsLater {
        facts: usize,
        of: usize,
        symbol: String,
        field: String,
        as_of: NaiveDate,
        day: NaiveDate,
    },
    /// An index with far too few names.
    FewNames { index: String, file: String, listed: usize, of: usize },
    /// Members held before a reconstitution that has happened since.
    HeldBeforeReconstitution {
        members: usize,
        of: usize,
        held_on: NaiveDate,
        reconstitution: NaiveDate,
    },
    /// Members held long before rank day, though no reconstitution has happened since.
    HeldLongBefore {
        members: usize,
        of: usize,
        held_on: NaiveDate,
        rank_day: NaiveDate,
        days: i64,
        most_days: f64,
    },
    /// A universe with fewer lines than there are members.
    UniverseShort { lines: usize, members: usize, matched: usize },
    /// Members of a list of after the reconstitution that they are given for.
    HeldAfterReconstitution {
        members: usize,
        of: usize,
        held_on: NaiveDate,
        implementation: NaiveDate,
    },
    /// A universe of long before rank day.
    UniverseLongBefore { as_of: NaiveDate, rank_day: NaiveDate, days: i64, most_days: f64 },
    /// Members that match no line; where their form is a vendor's, one as written and as meant.
    MembersUnmatched {
        matched: usize,
        of: usize,
        first: Vec<String>,
        written: Option<String>,
        meant: Option<String>,
    },
    /// Nobody reaches the smallest cap of the rule book.
    NoneLargeEnough { companies: usize, symbol: String, largest: Decimal, minimum: Decimal },
    /// The largest cap is not one of this market.
    LargestCap { symbol: String, largest: Decimal, least: f64, most: f64 },
    /// Members that lie on the other side of the break of their index by far.
    WrongSide { members: usize, of: usize },
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
    /// Mean closes that are far from prices, of most lines.
    MeanFarFromPrice { file: String, lines: usize, of: usize, median_ratio: f64 },
    /// Prices of large companies that are far from their own mean closes.
    PriceFarFromMean {
        file: String,
        lines: usize,
        symbol: String,
        price: Decimal,
        mean: Decimal,
        ratio: f64,
        first: Vec<String>,
    },
    /// Dollar volumes that are next to nothing of what companies are worth.
    VolumesSmall { file: String, lines: usize, median_part: f64 },
    /// Dollar volumes of a day that are far from volumes of two years.
    VolumesDisagree { file: String, lines: usize, median_ratio: f64 },
    /// Lines that traded on hardly any day of two years, though others did on most.
    DaysFew { file: String, lines: usize, of: usize, symbol: String, days: u32, median: u32 },
    /// Assets of funds that are no assets of funds.
    FundAssetsSmall { file: String, index: String, usd: Decimal, indexes: usize, least: f64 },
    /// Returns of a panel that are too large too often.
    PanelReturnsFar { returns: usize, of: usize, most_pct: f64 },
    /// A return of a large company in a panel that is too large.
    PanelReturnFar { returns: usize, symbol: String, return_pct: f64 },
    /// Returns of a panel that caps do not follow.
    PanelReturnAgainstCap { returns: usize, symbol: String, return_pct: f64, cap_pct: Option<f64> },
    /// An index that loses most of its members.
    IndexDeleted { index: String, event: Option<String>, left: usize, of: usize },
    /// A screen that drops nothing, though of a whole market it drops some.
    ScreenDropsNone { screen: String, of: usize },
    /// An index of which no member is given, though there are members of others.
    IndexWithoutMembers { index: String, others: usize },
    /// A list of the Russell 1000 and one of the 2000 that have too many entries in common.
    ListsOverlap { entries: usize, of: usize, symbols: Vec<String> },
    /// Index shares that are far from the shares outstanding, of most members.
    IndexSharesFar { members: usize, of: usize, median_ratio: f64, column: String },
    /// Companies of which lines state different caps.
    StatedCapsDiffer {
        companies: usize,
        symbol: String,
        cap: Decimal,
        other: String,
        other_cap: Decimal,
    },
    /// Members of the Russell 1000 that a screen drops for what was inferred of them.
    MembersOutByInference { screen: String, members: usize, of: usize, first: Vec<String> },
    /// Members of the Russell 1000 whose caps are too small for any index.
    LargeTooSmall { members: usize, of: usize, symbol: String, cap: Decimal, first: Vec<String> },
    /// A universe of which no cap is known.
    NoCaps { companies: usize },
    /// Facts of shares or a cap that are far from what the universe states.
    FactFar { facts: usize, symbol: String, field: String, value: String, ratio: f64 },
    /// A panel that says of no line where its company is, and nothing beside it does.
    PanelCountriesUnknown { lines: usize },
    /// Labels, facts or actions of which hardly any has the ticker of a line.
    TickersUnmatched { what: String, matched: usize, of: usize, first: Vec<String> },
    /// A panel without returns, or with none that is not zero.
    PanelReturnsNone { returns: usize, quotes: usize },
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
    /// A panel of which a part of the lines has a label.
    LabelsPartial { labelled: usize, of: usize, first: Vec<String>, least_pct: f64 },
    /// A file in which every line is a company of its own.
    IssuersNone { file: String, lines: usize },
    /// Large companies of which nothing is free, or held by whoever may vote.
    ZerosOfLarge {
        file: String,
        column: String,
        companies: usize,
        above: f64,
        largest: Decimal,
        zeros: usize,
        first: Vec<String>,
    },
    /// Dates of a panel on which no exchange was open; `before` is the last session before the first of them.
    DatesWithoutSession { file: String, before: NaiveDate, dates: usize },
    /// A date of a panel with far fewer lines than those beside it.
    DateThin { file: String, lines: usize, beside: usize, dates: usize },
    /// Companies of several lines with unlike names; `most` is the largest number of lines of one.
    IssuersUnlike { file: String, companies: usize, of: usize, most: usize, first: Vec<String> },
    /// Lines that are no common shares by ticker or name, and are by their type, of the lines looked at.
    TypesUnlikeNames { file: String, lines: usize, of: usize, first: Vec<String> },
    /// Countries that are Delaware.
    Delaware { file: String, column: String, lines: usize },
    /// Members that one screen drops, more than ever do; `columns` are those that it looks at.
    MembersOut { screen: String, columns: String, members: usize, of: usize, first: Vec<String> },
    /// Two values of one fact.
    FactsDisagree {
        facts: usize,
        symbol: String,
        field: String,
        value: String,
        later: String,
        as_of: NaiveDate,
    },
    /// Two columns of countries that hardly ever agree, of foreign headquarters.
    CountriesDisagree { file: String, column: String, agree: usize, of: usize },
    /// Two dates of a panel that lie far apart; `usual` is the median distance, days.
    PanelGap { file: String, from: NaiveDate, to: NaiveDate, usual: f64, gaps: usize },
    /// Members of the Russell 1000 without a line.
    LargeMissing { members: usize, of: usize, first: Vec<String> },
    /// Prices that are too low for a market.
    PricesLow { file: String, lines: usize, median: f64, least: f64 },
    /// Lines that have left by an action and have a price on a later day.
    PricedAfterLeaving {
        file: String,
        lines: usize,
        of: usize,
        as_of: NaiveDate,
        first: Vec<String>,
    },
    /// A panel that hardly any line leaves.
    PanelOfSurvivors { file: String, gone: usize, of: usize, from: NaiveDate, to: NaiveDate },
    /// A date of a panel on which prices do not go on from the date before.
    PanelDayApart { file: String, returns: usize, of: usize, dates: usize },
    /// Dollar volumes that do not go with caps.
    VolumesUnlike { file: String, lines: usize, correlation: f64 },
    /// Caps of the implementation day that move otherwise than prices do.
    EffectiveCapsApart { file: String, lines: usize, of: usize, first: Vec<String> },
    /// Returns of a panel that are those of its prices in another form, of the returns that are large.
    PanelReturnsForm { file: String, form: ReturnForm, returns: usize, of: usize },
    /// A column that is the same on all lines.
    ColumnAlike { file: String, column: String, value: String, lines: usize },
    /// Floats of lines in two files that are far apart, of too many.
    FloatsApart { column: String, file: String, lines: usize, of: usize, symbol: String },
    /// A sorted universe that ends before most of the members that it lacks.
    CutShort { file: String, last: String, members: usize, of: usize, first: Vec<String> },
    /// Lines of one company with one price and one number of shares, which are added up.
    LinesTwice { file: String, companies: usize, symbol: String, other: String },
    /// Earnings or book values that are next to nothing, or very much, of what companies are worth.
    FundamentalsFar { file: String, column: String, lines: usize, median_part: f64 },
    /// Members that are listed or documented only after rank day.
    MembersListedLater { members: usize, of: usize, first: Vec<String> },
    /// More companies that enter an index than at any event.
    AddedMany { index: String, added: usize, of: usize, most_pct: f64 },
    /// Headquarters where companies are incorporated for its benefits, and too many.
    HavensAsHeadquarters { file: String, headquarters: usize, of: usize, incorporated: usize },
    /// Caps or shares of one exchange that are in another unit than those of the others.
    ExchangeUnit { file: String, column: String, exchange: String, lines: usize, ratio: f64 },
    /// Volumes in shares where dollars are meant; over caps they fall with this power of the price.
    VolumesInShares { file: String, lines: usize, power: f64 },
    /// A date of a panel whose prices are those of the date before.
    PanelDayRepeated { file: String, before: NaiveDate, lines: usize, of: usize },
    /// Returns of a panel that are not those of its prices, too many for splits and dividends.
    PanelReturnsDiffer { file: String, returns: usize, of: usize },
    /// Caps of a panel that were computed from an earlier share count, too many; and the date with the
    /// most.
    PanelCapsRepaired {
        file: String,
        caps: usize,
        of: usize,
        day: NaiveDate,
        lines: usize,
        of_day: usize,
    },
    /// Returns of a panel that are one more than returns.
    PanelReturnsGross { returns: usize, of: usize, median: f64 },
    /// Returns of a panel that are not those of prices and caps, which agree, of many lines; and the date with the
    /// most.
    PanelReturnsPartial { file: String, returns: usize, of: usize, day: NaiveDate, of_day: usize },
    /// A number of the rules that is far below the rule book's.
    RuleSmall { key: String, value: String, usual: String },
    /// An index that turns over as none does.
    TurnoverHigh { index: String, event: Option<String>, one_way_pct: f64, most_pct: f64 },
}

impl Doubt {
    /// Its name, such as `few_names`.
    pub fn name(&self) -> String {
        super::named(self).0
    }
}
