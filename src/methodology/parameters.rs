//! Every number and choice of the rule book, with its default.
//!
//! A scenario may override each; the whole set is printed into every report.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::universe::{Country, Exchange, Index, SecurityType, Structure};

/// What a screen does with a line whose value is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unknown {
    /// It passes, and the report counts it.
    Pass,
    /// It fails, and the reason says that the value is unknown.
    Fail,
}

/// What happens to a member whose percentile lies exactly on an edge of the band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BandEdge {
    /// It is held where it is.
    Held,
    /// It moves.
    Moves,
}

/// Which of two companies with the same cap ranks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TieBreak {
    /// The one whose ticker comes first in the alphabet.
    Ticker,
    /// The one with the higher average daily dollar volume; then by ticker.
    Volume,
}

/// Eligibility (RB 5, App. B).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Eligibility {
    /// Lowest close on rank day, USD a share.
    pub min_price: Decimal,
    /// Lowest mean close of 30 days that keeps a member whose close is below `min_price`, USD.
    pub min_member_mean_close: Decimal,
    /// Lowest total cap of the company, USD.
    pub min_market_cap: Decimal,
    /// Lowest free float, per cent of the class's shares.
    pub min_free_float_pct: Decimal,
    /// Lowest share of the votes held by unrestricted holders, per cent.
    pub min_unrestricted_votes_pct: Decimal,
    /// Exchanges whose lines are eligible.
    pub exchanges: Vec<Exchange>,
    /// Kinds of securities that are eligible.
    pub security_types: Vec<SecurityType>,
    /// Structures that are not.
    pub excluded_structures: Vec<Structure>,
    /// The country whose companies are eligible.
    pub country: Country,
    /// Countries in which companies incorporate for the benefit of it: headquarters there settle
    /// nothing.
    pub benefit_driven_incorporation: Vec<Country>,
    /// What unknown values do in the price, float, votes and country screens.
    pub unknown: Unknown,
}

/// The pricing vehicle (RB 6.1-6.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PricingVehicle {
    /// Volumes that differ by less than this, per cent of the larger, count as the same.
    pub volume_tolerance_pct: Decimal,
    /// Trading days of volume that a class of a current member needs.
    pub min_member_trading_days: u32,
}

/// A breakpoint and its band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Break {
    /// The rank of the last company on the large side.
    pub rank: usize,
    /// Width of the band towards larger companies, points of the cumulative percentile.
    pub band_above: Decimal,
    /// Width of the band towards smaller companies, points of the cumulative percentile.
    pub band_below: Decimal,
}

impl Break {
    /// A break with a symmetric band of this half width, in thousandths of a point.
    const fn new(rank: usize, milli_points: u32) -> Self {
        let width = Decimal::from_parts(milli_points, 0, 0, false, 3);
        Self { rank, band_above: width, band_below: width }
    }

    /// Whether members are held in a band around it.
    pub fn is_banded(&self) -> bool {
        !self.band_above.is_zero() || !self.band_below.is_zero()
    }
}

/// All breakpoints of the family (RB 6.10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each is the lower end of the index that it is named for")]
pub struct Breaks {
    pub top10: Break,
    pub top20: Break,
    pub top50: Break,
    pub top100: Break,
    pub top200: Break,
    pub top500: Break,
    pub r1000: Break,
    /// The upper end of Microcap: #2,000.
    pub microcap: Break,
    pub r3000: Break,
    pub r3000e: Break,
}

impl Breaks {
    /// The rank of the largest company of an index by the plain breaks.
    pub fn first_rank(&self, index: Index) -> usize {
        let after = match index {
            Index::R2000 => self.r1000,
            Index::R2500 => self.top500,
            Index::Midcap => self.top200,
            Index::Microcap => self.microcap,
            Index::R3000E
            | Index::R3000
            | Index::R1000
            | Index::Top500
            | Index::Top200
            | Index::Top100
            | Index::Top50
            | Index::Top20
            | Index::Top10 => return 1,
        };
        after.rank + 1
    }

