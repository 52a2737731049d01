//! Every number and choice of the rule book, with its default.
//!
//! A scenario may override each of them; every report prints the whole set.

mod changed;
mod overrides;
mod rule_book;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::overrides::parameters;
pub use self::overrides::{Parameter, Problem};
pub use self::rule_book::benefit_driven_countries;
use crate::refusal::Refusal;
use crate::universe::{Country, Exchange, Security, SecurityType, Structure};

/// What a screen does with a line whose value is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unknown {
    /// It passes, and the report counts it.
    Pass,
    /// It fails, and the reason says that the value is unknown.
    Fail,
}

/// What happens to a member whose percentile lies exactly on an edge of the band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BandEdge {
    /// It is held where it is.
    Held,
    /// It moves.
    Moves,
}

/// Which of two companies with the same cap ranks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TieBreak {
    /// The one whose ticker comes first in the alphabet.
    Ticker,
    /// The one with the higher average daily dollar volume; then by ticker.
    Volume,
}

impl TieBreak {
    /// The value that decides between equal caps before the ticker, the larger first. `None`, which comes
    /// last, if the ticker alone decides or the volume is unknown.
    pub fn precedence(self, security: &Security) -> Option<Decimal> {
        match self {
            Self::Ticker => None,
            Self::Volume => security.adv_usd(),
        }
    }
}

parameters! {
    /// Eligibility (RB 5, App. B).
    pub struct Eligibility, WrittenEligibility {
        /// Lowest close on rank day, USD a share.
        min_price: Decimal,
        /// Lowest mean close of 30 days that keeps a member whose close is below `min_price`, USD a share.
        min_member_mean_close: Decimal,
        /// Lowest total cap of the company, USD.
        min_market_cap: Decimal,
        /// Lowest free float, per cent of the class's shares.
        min_free_float_pct: Decimal,
        /// Lowest share of the votes in the hands of unrestricted holders, per cent.
        min_unrestricted_votes_pct: Decimal,
        /// Exchanges whose lines are eligible.
        exchanges: Vec<Exchange>,
        /// Kinds of securities that are eligible.
        security_types: Vec<SecurityType>,
        /// Structures of companies that are not eligible.
        excluded_structures: Vec<Structure>,
        /// The country whose companies are eligible, as its two-letter ISO 3166 code.
        country: Country,
        /// Territories that count as that country in every indicator; the rule book is silent (choice). Two-letter
        /// ISO 3166 codes.
        territories: Vec<Country>,
        /// Countries in which companies incorporate for the benefit of it: headquarters there settle
        /// nothing. Two-letter ISO 3166 codes.
        benefit_driven_incorporation: Vec<Country>,
        /// What the screens on price, float, votes and country do with a value that is not known.
        unknown: Unknown,
    }
}

parameters! {
    /// The pricing vehicle (RB 6.1-6.7).
    pub struct PricingVehicle, WrittenPricingVehicle {
        /// Volumes that differ by less than this count as the same, and shares decide: per cent of the
        /// larger one.
        volume_tolerance_pct: Decimal,
        /// Trading days of volume that a class of a current member needs.
        min_member_trading_days: u32,
    }
}

/// A breakpoint and its band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Break {
    /// The rank of the last company on the large side.
    pub rank: usize,
    /// Width of the band towards larger companies, points of the cumulative percentile.
    pub band_above: Decimal,
    /// Width of the band towards smaller companies, points of the cumulative percentile.
    pub band_below: Decimal,
}

impl Break {
    /// A breakpoint with a symmetric band of this half width, in thousandths of a point.
    const fn new(rank: usize, milli_points: u32) -> Self {
        let width = Decimal::from_parts(milli_points, 0, 0, false, 3);
        Self { rank, band_above: width, band_below: width }
    }

    /// Whether members are held in a band around it.
    pub fn is_banded(&self) -> bool {
        !self.band_above.is_zero() || !self.band_below.is_zero()
    }
}

