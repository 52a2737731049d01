//! Drift between reconstitutions: how far the holdings of an index are from those it would have if
//! it were reconstituted at the close.

use super::{Forms, Measure, Subject, Unit};

const fn drift(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure { name, unit, subject: Subject::EachIndex, forms: Forms::Profile, meaning }
}

/// Weight on the wrong side of the unbanded breakpoint.
pub static WRONG_SIDE_WEIGHT: Measure = drift(
    "drift_wrong_side_weight",
    Unit::Fraction,
    "weight of members on the wrong side of the unbanded break as ranked at the close",
);

/// Number of members on the wrong side of the unbanded break.
pub static WRONG_SIDE_COUNT: Measure = drift(
    "drift_wrong_side_count",
    Unit::Count,
    "members on the wrong side of the unbanded break as ranked at the close",
);

/// Weight of the members on the wrong side that rank too high for the index.
pub static TOO_LARGE_WEIGHT: Measure = drift(
    "drift_too_large_weight",
    Unit::Fraction,
    "the part of drift_wrong_side_weight that ranks above the index's first rank: of the \
     Russell 2000, what ranks in the top 1,000",
);

/// Weight of the members on the wrong side that rank too low.
pub static TOO_SMALL_WEIGHT: Measure = drift(
    "drift_too_small_weight",
    Unit::Fraction,
    "the rest of it: members that rank below the index's last rank or are not eligible any more",
);

/// Weight of the members that a reconstitution would move out.
pub static BEYOND_BAND_WEIGHT: Measure = drift(
    "drift_beyond_band_weight",
    Unit::Fraction,
    "weight of members that would move out if reconstituted at the close, bands applied",
);

/// Number of members that a reconstitution would move out.
pub static BEYOND_BAND_COUNT: Measure = drift(
    "drift_beyond_band_count",
    Unit::Count,
    "members that would move out if reconstituted at the close, bands applied",
);

/// Weight of the companies that a reconstitution would bring in.
pub static WOULD_ENTER_WEIGHT: Measure = drift(
    "drift_would_enter_weight",
    Unit::Fraction,
    "weight, in the index as reconstituted at the close, of companies that it does not hold",
);

/// Number of companies that a reconstitution would bring in.
pub static WOULD_ENTER_COUNT: Measure = drift(
    "drift_would_enter_count",
    Unit::Count,
    "companies that would enter if reconstituted at the close",
);

/// Active share against the reconstituted index.
pub static ACTIVE_SHARE: Measure = drift(
    "drift_active_share",
    Unit::Fraction,
    "1/2 sum of abs(w - f), with the weights f of the index as reconstituted at the close",
);

/// Members lost since the last reconstitution.
pub static LOST: Measure =
    drift("drift_lost", Unit::Count, "members lost since the last reconstitution and not replaced");

/// All measures of drift, in the order of their rows.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    [
        &WRONG_SIDE_WEIGHT,
        &WRONG_SIDE_COUNT,
        &TOO_LARGE_WEIGHT,
        &TOO_SMALL_WEIGHT,
        &BEYOND_BAND_WEIGHT,
        &BEYOND_BAND_COUNT,
        &WOULD_ENTER_WEIGHT,
        &WOULD_ENTER_COUNT,
        &ACTIVE_SHARE,
        &LOST,
    ]
    .into_iter()
}
