//! Outperformance of an index over a benchmark: its size and its longest streak.
//!
//! With the returns `a` of the index and `b` of the benchmark over the same periods, fractions:
//!
//! - difference of a period `= a - b`;
//! - cumulative relative performance after a period
//!   `= product of (1 + a) / product of (1 + b) - 1` over the periods so far (geometric excess
//!   return: Bacon, *Practical Portfolio Performance Measurement and Attribution*);
//! - the longest streak = the most consecutive periods with `a > b`. A tie ends a streak; of
//!   streaks of equal length the earliest counts.

use chrono::NaiveDate;
use serde::Serialize;

use super::level::compounded;

/// Returns of an index and its benchmark over one period, fractions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PairedReturn {
    /// Last date of the period.
    pub date: NaiveDate,
    /// Return of the index.
    pub index: f64,
    /// Return of the benchmark.
    pub benchmark: f64,
}

impl PairedReturn {
    /// Return of the index less that of the benchmark, a fraction.
    pub fn difference(&self) -> f64 {
        self.index - self.benchmark
    }
}

/// Performance of an index against a benchmark in one period and up to its end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RelativePeriod {
    /// Last date of the period.
    pub date: NaiveDate,
    /// Difference of the period's returns, a fraction.
    pub difference: f64,
    /// Cumulative relative performance, a fraction; `None` once the benchmark has lost everything.
    pub cumulative: Option<f64>,
}

/// Consecutive periods in which the index returned more than the benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Streak {
    /// Last date of its first period.
    pub first: NaiveDate,
    /// Last date of its last period.
    pub last: NaiveDate,
    /// Number of periods.
    pub periods: usize,
    /// Compounded return of the index over the streak, a fraction.
    pub index_return: f64,
    /// Compounded return of the benchmark over the streak, a fraction.
    pub benchmark_return: f64,
}

impl Streak {
    /// Compounded outperformance, a fraction: the difference of the compounded returns.
    pub fn outperformance(&self) -> f64 {
        self.index_return - self.benchmark_return
    }
}

/// An index against its benchmark.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outperformance {
    /// One per period, in order.
    pub periods: Vec<RelativePeriod>,
    /// The longest streak; `None` if the index never beat the benchmark.
    pub longest_streak: Option<Streak>,
}

/// Outperformance over consecutive periods, in order of date.
pub fn outperformance(returns: &[PairedReturn]) -> Outperformance {
    Outperformance { periods: relative_periods(returns), longest_streak: longest_streak(returns) }
}

fn relative_periods(returns: &[PairedReturn]) -> Vec<RelativePeriod> {
    let (mut index, mut benchmark) = (1.0, 1.0);
    returns
        .iter()
        .map(|period| {
            index *= 1.0 + period.index;
            benchmark *= 1.0 + period.benchmark;
            let cumulative = (benchmark > 0.0).then(|| index / benchmark - 1.0);
            RelativePeriod { date: period.date, difference: period.difference(), cumulative }
        })
        .collect()
}

fn longest_streak(returns: &[PairedReturn]) -> Option<Streak> {
    let mut longest: &[PairedReturn] = &[];
    // The chunks alternate between periods won and not won.
    let won = |period: &PairedReturn| period.index > period.benchmark;
    for run in returns.chunk_by(|a, b| won(a) == won(b)) {
        if run.first().is_some_and(won) && run.len() > longest.len() {
            longest = run;
        }
    }
    let (first, last) = (longest.first()?, longest.last()?);
    Some(Streak {
        first: first.date,
        last: last.date,
        periods: longest.len(),
        index_return: compounded(longest.iter().map(|period| period.index)),
        benchmark_return: compounded(longest.iter().map(|period| period.benchmark)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn january(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 1, day).expect("a date")
    }

    /// One period per day, from 1 January.
    fn paired(returns: &[(f64, f64)]) -> Vec<PairedReturn> {
        let days = january(1).iter_days();
        let pair = |(date, &(index, benchmark))| PairedReturn { date, index, benchmark };
        days.zip(returns).map(pair).collect()
    }

    #[test]
    fn differences_and_cumulative_relative_performance() {
        let result = outperformance(&paired(&[(0.1, 0.0), (-0.1, 0.1), (0.5, 0.5)]));
        let differences = [0.1, -0.2, 0.0];
        let cumulative = [0.1, 1.1 * 0.9 / 1.1 - 1.0, 1.1 * 0.9 / 1.1 - 1.0];
        assert_eq!(result.periods.len(), 3);
        for (at, period) in result.periods.iter().enumerate() {
            assert!((period.difference - differences[at]).abs() < 1e-12, "{period:?}");
            let so_far = period.cumulative.expect("the benchmark is worth something");
            assert!((so_far - cumulative[at]).abs() < 1e-12, "{period:?}");
        }
    }

    #[test]
    fn the_longest_streak_with_its_dates_and_compounded_outperformance() {
        let returns =
            [(0.02, 0.01), (0.0, 0.0), (0.02, 0.01), (-0.01, -0.03), (0.1, 0.0), (0.0, 0.1)];
        let streak = outperformance(&paired(&returns)).longest_streak.expect("a streak");
        assert_eq!((streak.first, streak.last, streak.periods), (january(3), january(5), 3));
        let expected = 1.02 * 0.99 * 1.1 - 1.01 * 0.97;
        assert!((streak.outperformance() - expected).abs() < 1e-12);
    }

    #[test]
    fn a_tie_ends_a_streak_and_the_earliest_of_equal_length_counts() {
        let returns = [(0.1, 0.0), (0.1, 0.1), (0.3, 0.0)];
        let streak = outperformance(&paired(&returns)).longest_streak.expect("a streak");
        assert_eq!((streak.first, streak.last, streak.periods), (january(1), january(1), 1));
    }

    #[test]
    fn without_a_period_won_there_is_no_streak() {
        assert_eq!(outperformance(&paired(&[(0.0, 0.0), (-0.1, 0.1)])).longest_streak, None);
        let nothing = outperformance(&[]);
        assert!(nothing.periods.is_empty() && nothing.longest_streak.is_none());
    }

    #[test]
    fn a_benchmark_that_lost_everything_has_no_relative_performance() {
        let result = outperformance(&paired(&[(0.1, -1.0), (0.1, 0.5)]));
        assert!(result.periods.iter().all(|period| period.cumulative.is_none()));
    }

    proptest! {
        #[test]
        fn no_span_of_periods_won_is_longer_than_the_longest_streak(
            returns in proptest::collection::vec((-3i8..3, -3i8..3), 0..25)
        ) {
            let percent = |n: i8| f64::from(n) / 100.0;
            let returns: Vec<(f64, f64)> =
                returns.iter().map(|&(a, b)| (percent(a), percent(b))).collect();
            let mut most = 0;
            for from in 0..returns.len() {
                for to in from..returns.len() {
                    if returns[from..=to].iter().all(|(a, b)| a > b) {
                        most = most.max(to - from + 1);
                    }
                }
            }
            let streak = outperformance(&paired(&returns)).longest_streak;
            prop_assert_eq!(streak.map_or(0, |s| s.periods), most);
            prop_assert!(streak.is_none_or(|s| s.outperformance() > 0.0));
        }
    }
}
