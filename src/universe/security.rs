//! A security line: one class of one company's shares (or something that is not a share at all).

use std::ops::{Deref, DerefMut};

use arcstr::ArcStr;
use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::country::Country;
use super::evidence::EvidenceKind;
use super::identity::{Identity, LineNames};
pub use super::kinds::{Exchange, SecurityType, Structure};
use super::numbers::{Numbers, Unpacked};

/// The inputs of the country rule; each may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CountryFacts {
    /// The country assigned by the index provider or by the user; overrides the other inputs.
    pub assigned: Option<Country>,
    /// Where the company is incorporated.
    pub incorporation: Option<Country>,
    /// Where its headquarters is.
    pub headquarters: Option<Country>,
    /// Where its most liquid exchange is; `None` means the country of the line's exchange, the US.
    pub exchange: Option<Country>,
    /// Where most of its assets are (two-year mean).
    pub assets: Option<Country>,
    /// Where most of its revenue comes from (two-year mean).
    pub revenue: Option<Country>,
}

impl CountryFacts {
    /// Whether there are indicators by which the rule book may settle the country; incorporation alone is
    /// not enough.
    pub fn has_indicators(&self) -> bool {
        self.headquarters.is_some() || self.assets.is_some() || self.revenue.is_some()
    }
}

/// One security line of a universe. `None` is unknown, never zero.
///
/// A universe may have very many lines of which little is stated except that they are ineligible. The
/// fields that such lines lack are in [`Details`], and those that most lines lack in [`RareDetails`]:
/// both are accessed like fields of the line, but are allocated only if any field is set.
#[derive(Debug, Clone)]
pub struct Security {
    /// Line number in the file, counted from 1; 0 if it does not come from a file.
    pub line: u64,
    /// Accessed through [`Self::names`] and its parts.
    pub(crate) identity: Identity,
    /// Where it trades.
    pub exchange: Exchange,
    /// The type of security.
    pub security_type: SecurityType,
    /// The structure of the company.
    pub structure: Structure,
    /// The values of [`Self::price`] to [`Self::free_float_pct`].
    pub(crate) numbers: Numbers<4>,
    /// Further fields; `None` stands for [`Details::NONE`].
    pub details: Option<Box<Details>>,
}

/// Fields of a line beyond its name, type, price and shares.
#[derive(Debug, Clone)]
pub struct Details {
    /// The inputs of the country rule.
    pub country: CountryFacts,
    /// The values of [`Self::mean_close_30d`] to [`Self::book_value`].
    pub(crate) numbers: Numbers<6>,
    /// Days traded in the two years of [`Self::volume_2y`].
    pub trading_days_2y: Option<u16>,
    /// First day of trading.
    pub listing_date: Option<NaiveDate>,
    /// Sector by the source's scheme.
    pub sector: Option<ArcStr>,
    /// Industry by the source's scheme.
    pub industry: Option<ArcStr>,
    /// Further fields; `None` stands for [`RareDetails::NONE`].
    pub rare: Option<Box<RareDetails>>,
}

/// Fields that few lines state.
#[derive(Debug, Clone, PartialEq)]
pub struct RareDetails {
    /// Shares of the pricing vehicle that one share of this class converts into.
    pub conversion_ratio: Decimal,
    /// Votes of one share of this class.
    pub votes_per_share: Option<Decimal>,
    /// Day from which the documents that the provider needs were public.
    pub documented_date: Option<NaiveDate>,
    /// Why the company is known or inferred to be ineligible, beyond what the columns show.
    pub excluded: Option<String>,
    /// The part of a place in the ranking that an excluded company still takes, per cent: the
    /// probability that it is eligible after all.
    pub reserve_pct: u8,
    /// The evidence for its eligibility.
    pub evidence: EvidenceKind,
    /// What an importer inferred about this line, each with its reason; empty if nothing was inferred.
    pub inferred: String,
    /// Numbers of the line that need more than eight bytes.
    pub(crate) unpacked: Unpacked,
}

