//! A scenario as its file writes it: every key optional that has a default.
//!
//! [`super::check_scenario`] turns it into what it means. Unknown keys are errors.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, de};

use super::model::WrittenShock;
use super::projection::WrittenProject;
use crate::calendar::Season;
use crate::market::model::Overrides;
use crate::methodology::{AdditionBreaks, BandEdge, TieBreak, Unknown};
use crate::universe::{Country, Exchange, Index, SecurityType, Structure};

/// A scenario file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenScenario {
    /// Name in reports and of the output folder; default: the file's name.
    pub name: Option<String>,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// Which reconstitution.
    pub event: WrittenEvent,
    /// The market-cap universe of rank day.
    pub universe: WrittenUniverse,
    /// The membership held just before; without it every member is new.
    pub membership: Option<WrittenMembership>,
    /// Universes of earlier rank days, for the reasons of additions and as evidence.
    #[serde(default)]
    pub previous: Vec<WrittenPrevious>,
    /// What an importer may infer eligibility from.
    pub evidence: Option<WrittenEvidence>,
    /// Prices, shares and float at the close of the implementation day.
    pub effective: Option<WrittenEffective>,
    /// Who follows the indexes.
    #[serde(default)]
    pub funds: WrittenFunds,
    /// Overrides of the rule book.
    #[serde(default)]
    pub methodology: WrittenMethodology,
    /// Where reports go.
    #[serde(default)]
    pub output: WrittenOutput,
    /// Makes it a projection, for `rankday project`.
    pub project: Option<WrittenProject>,
    /// Figures of the market model, for a projection.
    pub model: Option<Overrides>,
    /// Shocks laid on top of a projection's market.
    #[serde(default)]
    pub shock: Vec<WrittenShock>,
}

/// A season and year, whose days the calendar knows, or explicit days.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenEvent {
    /// june or december.
    pub season: Season,
    /// The year; not needed where the days are given.
    pub year: Option<i32>,
    /// The day whose close decides memberships; takes the place of the calendar's.
    #[serde(default, deserialize_with = "date")]
    pub rank_day: Option<NaiveDate>,
    /// The day after whose close it takes effect; takes the place of the calendar's.
    #[serde(default, deserialize_with = "date")]
    pub implementation: Option<NaiveDate>,
    /// The rank day before; takes the place of the calendar's.
    #[serde(default, deserialize_with = "date")]
    pub previous_rank_day: Option<NaiveDate>,
}

/// How a universe file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UniverseFormat {
    /// The project's own CSV.
    #[default]
    Rankday,
    /// The export of the exchange's stock screener, imported as `rankday import` does.
    NasdaqScreener,
}

/// The universe of rank day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenUniverse {
    /// The file.
    pub file: String,
    /// How it is written.
    #[serde(default)]
    pub format: UniverseFormat,
    /// The close that it holds; default: rank day.
    #[serde(default, deserialize_with = "date")]
    pub as_of: Option<NaiveDate>,
    /// A file of facts that override what was read or inferred.
    pub facts: Option<String>,
    /// A file of ticker changes.
    pub symbol_changes: Option<String>,
    /// A file of caps that the vendor's file has wrong, for imported universes.
    pub cap_corrections: Option<String>,
}

/// The membership held: one file of the project's own, or lists of symbols.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenMembership {
    /// The project's own CSV.
    pub file: Option<String>,
    /// Lists of symbols, one per index.
    #[serde(default)]
    pub lists: Vec<WrittenList>,
}

/// A list of symbols.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenList {
    /// The file: a CSV with a column `symbol`.
    pub file: String,
    /// R1000, R2000, R3000 or MICROCAP.
    pub index: Index,
    /// The day on which its members were held.
    #[serde(deserialize_with = "required_date")]
    pub held_on: NaiveDate,
}

