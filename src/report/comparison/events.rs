//! `events.csv`: what every event did to every index; fractions, counts of lines.

use super::ComparisonReport;
use crate::report::table::Holds::{Count, Date, Fraction, Text};
use crate::report::table::{Column, FRACTION, Table, col};
use crate::simulation::EventKind;

/// The columns.
pub const COLUMNS: [Column; 20] = [
    col("schedule", Text, "the schedule"),
    col("event", Text, "what happened"),
    col("kind", Text, "reconstitution, quarter, fast_entry, deletion or corporate_action"),
    col("date", Date, "the event's own day"),
    col("close", Date, "the close of the panel on which it falls"),
    col("index", Text, "the index"),
    col("members_before", Count, "lines in it before"),
    col("members_after", Count, "lines in it after"),
    col("additions", Count, "lines that enter from outside the family"),
    col("deletions", Count, "lines that leave it"),
    col("moved_in", Count, "lines that come from another index"),
    col("moved_out", Count, "lines that go to another index"),
    col("one_way", Fraction, "half the sum of absolute weight changes"),
    col("two_way", Fraction, "the sum of absolute weight changes"),
    col(
        "membership",
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
];

/// A kind of event as a word.
pub(super) fn kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Reconstitution(_) => "reconstitution",
        EventKind::Quarter => "quarter",
        EventKind::FastEntry => "fast_entry",
        EventKind::Deletion => "deletion",
        EventKind::CorporateAction => "corporate_action",
    }
}

/// The table: by schedule, in the order in which things happened.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("events", "an event of a schedule, and an index", &COLUMNS, |rows| {
        for schedule in &report.compared.schedules {
            for event in &schedule.lived.events {
                let close = report.compared.history.days[event.day].date;
                for turnover in &event.turnover {
                    let Some(c) = &turnover.changes else { continue };
                    rows.text(&schedule.name)
                        .text(&event.name)
                        .text(kind(event.kind))
                        .date(event.date)
                        .date(close)
                        .text(turnover.index.into())
                        .count(turnover.members_before.unwrap_or(0))
                        .count(turnover.members_after)
                        .count(c.additions)
                        .count(c.deletions)
                        .count(c.moved_in)
                        .count(c.moved_out)
                        .number(c.one_way, FRACTION)
                        .number(c.two_way, FRACTION)
                        .number(c.membership_turnover, FRACTION)
                        .number(c.causes.additions, FRACTION)
                        .number(c.causes.deletions, FRACTION)
                        .number(c.causes.migrations, FRACTION)
                        .number(c.causes.share_and_float_changes, FRACTION)
                        .number(c.causes.reweighting, FRACTION)
                        .end()?;
                }
            }
        }
        Ok(())
    })
}