    /// The rank of the smallest company of an index by the plain breaks.
    pub fn last_rank(&self, index: Index) -> usize {
        let last = match index {
            Index::R3000E | Index::Microcap => self.r3000e,
            Index::R3000 | Index::R2000 | Index::R2500 => self.r3000,
            Index::R1000 | Index::Midcap => self.r1000,
            Index::Top500 => self.top500,
            Index::Top200 => self.top200,
            Index::Top100 => self.top100,
            Index::Top50 => self.top50,
            Index::Top20 => self.top20,
            Index::Top10 => self.top10,
        };
        last.rank
    }

    /// Each with its name in scenarios and reports, largest companies first.
    pub fn named(&self) -> [(&'static str, &Break); 10] {
        [
            ("top10", &self.top10),
            ("top20", &self.top20),
            ("top50", &self.top50),
            ("top100", &self.top100),
            ("top200", &self.top200),
            ("top500", &self.top500),
            ("r1000", &self.r1000),
            ("microcap", &self.microcap),
            ("r3000", &self.r3000),
            ("r3000e", &self.r3000e),
        ]
    }
}

/// Extra share classes (RB 6.1-6.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShareClasses {
    /// An extra class needs a cap of its own above this, USD.
    pub above_market_cap: Decimal,
    /// An extra class needs an average daily dollar volume above this, USD: the global median.
    pub above_adv_usd: Decimal,
    /// An extra class needs at least this free float, per cent.
    pub min_free_float_pct: Decimal,
    /// What an unknown value does to a class that is no member yet; a member class stays.
    pub unknown: Unknown,
}

/// When shares, float and votes are updated at a reconstitution (RB 7, 9.3, App. F).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Updates {
    /// Index shares are updated when they change by more than this, per cent.
    pub shares_buffer_pct: Decimal,
    /// Float is updated when it changes by more than this, points.
    pub float_buffer_points: Decimal,
    /// Whether votes are researched again; where not, members keep their standing.
    pub votes_reviewed: bool,
}

/// Updates of the quarters without a reconstitution (RB App. F): those of a December, but that a
/// small float is updated sooner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarterlyUpdates {
    /// Index shares are updated when they change by more than this, per cent.
    pub shares_buffer_pct: Decimal,
    /// Float is updated when it changes by more than this, points.
    pub float_buffer_points: Decimal,
    /// A float up to this, per cent, is small.
    pub small_float_pct: Decimal,
    /// A small float is updated when it changes by more than this, points.
    pub small_float_buffer_points: Decimal,
}

/// Additions of new issues between reconstitutions (RB 6.6, 6.9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Additions {
    /// Whether new issues join every quarter.
    pub quarterly: bool,
    /// Whether large new issues join at once.
    pub fast_entry: bool,
    /// By the breaks of which reconstitution they are placed.
    pub breaks: AdditionBreaks,
}

/// Which reconstitution's breaks place new issues: RB 6.9.1 says the latest of June, 6.8.1 the most
/// recent (choice).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AdditionBreaks {
    /// Those of the most recent reconstitution.
    MostRecent,
    /// Those of the latest June reconstitution.
    LatestJune,
}

/// Offerings that are applied between quarters (RB 7): by their investable cap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offerings {
    /// One that changes it by this much is applied at once, USD.
    pub at_once_from: Decimal,
    /// One that changes index shares by this much, per cent,
    pub shares_pct_from: Decimal,
    /// and the investable cap by this much is applied at once too, USD.
    pub with_shares_from: Decimal,
}

/// The whole rule book in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "each is described by its type")]
pub struct Parameters {
    pub eligibility: Eligibility,
    pub pricing_vehicle: PricingVehicle,
    pub breaks: Breaks,
    /// A percentile exactly on an edge of the band: choice, the rule book is silent.
    pub band_edge: BandEdge,
    /// Companies of the same cap: choice, the rule book is silent.
    pub tie_break: TieBreak,
    pub share_classes: ShareClasses,
    pub june: Updates,
    pub december: Updates,
    pub quarterly: QuarterlyUpdates,
    pub additions: Additions,
    pub offerings: Offerings,
}

