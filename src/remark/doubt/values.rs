//! Doubts about the contents of columns and about how lines are grouped.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Doubts about the contents of columns and about how lines are grouped. Ratios are multiples,
/// `pct` per cent.
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
    /// Companies whose lines sum to another cap than is stated: most of the companies.
    CapsDiffer { file: String, companies: usize, of: usize, median_ratio: f64, within_pct: f64 },
    /// Prices that are too high for a market.
    PricesHigh { lines: usize, median: f64, most: f64 },
    /// A universe that states hardly anything about the countries of its companies.
    CountriesUnknown { lines: usize, of: usize },
    /// Lines with more daily volume than the cap of their company.
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
    /// Companies with the same name and the same cap.
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
    /// A universe dated long before rank day.
    UniverseLongBefore { as_of: NaiveDate, rank_day: NaiveDate, days: i64, most_days: f64 },
    /// Mean closes of most lines that are far from their prices.
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
    /// Dollar volumes that are tiny compared with caps.
    VolumesSmall { file: String, lines: usize, median_part: f64 },
    /// Dollar volumes of a day that do not agree with volumes of two years.
    VolumesDisagree { file: String, lines: usize, median_ratio: f64 },
    /// Lines that traded on hardly any day of two years, though others did on most.
    DaysFew { file: String, lines: usize, of: usize, symbol: String, days: u16, median: u16 },
    /// Assets of funds that are implausibly small.
    FundAssetsSmall { file: String, index: String, usd: Decimal, indexes: usize, least: f64 },
    /// Companies whose lines state different caps.
    StatedCapsDiffer {
        companies: usize,
        symbol: String,
        cap: Decimal,
        other: String,
        other_cap: Decimal,
    },
    /// Facts about shares or a cap that are far from what the universe states.
    FactFar { facts: usize, symbol: String, field: String, value: String, ratio: f64 },
    /// Labels, facts or actions whose tickers hardly ever match a line.
    TickersUnmatched { what: String, matched: usize, of: usize, first: Vec<String> },
    /// A file in which every line is a separate company.
    IssuersNone { file: String, lines: usize },
    /// Large companies with next to no free float, or next to no votes of unrestricted holders.
    ZerosOfLarge {
        file: String,
        column: String,
        companies: usize,
        above: f64,
        largest: Decimal,
        zeros: usize,
        first: Vec<String>,
    },
    /// Companies with several lines whose names differ; `most` is the largest number of lines of one.
    IssuersUnlike { file: String, companies: usize, of: usize, most: usize, first: Vec<String> },
    /// Lines that are common shares by their type but not by ticker or name, out of the lines
    /// looked at.
    TypesUnlikeNames { file: String, lines: usize, of: usize, first: Vec<String> },
    /// Countries given as `DE` that mean Delaware.
    Delaware { file: String, column: String, lines: usize },
    /// Two different values of one fact.
    FactsDisagree {
        facts: usize,
        symbol: String,
        field: String,
        value: String,
        later: String,
        as_of: NaiveDate,
    },
    /// Two columns of countries that hardly ever agree for companies with foreign headquarters.
    CountriesDisagree { file: String, column: String, agree: usize, of: usize },
    /// Prices that are too low for a market.
    PricesLow { file: String, lines: usize, median: f64, least: f64 },
    /// Dollar volumes that do not correlate with caps.
    VolumesUnlike { file: String, lines: usize, correlation: f64 },
    /// A column that is the same on all lines.
    ColumnAlike { file: String, column: String, value: String, lines: usize },
    /// Floats of too many lines that are far apart between two files.
    FloatsApart { column: String, file: String, lines: usize, of: usize, symbol: String },
    /// A sorted universe that ends before most of the members that are missing from it.
    CutShort { file: String, last: String, members: usize, of: usize, first: Vec<String> },
    /// Lines of one company with the same price and the same number of shares, which are added up.
    LinesTwice { file: String, companies: usize, symbol: String, other: String },
    /// Earnings or book values that are tiny or huge compared with caps.
    FundamentalsFar { file: String, column: String, lines: usize, median_part: f64 },
    /// Too many headquarters in countries of benefit-driven incorporation.
    HavensAsHeadquarters { file: String, headquarters: usize, of: usize, incorporated: usize },
    /// Caps or shares of one exchange that are in another unit than those of the others.
    ExchangeUnit { file: String, column: String, exchange: String, lines: usize, ratio: f64 },
    /// Volumes in shares where dollars are meant; divided by caps, they fall with this power of the price.
    VolumesInShares { file: String, lines: usize, power: f64 },
}
