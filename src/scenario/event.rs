//! The days of a scenario's event, from the calendar or the scenario, in a valid order.

use chrono::NaiveDate;
use serde::Serialize;

use super::checker::Checker;
use super::error::ScenarioError;
use super::written::WrittenEvent;
use crate::calendar::{self, Basis, CalendarError, exchange};
use crate::reconstitution::Event;
use crate::refusal::Refusal;
use crate::remark::{InputNote, Remark};

/// The basis of the days of a scenario's event: a publication, a rule, or the scenario itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct DayBasis {
    /// Basis of the rank day.
    pub rank_day: Basis,
    /// Basis of the implementation day, and therefore of the effective date.
    pub implementation: Basis,
    /// Basis of the previous rank day; `None` if there is none.
    pub previous_rank_day: Option<Basis>,
    /// Basis of the calendar's lock-down; `None` if the calendar has none.
    pub lockdown_start: Option<Basis>,
}

impl DayBasis {
    /// A remark on days that follow from a rule because no publication of them is known; `None` if
    /// there are none.
    fn remark(&self, event: &Event, lockdown: Option<NaiveDate>) -> Option<Remark> {
        let days = [
            ("rank day", Some(event.rank_day), Some(self.rank_day)),
            ("lock-down from", lockdown, self.lockdown_start),
            ("implementation", Some(event.implementation), Some(self.implementation)),
            ("the rank day before", event.previous_rank_day, self.previous_rank_day),
        ];
        let by_rule: Vec<String> = days
            .into_iter()
            .filter(|(_, _, basis)| *basis == Some(Basis::Rule))
            .filter_map(|(what, day, _)| day.map(|day| format!("{what} {day}")))
            .collect();
        (!by_rule.is_empty())
            .then(|| InputNote::DaysByRule { days: by_rule, cut_offs: Vec::new() }.into())
    }
}

/// An event with the basis of its days and remarks on them.
pub(super) struct CheckedEvent {
    pub(super) event: Event,
    /// The calendar's event, if its days agree with the scenario's.
    pub(super) calendar: Option<calendar::Event>,
    /// The basis of the days.
    pub(super) basis: DayBasis,
    /// Remarks on days that differ from the calendar's, and on days that follow from a rule.
    pub(super) remarks: Vec<Remark>,
}

impl Checker<'_> {
    /// Checks the event: the calendar's days, or the scenario's own, in a valid order.
    pub(super) fn event(
        &self,
        written: &WrittenEvent,
        name: &str,
    ) -> Result<CheckedEvent, ScenarioError> {
        let known = match written.year {
            Some(year) => self.calendar_event(year, written)?,
            None => None,
        };
        let missing =
            |key: &str| self.fault("event.year", ("is missing", format!("give it, or {key}")));
        let rank_day = written
            .rank_day
            .or(known.as_ref().map(|k| k.rank_day))
            .ok_or_else(|| missing("event.rank_day and event.implementation"))?;
        let implementation = written
            .implementation
            .or(known.as_ref().map(|k| k.implementation))
            .ok_or_else(|| missing("event.implementation"))?;
        for (key, day) in [("rank_day", rank_day), ("implementation", implementation)] {
            let session =
                exchange::is_session(day).map_err(|e| self.fault(&format!("event.{key}"), e))?;
            if !session {
                let remedy = exchange::session_on_or_before(day).map_or_else(
                    |_| "give a session".to_owned(),
                    |before| format!("the session before is {before}"),
                );
                let problem = format!("{day} is no session of the exchange");
                return Err(self.fault(&format!("event.{key}"), (problem, remedy)));
            }
        }
        if rank_day >= implementation {
            let refusal = (
                format!("rank day {rank_day} is not before implementation {implementation}"),
                "check both",
            );
            return Err(self.fault("event.rank_day", refusal));
        }
        let previous = match written.previous_rank_day {
            Some(day) => Some((day, Basis::Scenario)),
            None => calendar::previous_rank_day(rank_day),
        };
        let effective = exchange::next_session(implementation)
            .map_err(|e| self.fault("event.implementation", e))?;
        let mut remarks: Vec<Remark> = Vec::new();
        if let Some(known) = &known {
            for (what, own, calendars) in [
                ("rank day", rank_day, known.rank_day),
                ("implementation", implementation, known.implementation),
            ] {
                if own != calendars {
                    let (what, calendar) = (what.to_owned(), calendars);
                    let remark = Remark::from(InputNote::DaySet { what, own, calendar });
                    remarks.push(remark.on_everything());
                }
            }
        }
        let event = Event {
            season: written.season,
            name: name.to_owned(),
            rank_day,
            implementation,
            effective,
            previous_rank_day: previous.map(|(day, _)| day),
        };
        let basis_of = |day: NaiveDate, of: fn(&calendar::Event) -> (NaiveDate, Basis)| {
            let known = known.as_ref().map(of).filter(|(known, _)| *known == day);
            known.map_or(Basis::Scenario, |(_, basis)| basis)
        };
        let mut basis = DayBasis {
            rank_day: basis_of(rank_day, |k| (k.rank_day, k.basis.rank_day)),
            implementation: basis_of(implementation, |k| {
                (k.implementation, k.basis.implementation)
            }),
            previous_rank_day: previous.map(|(_, basis)| basis),
            lockdown_start: None,
        };
        let is_same =
            |k: &calendar::Event| (k.rank_day, k.implementation) == (rank_day, implementation);
        let calendar = known.filter(is_same);
        basis.lockdown_start = calendar.as_ref().and_then(|k| k.basis.lockdown_start);
        let lockdown = calendar.as_ref().and_then(|k| k.lockdown_start);
        remarks.extend(basis.remark(&event, lockdown));
        Ok(CheckedEvent { event, calendar, basis, remarks })
    }

    fn calendar_event(
        &self,
        year: i32,
        written: &WrittenEvent,
    ) -> Result<Option<calendar::Event>, ScenarioError> {
        let found =
            calendar::schedule(year).and_then(|schedule| schedule.require(written.season).cloned());
        // A scenario with its own days may simulate a year that had no such event.
        match found {
            Ok(event) => Ok(Some(event)),
            Err(error) => match (written.rank_day, written.implementation) {
                (Some(_), Some(_)) => Ok(None),
                _ => Err(self.fault("event.year", no_event(error))),
            },
        }
    }
}

/// Why there is no event, and what a scenario can do about it.
fn no_event(error: CalendarError) -> Refusal {
    let is_no_event = matches!(error, CalendarError::NoSuchEvent { .. });
    let refusal = Refusal::from(error);
    if is_no_event {
        let remedy = "to play it all the same, give event.rank_day and event.implementation";
        return Refusal::new(refusal.problem, remedy);
    }
    refusal
}
