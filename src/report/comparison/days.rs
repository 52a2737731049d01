//! The basis of the days of a comparison's schedules, by event.

use std::collections::BTreeMap;

use crate::calendar::Basis;
use crate::study::comparison::Schedule;

/// The basis of each scheduled event's day, by the name of the event in `events.csv`.
pub(super) fn by_name(schedule: &Schedule) -> BTreeMap<String, Basis> {
    let timetable = &schedule.timetable;
    let events = timetable.events.iter().map(|e| (e.name.clone(), e.event.basis.implementation));
    let quarters = timetable.quarters.iter();
    events.chain(quarters.map(|q| (format!("{}-quarter", q.name()), q.effective_basis))).collect()
}
