//! On which closes of a history a family is looked at: drift, and time in the wrong index.
//!
//! On a panel of many days, most of the work is to rank every close; drift moves slowly between them.

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
    /// Returns alone.
    Returns,
    /// Size too, of which the summary shows some closes.
    Size,
    /// Drift and time in the wrong index as well.
    All,
}

/// The looks at the closes of a history.
#[derive(Debug, Clone)]
pub struct Looks {
    /// By day of the history, from its first close on.
    at: Vec<Look>,
    /// The first day.
    start: usize,
}

impl Looks {
    /// The looks at a history on which events fall as these timetables say. Size is measured on the
    /// closes of events and on the last one whatever `every` says.
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

    /// The look at a day.
    pub fn at(&self, day: usize) -> Look {
        day.checked_sub(self.start).and_then(|at| self.at.get(at)).copied().unwrap_or(Look::Returns)
    }

    /// The next day after this one on which drift is measured.
    pub(super) fn next(&self, day: usize) -> Option<usize> {
        let after = day + 1 - self.start;
        let next = self.at.get(after..)?.iter().position(|look| *look == Look::All)?;
        Some(day + 1 + next)
    }

    /// On how many closes drift is measured.
    pub fn count(&self) -> usize {
        self.at.iter().filter(|look| **look == Look::All).count()
    }
}