/// The universe of an earlier rank day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenPrevious {
    /// The file.
    pub file: String,
    /// How it is written.
    #[serde(default)]
    pub format: UniverseFormat,
    /// The rank day, whose close it holds.
    #[serde(deserialize_with = "required_date")]
    pub as_of: NaiveDate,
    /// The implementation day of that reconstitution; default: the calendar's.
    #[serde(default, deserialize_with = "date")]
    pub implementation: Option<NaiveDate>,
}

/// Evidence of eligibility, for imported universes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenEvidence {
    /// Whether a member held before is eligible whatever its labels say.
    #[serde(default = "yes")]
    pub membership: bool,
    /// Whether who stood well inside the Russell 3000 on the previous rank day, and is no member
    /// since, is not eligible.
    #[serde(default = "yes")]
    pub previous_rank: bool,
    /// How far inside that is: times the cap of company #3,000 of that day.
    pub inside_multiple: Option<Amount>,
    /// What part of a place such a company still takes in the ranking, per cent: the chance that it
    /// is taken this time.
    pub reserve_pct: Option<u8>,
    /// The same for one whose country label speaks against it too.
    pub reserve_foreign_pct: Option<u8>,
    /// Lists of members of earlier days.
    #[serde(default)]
    pub lists: Vec<WrittenEarlierList>,
    /// The provider's lists of changes at earlier reconstitutions.
    #[serde(default)]
    pub changes: Vec<WrittenEarlierChanges>,
}

/// A list of members of an earlier day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenEarlierList {
    /// The file: a CSV with a column `symbol`.
    pub file: String,
    /// R1000, R2000, R3000 or MICROCAP.
    pub index: Index,
    /// The day on which its members were held.
    #[serde(deserialize_with = "required_date")]
    pub held_on: NaiveDate,
    /// Whether it is the provider's own list, or one cleaned of what a fund had not sold yet.
    #[serde(default)]
    pub complete: bool,
}

/// The provider's additions and deletions at an earlier reconstitution.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenEarlierChanges {
    /// The file: a CSV with columns `action` (add, delete) and `symbol`.
    pub file: String,
    /// The implementation day.
    #[serde(deserialize_with = "required_date")]
    pub implementation: NaiveDate,
}

fn yes() -> bool {
    true
}

/// The implementation day's close.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenEffective {
    /// The file: a universe, of which price, shares, float and company cap are used.
    pub file: String,
    /// How it is written.
    #[serde(default)]
    pub format: UniverseFormat,
    /// The close that it holds; default: the implementation day.
    #[serde(default, deserialize_with = "date")]
    pub as_of: Option<NaiveDate>,
}

/// Who follows the indexes, with how much money.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenFunds {
    /// A file in place of the shipped `data/funds.csv`, with the same columns.
    pub file: Option<String>,
    /// Assets in place of those of the file, by index, USD.
    #[serde(default)]
    pub assets: BTreeMap<Index, Amount>,
}

/// Where reports go.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenOutput {
    /// The folder, relative to where the command runs; default: rankday-out/NAME.
    pub directory: Option<String>,
}

/// Overrides of the rule book.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::Parameters")]
pub struct WrittenMethodology {
    pub eligibility: WrittenEligibility,
    pub pricing_vehicle: WrittenPricingVehicle,
    pub breaks: WrittenBreaks,
    pub band_edge: Option<BandEdge>,
    pub tie_break: Option<TieBreak>,
    pub share_classes: WrittenShareClasses,
    pub june: WrittenUpdates,
    pub december: WrittenUpdates,
    pub quarterly: WrittenQuarterlyUpdates,
    pub additions: WrittenAdditions,
    pub offerings: WrittenOfferings,
}

/// Overrides of [`crate::methodology::Eligibility`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::Eligibility")]
pub struct WrittenEligibility {
    pub min_price: Option<Amount>,
    pub min_member_mean_close: Option<Amount>,
    pub min_market_cap: Option<Amount>,
    pub min_free_float_pct: Option<Amount>,
    pub min_unrestricted_votes_pct: Option<Amount>,
    pub exchanges: Option<Vec<Exchange>>,
    pub security_types: Option<Vec<SecurityType>>,
    pub excluded_structures: Option<Vec<Structure>>,
    pub country: Option<Country>,
    pub benefit_driven_incorporation: Option<Vec<Country>>,
    pub unknown: Option<Unknown>,
}

