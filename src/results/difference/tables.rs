//! The tables that are compared for each kind of result, one description per table.

use crate::analysis::difference::Layout;

/// Values of `summary.json` by their keys.
pub(super) const SETTINGS: Layout = Layout {
    file: "summary.json",
    title: "Days, rules and settings",
    keys: &["setting"],
    compared: &["value"],
    main: &["value"],
};

/// Input files by role.
pub(super) const INPUTS: Layout = Layout {
    file: "summary.json",
    title: "Inputs",
    keys: &["input"],
    compared: &["sha256"],
    main: &["sha256"],
};

/// Lines by the screen that drops them.
pub(super) const SCREENS: Layout = Layout {
    file: "summary.json",
    title: "Lines dropped by each screen",
    keys: &["screen"],
    compared: &["lines"],
    main: &["lines"],
};

/// Tables of a run.
pub(super) const RUN: &[Layout] = &[
    Layout {
        file: "breakpoints.csv",
        title: "Breakpoints and bands, USD",
        keys: &["break"],
        compared: &[
            "rank",
            "market_cap",
            "percentile",
            "upper_percentile",
            "lower_percentile",
            "upper_market_cap",
            "lower_market_cap",
        ],
        main: &["rank", "market_cap", "upper_market_cap", "lower_market_cap"],
    },
    Layout {
        file: "indexes.csv",
        title: "Indexes, USD",
        keys: &["index"],
        compared: &["companies", "largest", "smallest", "median", "total"],
        main: &["companies", "largest", "smallest"],
    },
    Layout {
        file: "turnover.csv",
        title: "Turnover and counts of securities",
        keys: &["index"],
        compared: &[
            "members_before",
            "members_after",
            "additions",
            "deletions",
            "moved_in",
            "moved_out",
            "one_way",
            "two_way",
            "membership_turnover",
        ],
        main: &["members_after", "one_way", "membership_turnover"],
    },
];

/// Tables of a projection.
pub(super) const PROJECTION: &[Layout] = &[
    Layout {
        file: "breakpoint_distribution.csv",
        title: "Breakpoints on rank day, USD",
        keys: &["break", "level"],
        compared: &["today", "mean", "p5", "p25", "p50", "p75", "p95"],
        main: &["today", "mean", "p50"],
    },
    Layout {
        file: "turnover_distribution.csv",
        title: "Turnover and counts",
        keys: &["index", "measure"],
        compared: &["mean", "p5", "p50", "p95"],
        main: &["mean"],
    },
];

/// Tables of a comparison on a history.
pub(super) const COMPARISON: &[Layout] = &[Layout {
    file: "comparison.csv",
    title: "Measures",
    keys: &["measure", "index", "schedule"],
    compared: &["value", "difference"],
    main: &["value", "difference"],
}];

/// Tables of a comparison on simulated paths.
pub(super) const SIMULATION: &[Layout] = &[Layout {
    file: "comparison.csv",
    title: "Measures",
    keys: &["measure", "index", "schedule"],
    compared: &["mean", "standard_error", "difference", "difference_standard_error"],
    main: &["mean", "difference"],
}];

/// Tables of a sweep. Rules are matched by name, since two sweeps may number them differently.
pub(super) const SWEEP: &[Layout] = &[
    Layout {
        file: "frontier.csv",
        title: "Rules in the plane of turnover and drift",
        keys: &["index", "rule"],
        compared: &["turnover", "drift", "cost"],
        main: &["turnover", "drift"],
    },
    Layout {
        file: "timing_luck.csv",
        title: "Timing luck",
        keys: &["rule", "measure", "index"],
        compared: &["mean", "luck"],
        main: &["mean", "luck"],
    },
    Layout {
        file: "sweep.csv",
        title: "Measures",
        keys: &["measure", "index", "rule"],
        compared: &["value", "standard_error", "difference", "difference_standard_error"],
        main: &["value", "difference"],
    },
];
