//! The cycles of a path: from just after one June implementation up to and including the next.
//!
//! If a path begins in June after the implementation, it begins with a cycle. Otherwise the months
//! before the next implementation are run but not measured, so that every measured cycle is
//! complete. The years of a warm-up are not measured either; after them less depends on the members
//! at the start. An event belongs to the cycle of its step. A month belongs to the cycle in force
//! as it begins, after the events of that day.

use serde::{Deserialize, Serialize};

use crate::limits;

/// The cycles of a path in terms of its steps and months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathCycles {
    /// The steps of the June implementations: cycle `k` has the events after the implementation at
    /// `k`, up to and including the one at `k + 1`.
    junes: Vec<u32>,
    /// Months before the first cycle.
    run_in: u32,
}

impl PathCycles {
    /// Creates `count` cycles after those of a warm-up, for a path that begins `start` months into
    /// a year; June is implemented `june` months into a year.
    pub fn new(june: f64, start: f64, (warm_up, count): (u32, u32), per_month: u32) -> Self {
        let per_month_f = f64::from(per_month);
        // Nothing else is due in June after the implementation, so the path begins with a cycle.
        let is_in_june = start >= june && start.ceil() <= june.ceil();
        let until_june =
            if start > june && !is_in_june { june + 12.0 - start } else { june - start };
        let step = |cycle: u32| nearest((until_june + 12.0 * f64::from(cycle)) * per_month_f);
        let junes: Vec<u32> = (warm_up..=warm_up + count).map(step).collect();
        let run_in = junes.first().map_or(0, |first| first.div_ceil(per_month));
        Self { junes, run_in }
    }

    /// True if these can be that many cycles of a path; a file read from disk may contain anything.
    pub fn is_possible(&self, count: u32, per_month: u32) -> bool {
        let months = count.checked_mul(12).and_then(|months| months.checked_add(self.run_in));
        let ends = months.and_then(|months| months.checked_mul(per_month));
        self.run_in <= 12 * limits::PATH_YEARS
            && self.junes.len() == count as usize + 1
            && self.junes.is_sorted_by(|before, after| before < after)
            && self.junes.last().zip(ends).is_some_and(|(last, end)| *last <= end)
    }

    /// Number of cycles.
    pub fn count(&self) -> u32 {
        u32::try_from(self.junes.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Months before the first cycle; they are run but not measured.
    pub fn run_in(&self) -> u32 {
        self.run_in
    }

    /// Months of the whole path.
    pub fn months(&self) -> u32 {
        self.run_in + 12 * self.count()
    }

    /// The cycle that an event at a step belongs to; `None` if it is not measured.
    pub(super) fn of_event(&self, step: u32) -> Option<usize> {
        let ended = self.junes.partition_point(|june| *june < step);
        ended.checked_sub(1).filter(|cycle| *cycle + 1 < self.junes.len())
    }

    /// The cycle of the month that begins at a month's end; the path begins at the end of month 0.
    /// `None` if it is not measured.
    pub(super) fn of_month_after(&self, month: u32) -> Option<usize> {
        let since = month.checked_sub(self.run_in)?;
        (since < 12 * self.count()).then_some(since as usize / 12)
    }
}

/// The step nearest to a time; step 0 for a time before the path.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "not below zero")]
fn nearest(time: f64) -> u32 {
    time.round().max(0.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(start: f64, per_month: u32) -> PathCycles {
        PathCycles::new(5.85, start, (0, 2), per_month)
    }

    #[test]
    fn a_path_from_the_end_of_june_is_whole_cycles() {
        let monthly = of(6.0, 1);
        assert_eq!((monthly.run_in(), monthly.months(), monthly.count()), (0, 24, 2));
        assert_eq!(monthly.junes, [0, 12, 24]);
        let events: Vec<_> = [0, 1, 12, 13, 24, 25].map(|step| monthly.of_event(step)).into();
        assert_eq!(events, [None, Some(0), Some(0), Some(1), Some(1), None]);
        let months: Vec<_> = [0, 11, 12, 23, 24].map(|month| monthly.of_month_after(month)).into();
        assert_eq!(months, [Some(0), Some(0), Some(1), Some(1), None]);
        // June is implemented three days before the end of a month of 21 days.
        let daily = of(6.0, 21);
        assert_eq!((daily.junes.as_slice(), daily.months()), (&[0, 249, 501][..], 24));
    }

    #[test]
    fn a_path_from_any_other_day_first_runs_up_to_june() {
        for (start, run_in) in [(4.0, 2), (0.0, 6), (11.0, 7), (7.0, 11), (6.5, 11), (5.0, 1)] {
            let cycles = of(start, 1);
            assert_eq!((cycles.run_in(), cycles.months()), (run_in, run_in + 24), "{start}");
            assert_eq!(cycles.of_event(cycles.junes[0]), None);
            assert_eq!(cycles.of_month_after(run_in), Some(0));
        }
    }

    #[test]
    fn cycles_of_a_warm_up_are_run_and_not_measured() {
        let warm = PathCycles::new(5.85, 6.0, (3, 2), 1);
        assert_eq!((warm.run_in(), warm.months(), warm.count()), (36, 60, 2));
        assert_eq!(warm.junes, [36, 48, 60]);
        let events: Vec<_> = [12, 36, 37, 60].map(|step| warm.of_event(step)).into();
        assert_eq!(events, [None, None, Some(0), Some(1)]);
        assert!(warm.is_possible(2, 1));
    }

    #[test]
    fn every_step_and_every_month_after_the_run_in_is_in_one_cycle() {
        for (start, per_month) in [(6.0, 1), (6.0, 21), (4.0, 21), (9.3, 21)] {
            let cycles = of(start, per_month);
            let (first, last) = (cycles.junes[0], cycles.junes[2]);
            for step in first + 1..=last {
                assert!(cycles.of_event(step).is_some(), "{start} {step}");
            }
            assert!(last <= cycles.months() * per_month);
            let months = 0..=cycles.months();
            assert_eq!(months.filter_map(|m| cycles.of_month_after(m)).count(), 24);
        }
    }
}
