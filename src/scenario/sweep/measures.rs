//! The measures that a sweep keeps of every rule.

/// Turnover, as the frontier has it: one-way, of the scheduled events of a cycle.
pub const TURNOVER: &str = "scheduled_one_way";
/// Drift, as the frontier has it: what is held on the wrong side of the plain breaks. What is beyond a
/// band is less the wider the band is, whatever an index holds, and compares no rules with different bands.
pub const DRIFT: &str = "drift_wrong_side_weight_mean";
/// What the funds that follow the indexes pay for trading, as a part of their assets; of the family.
pub const COST: &str = "trading_cost_fraction";

/// The measures of a sweep, in the order of its rows; of a history, those of them that it has.
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
/// Those whose deviation over moved days is timing luck.
pub(crate) const OF_LUCK: [&str; 4] =
    ["members", TURNOVER, "annualised_return", "tracking_difference"];