parameters! {
    /// All breakpoints of the family (RB 6.10).
    #[derive(Copy)]
    pub struct Breaks, WrittenBreaks {
        /// The lower end of the Russell Top 10.
        top10: Break,
        /// The lower end of the Russell Top 20.
        top20: Break,
        /// The lower end of the Russell Top 50.
        top50: Break,
        /// The lower end of the Russell Top 100.
        top100: Break,
        /// Between the Russell Top 200 and Midcap.
        top200: Break,
        /// Between the Russell Top 500 and the 2500.
        top500: Break,
        /// Between the Russell 1000 and the 2000.
        r1000: Break,
        /// The upper end of the Russell Microcap.
        microcap: Break,
        /// The lower end of the Russell 3000 and the 2000.
        r3000: Break,
        /// The lower end of the Russell 3000E and Microcap.
        r3000e: Break,
    }
}

impl Eligibility {
    /// Rejects lists by which no line is eligible.
    fn check(&self, key: &str) -> Result<(), Problem> {
        let lists = [
            ("exchanges", self.exchanges.is_empty()),
            ("security_types", self.security_types.is_empty()),
        ];
        match lists.into_iter().find(|(_, is_empty)| *is_empty) {
            Some((list, _)) => {
                let problem = "is empty, and no line would be eligible";
                Err((format!("{key}.{list}"), Refusal::new(problem, "name one at least")))
            }
            None => Ok(()),
        }
    }
}

impl Breaks {
    /// Rejects breakpoints that are not in ascending order, and bands at breakpoints that have
    /// none.
    fn check(&self, key: &str) -> Result<(), Problem> {
        let mut above = ("", 0);
        for (name, rule) in self.named() {
            if rule.rank == 0 {
                let refusal = Refusal::new("rank 0 is no rank", "give ranks from 1 on");
                return Err((format!("{key}.{name}"), refusal));
            }
            let fault = |problem: String, remedy: &str| {
                Err((format!("{key}.{name}"), Refusal::new(problem, remedy)))
            };
            if rule.rank <= above.1 {
                return fault(
                    format!("rank {} is not beyond that of {} ({})", rule.rank, above.0, above.1),
                    "give ranks that rise from one break to the next",
                );
            }
            above = (name, rule.rank);
            let unbanded = ["top10", "top20", "top50", "top100", "r3000", "r3000e"];
            if rule.is_banded() && unbanded.contains(&name) {
                let remedy = "leave it out: top200, top500, r1000 and microcap have bands";
                return fault("has no band in the family".to_owned(), remedy);
            }
        }
        Ok(())
    }

    /// Every breakpoint with its name in scenarios and reports, largest companies first.
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

parameters! {
    /// Extra share classes (RB 6.1-6.7).
    pub struct ShareClasses, WrittenShareClasses {
        /// A further class needs a cap of its own above this, USD.
        above_market_cap: Decimal,
        /// A further class needs a mean daily dollar volume above this, USD: the global median.
        above_adv_usd: Decimal,
        /// A further class needs at least this free float, per cent.
        min_free_float_pct: Decimal,
        /// What a value that is not known does to a class that is no member yet; a member class stays.
        unknown: Unknown,
    }
}

parameters! {
    /// When shares, float and votes are updated at a reconstitution (RB 7, 9.3, App. F).
    pub struct Updates, WrittenUpdates {
        /// Index shares are updated when they change by more than this, per cent.
        shares_buffer_pct: Decimal,
        /// Float is updated when it changes by more than this, points of per cent.
        float_buffer_points: Decimal,
        /// Whether votes are researched again; where not, members keep their standing.
        votes_reviewed: bool,
    }
}

parameters! {
    /// Updates of the quarters without a reconstitution (RB App. F): those of a December, but that a
    /// small float is updated sooner.
    pub struct QuarterlyUpdates, WrittenQuarterlyUpdates {
        /// Index shares are updated when they change by more than this, per cent.
        shares_buffer_pct: Decimal,
        /// Float is updated when it changes by more than this, points of per cent.
        float_buffer_points: Decimal,
        /// A float up to this is small, per cent.
        small_float_pct: Decimal,
        /// A small float is updated when it changes by more than this, points of per cent.
        small_float_buffer_points: Decimal,
    }
}

parameters! {
    /// Additions of new issues between reconstitutions (RB 6.6, 6.9).
    pub struct Additions, WrittenAdditions {
        /// Whether new issues join every quarter.
        quarterly: bool,
        /// Whether large new issues join at once.
        fast_entry: bool,
        /// By the breaks of which reconstitution new issues are placed.
        breaks: AdditionBreaks,
    }
}

/// Which reconstitution's breaks place new issues: RB 6.9.1 says the latest of June, 6.8.1 the most
/// recent (choice).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AdditionBreaks {
    /// Those of the most recent reconstitution.
    MostRecent,
    /// Those of the latest June reconstitution.
    LatestJune,
}

