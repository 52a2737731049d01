//! Performance: level and returns, breadth, the Russell 2000 against the 1000, and each index against
//! the same index under the first schedule.
//!
//! All measures except the level cover the periods of the complete cycles; tracking is cycle by
//! cycle.

use super::{Forms, Measure, Subject, Unit};

const fn once(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure { name, unit, subject: Subject::EachIndex, forms: Forms::Once, meaning }
}

const fn by_cycle(name: &'static str, meaning: &'static str) -> Measure {
    Measure {
        name,
        unit: Unit::Fraction,
        subject: Subject::EachIndex,
        forms: Forms::Cycles,
        meaning,
    }
}

const fn relative(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure { name, unit, subject: Subject::Russell2000, forms: Forms::Once, meaning }
}

/// Index level.
pub static LEVEL: Measure = once(
    "level",
    Unit::Points,
    "index level at the last close: 1,000 at the first, chained from price returns",
);

/// Price return.
pub static TOTAL_RETURN: Measure = once(
    "total_return",
    Unit::Fraction,
    "price return over the complete cycles: from the close of the first June implementation to that \
     of the last",
);

/// Price return a year.
pub static ANNUALISED_RETURN: Measure =
    once("annualised_return", Unit::Fraction, "(1 + total_return)^(365.25 / calendar days) - 1");

/// Annualised volatility.
pub static VOLATILITY: Measure = once(
    "volatility",
    Unit::Fraction,
    "sample standard deviation of the complete cycles' period returns x sqrt(periods a year)",
);

/// Members that rose.
pub static BREADTH_MEAN: Measure = once(
    "breadth_mean",
    Unit::Fraction,
    "members that rose / members whose return is known, mean over the complete cycles' periods",
);

/// Unknown returns of members.
pub static UNKNOWN_RETURNS: Measure = once(
    "unknown_returns",
    Unit::Count,
    "returns of a member in a period of the complete cycles that are not known and count as zero",
);

/// Mean weight of the members with unknown returns.
pub static UNKNOWN_RETURN_WEIGHT_MEAN: Measure = once(
    "unknown_return_weight_mean",
    Unit::Fraction,
    "weight of the members whose return is not known, mean over these periods",
);

/// Largest weight of the members with unknown returns.
pub static UNKNOWN_RETURN_WEIGHT_MAX: Measure = once(
    "unknown_return_weight_max",
    Unit::Fraction,
    "weight of the members whose return is not known, largest of these periods",
);

/// Return less that of the same index under the first schedule.
pub static TRACKING_DIFFERENCE: Measure = by_cycle(
    "tracking_difference",
    "return of a cycle less that of the same index under the first schedule",
);

/// Annualised deviation of that difference.
pub static TRACKING_ERROR: Measure = by_cycle(
    "tracking_error",
    "sample standard deviation of the difference of a cycle's period returns from the same index under \
     the first schedule x sqrt(periods a year)",
);

/// Growth of the Russell 2000 over that of the Russell 1000.
pub static OUTPERFORMANCE: Measure = relative(
    "outperformance",
    Unit::Fraction,
    "growth of the Russell 2000 / growth of the Russell 1000 - 1, over the complete cycles",
);

/// The longest run of periods in which the Russell 2000 returned more than the Russell 1000.
pub static OUTPERFORMANCE_STREAK: Measure = relative(
    "outperformance_streak",
    Unit::Periods,
    "most consecutive periods of these cycles in which the Russell 2000 returned more than the Russell 1000",
);

/// The difference of the returns in that run.
pub static OUTPERFORMANCE_STREAK_RETURN: Measure = relative(
    "outperformance_streak_return",
    Unit::Fraction,
    "compounded return of the Russell 2000 less that of the Russell 1000 in those periods",
);

/// All measures of performance, in the order of their rows.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    [
        &LEVEL,
        &TOTAL_RETURN,
        &ANNUALISED_RETURN,
        &VOLATILITY,
        &BREADTH_MEAN,
        &UNKNOWN_RETURNS,
        &UNKNOWN_RETURN_WEIGHT_MEAN,
        &UNKNOWN_RETURN_WEIGHT_MAX,
        &TRACKING_DIFFERENCE,
        &TRACKING_ERROR,
        &OUTPERFORMANCE,
        &OUTPERFORMANCE_STREAK,
        &OUTPERFORMANCE_STREAK_RETURN,
    ]
    .into_iter()
}
