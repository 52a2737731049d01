//! The dates of a schedule as one list, in order, each with a description.

use chrono::NaiveDate;

use crate::calendar::{Basis, Event, IpoAddition, QuarterlyUpdate, YearSchedule};

/// A date of a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Identifier, unique within the schedule and stable, such as `2026-june-rank-day`.
    pub id: String,
    /// The day, or the first of several.
    pub first: NaiveDate,
    /// The last day, inclusive; the same as `first` for a single day.
    pub last: NaiveDate,
    /// The event it belongs to, such as "June 2026".
    pub event: String,
    /// A description of the date.
    pub what: String,
    /// The basis of the date.
    pub basis: Basis,
}

/// All dates of a schedule, ordered by first day.
pub fn milestones(schedule: &YearSchedule) -> Vec<Milestone> {
    let mut list = Vec::new();
    for event in &schedule.reconstitutions {
        reconstitution(event, &mut list);
    }
    for addition in &schedule.ipo_additions {
        new_issues(addition, schedule.year, &mut list);
    }
    for update in &schedule.share_updates {
        share_update(update, schedule.year, &mut list);
    }
    // The stable sort keeps a reconstitution before quarterly dates of the same day.
    list.sort_by_key(|milestone| milestone.first);
    list
}

/// Collects the milestones of one event.
struct Lines<'a> {
    prefix: String,
    event: String,
    list: &'a mut Vec<Milestone>,
}

impl Lines<'_> {
    fn day(&mut self, id: &str, date: NaiveDate, what: &str, basis: Basis) {
        self.days(id, (date, date), what, basis);
    }

    fn known(&mut self, id: &str, date: Option<NaiveDate>, what: &str, basis: Option<Basis>) {
        if let Some((date, basis)) = date.zip(basis) {
            self.day(id, date, what, basis);
        }
    }

    fn days(&mut self, id: &str, days: (NaiveDate, NaiveDate), what: &str, basis: Basis) {
        self.list.push(Milestone {
            id: format!("{}-{id}", self.prefix),
            first: days.0,
            last: days.1,
            event: self.event.clone(),
            what: what.to_owned(),
            basis,
        });
    }
}

fn reconstitution(event: &Event, list: &mut Vec<Milestone>) {
    let prefix = format!("{}-{}", event.year, event.season).to_lowercase();
    let mut lines = Lines { prefix, event: event.to_string(), list };
    let basis = event.basis;
    lines.day("rank-day", event.rank_day, "Rank day (close)", basis.rank_day);
    for (number, &date) in (1..).zip(&event.preliminary_lists) {
        let what = match number {
            1 => "First preliminary lists (after the close)".to_owned(),
            _ => format!("Preliminary lists, update {} (after the close)", number - 1),
        };
        lines.day(&format!("list-{number}"), date, &what, event.basis_of_list(date));
    }
    if let Some((period, basis)) = event.query_period.zip(basis.query_period) {
        lines.days("query-period", (period.first, period.last), "Query period", basis);
    }
    if let Some((date, basis)) = event.lockdown_start.zip(basis.lockdown_start) {
        lines.day("lock-down", date, "Lock-down begins", basis);
    }
    let what = "Implementation (after the close)";
    lines.day("implementation", event.implementation, what, basis.implementation);
    let what = "Effective (open)";
    lines.day("effective", event.effective_open, what, basis.implementation);
}

fn new_issues(addition: &IpoAddition, year: i32, list: &mut Vec<Milestone>) {
    let prefix = format!("{year}-{}-additions", addition.quarter).to_lowercase();
    let event = format!("{} {year}", addition.quarter);
    let mut lines = Lines { prefix, event, list };
    let basis = addition.basis;
    let what = match addition.window_start.zip(basis.window_start) {
        Some((start, basis)) => {
            format!("New issues: rank day (traded since {start}{})", basis_in_words(basis))
        }
        None => "New issues: rank day".to_owned(),
    };
    lines.known("rank-day", addition.rank_day, &what, basis.rank_day);
    if addition.part_of_reconstitution {
        return;
    }
    let what = "New issues: announced";
    lines.known("announcement", addition.announcement, what, basis.announcement);
    let what = "New issues: join (after the close)";
    lines.known("effective", addition.effective_after_close, what, basis.effective);
}

/// The basis of a date that is mentioned in the line of another date.
fn basis_in_words(basis: Basis) -> &'static str {
    match basis {
        Basis::Published => "",
        _ => ", by rule",
    }
}

fn share_update(update: &QuarterlyUpdate, year: i32, list: &mut Vec<Milestone>) {
    let prefix = format!("{year}-{}-shares", update.quarter).to_lowercase();
    let event = format!("{} {year}", update.quarter);
    let mut lines = Lines { prefix, event, list };
    lines.day("cut-off", update.cut_off, "Shares and float: cut-off", update.basis);
    let what = "Shares and float: update (after the close)";
    lines.day("effective", update.effective_after_close, what, update.basis);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar;

    #[test]
    fn in_order_and_every_id_once() {
        for year in [1984, 2008, 2022, 2026, 2050] {
            let list = milestones(&calendar::schedule(year).expect("in range"));
            assert!(list.is_sorted_by_key(|milestone| milestone.first), "{year}");
            let mut ids: Vec<_> = list.iter().map(|milestone| &milestone.id).collect();
            ids.sort();
            ids.dedup();
            assert_eq!(ids.len(), list.len(), "{year}");
        }
    }
}
