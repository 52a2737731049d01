//! What the days of a comparison's schedules rest on, where that is no publication.

use std::collections::{BTreeMap, BTreeSet};

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

/// Sentences on the days that the calendar does not know, with all of these days.
pub(super) fn unknown(compared: &Compared) -> Vec<String> {
    let days = events(compared, Basis::Assumed);
    let assumed = (!days.is_empty()).then(|| {
        format!(
            "days that the calendar does not know, assumed by the rules of 2026: {}",
            days.join(", ")
        )
    });
    let cut_offs = shares(compared, Basis::Assumed);
    let shares = (!cut_offs.is_empty()).then(|| {
        format!(
            "cut-offs of shares and float that the calendar does not know, assumed to be those of new \
             issues: {}",
            cut_offs.join(", ")
        )
    });
    assumed.into_iter().chain(shares).collect()
}

/// A sentence on the days that a rule gives, with all of them.
pub(super) fn by_rule(compared: &Compared) -> Option<String> {
    let days = events(compared, Basis::Rule);
    let cut_offs = shares(compared, Basis::Rule);
    let of_shares = match cut_offs.as_slice() {
        [] => String::new(),
        cut_offs => format!("; cut-offs of shares and float {}", cut_offs.join(", ")),
    };
    (days.len() + cut_offs.len() > 0).then(|| {
        format!("days by rule, as no publication is known: {}{of_shares}", days.join(", "))
    })
}

/// The events of all schedules with days on a basis, and these days, in the order of the first of
/// them. What several schedules have stands once.
fn events(compared: &Compared, basis: Basis) -> Vec<String> {
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
    for schedule in &compared.schedules {
        for event in &schedule.timetable.events {
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
        for quarter in &schedule.timetable.quarters {
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

/// The days on which shares and float are taken, where that rests on other grounds than the rank day
/// of new issues.
fn shares(compared: &Compared, basis: Basis) -> Vec<String> {
    let quarters = compared.schedules.iter().flat_map(|s| &s.timetable.quarters);
    let own = quarters.filter(|q| q.shares_basis == basis && q.shares_basis != q.cut_off_basis);
    let days: BTreeSet<NaiveDate> = own.map(|quarter| quarter.cut_off).collect();
    days.iter().map(NaiveDate::to_string).collect()
}
