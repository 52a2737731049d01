//! Columns and cells for the changes of an index at an event, shared by the tables of runs and of
//! comparisons; counts of lines, fractions.

use super::table::Holds::{Count, Fraction};
use super::table::{Column, Rows, col};
use crate::analysis::turnover::Turnover;

/// Lines before.
pub(super) const MEMBERS_BEFORE: Column = col(
    "members_before",
    Count,
    "lines in it before; empty where the membership before is unknown",
);
/// Lines after.
pub(super) const MEMBERS_AFTER: Column = col("members_after", Count, "lines in it after");
/// Lines that enter from outside.
pub(super) const ADDITIONS: Column =
    col("additions", Count, "lines that enter from outside the family's Russell 3000E");
/// Lines that leave to outside.
pub(super) const DELETIONS: Column = col("deletions", Count, "lines that leave it");
/// Lines from other indexes.
pub(super) const MOVED_IN: Column = col("moved_in", Count, "lines that come from another index");
/// Lines to other indexes.
pub(super) const MOVED_OUT: Column = col("moved_out", Count, "lines that go to another index");
/// One-way turnover.
pub(super) const ONE_WAY: Column = col(
    "one_way",
    Fraction,
    "half the sum of absolute weight changes; 1 for an index that is formed or emptied, empty for one without members",
);
/// Two-way turnover.
pub(super) const TWO_WAY: Column =
    col("two_way", Fraction, "the sum of absolute weight changes: twice one_way");
/// Membership turnover, the provider's measure; the name of the column depends on the table.
pub(super) const fn membership(name: &'static str) -> Column {
    col(
        name,
        Fraction,
        "the larger of the value entering and leaving, over the value before; 1 for an index that is formed or emptied",
    )
}
/// Part of one-way turnover: additions.
pub(super) const BY_ADDITIONS: Column =
    col("one_way_additions", Fraction, "part of one_way: additions");
/// Part of one-way turnover: deletions.
pub(super) const BY_DELETIONS: Column =
    col("one_way_deletions", Fraction, "part of one_way: deletions");
/// Part of one-way turnover: migrations.
pub(super) const BY_MIGRATIONS: Column =
    col("one_way_migrations", Fraction, "part of one_way: moves from and to other indexes");
/// Part of one-way turnover: updates of shares and float.
pub(super) const BY_UPDATES: Column = col(
    "one_way_share_and_float_changes",
    Fraction,
    "part of one_way: new shares and float of members that stay",
);
/// Part of one-way turnover: reweighting.
pub(super) const BY_REWEIGHTING: Column = col(
    "one_way_reweighting",
    Fraction,
    "part of one_way: resulting changes in the weights of all other members",
);

/// Writes the cells of these columns, in this order.
pub(super) fn cells(rows: &mut Rows<'_>, turnover: &Turnover) {
    let changes = turnover.changes.as_ref();
    rows.known_count(turnover.members_before)
        .count(turnover.members_after)
        .known_count(turnover.count(|c| c.additions))
        .known_count(turnover.count(|c| c.deletions))
        .known_count(turnover.count(|c| c.moved_in))
        .known_count(turnover.count(|c| c.moved_out))
        .fraction(changes.map(|c| c.one_way))
        .fraction(changes.map(|c| c.two_way))
        .fraction(changes.map(|c| c.membership_turnover))
        .fraction(changes.map(|c| c.causes.additions))
        .fraction(changes.map(|c| c.causes.deletions))
        .fraction(changes.map(|c| c.causes.migrations))
        .fraction(changes.map(|c| c.causes.share_and_float_changes))
        .fraction(changes.map(|c| c.causes.reweighting));
}