impl Default for Parameters {
    /// The rule book of 2026.
    fn default() -> Self {
        let five = Decimal::from(5);
        let thirty_million = Decimal::from(30_000_000);
        Self {
            eligibility: Eligibility {
                min_price: Decimal::ONE,
                min_member_mean_close: Decimal::ONE,
                min_market_cap: thirty_million,
                min_free_float_pct: five,
                min_unrestricted_votes_pct: five,
                exchanges: vec![
                    Exchange::Nyse,
                    Exchange::NyseAmerican,
                    Exchange::NyseArca,
                    Exchange::Nasdaq,
                    Exchange::Cboe,
                    Exchange::UsListed,
                ],
                security_types: vec![SecurityType::Common],
                excluded_structures: vec![
                    Structure::RoyaltyTrust,
                    Structure::Llc,
                    Structure::ClosedEndFund,
                    Structure::BusinessDevelopmentCompany,
                    Structure::BlankCheque,
                    Structure::LimitedPartnership,
                    Structure::Etf,
                    Structure::MutualFund,
                    Structure::UbtiReit,
                ],
                country: Country::US,
                benefit_driven_incorporation: benefit_driven_countries(),
                unknown: Unknown::Pass,
            },
            pricing_vehicle: PricingVehicle {
                volume_tolerance_pct: Decimal::from(20),
                min_member_trading_days: 100,
            },
            breaks: Breaks {
                top10: Break::new(10, 0),
                top20: Break::new(20, 0),
                top50: Break::new(50, 0),
                top100: Break::new(100, 0),
                top200: Break::new(200, 2_500),
                top500: Break::new(500, 2_500),
                r1000: Break::new(1_000, 2_500),
                microcap: Break::new(2_000, 500),
                r3000: Break::new(3_000, 0),
                r3000e: Break::new(4_000, 0),
            },
            band_edge: BandEdge::Held,
            tie_break: TieBreak::Ticker,
            share_classes: ShareClasses {
                above_market_cap: thirty_million,
                above_adv_usd: Decimal::from(175_000),
                min_free_float_pct: five,
                unknown: Unknown::Fail,
            },
            june: Updates {
                shares_buffer_pct: Decimal::ZERO,
                float_buffer_points: Decimal::ZERO,
                votes_reviewed: true,
            },
            december: Updates {
                shares_buffer_pct: Decimal::ONE,
                float_buffer_points: Decimal::from(3),
                votes_reviewed: false,
            },
            quarterly: QuarterlyUpdates {
                shares_buffer_pct: Decimal::ONE,
                float_buffer_points: Decimal::from(3),
                small_float_pct: Decimal::from(15),
                small_float_buffer_points: Decimal::ONE,
            },
            additions: Additions {
                quarterly: true,
                fast_entry: true,
                breaks: AdditionBreaks::MostRecent,
            },
            offerings: Offerings {
                at_once_from: Decimal::from(1_000_000_000),
                shares_pct_from: five,
                with_shares_from: Decimal::from(250_000_000),
            },
        }
    }
}

impl QuarterlyUpdates {
    /// By how many points a float must change to be updated.
    pub fn float_buffer(&self, float_pct: Decimal) -> Decimal {
        let small = float_pct <= self.small_float_pct;
        if small { self.small_float_buffer_points } else { self.float_buffer_points }
    }
}

impl Offerings {
    /// Whether an offering that raises index shares by a fraction is applied between quarters;
    /// `investable_cap` is that before it, USD.
    pub fn applies(&self, investable_cap: Decimal, fraction: Decimal) -> bool {
        // What decimals do not hold is larger than any bound.
        let product = |a: Decimal, b: Decimal| a.checked_mul(b).map_or(Decimal::MAX, |p| p.abs());
        let change = product(investable_cap, fraction);
        let large = product(fraction, Decimal::ONE_HUNDRED) >= self.shares_pct_from;
        change >= self.at_once_from || large && change >= self.with_shares_from
    }
}

impl Parameters {
    /// The updates of a season.
    pub fn updates(&self, season: crate::calendar::Season) -> &Updates {
        match season {
            crate::calendar::Season::June => &self.june,
            crate::calendar::Season::December => &self.december,
        }
    }
}

/// Countries and territories of benefit-driven incorporation (RB App. B).
///
/// The rule book's own list is longer or shorter from year to year; a scenario may state it.
pub fn benefit_driven_countries() -> Vec<Country> {
    const CODES: &str = "AI AG AW BS BB BZ BM BQ VG KY CK CW FO GI GG IM JE LR MH PA SX TC";
    CODES.split(' ').filter_map(|code| code.parse().ok()).collect()
}
