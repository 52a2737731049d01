//! The key dates of an event as a section of a page.

use chrono::NaiveDate;

use super::chart::{Chart, Milestone};
use super::page::{Block, Figure, Section};
use crate::calendar;
use crate::reconstitution::Event;

/// Rank day, lists, lock-down, implementation; and the day of the data where it is another one.
pub(super) fn dates(
    event: &Event,
    calendar: Option<&calendar::Event>,
    data: Option<NaiveDate>,
) -> Section {
    let mut days = Vec::new();
    let mut add = |day, what: &str, is_main| {
        days.push(Milestone { day, what: what.to_owned(), is_main });
    };
    if let Some(day) = data.filter(|day| *day != event.rank_day) {
        add(day, "the universe that is known", false);
    }
    add(event.rank_day, "rank day: caps, eligibility and bands are decided at its close", true);
    if let Some(known) = calendar {
        for (at, list) in known.preliminary_lists.iter().enumerate() {
            let what = if at == 0 { "first preliminary lists" } else { "update of the lists" };
            add(*list, what, false);
        }
        if let Some(query) = &known.query_period {
            add(query.last, "query period ends", false);
        }
        if let Some(lockdown) = known.lockdown_start {
            add(lockdown, "lock-down begins: membership is final", false);
        }
    }
    add(event.implementation, "implementation: indexes change after the close", true);
    add(event.effective, "in force from the open", false);
    days.sort_by_key(|milestone| milestone.day);
    let figure = Figure {
        title: "From rank day to the open.".to_owned(),
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
