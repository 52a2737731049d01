//! Schedules and their days in the summary of a comparison.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::calendar::{Basis, DatedEvent, QuarterDays};
use crate::market::history::History;
use crate::report::comparison::events::kind;
use crate::study::comparison;

/// A schedule in the history.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "ScheduleOfHistory")]
pub(super) struct Schedule<'a> {
    /// Its name.
    name: &'a str,
    /// Its reconstitutions, in order.
    reconstitutions: Vec<Reconstitution<'a>>,
    /// The quarters without a reconstitution, in order.
    quarters: Vec<Quarter>,
    /// Number of events that took effect, by kind.
    events_by_kind: BTreeMap<&'static str, usize>,
    /// Number of rows of `ledger.csv`.
    ledger_rows: usize,
    /// Events that begin in the history and end after it.
    unfinished: &'a [String],
    /// Events that fall on another day than their own.
    moved: &'a [String],
}

/// A reconstitution of a schedule.
#[derive(Serialize, JsonSchema)]
struct Reconstitution<'a> {
    /// Its name, such as `june-2026`.
    name: &'a str,
    /// The day whose close ranks the companies.
    rank_day: NaiveDate,
    /// The close of the history used for it; null if there is none.
    rank_day_close: Option<NaiveDate>,
    /// The first day of the lock-down; null if nothing states it.
    lockdown_start: Option<NaiveDate>,
    /// The day after whose close the new membership takes effect.
    implementation: NaiveDate,
    /// The close of the history used for it; null if there is none.
    implementation_close: Option<NaiveDate>,
    /// The first session with the new membership.
    effective_open: NaiveDate,
    /// The basis of these days.
    basis: ReconstitutionBasis,
}

/// The basis of the days of a reconstitution.
#[derive(Serialize, JsonSchema)]
struct ReconstitutionBasis {
    /// Basis of the rank day.
    rank_day: Basis,
    /// Basis of the lock-down; null if there is none.
    lockdown_start: Option<Basis>,
    /// Basis of the implementation.
    implementation: Basis,
}

/// A quarter without a reconstitution: additions of new issues, and updates of shares and float.
#[derive(Serialize, JsonSchema)]
struct Quarter {
    /// Its name, such as `march-2026`.
    name: String,
    /// The day whose close ranks new issues and fixes shares and float.
    cut_off: NaiveDate,
    /// The close of the history used for it; null if there is none.
    cut_off_close: Option<NaiveDate>,
    /// The day after whose close it takes effect.
    effective: NaiveDate,
    /// The close of the history used for it; null if there is none.
    effective_close: Option<NaiveDate>,
    /// The basis of these days.
    basis: QuarterBasis,
}

/// The basis of the days of a quarter.
#[derive(Serialize, JsonSchema)]
struct QuarterBasis {
    /// Basis of the cut-off of new issues.
    cut_off: Basis,
    /// Basis of the cut-off of shares and float.
    cut_off_of_shares: Basis,
    /// Basis of the effective day.
    effective: Basis,
}

impl<'a> Schedule<'a> {
    pub(super) fn new(history: &History, schedule: &'a comparison::Schedule) -> Self {
        let close = |date: NaiveDate| history.day_at(date).map(|day| history.days[day].date);
        let timetable = &schedule.timetable;
        let mut events_by_kind: BTreeMap<&str, usize> = BTreeMap::new();
        for event in &schedule.backtest.events {
            *events_by_kind.entry(kind(event.kind)).or_default() += 1;
        }
        Self {
            name: &schedule.name,
            reconstitutions: timetable
                .events
                .iter()
                .map(|e| Reconstitution::new(e, close))
                .collect(),
            quarters: timetable.quarters.iter().map(|q| Quarter::new(q, close)).collect(),
            events_by_kind,
            ledger_rows: schedule.ledger.rows.len(),
            unfinished: &timetable.unfinished,
            moved: &timetable.moved,
        }
    }
}

impl<'a> Reconstitution<'a> {
    fn new(dated: &'a DatedEvent, close: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Self {
        let DatedEvent { name, event } = dated;
        Self {
            name,
            rank_day: event.rank_day,
            rank_day_close: close(event.rank_day),
            lockdown_start: event.lockdown_start,
            implementation: event.implementation,
            implementation_close: close(event.implementation),
            effective_open: event.effective_open,
            basis: ReconstitutionBasis {
                rank_day: event.basis.rank_day,
                lockdown_start: event.basis.lockdown_start,
                implementation: event.basis.implementation,
            },
        }
    }
}

impl Quarter {
    fn new(quarter: &QuarterDays, close: impl Fn(NaiveDate) -> Option<NaiveDate>) -> Self {
        Self {
            name: quarter.name(),
            cut_off: quarter.cut_off,
            cut_off_close: close(quarter.cut_off),
            effective: quarter.effective,
            effective_close: close(quarter.effective),
            basis: QuarterBasis {
                cut_off: quarter.cut_off_basis,
                cut_off_of_shares: quarter.shares_basis,
                effective: quarter.effective_basis,
            },
        }
    }
}
