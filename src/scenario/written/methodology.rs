//! `[methodology]` as a scenario writes it: every number and choice of the rule book, each optional.
//!
//! The keys are those of [`crate::methodology::Parameters`], whose values are the defaults.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Amount;
use crate::methodology::{AdditionBreaks, BandEdge, TieBreak, Unknown};
use crate::universe::{Country, Exchange, SecurityType, Structure};

/// Overrides of the rule book; what is left out is as in the rule book of 2026.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenMethodology {
    /// What happens to a member whose percentile lies exactly on an edge of its band.
    pub band_edge: Option<BandEdge>,
    /// Which of two companies with the same cap ranks first.
    pub tie_break: Option<TieBreak>,
    /// The screens that decide who is ranked.
    pub eligibility: WrittenEligibility,
    /// The class of a company whose price gives its cap.
    pub pricing_vehicle: WrittenPricingVehicle,
    /// The breakpoints and the bands around them, in which members stay where they are. Only top200,
    /// top500, r1000 and microcap have bands.
    pub breaks: WrittenBreaks,
    /// When further share classes of a company are members beside its main one.
    pub share_classes: WrittenShareClasses,
    /// What a June reconstitution updates.
    pub june: WrittenUpdates,
    /// What a December reconstitution updates.
    pub december: WrittenUpdates,
    /// What the quarters without a reconstitution update. Of comparisons.
    pub quarterly: WrittenQuarterlyUpdates,
    /// How new issues join between reconstitutions. Of comparisons.
    pub additions: WrittenAdditions,
    /// Which offerings of shares are applied between the quarterly updates. Of comparisons.
    pub offerings: WrittenOfferings,
}

/// Overrides of [`crate::methodology::Eligibility`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenEligibility {
    /// Lowest close on rank day, USD a share.
    pub min_price: Option<Amount>,
    /// Lowest mean close of 30 days that keeps a member whose close is below `min_price`, USD a share.
    pub min_member_mean_close: Option<Amount>,
    /// Lowest total cap of the company, USD.
    pub min_market_cap: Option<Amount>,
    /// Lowest free float, per cent of the class's shares.
    pub min_free_float_pct: Option<Amount>,
    /// Lowest share of the votes in the hands of unrestricted holders, per cent.
    pub min_unrestricted_votes_pct: Option<Amount>,
    /// Exchanges whose lines are eligible.
    pub exchanges: Option<Vec<Exchange>>,
    /// Kinds of securities that are eligible.
    pub security_types: Option<Vec<SecurityType>>,
    /// Structures of companies that are not eligible.
    pub excluded_structures: Option<Vec<Structure>>,
    /// The country whose companies are eligible, as its two-letter ISO 3166 code.
    pub country: Option<Country>,
    /// Countries in which companies incorporate for the benefit of it: headquarters there settle
    /// nothing. Two-letter ISO 3166 codes.
    pub benefit_driven_incorporation: Option<Vec<Country>>,
    /// What the screens on price, float, votes and country do with a value that is not known.
    pub unknown: Option<Unknown>,
}

/// Overrides of [`crate::methodology::PricingVehicle`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenPricingVehicle {
    /// Volumes that differ by less than this count as the same, and shares decide: per cent of the
    /// larger one.
    pub volume_tolerance_pct: Option<Amount>,
    /// Trading days of volume that a class of a current member needs.
    pub min_member_trading_days: Option<u32>,
}

/// Overrides of [`crate::methodology::Breaks`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenBreaks {
    /// The lower end of the Russell Top 10.
    pub top10: Option<WrittenBreak>,
    /// The lower end of the Russell Top 20.
    pub top20: Option<WrittenBreak>,
    /// The lower end of the Russell Top 50.
    pub top50: Option<WrittenBreak>,
    /// The lower end of the Russell Top 100.
    pub top100: Option<WrittenBreak>,
    /// Between the Russell Top 200 and Midcap.
    pub top200: Option<WrittenBreak>,
    /// Between the Russell Top 500 and the 2500.
    pub top500: Option<WrittenBreak>,
    /// Between the Russell 1000 and the 2000.
    pub r1000: Option<WrittenBreak>,
    /// The upper end of the Russell Microcap.
    pub microcap: Option<WrittenBreak>,
    /// The lower end of the Russell 3000 and the 2000.
    pub r3000: Option<WrittenBreak>,
    /// The lower end of the Russell 3000E and Microcap.
    pub r3000e: Option<WrittenBreak>,
}

/// A break: its rank and its band, symmetric by `half_width` or by its two sides.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenBreak {
    /// Rank of the last company on the large side.
    #[schemars(range(min = 1))]
    pub rank: Option<usize>,
    /// Width of the band to both sides, points of the cumulative percentile, such as 2.5; in place of
    /// `band_above` and `band_below`.
    #[schemars(range(max = 100))]
    pub half_width: Option<Amount>,
    /// Width of the band towards larger companies, points of the cumulative percentile.
    #[schemars(range(max = 100))]
    pub band_above: Option<Amount>,
    /// Width of the band towards smaller companies, points of the cumulative percentile.
    #[schemars(range(max = 100))]
    pub band_below: Option<Amount>,
}

/// Overrides of [`crate::methodology::ShareClasses`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenShareClasses {
    /// A further class needs a cap of its own above this, USD.
    pub above_market_cap: Option<Amount>,
    /// A further class needs a mean daily dollar volume above this, USD: the global median.
    pub above_adv_usd: Option<Amount>,
    /// A further class needs at least this free float, per cent.
    pub min_free_float_pct: Option<Amount>,
    /// What a value that is not known does to a class that is no member yet; a member class stays.
    pub unknown: Option<Unknown>,
}

/// Overrides of [`crate::methodology::Updates`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenUpdates {
    /// Index shares are updated when they change by more than this, per cent.
    pub shares_buffer_pct: Option<Amount>,
    /// Float is updated when it changes by more than this, points of per cent.
    pub float_buffer_points: Option<Amount>,
    /// Whether votes are researched again; where not, members keep their standing.
    pub votes_reviewed: Option<bool>,
}

/// Overrides of [`crate::methodology::QuarterlyUpdates`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenQuarterlyUpdates {
    /// Index shares are updated when they change by more than this, per cent.
    pub shares_buffer_pct: Option<Amount>,
    /// Float is updated when it changes by more than this, points of per cent.
    pub float_buffer_points: Option<Amount>,
    /// A float up to this is small, per cent.
    pub small_float_pct: Option<Amount>,
    /// A small float is updated when it changes by more than this, points of per cent.
    pub small_float_buffer_points: Option<Amount>,
}

/// Overrides of [`crate::methodology::Additions`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenAdditions {
    /// Whether new issues join every quarter.
    pub quarterly: Option<bool>,
    /// Whether large new issues join at once.
    pub fast_entry: Option<bool>,
    /// By the breaks of which reconstitution new issues are placed.
    pub breaks: Option<AdditionBreaks>,
}

/// Overrides of [`crate::methodology::Offerings`].
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenOfferings {
    /// An offering that changes the investable cap by this much is applied at once, USD.
    pub at_once_from: Option<Amount>,
    /// So is one that changes index shares by this much, per cent, where it changes the investable cap
    /// by `with_shares_from` too.
    pub shares_pct_from: Option<Amount>,
    /// The change of the investable cap that `shares_pct_from` goes with, USD.
    pub with_shares_from: Option<Amount>,
}
