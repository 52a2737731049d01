//! `events.csv`: what every event did to every index; fractions, counts of lines.

use std::io::{self, Write};

use super::ComparisonReport;
use super::table::{FRACTION, Table};
use crate::simulation::EventKind;

/// The header.
pub const COLUMNS: [&str; 20] = [
    "schedule",
    "event",
    "kind",
    "date",
    "close",
    "index",
    "members_before",
    "members_after",
    "additions",
    "deletions",
    "moved_in",
    "moved_out",
    "one_way",
    "two_way",
    "membership",
    "one_way_additions",
    "one_way_deletions",
    "one_way_migrations",
    "one_way_share_and_float_changes",
    "one_way_reweighting",
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

/// Writes the table: by schedule, in the order in which things happened. `date` is the event's own
/// day, `close` that of the panel on which it falls.
///
/// # Errors
/// What the writer reports.
pub fn write(report: &ComparisonReport<'_>, out: impl Write) -> io::Result<()> {
    let mut table = Table::new(out, &COLUMNS)?;
    for schedule in &report.compared.schedules {
        for event in &schedule.lived.events {
            let (date, close) =
                (event.date.to_string(), report.compared.history.days[event.day].date.to_string());
            for turnover in &event.turnover {
                let Some(c) = &turnover.changes else { continue };
                table
                    .text(&schedule.name)
                    .text(&event.name)
                    .text(kind(event.kind))
                    .text(&date)
                    .text(&close)
                    .text(<&str>::from(turnover.index))
                    .shown(turnover.members_before.unwrap_or(0));
                for count in
                    [turnover.members_after, c.additions, c.deletions, c.moved_in, c.moved_out]
                {
                    table.shown(count);
                }
                let causes = &c.causes;
                for part in [
                    c.one_way,
                    c.two_way,
                    c.membership_turnover,
                    causes.additions,
                    causes.deletions,
                    causes.migrations,
                    causes.share_and_float_changes,
                    causes.reweighting,
                ] {
                    table.number(part, FRACTION);
                }
                table.end()?;
            }
        }
    }
    table.finish()
}