parameters! {
    /// Offerings that are applied between quarters (RB 7): by their investable cap.
    pub struct Offerings, WrittenOfferings {
        /// An offering that changes the investable cap by this much is applied at once, USD.
        at_once_from: Decimal,
        /// So is one that changes index shares by this much, per cent, where it changes the investable cap
        /// by `with_shares_from` too.
        shares_pct_from: Decimal,
        /// The change of the investable cap that `shares_pct_from` goes with, USD.
        with_shares_from: Decimal,
    }
}

parameters! {
    /// The whole rule book in numbers.
    pub struct Parameters, WrittenMethodology {
        /// The screens that decide who is ranked.
        eligibility: Eligibility,
        /// The class of a company whose price gives its cap.
        pricing_vehicle: PricingVehicle,
        /// The breakpoints and the bands around them, in which members stay where they are. Only top200,
        /// top500, r1000 and microcap have bands.
        breaks: Breaks,
        /// What happens to a member whose percentile lies exactly on an edge of its band.
        band_edge: BandEdge,
        /// Which of two companies with the same cap ranks first.
        tie_break: TieBreak,
        /// When further share classes of a company are members beside its main one.
        share_classes: ShareClasses,
        /// What a June reconstitution updates.
        june: Updates,
        /// What a December reconstitution updates.
        december: Updates,
        /// What the quarters without a reconstitution update. Of comparisons.
        quarterly: QuarterlyUpdates,
        /// How new issues join between reconstitutions. Of comparisons.
        additions: Additions,
        /// Which offerings of shares are applied between the quarterly updates. Of comparisons.
        offerings: Offerings,
    }
}

impl QuarterlyUpdates {
    /// The minimum change of a float that is updated, points of per cent.
    pub fn float_buffer(&self, float_pct: Decimal) -> Decimal {
        let small = float_pct <= self.small_float_pct;
        if small { self.small_float_buffer_points } else { self.float_buffer_points }
    }
}

impl Offerings {
    /// Whether an offering that raises index shares by a fraction is applied between quarters;
    /// `investable_cap` is the cap before the offering, USD.
    pub fn applies(&self, investable_cap: Decimal, fraction: Decimal) -> bool {
        // A product that overflows a decimal exceeds every bound.
        let product = |a: Decimal, b: Decimal| a.checked_mul(b).map_or(Decimal::MAX, |p| p.abs());
        let change = product(investable_cap, fraction);
        let large = product(fraction, Decimal::ONE_HUNDRED) >= self.shares_pct_from;
        change >= self.at_once_from || large && change >= self.with_shares_from
    }
}

impl Parameters {
    /// The rule book of 2026 with the changes of a scenario.
    ///
    /// # Errors
    /// Negative amounts, ranks out of order, bands at breakpoints that have none, or no venue and no type of security.
    pub fn with(written: &WrittenMethodology) -> Result<Self, Problem> {
        let mut parameters = Self::default();
        parameters.change(written, "methodology")?;
        parameters.breaks.check("methodology.breaks")?;
        parameters.eligibility.check("methodology.eligibility")?;
        Ok(parameters)
    }

    /// The updates of a season.
    pub fn updates(&self, season: crate::calendar::Season) -> &Updates {
        match season {
            crate::calendar::Season::June => &self.june,
            crate::calendar::Season::December => &self.december,
        }
    }
}
