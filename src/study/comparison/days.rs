//! Days of a comparison's schedules that were not taken from a publication.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::calendar::Basis;
use crate::remark::{InputNote, Remark};
use crate::simulation::Timetable;

/// Remarks on the days of the named schedules.
pub(super) fn remarks(timetables: &[(&str, &Timetable)]) -> impl Iterator<Item = Remark> {
    unknown(timetables).chain(by_rule(timetables))
}

/// Remarks on days that the calendar does not know.
fn unknown(timetables: &[(&str, &Timetable)]) -> impl Iterator<Item = Remark> {
    let days = events(timetables, Basis::Assumed);
    let cut_offs = shares(timetables, Basis::Assumed);
    let days = (!days.is_empty()).then(|| InputNote::DaysUnknown { days }.into());
    let cut_offs =
        (!cut_offs.is_empty()).then(|| InputNote::CutOffsUnknown { days: cut_offs }.into());
    days.into_iter().chain(cut_offs)
}

/// Remark on days that follow from a rule.
fn by_rule(timetables: &[(&str, &Timetable)]) -> Option<Remark> {
    let (days, cut_offs) = (events(timetables, Basis::Rule), shares(timetables, Basis::Rule));
    (days.len() + cut_offs.len() > 0).then(|| InputNote::DaysByRule { days, cut_offs }.into())
}

/// The events of all schedules that have days on `basis`, with these days, ordered by the first of
/// them. Entries that several schedules share appear once.
fn events(timetables: &[(&str, &Timetable)], basis: Basis) -> Vec<String> {
    let mut found: BTreeSet<(NaiveDate, String)> = BTreeSet::new();
    let mut add = |name: &str, days: &[(&str, Option<NaiveDate>, Option<Basis>)]| {
        let on_basis = days.iter().filter(|(_, _, of)| *of == Some(basis));
        let dated: Vec<(&str, NaiveDate)> =
            on_basis.filter_map(|(what, day, _)| day.map(|day| (*what, day))).collect();
        if let Some((_, first)) = dated.first() {
            let said: Vec<String> =
                dated.iter().map(|(what, day)| format!("{what} {day}")).collect();
            found.insert((*first, format!("{name} ({})", said.join(", "))));
        }
    };
    for (_, timetable) in timetables {
        for event in &timetable.events {
            let (days, of) = (&event.event, &event.event.basis);
            add(
                &event.name,
                &[
                    ("rank day", Some(days.rank_day), Some(of.rank_day)),
                    ("lock-down", days.lockdown_start, of.lockdown_start),
                    ("implementation", Some(days.implementation), Some(of.implementation)),
                ],
            );
        }
        for quarter in &timetable.quarters {
            add(
                &format!("{} quarter", quarter.name()),
                &[
                    ("rank day", Some(quarter.cut_off), Some(quarter.cut_off_basis)),
                    ("effective", Some(quarter.effective), Some(quarter.effective_basis)),
                ],
            );
        }
    }
    found.into_iter().map(|(_, said)| said).collect()
}

/// The days on which shares and float are taken, if their basis differs from that of the rank day
/// of new issues.
fn shares(timetables: &[(&str, &Timetable)], basis: Basis) -> Vec<String> {
    let quarters = timetables.iter().flat_map(|(_, timetable)| &timetable.quarters);
    let own = quarters.filter(|q| q.shares_basis == basis && q.shares_basis != q.cut_off_basis);
    let days: BTreeSet<NaiveDate> = own.map(|quarter| quarter.cut_off).collect();
    days.iter().map(NaiveDate::to_string).collect()
}
