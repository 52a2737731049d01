//! The cycles of a history and the closes and events that belong to each.
//!
//! An event belongs to the cycle of its effective date, whichever close it is applied at. A close shows
//! the family after all events up to it, so the close at which a June implementation is applied is the
//! first of the new cycle. A period belongs to the cycle of the close at its start. Only complete cycles
//! count towards means.

use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::analysis::interval::{CONFIDENCE, Estimate};
use crate::calendar::Cycle;

/// A cycle with its closes in the history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HistoryCycle {
    /// The days of the cycle.
    pub cycle: Cycle,
    /// True if the history covers the whole cycle.
    pub is_complete: bool,
    /// Its closes, as a range of the history's closes.
    pub closes: Range<usize>,
}

/// The cycles of a history, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cycles {
    /// Every cycle that the history overlaps.
    pub all: Vec<HistoryCycle>,
}

impl Cycles {
    /// Assigns the closes of a history to its cycles.
    pub fn new(cycles: &[Cycle], closes: &[NaiveDate]) -> Self {
        let (Some(first), Some(last)) = (closes.first(), closes.last()) else {
            return Self::default();
        };
        // A day is assigned to the last close at or before it.
        let falls_on = |day: NaiveDate| closes.partition_point(|close| *close <= day).max(1) - 1;
        let all = cycles.iter().map(|cycle| HistoryCycle {
            cycle: *cycle,
            is_complete: cycle.is_within(*first, *last),
            closes: falls_on(cycle.after)..if cycle.through > *last {
                closes.len()
            } else {
                falls_on(cycle.through)
            },
        });
        Self { all: all.collect() }
    }

    /// The complete cycles.
    pub fn complete(&self) -> impl Iterator<Item = &HistoryCycle> {
        self.all.iter().filter(|cycle| cycle.is_complete)
    }

    /// Cycles cut off by the start or the end of the history.
    pub fn cut(&self) -> impl Iterator<Item = &HistoryCycle> {
        self.all.iter().filter(|cycle| !cycle.is_complete)
    }

    /// The closes of all complete cycles, which are consecutive; `None` if there is none.
    pub fn complete_closes(&self) -> Option<Range<usize>> {
        let (first, last) = (self.complete().next()?, self.complete().last()?);
        Some(first.closes.start..last.closes.end)
    }

    /// The cycle of an event on `date`.
    pub fn of(&self, date: NaiveDate) -> Option<&HistoryCycle> {
        self.place(date).map(|place| &self.all[place])
    }

    /// Position in `all` of the cycle of an event on `date`.
    pub(super) fn place(&self, date: NaiveDate) -> Option<usize> {
        self.all.iter().position(|of| of.cycle.contains(date))
    }

    /// The known values of complete cycles, given a value for every cycle.
    fn known(&self, of_cycles: &[Option<f64>]) -> Vec<f64> {
        let complete = self.all.iter().zip(of_cycles).filter(|(cycle, _)| cycle.is_complete);
        complete.filter_map(|(_, value)| *value).collect()
    }

    /// Mean over the complete cycles, given a value for every cycle; `None` if no complete cycle has
    /// a known value.
    pub fn estimate(&self, of_cycles: &[Option<f64>]) -> Option<Estimate> {
        Estimate::of(&self.known(of_cycles), CONFIDENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::cycles;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// Month ends from `first` to `last`, inclusive.
    fn month_ends(first: &str, last: &str) -> Vec<NaiveDate> {
        let is_end = |date: &NaiveDate| {
            date.succ_opt().is_some_and(|next| chrono::Datelike::day(&next) == 1)
        };
        let days = day(first).iter_days().take_while(|date| *date <= day(last));
        days.filter(is_end).collect()
    }

    fn of(closes: &[NaiveDate]) -> Cycles {
        let (first, last) = (closes[0], closes[closes.len() - 1]);
        Cycles::new(&cycles(first, last, 0).expect("cycles"), closes)
    }

    #[test]
    fn cycles_partition_the_closes() {
        for (first, last, complete) in [
            ("2020-12-31", "2023-08-31", &["2021/22", "2022/23"][..]),
            ("2021-06-30", "2022-06-30", &["2021/22"]),
            ("2021-07-31", "2022-06-30", &[]),
            ("2021-06-30", "2022-05-31", &[]),
            ("2021-01-31", "2021-03-31", &[]),
        ] {
            let closes = month_ends(first, last);
            let cycles = of(&closes);
            let mut next = 0;
            for cycle in &cycles.all {
                assert_eq!(cycle.closes.start, next, "{first} to {last}: {cycle:?}");
                next = cycle.closes.end;
            }
            assert_eq!(next, closes.len(), "{first} to {last}");
            let names: Vec<String> = cycles.complete().map(|of| of.cycle.name()).collect();
            assert_eq!(names, complete, "{first} to {last}");
            for cycle in cycles.complete().filter(|cycle| cycle.closes.start > 0) {
                assert_eq!(cycle.closes.len(), 12, "{cycle:?}");
            }
            assert_eq!(cycles.complete().count() + cycles.cut().count(), cycles.all.len());
        }
    }

    #[test]
    fn the_close_of_an_implementation_begins_the_next_cycle() {
        let closes = month_ends("2020-12-31", "2022-08-31");
        let cycles = of(&closes);
        let second = &cycles.all[1];
        // An event of 25 June 2021 is applied at the close of May.
        assert_eq!(closes[second.closes.start], day("2021-05-31"));
        assert_eq!(closes[second.closes.end - 1], day("2022-04-30"));
        assert_eq!(cycles.complete_closes(), Some(second.closes.clone()));
        assert_eq!(cycles.place(day("2021-06-25")), Some(0));
        assert_eq!(cycles.place(day("2021-06-28")), Some(1));
    }

    #[test]
    fn means_leave_out_cut_cycles_and_unknown_values() {
        let cycles = of(&month_ends("2020-12-31", "2024-08-31"));
        assert_eq!(cycles.all.len(), 5);
        let values = [Some(100.0), Some(1.0), None, Some(2.0), Some(100.0)];
        let found = cycles.estimate(&values).expect("complete cycles");
        assert_eq!((found.count, found.mean, found.standard_error), (2, 1.5, Some(0.5)));
        assert_eq!(cycles.estimate(&[Some(1.0), None, None, None, Some(1.0)]), None);
    }
}
