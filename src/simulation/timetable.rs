//! A plan's events, assigned to the days of a history.
//!
//! An event is applied at the last close of the history on or before its own day, in the order of
//! the events' own days.

use chrono::NaiveDate;

use crate::calendar::{CalendarError, DatedEvent, Plan, QuarterDays};
use crate::market::history::History;

/// A scheduled action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Membership and weights of a quarter take effect.
    QuarterEffective(usize),
    /// Membership and weights of a reconstitution take effect.
    Implementation(usize),
    /// For a quarter, new issues are ranked, and shares and float are recorded.
    CutOff(usize),
    /// Membership is decided.
    RankDay(usize),
}

/// A step with its own day and the day of the history on which it falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timed {
    pub(super) day: usize,
    pub(super) date: NaiveDate,
    pub(super) step: Step,
}

/// The lock-down of a reconstitution: membership is settled, and new issues wait for the
/// implementation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lockdown {
    /// The first day of the lock-down.
    pub(super) start: NaiveDate,
    /// The implementation day, which is the last day of the lock-down.
    pub(super) implementation: NaiveDate,
    /// The event, as a place in [`Timetable::events`]; `None` if the history ends before it.
    pub(super) event: Option<usize>,
}

/// All events of a plan within a history.
#[derive(Debug, Clone)]
pub struct Timetable {
    /// The reconstitutions, in order.
    pub events: Vec<DatedEvent>,
    /// The quarters without a reconstitution, in order.
    pub quarters: Vec<QuarterDays>,
    pub(super) steps: Vec<Timed>,
    /// The lock-downs of all reconstitutions that begin in the history, in order.
    lockdowns: Vec<Lockdown>,
    /// Events that begin in the history and end after it, by name.
    pub unfinished: Vec<String>,
    /// Events applied on another day than their own, such as `june-2026: rank day 2026-04-30 on
    /// ...`.
    pub moved: Vec<String>,
}

impl Timetable {
    /// Events that are ranked and take effect on the same day of the history, because closes
    /// between are missing.
    pub fn together(&self) -> impl Iterator<Item = (&DatedEvent, usize)> {
        let day_of = |step: Step| self.steps.iter().find(|t| t.step == step).map(|t| t.day);
        self.events.iter().enumerate().filter_map(move |(at, event)| {
            let day = day_of(Step::RankDay(at))?;
            (day_of(Step::Implementation(at)) == Some(day)).then_some((event, day))
        })
    }

    /// The reconstitutions ranked within the history, each with the day at whose close it is
    /// ranked.
    pub fn ranked(&self) -> impl Iterator<Item = (&DatedEvent, usize)> {
        self.steps.iter().filter_map(|timed| match timed.step {
            Step::RankDay(at) => Some((&self.events[at], timed.day)),
            _ => None,
        })
    }

    /// True if all steps fall on the same days of the history as those of another timetable.
    pub fn falls_as(&self, other: &Self) -> bool {
        let on = |timetable: &Self| {
            let mut on: Vec<(usize, Step)> =
                timetable.steps.iter().map(|timed| (timed.day, timed.step)).collect();
            on.sort_unstable();
            on
        };
        on(self) == on(other)
    }

    /// True if a reconstitution is ranked or takes effect on a day of the history.
    pub fn has_event(&self, day: usize) -> bool {
        let is_event =
            |timed: &Timed| matches!(timed.step, Step::RankDay(_) | Step::Implementation(_));
        self.of_day(day).iter().any(is_event)
    }

    /// The timetable of a plan; events that began before the history are left out.
    ///
    /// # Errors
    /// If the days of the plan's rules are out of order, or in years that the calendar does not
    /// cover.
    pub fn new(plan: &Plan, history: &History) -> Result<Self, CalendarError> {
        let days = history.backtest_days();
        let (first, last) = (days[0].date, days[days.len() - 1].date);
        let after = last + chrono::Days::new(366);
        let (mut events, mut unfinished) = (Vec::new(), Vec::new());
        let mut lockdowns = Vec::new();
        for event in plan.events(first, after)? {
            let (rank_day, implementation) = (event.event.rank_day, event.event.implementation);
            if rank_day < first || rank_day > last {
                continue;
            }
            let event_of = (implementation <= last).then_some(events.len());
            lockdowns.extend(event.event.lockdown_start.map(|start| Lockdown {
                start,
                implementation,
                event: event_of,
            }));
            if implementation > last {
                unfinished.push(event.name);
            } else {
                events.push(event);
            }
        }
        let mut quarters = plan.quarters(first, last)?;
        quarters.retain(|q| q.cut_off >= first);
        let mut steps = Vec::new();
        let mut moved = Vec::new();
        let mut add = |date: NaiveDate, step: Step, what: Option<String>| {
            let Some(day) = history.day_at(date) else { return };
            let on = history.days[day].date;
            if let Some(what) = what.filter(|_| on != date) {
                moved.push(format!("{what} {date} on {on}"));
            }
            steps.push(Timed { day, date, step });
        };
        for (at, e) in events.iter().enumerate() {
            let name = |what: &str| Some(format!("{} {what}", e.name));
            add(e.event.rank_day, Step::RankDay(at), name("rank day"));
            add(e.event.implementation, Step::Implementation(at), name("implementation"));
        }
        for (at, q) in quarters.iter().enumerate() {
            add(q.cut_off, Step::CutOff(at), None);
            add(q.effective, Step::QuarterEffective(at), None);
        }
        // Within a day of the history, steps are in the order of their own days.
        steps.sort_unstable();
        Ok(Self { events, quarters, steps, lockdowns, unfinished, moved })
    }

    /// The lock-down in which a day lies; the implementation day is its last.
    pub(super) fn lockdown_of(&self, date: NaiveDate) -> Option<Lockdown> {
        let lies_in = |l: &&Lockdown| l.start <= date && date <= l.implementation;
        self.lockdowns.iter().find(lies_in).copied()
    }

    /// The steps of a day, in order.
    pub(super) fn of_day(&self, day: usize) -> &[Timed] {
        let from = self.steps.partition_point(|s| s.day < day);
        let to = self.steps.partition_point(|s| s.day <= day);
        &self.steps[from..to]
    }
}