/// Overrides of [`crate::methodology::PricingVehicle`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::PricingVehicle")]
pub struct WrittenPricingVehicle {
    pub volume_tolerance_pct: Option<Amount>,
    pub min_member_trading_days: Option<u32>,
}

/// Overrides of [`crate::methodology::Breaks`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::Breaks")]
pub struct WrittenBreaks {
    pub top10: Option<WrittenBreak>,
    pub top20: Option<WrittenBreak>,
    pub top50: Option<WrittenBreak>,
    pub top100: Option<WrittenBreak>,
    pub top200: Option<WrittenBreak>,
    pub top500: Option<WrittenBreak>,
    pub r1000: Option<WrittenBreak>,
    pub microcap: Option<WrittenBreak>,
    pub r3000: Option<WrittenBreak>,
    pub r3000e: Option<WrittenBreak>,
}

/// A break: its rank and its band, symmetric by `half_width` or by its two sides.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenBreak {
    /// Rank of the last company on the large side.
    pub rank: Option<usize>,
    /// Width of the band to both sides, points of the percentile.
    pub half_width: Option<Amount>,
    /// Width towards larger companies, points.
    pub band_above: Option<Amount>,
    /// Width towards smaller companies, points.
    pub band_below: Option<Amount>,
}

/// Overrides of [`crate::methodology::ShareClasses`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::ShareClasses")]
pub struct WrittenShareClasses {
    pub above_market_cap: Option<Amount>,
    pub above_adv_usd: Option<Amount>,
    pub min_free_float_pct: Option<Amount>,
    pub unknown: Option<Unknown>,
}

/// Overrides of [`crate::methodology::Updates`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::Updates")]
pub struct WrittenUpdates {
    pub shares_buffer_pct: Option<Amount>,
    pub float_buffer_points: Option<Amount>,
    pub votes_reviewed: Option<bool>,
}

/// Overrides of [`crate::methodology::QuarterlyUpdates`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::QuarterlyUpdates")]
pub struct WrittenQuarterlyUpdates {
    pub shares_buffer_pct: Option<Amount>,
    pub float_buffer_points: Option<Amount>,
    pub small_float_pct: Option<Amount>,
    pub small_float_buffer_points: Option<Amount>,
}

/// Overrides of [`crate::methodology::Additions`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::Additions")]
pub struct WrittenAdditions {
    pub quarterly: Option<bool>,
    pub fast_entry: Option<bool>,
    pub breaks: Option<AdditionBreaks>,
}

/// Overrides of [`crate::methodology::Offerings`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "the keys are those of crate::methodology::Offerings")]
pub struct WrittenOfferings {
    pub at_once_from: Option<Amount>,
    pub shares_pct_from: Option<Amount>,
    pub with_shares_from: Option<Amount>,
}

/// An exact number: written as an integer, a decimal or a string of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount(pub Decimal);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Amount;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, such as 2.5 or 30_000_000")
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<Amount, E> {
                Ok(Amount(value.into()))
            }

            fn visit_f64<E: de::Error>(self, value: f64) -> Result<Amount, E> {
                // The shortest text that names this float is what the file says.
                self.visit_str(&value.to_string())
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Amount, E> {
                let plain: String = text.chars().filter(|c| *c != '_').collect();
                Decimal::from_str_exact(&plain)
                    .map(Amount)
                    .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A day written as a TOML date or as a string.
pub(super) fn required_date<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<NaiveDate, D::Error> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Written(toml::Value);
    let Written(value) = Written::deserialize(deserializer)?;
    let text = match &value {
        toml::Value::Datetime(day) => day.to_string(),
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    crate::universe::table::parse_date(&text).ok_or_else(|| {
        de::Error::custom(format!(
            "\"{text}\" is not a date; write a day that exists as YYYY-MM-DD"
        ))
    })
}

pub(super) fn date<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    required_date(deserializer).map(Some)
}
