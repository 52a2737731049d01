//! Comparison of schedules that were backtested on the same market.
//!
//! Every measure is computed for every schedule, cycle by cycle ([`Cycles`]). Its value is the mean over
//! the complete cycles, which are the same for all schedules; differences are to the first schedule.
//! [`crate::simulation::measures`] defines the measures; the files here take them along a history.

mod cycles;
mod drift;
mod moves;
mod performance;
mod rounding;
mod row;
mod size;
mod stored;
mod trades;
mod turnover;

use rayon::prelude::*;

pub use cycles::{Cycles, HistoryCycle};
pub use moves::whipsaws_of;
pub use performance::levels_of;
pub use row::{ComparisonRow, Measurement, Spread, Values, row};
pub use turnover::{part_of, parts_of};

use super::backtest::{Backtest, BacktestEvent};
use super::outperformance::Streak;
use crate::calendar::Cycle;
use crate::simulation::measures::{Form, Measure, Statistic};
use crate::universe::Index;

/// A schedule with its backtest.
#[derive(Debug, Clone, Copy)]
pub struct ScheduleBacktest<'a> {
    /// Its name.
    pub name: &'a str,
    /// The measures of its simulated history.
    pub backtest: &'a Backtest,
}

/// All measures of all schedules.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Rows by measure, then index, then schedule. Rows without a known value for any schedule are
    /// left out.
    pub rows: Vec<ComparisonRow>,
    /// The cycles over which the measures are taken.
    pub cycles: Cycles,
    /// The longest run of periods in which the Russell 2000 returned more than the 1000, by
    /// schedule.
    pub streaks: Vec<Option<Streak>>,
}

impl Comparison {
    /// The rows of a measure, one per schedule in order; empty if it is unknown.
    pub fn of(&self, statistic: Statistic, index: Option<Index>) -> &[ComparisonRow] {
        let is_it = |row: &ComparisonRow| row.index == index && row.statistic == statistic;
        let Some(first) = self.rows.iter().position(is_it) else { return &[] };
        let count = self.rows[first..].iter().take_while(|row| is_it(row)).count();
        &self.rows[first..first + count]
    }
}

/// Compares the backtests of schedules over the cycles of their history; `None` if there is no schedule
/// or no close.
///
/// # Panics
///
/// If the backtests do not have the same closes.
pub fn compare(schedules: &[ScheduleBacktest<'_>], cycles: &[Cycle]) -> Option<Comparison> {
    let first = schedules.first()?.backtest;
    let dates =
        |backtest: &Backtest| backtest.closes.iter().map(|close| close.date).collect::<Vec<_>>();
    let expected = dates(first);
    expected.first()?;
    for schedule in schedules {
        assert_eq!(dates(schedule.backtest), expected, "all backtests have the same closes");
    }
    let cycles = Cycles::new(cycles, &expected);
    let taken: Vec<Vec<Measurement>> =
        schedules.par_iter().map(|s| measurements(s.backtest, first, &cycles)).collect();
    let mut rows = Vec::with_capacity(taken.len() * taken[0].len());
    for place in 0..taken[0].len() {
        if taken.iter().all(|of| of[place].values.is_unknown()) {
            continue;
        }
        let of_schedules = schedules.iter().zip(&taken);
        rows.extend(
            of_schedules
                .map(|(schedule, of)| row(schedule.name, &of[place], &taken[0][place], &cycles)),
        );
    }
    let streaks = schedules.iter().map(|s| performance::streak(s.backtest, &cycles)).collect();
    Some(Comparison { rows, cycles, streaks })
}

/// Every measure of a schedule, in an order that does not depend on the data. Tracking is measured
/// against the returns of the `first` schedule on the same closes.
pub fn measurements(backtest: &Backtest, first: &Backtest, cycles: &Cycles) -> Vec<Measurement> {
    let mut taken = Taken { cycles, all: Vec::new() };
    turnover::take(backtest, &mut taken);
    trades::take(backtest, &mut taken);
    moves::take(backtest, &mut taken);
    drift::take(backtest, &mut taken);
    size::take(backtest, &mut taken);
    performance::take(backtest, first, &mut taken);
    taken.all
}

/// Collects the measures of one schedule.
struct Taken<'a> {
    cycles: &'a Cycles,
    all: Vec<Measurement>,
}

