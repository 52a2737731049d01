//! The tables that are compared for each kind of result, one description per table.

use crate::analysis::difference::Layout;
use crate::report::comparison::{SCHEDULE, measures as history};
use crate::report::index_changes::{
    ADDITIONS, DELETIONS, MEMBERS_AFTER, MEMBERS_BEFORE, MOVED_IN, MOVED_OUT, ONE_WAY, TWO_WAY,
};
use crate::report::projection::{
    breakpoints as breakpoint_distribution, turnover as turnover_distribution,
};
use crate::report::run::{breakpoints, indexes, turnover};
use crate::report::simulated::measures as simulated;
use crate::report::sweep::combinations::RULE;
use crate::report::sweep::{frontier, luck, measures as sweep};
use crate::report::table::Column;

/// The names of columns, for a description of what is compared.
const fn names<const N: usize>(columns: [Column; N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = columns[at].name;
        at += 1;
    }
    names
}

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
        file: breakpoints::TABLE.file,
        title: "Breakpoints and bands, USD",
        keys: &names([breakpoints::BREAK]),
        compared: &names([
            breakpoints::RANK,
            breakpoints::MARKET_CAP,
            breakpoints::PERCENTILE,
            breakpoints::UPPER_PERCENTILE,
            breakpoints::LOWER_PERCENTILE,
            breakpoints::UPPER_MARKET_CAP,
            breakpoints::LOWER_MARKET_CAP,
        ]),
        main: &names([
            breakpoints::RANK,
            breakpoints::MARKET_CAP,
            breakpoints::UPPER_MARKET_CAP,
            breakpoints::LOWER_MARKET_CAP,
        ]),
    },
    Layout {
        file: indexes::TABLE.file,
        title: "Indexes, USD",
        keys: &names([indexes::INDEX]),
        compared: &names([
            indexes::COMPANIES,
            indexes::LARGEST,
            indexes::SMALLEST,
            indexes::MEDIAN,
            indexes::TOTAL,
        ]),
        main: &names([indexes::COMPANIES, indexes::LARGEST, indexes::SMALLEST]),
    },
    Layout {
        file: turnover::TABLE.file,
        title: "Turnover and counts of securities",
        keys: &names([turnover::INDEX]),
        compared: &names([
            MEMBERS_BEFORE,
            MEMBERS_AFTER,
            ADDITIONS,
            DELETIONS,
            MOVED_IN,
            MOVED_OUT,
            ONE_WAY,
            TWO_WAY,
            turnover::MEMBERSHIP_TURNOVER,
        ]),
        main: &names([MEMBERS_AFTER, ONE_WAY, turnover::MEMBERSHIP_TURNOVER]),
    },
];

/// Tables of a projection.
pub(super) const PROJECTION: &[Layout] = &[
    Layout {
        file: breakpoint_distribution::TABLE.file,
        title: "Breakpoints on rank day, USD",
        keys: &names([breakpoint_distribution::BREAK, breakpoint_distribution::LEVEL]),
        compared: &names([
            breakpoint_distribution::TODAY,
            breakpoint_distribution::MEAN,
            breakpoint_distribution::P5,
            breakpoint_distribution::P25,
            breakpoint_distribution::P50,
            breakpoint_distribution::P75,
            breakpoint_distribution::P95,
        ]),
        main: &names([
            breakpoint_distribution::TODAY,
            breakpoint_distribution::MEAN,
            breakpoint_distribution::P50,
        ]),
    },
    Layout {
        file: turnover_distribution::TABLE.file,
        title: "Turnover and counts",
        keys: &names([turnover_distribution::INDEX, turnover_distribution::MEASURE]),
        compared: &names([
            turnover_distribution::MEAN,
            turnover_distribution::P5,
            turnover_distribution::P50,
            turnover_distribution::P95,
        ]),
        main: &names([turnover_distribution::MEAN]),
    },
];

/// Tables of a comparison on a history.
pub(super) const COMPARISON: &[Layout] = &[Layout {
    file: history::TABLE.file,
    title: "Measures",
    keys: &names([history::MEASURE, history::INDEX, SCHEDULE]),
    compared: &names([history::VALUE, history::DIFFERENCE]),
    main: &names([history::VALUE, history::DIFFERENCE]),
}];

/// Tables of a comparison on simulated paths.
pub(super) const SIMULATION: &[Layout] = &[Layout {
    file: simulated::TABLE.file,
    title: "Measures",
    keys: &names([simulated::MEASURE, simulated::INDEX, SCHEDULE]),
    compared: &names([
        simulated::MEAN,
        simulated::STANDARD_ERROR,
        simulated::DIFFERENCE,
        simulated::DIFFERENCE_STANDARD_ERROR,
    ]),
    main: &names([simulated::MEAN, simulated::DIFFERENCE]),
}];

/// Tables of a sweep. Rules are matched by name, since two sweeps may number them differently.
pub(super) const SWEEP: &[Layout] = &[
    Layout {
        file: frontier::TABLE.file,
        title: "Rules in the plane of turnover and drift",
        keys: &names([frontier::INDEX, RULE]),
        compared: &names([frontier::TURNOVER, frontier::DRIFT, frontier::COST]),
        main: &names([frontier::TURNOVER, frontier::DRIFT]),
    },
    Layout {
        file: luck::TABLE.file,
        title: "Timing luck",
        keys: &names([luck::RULE, luck::MEASURE, luck::INDEX]),
        compared: &names([luck::MEAN, luck::LUCK]),
        main: &names([luck::MEAN, luck::LUCK]),
    },
    Layout {
        file: sweep::TABLE.file,
        title: "Measures",
        keys: &names([sweep::MEASURE, sweep::INDEX, RULE]),
        compared: &names([
            sweep::VALUE,
            sweep::STANDARD_ERROR,
            sweep::DIFFERENCE,
            sweep::DIFFERENCE_STANDARD_ERROR,
        ]),
        main: &names([sweep::VALUE, sweep::DIFFERENCE]),
    },
];
