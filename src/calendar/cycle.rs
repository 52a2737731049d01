//! Cycles: the years from June to June by which schedules are compared.
//!
//! A cycle runs from just after one June implementation up to and including the next. If some of the
//! plans compared implement June later, it runs from and to the latest of these days. Every schedule can
//! be compared on cycles: a schedule without a June reconstitution, or with additional ones, has the same
//! cycles, and each cycle contains every event of a year once.

use chrono::{Datelike as _, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{CalendarError, Plan, exchange};

/// The month in which a cycle ends.
pub const MONTH_OF_CYCLES: u32 = 6;

/// From just after one June implementation up to and including the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cycle {
    /// The June implementation after which it begins.
    pub after: NaiveDate,
    /// The June implementation with which it ends.
    pub through: NaiveDate,
}

impl Cycle {
    /// Its name by the years of its two Junes: `2025/26`.
    pub fn name(&self) -> String {
        name_of_cycle(self.through.year())
    }

    /// Whether an event implemented on this day belongs to it.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.after < date && date <= self.through
    }

    /// Whether the days from `first` to `last` cover all of it: they end on or after the second
    /// June implementation, and begin no later than the end of the first June, after whose
    /// implementation nothing else is due.
    pub fn is_within(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let month = self.after.with_day(1).and_then(|day| day.checked_add_months(Months::new(1)));
        month.is_some_and(|next| first < next) && self.through <= last
    }
}

/// The name of the cycle that ends in June of a year: `2025/26`.
pub fn name_of_cycle(year: i32) -> String {
    format!("{}/{:02}", year - 1, year.rem_euclid(100))
}

/// The June implementation of a year.
///
/// # Errors
/// Years that the calendar does not cover.
pub fn june_implementation(year: i32) -> Result<NaiveDate, CalendarError> {
    exchange::check_year(year)?;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let annual = Plan::named("annual")?.into_iter();
    let events: Vec<_> =
        annual.map(|plan| plan.events(day(1, 1), day(12, 31))).collect::<Result<_, _>>()?;
    let first = events.iter().flatten().next();
    Ok(first.map_or_else(|| day(6, 30), |event| event.event.implementation))
}

/// The largest number of sessions by which any of the plans moves its implementations later; 0 if none
/// does. Cycles that end this much later contain every event of a year once under each of the plans.
pub fn latest_shift<'p>(plans: impl IntoIterator<Item = &'p Plan>) -> i16 {
    plans.into_iter().map(|plan| plan.shift.implementation).max().unwrap_or(0).max(0)
}

/// The end of the cycle of a year: `shift` sessions after the June implementation ([`latest_shift`]).
///
/// # Errors
/// As [`june_implementation`].
pub fn end_of_cycle(year: i32, shift: i16) -> Result<NaiveDate, CalendarError> {
    exchange::moved(june_implementation(year)?, shift)
}

/// The cycles that the days from `first` to `last` touch, in order and without gaps; `shift` as in
/// [`end_of_cycle`].
///
/// # Errors
/// Days outside the calendar's years, less one year at either end.
pub fn cycles(first: NaiveDate, last: NaiveDate, shift: i16) -> Result<Vec<Cycle>, CalendarError> {
    let junes: Vec<NaiveDate> = (first.year() - 1..=last.year() + 1)
        .filter(|year| exchange::check_year(*year).is_ok())
        .map(|year| end_of_cycle(year, shift))
        .collect::<Result<_, _>>()?;
    let pairs = junes.windows(2).map(|pair| Cycle { after: pair[0], through: pair[1] });
    Ok(pairs.filter(|cycle| cycle.after <= last && first <= cycle.through).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Shift;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn cycles_follow_one_another_from_june_to_june() {
        let found = cycles(day("2021-03-31"), day("2026-08-21"), 0).expect("cycles");
        let names: Vec<String> = found.iter().map(Cycle::name).collect();
        assert_eq!(
            names,
            ["2020/21", "2021/22", "2022/23", "2023/24", "2024/25", "2025/26", "2026/27"]
        );
        for pair in found.windows(2) {
            assert_eq!(pair[0].through, pair[1].after);
        }
        assert_eq!((found[1].after, found[1].through), (day("2021-06-25"), day("2022-06-24")));
        // Every day is in exactly one cycle; an implementation day is in the cycle that it ends.
        for date in day("2021-06-01").iter_days().take(800) {
            assert_eq!(found.iter().filter(|cycle| cycle.contains(date)).count(), 1, "{date}");
        }
        assert!(found[0].contains(day("2021-06-25")) && !found[1].contains(day("2021-06-25")));
    }

    #[test]
    fn a_cycle_is_covered_by_days_from_its_first_june_to_its_second() {
        let cycle = Cycle { after: day("2021-06-25"), through: day("2022-06-24") };
        for (first, last, complete) in [
            ("2021-03-31", "2022-06-24", true),
            ("2021-06-25", "2022-06-30", true),
            ("2021-06-30", "2022-06-30", true),
            ("2021-07-01", "2022-06-30", false),
            ("2021-03-31", "2022-06-23", false),
        ] {
            assert_eq!(cycle.is_within(day(first), day(last)), complete, "{first} to {last}");
        }
    }

    #[test]
    fn the_first_and_the_last_years_of_the_calendar_have_no_cycle_beyond_it() {
        let found = cycles(day("1984-02-01"), day("1985-12-31"), 0).expect("cycles");
        assert_eq!(found.first().map(Cycle::name).as_deref(), Some("1984/85"));
        assert_eq!(name_of_cycle(2000), "1999/00");
    }

    #[test]
    fn cycles_end_with_the_latest_of_the_moved_implementations() {
        let moved = |implementation| {
            let annual = Plan::named("annual").expect("a calendar").expect("a plan");
            Plan { shift: Shift { rank_day: 0, implementation }, ..annual }
        };
        let plans = [-5, 0, 1, 20].map(moved);
        let (first, last) = (day("2023-12-29"), day("2026-12-31"));
        let found = cycles(first, last, latest_shift(&plans)).expect("cycles");
        assert_eq!((found[1].after, found[1].through), (day("2024-07-29"), day("2025-07-28")));
        for plan in &plans {
            let events = plan.events(first, last).expect("events");
            for cycle in &found[1..3] {
                let year = cycle.through.year();
                let own = events.iter().filter(|e| cycle.contains(e.event.implementation));
                let names: Vec<&str> = own.map(|e| e.name.as_str()).collect();
                assert_eq!(names, [format!("june-{year}")], "{:?}", plan.shift);
            }
        }
        assert_eq!(latest_shift(&plans[..2]), 0);
    }
}