impl Taken<'_> {
    fn push(
        &mut self,
        measure: &'static Measure,
        form: Form,
        index: Option<Index>,
        values: Values,
    ) {
        debug_assert!(measure.subject.includes(index), "{} of {index:?}", measure.name);
        self.all.push(Measurement { statistic: Statistic { measure, form }, index, values });
    }

    /// A measure of the family as a whole.
    fn once(&mut self, measure: &'static Measure, value: Option<f64>) {
        self.push(measure, Form::Value, None, Values::Once(value));
    }

    /// A measure with a value for every index.
    fn by_index(&mut self, measure: &'static Measure, of: impl Fn(Index) -> Option<f64>) {
        for index in indexes() {
            self.push(measure, Form::Value, Some(index), Values::Once(of(index)));
        }
    }

    /// A measure with a value for every cycle.
    fn by_cycle(
        &mut self,
        measure: &'static Measure,
        index: Option<Index>,
        of_cycles: Vec<Option<f64>>,
    ) {
        self.push(measure, Form::Value, index, Values::OfCycles(of_cycles));
    }

    /// Sum over the events of each cycle.
    fn sums(&self, backtest: &Backtest, of: impl Fn(&BacktestEvent) -> f64) -> Vec<Option<f64>> {
        self.add_up(vec![Some(0.0); self.cycles.all.len()], backtest, of)
    }

    /// Sum over the events of each cycle for an index; `None` for a cycle in which the index has no
    /// members or no weight, or in which the turnover of an event is unknown.
    fn sums_of_index(
        &self,
        backtest: &Backtest,
        index: Index,
        of: impl Fn(&BacktestEvent) -> f64,
    ) -> Vec<Option<f64>> {
        let has_weight = |cycle: &HistoryCycle| {
            let mut closes = backtest.closes[cycle.closes.clone()].iter();
            closes.any(|close| close.indexes[index as usize].has_weight)
        };
        let mut sums: Vec<Option<f64>> =
            self.cycles.all.iter().map(|cycle| has_weight(cycle).then_some(0.0)).collect();
        let with_members = backtest.events.iter().filter_map(|event| {
            let turnover = &event.turnover[index as usize];
            let has_members = turnover.members_before != Some(0) || turnover.members_after > 0;
            let place = self.cycles.place(event.date).filter(|_| has_members)?;
            Some((place, turnover.changes.is_some()))
        });
        let (known, unknown): (Vec<_>, Vec<_>) = with_members.partition(|(_, is_known)| *is_known);
        // An event that forms or empties the index counts even if no close shows it with members.
        for (place, _) in known {
            sums[place].get_or_insert(0.0);
        }
        for (place, _) in unknown {
            sums[place] = None;
        }
        self.add_up(sums, backtest, of)
    }

    /// Adds the value of every event to the sum of its cycle, unless that sum is unknown.
    fn add_up(
        &self,
        mut sums: Vec<Option<f64>>,
        backtest: &Backtest,
        of: impl Fn(&BacktestEvent) -> f64,
    ) -> Vec<Option<f64>> {
        for event in &backtest.events {
            let sum = self.cycles.place(event.date).and_then(|place| sums[place].as_mut());
            if let Some(sum) = sum {
                *sum += of(event);
            }
        }
        sums
    }
}

fn indexes() -> impl Iterator<Item = Index> {
    <Index as strum::IntoEnumIterator>::iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_backtest_has_no_comparison() {
        assert_eq!(compare(&[], &[]), None);
        let backtest = Backtest::default();
        assert_eq!(compare(&[ScheduleBacktest { name: "annual", backtest: &backtest }], &[]), None);
    }
}
