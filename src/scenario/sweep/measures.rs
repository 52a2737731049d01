//! The measures that a sweep keeps for every rule.

use crate::simulation::measures::{
    Statistic, costs, drift, moves, performance, size, trades, turnover,
};

/// The frontier's turnover: one-way, over the scheduled events of a cycle.
pub const TURNOVER: Statistic = turnover::SCHEDULED.one_way.value();
/// The frontier's drift: the weight held on the wrong side of the unbanded breakpoints. The weight
/// beyond a band's edge shrinks as the band widens, whatever the index holds, so that it cannot
/// compare rules with different bands.
pub const DRIFT: Statistic = drift::WRONG_SIDE_WEIGHT.mean();
/// Trading cost of the funds that track the indexes as a fraction of their assets; for the whole
/// family.
pub const COST: Statistic = costs::OF_ASSETS.value();

/// The measures of a sweep, in the order of its rows; a history has only some of them.
pub const MEASURES: [Statistic; 24] = [
    TURNOVER,
    turnover::UNSCHEDULED.value(),
    turnover::TOTAL.one_way.value(),
    turnover::SCHEDULED.membership.value(),
    DRIFT,
    drift::BEYOND_BAND_WEIGHT.mean(),
    drift::ACTIVE_SHARE.mean(),
    drift::LOST.mean(),
    size::MEMBERS.value(),
    moves::ADDITIONS.value(),
    moves::DELETIONS.value(),
    moves::MOVED_IN.value(),
    moves::MOVED_OUT.value(),
    performance::ANNUALISED_RETURN.value(),
    performance::VOLATILITY.value(),
    performance::TRACKING_DIFFERENCE.value(),
    performance::TRACKING_ERROR.value(),
    moves::UP.value(),
    moves::DOWN.value(),
    moves::WHIPSAWS.count.value(),
    moves::WHIPSAWS.rate.value(),
    moves::WRONG_INDEX_FRACTION.value(),
    trades::NET.value(),
    COST,
];
/// The measures whose standard deviation over shifted days is timing luck.
pub(crate) const OF_LUCK: [Statistic; 4] = [
    size::MEMBERS.value(),
    TURNOVER,
    performance::ANNUALISED_RETURN.value(),
    performance::TRACKING_DIFFERENCE.value(),
];
