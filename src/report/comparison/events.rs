//! `events.csv`: changes of every index at every event; fractions, counts of lines.

use super::{ComparisonReport, days};
use crate::analysis::backtest::BacktestEvent;
use crate::analysis::comparison::part_of;
use crate::calendar::Basis;
use crate::report::index_changes::{
    ADDITIONS, BY_ADDITIONS, BY_DELETIONS, BY_MIGRATIONS, BY_REWEIGHTING, BY_UPDATES, DELETIONS,
    MEMBERS_AFTER, MEMBERS_BEFORE, MOVED_IN, MOVED_OUT, ONE_WAY, TWO_WAY, cells, membership,
};
use crate::report::table::Holds::{Date, Text};
use crate::report::table::{Column, Table, col};
use crate::simulation::EventKind;

/// Whether an event is scheduled.
pub(super) const SCHEDULED: Column = col(
    "scheduled",
    Text,
    "yes for reconstitutions and quarters, no for deletions, fast entries and corporate actions",
);
/// The cycle of an event.
pub(super) const CYCLE: Column = col(
    "cycle",
    Text,
    "the cycle that the day is in, from June to June: 2025/26; empty beyond the calendar",
);

/// The columns.
pub const COLUMNS: [Column; 23] = [
    col("schedule", Text, "the schedule"),
    col("event", Text, "what happened"),
    col("kind", Text, "reconstitution, quarter, fast_entry, deletion or corporate_action"),
    SCHEDULED,
    col("date", Date, "the event's own day"),
    CYCLE,
    col("close", Date, "the close of the panel on which it falls"),
    col("index", Text, "the index"),
    MEMBERS_BEFORE,
    MEMBERS_AFTER,
    ADDITIONS,
    DELETIONS,
    MOVED_IN,
    MOVED_OUT,
    ONE_WAY,
    TWO_WAY,
    membership("membership"),
    BY_ADDITIONS,
    BY_DELETIONS,
    BY_MIGRATIONS,
    BY_UPDATES,
    BY_REWEIGHTING,
    col(
        "date_basis",
        Text,
        "what the event's day rests on: published, rule, assumed (the rules of 2026, laid over a year \
         whose day the calendar does not know) or scenario; empty of events that are not scheduled",
    ),
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

/// The cell of [`SCHEDULED`].
pub(super) fn scheduled(event: &BacktestEvent) -> &'static str {
    if part_of(event).is_scheduled() { "yes" } else { "no" }
}

/// The cell of [`CYCLE`].
pub(super) fn cycle(report: &ComparisonReport<'_>, event: &BacktestEvent) -> String {
    let cycles = &report.comparison.cycles;
    cycles.of(event.date).map_or_else(String::new, |of| of.cycle.name())
}

/// The table: by schedule, in chronological order.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("events", "an event of a schedule, and an index", &COLUMNS, |rows| {
        for schedule in &report.compared.schedules {
            let basis_of = days::by_name(schedule);
            for event in &schedule.backtest.events {
                let close = report.compared.history.days[event.day].date;
                for turnover in &event.turnover {
                    if turnover.changes.is_none() {
                        continue;
                    }
                    rows.text(&schedule.name)
                        .text(&event.name)
                        .text(kind(event.kind))
                        .text(scheduled(event))
                        .date(event.date)
                        .text(&cycle(report, event))
                        .date(close)
                        .text(turnover.index.into());
                    cells(rows, turnover);
                    let basis = basis_of.get(&event.name).map(Basis::to_string);
                    rows.text(&basis.unwrap_or_default());
                    rows.end()?;
                }
            }
        }
        Ok(())
    })
}
