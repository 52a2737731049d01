//! Doubts about what columns hold and how lines go together.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Doubts about what columns hold and how lines go together. Ratios are multiples, `pct` per cent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields say what the variant's words name")]
pub enum ValueDoubt {
    /// Values of a column in per cent that are at most one: all of them, or too many.
    AtMostOne { file: String, column: String, values: usize, of: usize, largest: Decimal },
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
    /// A file whose name has another date than the one that it is used for.
    NameOfAnotherDay { file: String, stated: NaiveDate, day: NaiveDate },
    /// Facts dated after the day.
    FactsLater {
        facts: usize,
        of: usize,
        symbol: String,
        field: String,
        as_of: NaiveDate,
        day: NaiveDate,
    },
    /// A universe with fewer lines than there are members.
    UniverseShort { lines: usize, members: usize, matched: usize },
    /// A universe of long before rank day.
    UniverseLongBefore { as_of: NaiveDate, rank_day: NaiveDate, days: i64, most_days: f64 },
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
    DaysFew { file: String, lines: usize, of: usize, symbol: String, days: u16, median: u16 },
    /// Assets of funds that are no assets of funds.
    FundAssetsSmall { file: String, index: String, usd: Decimal, indexes: usize, least: f64 },
    /// Companies of which lines state different caps.
    StatedCapsDiffer {
        companies: usize,
        symbol: String,
        cap: Decimal,
        other: String,
        other_cap: Decimal,
    },
    /// Facts of shares or a cap that are far from what the universe states.
    FactFar { facts: usize, symbol: String, field: String, value: String, ratio: f64 },
    /// Labels, facts or actions of which hardly any has the ticker of a line.
    TickersUnmatched { what: String, matched: usize, of: usize, first: Vec<String> },
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
    /// Companies of several lines with unlike names; `most` is the largest number of lines of one.
    IssuersUnlike { file: String, companies: usize, of: usize, most: usize, first: Vec<String> },
    /// Lines that are no common shares by ticker or name, and are by their type, of the lines looked at.
    TypesUnlikeNames { file: String, lines: usize, of: usize, first: Vec<String> },
    /// Countries that are Delaware.
    Delaware { file: String, column: String, lines: usize },
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
    /// Prices that are too low for a market.
    PricesLow { file: String, lines: usize, median: f64, least: f64 },
    /// Dollar volumes that do not go with caps.
    VolumesUnlike { file: String, lines: usize, correlation: f64 },
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
    /// Headquarters where companies are incorporated for its benefits, and too many.
    HavensAsHeadquarters { file: String, headquarters: usize, of: usize, incorporated: usize },
    /// Caps or shares of one exchange that are in another unit than those of the others.
    ExchangeUnit { file: String, column: String, exchange: String, lines: usize, ratio: f64 },
    /// Volumes in shares where dollars are meant; over caps they fall with this power of the price.
    VolumesInShares { file: String, lines: usize, power: f64 },
}
