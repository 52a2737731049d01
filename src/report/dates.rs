//! The key dates of an event as a section of a page.

use chrono::NaiveDate;

use super::chart::{Chart, Milestone};
use super::page::{Block, Figure, Section};
use crate::calendar::Basis;
use crate::scenario::RunScenario;

/// Rank day, preliminary lists, lock-down and implementation, and the day of the data if it differs.
/// Days that follow from a rule are marked.
pub(super) fn dates(scenario: &RunScenario, data: Option<NaiveDate>) -> Section {
    let (event, basis) = (&scenario.event, &scenario.day_basis);
    let mut days = Vec::new();
    let mut add = |day, what: &str, basis: Option<Basis>, is_main| {
        let mark = basis.map_or("", Basis::mark);
        days.push(Milestone { day, what: format!("{what}{mark}"), is_main });
    };
    if let Some(day) = data.filter(|day| *day != event.rank_day) {
        add(day, "the universe that is known", None, false);
    }
    let what = "rank day: caps, eligibility and bands are decided at its close";
    add(event.rank_day, what, Some(basis.rank_day), true);
    if let Some(known) = &scenario.calendar {
        for (at, list) in known.preliminary_lists.iter().enumerate() {
            let what = if at == 0 { "first preliminary lists" } else { "update of the lists" };
            add(*list, what, Some(known.basis_of_list(*list)), false);
        }
        if let Some(query) = &known.query_period {
            add(query.last, "query period ends", known.basis.query_period, false);
        }
        if let Some(lockdown) = known.lockdown_start {
            let what = "lock-down begins: membership is final";
            add(lockdown, what, known.basis.lockdown_start, false);
        }
    }
    let what = "implementation: indexes change after the close";
    add(event.implementation, what, Some(basis.implementation), true);
    add(event.effective, "in force from the open", Some(basis.implementation), false);
    days.sort_by_key(|milestone| milestone.day);
    let figure = Figure {
        title: "The days of the event.".to_owned(),
        text: "To scale; the large dots are rank day and implementation.".to_owned(),
        chart: Chart::Timeline(days),
        numbers: None,
    };
    Section {
        id: "dates",
        title: "Key dates".to_owned(),
        lead: String::new(),
        blocks: vec![Block::figure(figure)],
    }
}
