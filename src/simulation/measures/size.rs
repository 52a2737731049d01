//! Size and concentration of the indexes: number of members, caps, and weight of the largest.
//!
//! All are taken after the June implementation that ends the last complete cycle, or at the last close
//! of a history without a complete cycle.

use super::{Forms, Measure, Subject, Unit};

const fn once(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure { name, unit, subject: Subject::EachIndex, forms: Forms::Once, meaning }
}

/// Number of members.
pub static MEMBERS: Measure = once(
    "members",
    Unit::Count,
    "members at the end of the last complete cycle, after its June implementation; without one, at the \
     last close",
);

/// Cap of the largest company.
pub static LARGEST_CAP: Measure =
    once("largest_cap", Unit::Usd, "cap of the largest company held; at the same close as members");

/// Median cap.
pub static MEDIAN_CAP: Measure =
    once("median_cap", Unit::Usd, "median cap of the companies held; at the same close as members");

/// Mean cap by weight.
pub static WEIGHTED_MEAN_CAP: Measure = once(
    "weighted_mean_cap",
    Unit::Usd,
    "mean cap of the companies held, by their weight in the index; at the same close as members",
);

/// Weight of the ten largest members.
pub static TOP_10_WEIGHT: Measure = once(
    "top_10_weight",
    Unit::Fraction,
    "weight of the ten largest members; at the same close as members",
);

/// All measures of size, in the order of their rows.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    [&MEMBERS, &LARGEST_CAP, &MEDIAN_CAP, &WEIGHTED_MEAN_CAP, &TOP_10_WEIGHT].into_iter()
}
