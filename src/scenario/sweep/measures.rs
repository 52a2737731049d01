//! The measures that a sweep keeps for every rule.

/// The frontier's turnover: one-way, over the scheduled events of a cycle.
pub const TURNOVER: &str = "scheduled_one_way";
/// The frontier's drift: the weight held on the wrong side of the unbanded breakpoints. The weight
/// beyond a band's edge shrinks as the band widens, whatever the index holds, so that it cannot
/// compare rules with different bands.
pub const DRIFT: &str = "drift_wrong_side_weight_mean";
/// Trading cost of the funds that track the indexes as a fraction of their assets; for the whole
/// family.
pub const COST: &str = "trading_cost_fraction";

/// The measures of a sweep, in the order of its rows; a history has only some of them.
pub const MEASURES: [&str; 24] = [
    TURNOVER,
    "unscheduled_one_way",
    "turnover_one_way",
    "scheduled_membership",
    DRIFT,
    "drift_beyond_band_weight_mean",
    "drift_active_share_mean",
    "drift_lost_mean",
    "members",
    "additions",
    "deletions",
    "moved_in",
    "moved_out",
    "annualised_return",
    "volatility",
    "tracking_difference",
    "tracking_error",
    "moves_up",
    "moves_down",
    "whipsaws",
    "whipsaw_rate",
    "wrong_index_fraction",
    "trades_net",
    COST,
];
/// The measures whose standard deviation over shifted days is timing luck.
pub(crate) const OF_LUCK: [&str; 4] =
    ["members", TURNOVER, "annualised_return", "tracking_difference"];
