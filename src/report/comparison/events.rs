//! `events.csv`: changes of every index at every event; fractions, counts of lines.

use chrono::NaiveDate;

use super::{ComparisonReport, SCHEDULE, days};
use crate::analysis::backtest::BacktestEvent;
use crate::analysis::comparison::part_of;
use crate::analysis::turnover::Turnover;
use crate::calendar::Basis;
use crate::report::index_changes::{ByCause, membership};
use crate::report::table::{Column, Table, table};
use crate::simulation::EventKind;
use crate::study::comparison::Schedule;

/// Membership turnover.
pub(crate) const MEMBERSHIP: Column = membership("membership");

/// An event of a schedule, and an index.
struct Changed<'a> {
    report: &'a ComparisonReport<'a>,
    schedule: &'a Schedule,
    event: &'a BacktestEvent,
    close: NaiveDate,
    turnover: &'a Turnover,
    basis: Option<Basis>,
}

table! {
    TABLE = "events", "an event of a schedule, and an index";
    |c: Changed<'_>|
    SCHEDULE: Text = &c.schedule.name,
    EVENT: Text("event", "what happened") = &c.event.name,
    KIND: Text("kind", "reconstitution, quarter, fast_entry, deletion or corporate_action")
        = kind(c.event.kind),
    SCHEDULED: Text(
        "scheduled",
        "yes for reconstitutions and quarters, no for deletions, fast entries and corporate actions"
    ) = scheduled(c.event),
    DATE: Date("date", "the event's own day") = c.event.date,
    CYCLE: Text(
        "cycle",
        "the cycle that the day is in, from June to June: 2025/26; empty beyond the calendar"
    ) = cycle(c.report, c.event),
    CLOSE: Date("close", "the close of the panel on which it falls") = c.close,
    INDEX: Text("index", "the index") = <&str>::from(c.turnover.index),
    Turnover = c.turnover,
    MEMBERSHIP: Fraction = c.turnover.part(|c| c.membership_turnover),
    ByCause = &ByCause(c.turnover),
    DATE_BASIS: Text(
        "date_basis",
        "what the event's day rests on: published, rule, assumed (the rules of 2026, laid over a \
         year whose day the calendar does not know) or scenario; empty of events that are not \
         scheduled"
    ) = c.basis.map_or_else(String::new, |basis| basis.to_string()),
}

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
    Table::of(move |rows| {
        for schedule in &report.compared.schedules {
            let basis_of = days::by_name(schedule);
            for event in &schedule.backtest.events {
                let close = report.compared.history.days[event.day].date;
                let basis = basis_of.get(&event.name).copied();
                let changed = event.turnover.iter().filter(|of| of.changes.is_some());
                rows.all(changed.map(|turnover| Changed {
                    report,
                    schedule,
                    event,
                    close,
                    turnover,
                    basis,
                }))?;
            }
        }
        Ok(())
    })
}
