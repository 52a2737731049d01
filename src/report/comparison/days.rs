//! What the days of a comparison's schedules rest on, where that is no publication.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::calendar::Basis;
use crate::scenario::comparison::{Compared, Schedule};

/// What the days of scheduled events rest on, by the events' names in `events.csv`.
pub(super) fn by_name(schedule: &Schedule) -> BTreeMap<String, Basis> {
    let timetable = &schedule.timetable;
    let events = timetable.events.iter().map(|e| (e.name.clone(), e.event.basis.implementation));
    let quarters = timetable.quarters.iter();
    events.chain(quarters.map(|q| (format!("{}-quarter", q.name()), q.effective_basis))).collect()
}

/// One sentence on the days that the calendar does not know, one on those that a rule gives. Each
/// names all of them.
pub(super) fn remarks(compared: &Compared) -> Vec<String> {
    let sentences = [
        (
            Basis::Assumed,
            "days that the calendar does not know, assumed to be by the rules of 2026 (shares and \
             float are taken with the new issues)",
        ),
        (Basis::Rule, "days by rule, as no publication is known"),
    ];
    let said = sentences.into_iter().map(|(basis, what)| {
        let schedules = compared.schedules.iter().map(|s| (s.name.as_str(), days(s, basis)));
        let parts: Vec<String> = same_together(schedules)
            .into_iter()
            .map(|(names, days)| format!("{}: {}", names.join(" and "), days.join(", ")))
            .collect();
        (!parts.is_empty()).then(|| format!("{what}: {}", parts.join("; ")))
    });
    said.flatten().collect()
}

/// The days of a schedule on a basis, in their order, each with its event.
fn days(schedule: &Schedule, basis: Basis) -> Vec<String> {
    let mut days: Vec<(NaiveDate, String)> = Vec::new();
    let mut add = |day: NaiveDate, of: Basis, what: String| {
        if of == basis {
            days.push((day, format!("{what} {day}")));
        }
    };
    for event in &schedule.timetable.events {
        let (name, days) = (&event.name, &event.event);
        add(days.rank_day, days.basis.rank_day, format!("{name} rank day"));
        if let Some((day, basis)) = days.lockdown_start.zip(days.basis.lockdown_start) {
            add(day, basis, format!("{name} lock-down"));
        }
        add(days.implementation, days.basis.implementation, format!("{name} implementation"));
    }
    for quarter in &schedule.timetable.quarters {
        let name = quarter.name();
        add(quarter.cut_off, quarter.cut_off_basis, format!("{name} cut-off"));
        if quarter.shares_basis != quarter.cut_off_basis {
            add(quarter.cut_off, quarter.shares_basis, format!("{name} cut-off of shares"));
        }
        add(quarter.effective, quarter.effective_basis, format!("{name} additions and updates"));
    }
    days.sort();
    days.into_iter().map(|(_, said)| said).collect()
}

/// Schedules with the same days, which are named once; those without any are left out.
fn same_together<'a>(
    schedules: impl Iterator<Item = (&'a str, Vec<String>)>,
) -> Vec<(Vec<&'a str>, Vec<String>)> {
    let mut together: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
    for (name, days) in schedules.filter(|(_, days)| !days.is_empty()) {
        match together.iter_mut().find(|(_, other)| *other == days) {
            Some((names, _)) => names.push(name),
            None => together.push((vec![name], days)),
        }
    }
    together
}
