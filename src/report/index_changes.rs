//! Columns and cells for the changes of an index at an event, shared by the tables of runs and of
//! comparisons; counts of lines, fractions.

use super::table::{Column, Holds, col, table};
use crate::analysis::turnover::Turnover;

table! {
    |of: Turnover|
    MEMBERS_BEFORE: Count(
        "members_before",
        "lines in it before; empty where the membership before is unknown"
    ) = of.members_before,
    MEMBERS_AFTER: Count("members_after", "lines in it after") = of.members_after,
    ADDITIONS: Count("additions", "lines that enter from outside the Russell 3000 (of Microcap and the 3000E: the 3000E)")
        = of.count(|c| c.additions),
    DELETIONS: Count("deletions", "lines that leave it") = of.count(|c| c.deletions),
    MOVED_IN: Count("moved_in", "lines that come from another index") = of.count(|c| c.moved_in),
    MOVED_OUT: Count("moved_out", "lines that go to another index") = of.count(|c| c.moved_out),
    ONE_WAY: Fraction(
        "one_way",
        "half the sum of absolute weight changes; 1 for an index that is formed or emptied, empty \
         for one without members"
    ) = of.part(|c| c.one_way),
    TWO_WAY: Fraction("two_way", "the sum of absolute weight changes: twice one_way")
        = of.part(|c| c.two_way),
}

/// Membership turnover, the provider's measure; the column's name depends on the table.
pub(super) const fn membership(name: &'static str) -> Column {
    col(
        name,
        Holds::Fraction,
        "the larger of the value entering and leaving, over the value before; 1 for an index that is formed or emptied",
    )
}

/// The parts of one-way turnover.
pub(super) struct ByCause<'a>(pub(super) &'a Turnover);

table! {
    |of: ByCause<'_>|
    BY_ADDITIONS: Fraction("one_way_additions", "part of one_way: additions")
        = of.0.part(|c| c.causes.additions),
    BY_DELETIONS: Fraction("one_way_deletions", "part of one_way: deletions")
        = of.0.part(|c| c.causes.deletions),
    BY_MIGRATIONS: Fraction(
        "one_way_migrations",
        "part of one_way: moves from and to other indexes"
    ) = of.0.part(|c| c.causes.migrations),
    BY_UPDATES: Fraction(
        "one_way_share_and_float_changes",
        "part of one_way: new shares and float of members that stay; empty where neither is known before the event"
    ) = of.0.changes.as_ref().and_then(|c| c.causes.share_and_float_changes),
    BY_REWEIGHTING: Fraction(
        "one_way_reweighting",
        "part of one_way: resulting changes in the weights of all other members"
    ) = of.0.part(|c| c.causes.reweighting),
}
