//! One reconstitution, its dates, and the basis of each date.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CalendarError, Season};

/// The basis of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The provider published this date.
    Published,
    /// It follows from a rule; no published statement of the date itself is known.
    Rule,
    /// It follows from the rules of another year, since neither the date nor a rule for its year is
    /// known. Occurs in plans only, never in the calendar's own schedules.
    Assumed,
    /// A scenario states it.
    Scenario,
}

impl Basis {
    /// The mark shown beside a date; empty where it is published or stated by the user.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Published | Self::Scenario => "",
            Self::Rule => " (by rule)",
            Self::Assumed => " (assumed)",
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Published => "published",
            Self::Rule => "rule",
            Self::Assumed => "assumed",
            Self::Scenario => "scenario",
        })
    }
}

/// The days on which clients may query the preliminary lists, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct QueryPeriod {
    /// The day of the first list.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

/// One reconstitution. Every date is a session of the exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CalendarEvent")]
pub struct Event {
    /// June or December.
    pub season: Season,
    /// The year it belongs to.
    pub year: i32,
    /// The day whose close ranks the companies and decides their eligibility.
    pub rank_day: NaiveDate,
    /// The days, after the close, of the preliminary lists: the first and its updates, in order.
    /// Empty where the rules state none.
    pub preliminary_lists: Vec<NaiveDate>,
    /// The preliminary lists whose days the provider published.
    pub published_lists: Vec<NaiveDate>,
    /// When the lists may be queried; `None` where nothing states it.
    pub query_period: Option<QueryPeriod>,
    /// From this day on membership is final; `None` where nothing states it.
    pub lockdown_start: Option<NaiveDate>,
    /// The new membership takes effect after the close of this day.
    pub implementation: NaiveDate,
    /// The first session with the new membership.
    pub effective_open: NaiveDate,
    /// The basis of each of these dates.
    pub basis: EventBasis,
}

/// The basis of each date of an [`Event`]; `None` where there is no such date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "CalendarEventBasis")]
pub struct EventBasis {
    /// Of the rank day.
    pub rank_day: Basis,
    /// Of the lists: `published` only where every one of them is.
    pub preliminary_lists: Option<Basis>,
    /// Of the query period.
    pub query_period: Option<Basis>,
    /// Of the lock-down.
    pub lockdown_start: Option<Basis>,
    /// Of the implementation, and with it of the effective open.
    pub implementation: Basis,
}

impl EventBasis {
    /// Sets every date that exists to the same basis.
    pub(super) fn all(mut self, basis: Basis) -> Self {
        let dates = [&mut self.preliminary_lists, &mut self.query_period, &mut self.lockdown_start];
        for date in dates.into_iter().flatten() {
            *date = basis;
        }
        self.rank_day = basis;
        self.implementation = basis;
        self
    }
}

impl Event {
    /// The basis of a preliminary list's date.
    pub fn basis_of_list(&self, list: NaiveDate) -> Basis {
        if self.published_lists.contains(&list) {
            return Basis::Published;
        }
        self.basis.preliminary_lists.filter(|b| *b != Basis::Published).unwrap_or(Basis::Rule)
    }

    /// The basis of the event as a whole: `published` if both its rank day and its implementation
    /// are.
    pub fn overall_basis(&self) -> Basis {
        match (self.basis.rank_day, self.basis.implementation) {
            (Basis::Published, Basis::Published) => Basis::Published,
            _ => Basis::Rule,
        }
    }

    /// Refuses dates that are out of order, which only user-written rules can produce.
    pub(super) fn check_order(&self) -> Result<(), CalendarError> {
        let mut stations = vec![("rank day", self.rank_day)];
        stations.extend(self.preliminary_lists.first().map(|&date| ("first list", date)));
        stations.extend(self.query_period.map(|period| ("end of the query period", period.last)));
        stations.extend(self.lockdown_start.map(|date| ("start of the lock-down", date)));
        stations.push(("implementation", self.implementation));
        for pair in stations.windows(2) {
            if let [(earlier, earlier_date), (later, later_date)] = *pair
                && earlier_date >= later_date
            {
                return Err(CalendarError::disorder(earlier, earlier_date, later, later_date));
            }
        }
        match self.preliminary_lists.last() {
            // Until 2021 the last update came on the implementation day itself.
            Some(&last) if last > self.implementation => Err(CalendarError::disorder(
                "last list",
                last,
                "implementation",
                self.implementation,
            )),
            _ => Ok(()),
        }
    }
}

/// "June 2026".
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.season, self.year)
    }
}