/// Numbers of a line as methods; `$at` is the index among the owner's numbers, `$place` the index among all.
macro_rules! numbers {
    ($($(#[$doc:meta])+ $at:literal, $place:literal: $get:ident, $set:ident;)+) => {
        $(
            $(#[$doc])+
            pub fn $get(&self) -> Option<Decimal> {
                self.numbers.get($at, || &self.unpacked)
            }

            #[doc = concat!("Sets [`Self::", stringify!($get), "`].")]
            pub fn $set(&mut self, number: Option<Decimal>) {
                if self.numbers.set($at, $place, number) {
                    self.unpacked.keep($place, number);
                }
            }
        )+
    };
}

impl Security {
    /// The names of the line.
    pub fn names(&self) -> LineNames<'_> {
        self.identity.names()
    }

    /// Sets [`Self::names`].
    pub fn set_names(&mut self, names: &LineNames<'_>) {
        self.identity = Identity::new(names);
    }

    /// [`LineNames::symbol`].
    pub fn symbol(&self) -> &str {
        self.identity.symbol()
    }

    /// Sets [`Self::symbol`].
    pub fn set_symbol(&mut self, symbol: &str) {
        self.identity = Identity::new(&LineNames { symbol, ..self.names() });
    }

    /// [`LineNames::issuer`].
    pub fn issuer(&self) -> &str {
        self.identity.issuer()
    }

    /// Sets [`Self::issuer`].
    pub fn set_issuer(&mut self, issuer: &str) {
        self.identity = Identity::new(&LineNames { issuer, ..self.names() });
    }

    /// [`LineNames::id`].
    pub fn id(&self) -> Option<&str> {
        self.identity.id()
    }

    /// Sets [`Self::id`].
    pub fn set_id(&mut self, id: Option<&str>) {
        self.identity = Identity::new(&LineNames { id, ..self.names() });
    }

    /// [`LineNames::name`].
    pub fn name(&self) -> &str {
        self.identity.name()
    }

    /// Sets [`Self::name`].
    pub fn set_name(&mut self, name: &str) {
        self.identity = Identity::new(&LineNames { name, ..self.names() });
    }

    numbers! {
        /// Close on the universe's date, USD a share.
        0, 0: price, set_price;
        /// Shares outstanding of this class.
        1, 1: shares_outstanding, set_shares_outstanding;
        /// Cap of the whole company over all classes, USD, where the source states it.
        2, 2: company_market_cap, set_company_market_cap;
        /// Free float, per cent of the class's shares.
        3, 3: free_float_pct, set_free_float_pct;
    }
}

impl Details {
    numbers! {
        /// Mean of the daily closes in the 30 calendar days up to the universe's date, USD a share.
        0, 4: mean_close_30d, set_mean_close_30d;
        /// Votes held by unrestricted holders, per cent of all votes of the company.
        1, 5: unrestricted_votes_pct, set_unrestricted_votes_pct;
        /// Trading volume over two years, shares.
        2, 6: volume_2y, set_volume_2y;
        /// Average daily dollar volume, USD.
        3, 7: adv_usd, set_adv_usd;
        /// Earnings of the whole company over the last twelve months, USD; negative for a loss.
        4, 8: earnings, set_earnings;
        /// Book value of the whole company, USD.
        5, 9: book_value, set_book_value;
    }
}

impl Details {
    /// All fields unknown.
    pub const NONE: Self = Self {
        country: CountryFacts {
            assigned: None,
            incorporation: None,
            headquarters: None,
            exchange: None,
            assets: None,
            revenue: None,
        },
        numbers: Numbers::UNKNOWN,
        trading_days_2y: None,
        listing_date: None,
        sector: None,
        industry: None,
        rare: None,
    };

    /// The details with these rare details.
    #[must_use]
    pub fn with_rare(self, rare: RareDetails) -> Self {
        self.with_rare_in(None, rare)
    }

    /// As [`Self::with_rare`], reusing the allocation `reuse` if there is one.
    #[must_use]
    pub(crate) fn with_rare_in(self, reuse: Option<Box<RareDetails>>, rare: RareDetails) -> Self {
        let mut rare = rare;
        rare.unpacked.extend(&self.unpacked);
        Self { rare: (rare != RareDetails::NONE).then(|| boxed(reuse, rare)), ..self }
    }
}

impl RareDetails {
    /// All fields unknown.
    pub const NONE: Self = Self {
        conversion_ratio: Decimal::ONE,
        votes_per_share: None,
        documented_date: None,
        excluded: None,
        reserve_pct: 0,
        evidence: EvidenceKind::Stated,
        inferred: String::new(),
        unpacked: Unpacked::NONE,
    };
}

impl PartialEq for Details {
    fn eq(&self, other: &Self) -> bool {
        let numbers = |d: &Self| {
            let volumes = (d.volume_2y(), d.trading_days_2y, d.adv_usd());
            let votes = d.unrestricted_votes_pct();
            (d.mean_close_30d(), votes, volumes, d.earnings(), d.book_value())
        };
        self.country == other.country
            && numbers(self) == numbers(other)
            && self.listing_date == other.listing_date
            && (&self.sector, &self.industry) == (&other.sector, &other.industry)
            && **self == **other
    }
}

/// A value on the heap, in the allocation `reuse` if there is one.
fn boxed<T>(reuse: Option<Box<T>>, value: T) -> Box<T> {
    match reuse {
        Some(mut reused) => {
            *reused = value;
            reused
        }
        None => Box::new(value),
    }
}

/// Shared by all lines without details.
static NO_DETAILS: Details = Details::NONE;
/// Shared by all lines without rare details.
static NO_RARE_DETAILS: RareDetails = RareDetails::NONE;

impl Deref for Security {
    type Target = Details;

    fn deref(&self) -> &Details {
        self.details.as_deref().unwrap_or(&NO_DETAILS)
    }
}

impl Deref for Details {
    type Target = RareDetails;

    fn deref(&self) -> &RareDetails {
        self.rare.as_deref().unwrap_or(&NO_RARE_DETAILS)
    }
}

/// Allocates rare details on first use; [`Details::with_rare`] drops empty ones.
impl DerefMut for Details {
    fn deref_mut(&mut self) -> &mut RareDetails {
        self.rare.get_or_insert_with(|| Box::new(RareDetails::NONE))
    }
}

/// Allocates details on first use; [`Security::with_details`] drops empty ones.
impl DerefMut for Security {
    fn deref_mut(&mut self) -> &mut Details {
        self.details.get_or_insert_with(|| Box::new(Details::NONE))
    }
}

impl PartialEq for Security {
    fn eq(&self, other: &Self) -> bool {
        let own = |s: &Self| (s.line, s.exchange, s.security_type, s.structure);
        let numbers = |s: &Self| {
            (s.price(), s.shares_outstanding(), s.company_market_cap(), s.free_float_pct())
        };
        own(self) == own(other)
            && self.identity == other.identity
            && numbers(self) == numbers(other)
            && **self == **other
    }
}

impl Security {
    /// Withdraws an exclusion because the user contradicts the evidence for it.
    pub fn readmit(&mut self) {
        if self.excluded.is_some() || self.reserve_pct > 0 {
            (self.excluded, self.reserve_pct) = (None, 0);
        }
        if self.evidence != EvidenceKind::Stated {
            self.evidence = EvidenceKind::Stated;
        }
    }

    /// A line of common stock of a US corporation, its own issuer, with everything else unknown.
    pub fn new(symbol: &str, exchange: Exchange) -> Self {
        Self::named(&LineNames::of_symbol(symbol), exchange)
    }

    /// A line with these names, and otherwise as [`Self::new`].
    pub fn named(names: &LineNames<'_>, exchange: Exchange) -> Self {
        Self { identity: Identity::new(names), ..Self::without_identity(exchange) }
    }

    /// A line of the same issuer with this ticker, without id and name.
    pub(crate) fn sibling(&self, symbol: &str, exchange: Exchange) -> Self {
        if self.symbol() == symbol {
            let identity = self.identity.without_id_and_name();
            return Self { identity, ..Self::without_identity(exchange) };
        }
        Self::named(&LineNames { symbol, issuer: self.issuer(), id: None, name: "" }, exchange)
    }

    /// A line that has no names yet.
    pub(crate) fn without_identity(exchange: Exchange) -> Self {
        Self {
            line: 0,
            identity: Identity::EMPTY,
            exchange,
            security_type: SecurityType::Common,
            structure: Structure::Corporation,
            numbers: Numbers::UNKNOWN,
            details: None,
        }
    }

    /// The line with these details.
    #[must_use]
    pub fn with_details(self, details: Details) -> Self {
        self.with_details_in(None, details)
    }

    /// As [`Self::with_details`], reusing the allocation `reuse` if there is one.
    #[must_use]
    pub(crate) fn with_details_in(self, reuse: Option<Box<Details>>, details: Details) -> Self {
        // Most lines have a sector, so this is tested first.
        let says_something = details.sector.is_some() || details != Details::NONE;
        let before = self.details;
        let mut line = Self { details: says_something.then(|| boxed(reuse, details)), ..self };
        if let Some(before) = before.filter(|before| !before.unpacked.is_empty()) {
            line.unpacked.extend(&before.unpacked);
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_without_details_takes_little_memory() {
        // At most 200 bytes, including its entry among the companies, for a line that no screen passes.
        let held = size_of::<Security>() + size_of::<crate::universe::Company>();
        assert!(held <= 200, "{held} bytes");
        let line = Security::new("AAA", Exchange::Otc).with_details(Details::NONE);
        assert!(line.details.is_none());
        // A line with everything that is usually stated, not counting its texts.
        let stated = size_of::<Security>() + size_of::<Details>();
        assert!(stated <= 184, "{stated} bytes");
    }

    proptest! {
        #[test]
        fn numbers_are_kept_as_they_are(parts in any::<[u32; 3]>(), scale in 0..29_u32, is_negative in any::<bool>(), bits in 0..96_u32) {
            let all = (u128::from(parts[0]) << 64 | u128::from(parts[1]) << 32 | u128::from(parts[2])) >> bits;
            let part = |at: u32| u32::try_from(all >> (32 * at) & u128::from(u32::MAX)).unwrap_or_default();
            let number = Decimal::from_parts(part(0), part(1), part(2), is_negative, scale);
            let mut line = Security::new("AAA", Exchange::Nyse);
            line.set_price(Some(number));
            line.set_free_float_pct(Some(Decimal::ONE));
            let mut details = Details { sector: Some("Energy".into()), ..Details::NONE };
            details.set_book_value(Some(number));
            let rare = RareDetails { reserve_pct: 1, ..RareDetails::NONE };
            let mut line = line.with_details(details.with_rare(rare));
            for kept in [line.price(), line.book_value()].map(|kept| kept.map(|kept| kept.serialize())) {
                prop_assert_eq!(kept, Some(number.serialize()));
            }
            let same = line.clone();
            line.set_price(None);
            prop_assert_eq!((line.price(), line.book_value()), (None, Some(number)));
            prop_assert!(line != same);
            line.set_price(Some(number));
            prop_assert!(line == same);
            line.set_price(Some(Decimal::TEN));
            prop_assert_eq!((line.price(), line.free_float_pct()), (Some(Decimal::TEN), Some(Decimal::ONE)));
        }
    }

    #[test]
    fn empty_details_make_no_difference() {
        let line = Security::new("AAA", Exchange::Otc);
        let mut same = line.clone();
        same.conversion_ratio = Decimal::ONE;
        assert!(same.details.is_some() && same == line);
        same.set_name("A");
        assert_ne!(same, line);
        assert_eq!((line.name(), line.conversion_ratio), ("", Decimal::ONE));
    }
}
