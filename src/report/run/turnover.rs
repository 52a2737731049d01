//! `turnover.csv`: members, changes and turnover of every index; fractions, counts of securities.

use crate::analysis::turnover::Changes;
use crate::report::table::Holds::{Count, Fraction, Text};
use crate::report::table::{Column, Table, col};
use crate::scenario::Run;

/// The columns.
pub const COLUMNS: [Column; 18] = [
    col("event", Text, "the reconstitution"),
    col("index", Text, "the index"),
    col(
        "members_before",
        Count,
        "lines in it before; empty where the membership before is unknown",
    ),
    col("members_after", Count, "lines in it after"),
    col("additions", Count, "lines that enter from outside the family's Russell 3000E"),
    col("deletions", Count, "lines that leave it"),
    col("moved_in", Count, "lines that come from another index"),
    col("moved_out", Count, "lines that go to another index"),
    col("one_way", Fraction, "half the sum of absolute weight changes"),
    col("two_way", Fraction, "the sum of absolute weight changes"),
    col(
        "membership_turnover",
        Fraction,
        "the larger of the value entering and leaving, over the value before",
    ),
    col("one_way_additions", Fraction, "part of one_way: additions"),
    col("one_way_deletions", Fraction, "part of one_way: deletions"),
    col("one_way_migrations", Fraction, "part of one_way: moves from and to other indexes"),
    col(
        "one_way_share_and_float_changes",
        Fraction,
        "part of one_way: new shares and float of members that stay",
    ),
    col("one_way_reweighting", Fraction, "part of one_way: what all that brings to everybody else"),
    col("companies_before", Count, "companies in it before"),
    col("companies_after", Count, "companies in it after"),
];

/// The table, in the family's order; cells are empty where the membership before is unknown.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("turnover", "an index", &COLUMNS, |rows| {
        run.turnover.iter().try_for_each(|t| {
            let c = t.changes.as_ref();
            let count = |of: fn(&Changes) -> usize| c.map(of);
            let part = |of: fn(&Changes) -> f64| c.map(of);
            rows.text(&run.scenario.event.name)
                .text(t.index.into())
                .known_count(t.members_before)
                .count(t.members_after)
                .known_count(count(|c| c.additions))
                .known_count(count(|c| c.deletions))
                .known_count(count(|c| c.moved_in))
                .known_count(count(|c| c.moved_out))
                .fraction(part(|c| c.one_way))
                .fraction(part(|c| c.two_way))
                .fraction(part(|c| c.membership_turnover))
                .fraction(part(|c| c.causes.additions))
                .fraction(part(|c| c.causes.deletions))
                .fraction(part(|c| c.causes.migrations))
                .fraction(part(|c| c.causes.share_and_float_changes))
                .fraction(part(|c| c.causes.reweighting))
                .known_count(count(|c| c.companies_before))
                .count(t.companies_after)
                .end()
        })
    })
}
