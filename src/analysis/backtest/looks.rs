//! Which closes of a history are measured, for drift and for time in the wrong index.
//!
//! On a panel of many days, ranking every close is most of the work, while drift changes slowly
//! from one close to the next.

use chrono::{Datelike as _, NaiveDate};

use crate::market::history::History;
use crate::simulation::Timetable;
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// How often drift is measured.
    #[derive(Default)]
    pub enum Every {
        /// On every close of the market.
        #[default]
        Session,
        /// On the last close of each week.
        Week,
        /// On the last close of each month.
        Month,
        /// On closes on which an event of any of the schedules is ranked or takes effect.
        Event,
    }
);

/// What is measured on a close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Only returns.
    Returns,
    /// Returns and size; the summary shows the size at some closes.
    Size,
    /// Returns and size, and also drift and time in the wrong index.
    All,
}

/// What is measured on each close of a history.
#[derive(Debug, Clone)]
pub struct Looks {
    /// By day of the history, starting at its first close.
    at: Vec<Look>,
    /// The first day of the history's span.
    start: usize,
}

impl Looks {
    /// Chooses what to measure on each close of a history, given the timetables of its events. Size
    /// is measured on the closes of events and on the last close, whatever `every` says.
    pub fn new(every: Every, history: &History, timetables: &[Timetable]) -> Self {
        let days: Vec<usize> = history.span.clone().collect();
        let start = history.span.start;
        let date = |day: usize| history.days[day].date;
        let is_event = |day: usize| timetables.iter().any(|t| t.has_event(day));
        let is_last_of = |day: usize, part: fn(NaiveDate) -> (i32, u32)| {
            day + 1 == history.span.end || part(date(day)) != part(date(day + 1))
        };
        let week = |date: NaiveDate| (date.iso_week().year(), date.iso_week().week());
        let month = |date: NaiveDate| (date.year(), date.month());
        let look = |&day: &usize| {
            let is_due = match every {
                Every::Session => true,
                Every::Week => is_last_of(day, week),
                Every::Month => is_last_of(day, month),
                Every::Event => is_event(day),
            };
            match is_due {
                true => Look::All,
                false if is_event(day) || day + 1 == history.span.end => Look::Size,
                false => Look::Returns,
            }
        };
        Self { at: days.iter().map(look).collect(), start }
    }

    /// What is measured on a day; only returns for days outside the history's span.
    pub fn at(&self, day: usize) -> Look {
        day.checked_sub(self.start).and_then(|at| self.at.get(at)).copied().unwrap_or(Look::Returns)
    }

    /// The next day after `day` on which drift is measured.
    pub(super) fn next(&self, day: usize) -> Option<usize> {
        let after = day + 1 - self.start;
        let next = self.at.get(after..)?.iter().position(|look| *look == Look::All)?;
        Some(day + 1 + next)
    }

    /// Number of closes on which drift is measured.
    pub fn count(&self) -> usize {
        self.at.iter().filter(|look| **look == Look::All).count()
    }
}
