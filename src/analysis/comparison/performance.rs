//! Performance of the indexes along a history.
//! [`measures::performance`](crate::simulation::measures::performance) defines each measure.

use std::ops::Range;

use chrono::NaiveDate;

use super::cycles::Cycles;
use super::row::Values;
use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, FamilyClose, PeriodMeasures};
use crate::analysis::level::{BASE, DAYS_PER_YEAR, Level, annualised, compounded, levels};
use crate::analysis::outperformance::{Outperformance, PairedReturn, Streak, outperformance};
use crate::analysis::profile::{Profile, profile};
use crate::analysis::tracking::{Tracking, tracking};
use crate::simulation::measures::{Form, Measure, performance};
use crate::universe::Index;

/// Level of an index at every close, starting at 1,000. The series ends when the index has no members,
/// because a period without members has no return.
pub fn levels_of(backtest: &Backtest, index: Index) -> Vec<Level> {
    let Some((first, others)) = backtest.closes.split_first() else { return Vec::new() };
    let period = |close: &FamilyClose| {
        Some((close.date, close.indexes[index as usize].period?.index_return.value))
    };
    let returns: Vec<(NaiveDate, f64)> = others.iter().map_while(period).collect();
    if returns.is_empty() && !others.is_empty() {
        return Vec::new();
    }
    levels(first.date, BASE, &returns)
}

/// The periods of an index that end at the given closes and started with members.
fn periods_of(
    closes: &[FamilyClose],
    index: Index,
) -> impl Iterator<Item = (NaiveDate, PeriodMeasures)> {
    let of_close =
        move |close: &FamilyClose| Some((close.date, close.indexes[index as usize].period?));
    closes.iter().filter_map(of_close)
}

/// A span of consecutive periods of a backtest.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    start: NaiveDate,
    end: NaiveDate,
    /// The closes at the ends of its periods.
    closes: &'a [FamilyClose],
}

impl<'a> Stretch<'a> {
    /// The periods that start at the given closes; `None` if there is none.
    fn new(backtest: &'a Backtest, closes: &Range<usize>) -> Option<Self> {
        // The last close of the history starts no period.
        let last = closes.end.min(backtest.closes.len().checked_sub(1)?);
        let start = backtest.closes.get(closes.start)?.date;
        let closes = backtest.closes.get(closes.start + 1..=last)?;
        Some(Self { start, end: closes.last()?.date, closes })
    }

    fn years(&self) -> f64 {
        (self.end - self.start).num_days() as f64 / DAYS_PER_YEAR
    }

    /// Returns of an index paired with those of a benchmark, for the periods in which both have
    /// members.
    fn paired(&self, index: Index, benchmark: (&Self, Index)) -> Vec<PairedReturn> {
        let period = |close: &FamilyClose, index| close.indexes[index as usize].period;
        let both = self.closes.iter().zip(benchmark.0.closes);
        both.filter_map(|(of_index, of_benchmark)| {
            Some(PairedReturn {
                date: of_index.date,
                index: period(of_index, index)?.index_return.value,
                benchmark: period(of_benchmark, benchmark.1)?.index_return.value,
            })
        })
        .collect()
    }

    fn follow(&self, returns: &[PairedReturn]) -> Option<Tracking> {
        tracking(returns, self.start, returns.len() as f64 / self.years())
    }

    /// Return of an index over the whole span; `None` if it has no members in some period.
    fn total(&self, index: Index) -> Option<f64> {
        let returns: Vec<f64> =
            periods_of(self.closes, index).map(|(_, period)| period.index_return.value).collect();
        (returns.len() == self.closes.len()).then(|| compounded(returns))
    }

    fn volatility(&self, index: Index) -> Option<f64> {
        // Volatility is the tracking error against a benchmark that does not move.
        let mut returns = self.paired(index, (self, index));
        for period in &mut returns {
            period.benchmark = 0.0;
        }
        Some(self.follow(&returns)?.error)
    }

    /// Profile of a measure over the periods.
    fn profile(&self, index: Index, of: fn(&PeriodMeasures) -> Option<f64>) -> Option<Profile> {
        let periods = periods_of(self.closes, index);
        let series: Vec<(NaiveDate, f64)> =
            periods.filter_map(|(date, period)| Some((date, of(&period)?))).collect();
        profile(&series)
    }
}

/// The longest run of periods in which the Russell 2000 returned more than the 1000.
pub(super) fn streak(backtest: &Backtest, cycles: &Cycles) -> Option<Streak> {
    against_large(&Stretch::new(backtest, &cycles.complete_closes()?)?).longest_streak
}

fn against_large(stretch: &Stretch<'_>) -> Outperformance {
    outperformance(&stretch.paired(Index::R2000, (stretch, Index::R1000)))
}

pub(super) fn take(backtest: &Backtest, first: &Backtest, taken: &mut Taken<'_>) {
    taken.by_index(&performance::LEVEL, |index| {
        let (levels, end) = (levels_of(backtest, index), backtest.closes.last()?.date);
        levels.last().filter(|level| level.date == end).map(|level| level.level)
    });
    let closes = taken.cycles.complete_closes();
    let stretch = closes.and_then(|closes| Stretch::new(backtest, &closes));
    let stretch = stretch.as_ref();
    let total = |index| stretch?.total(index);
    taken.by_index(&performance::TOTAL_RETURN, total);
    taken.by_index(&performance::ANNUALISED_RETURN, |index| {
        let stretch = stretch?;
        annualised(total(index)?, stretch.start, stretch.end)
    });
    taken.by_index(&performance::VOLATILITY, |index| stretch?.volatility(index));
    taken.by_index(&performance::BREADTH_MEAN, |index| {
        Some(stretch?.profile(index, |p| p.breadth.by_count)?.mean)
    });
    taken.by_index(&performance::UNKNOWN_RETURNS, |index| {
        let mut periods = periods_of(stretch?.closes, index).peekable();
        periods.peek()?;
        Some(periods.map(|(_, period)| period.index_return.unknown).sum::<usize>() as f64)
    });
    let unknown = |index| stretch?.profile(index, |p| Some(p.index_return.unknown_weight));
    taken.by_index(&performance::UNKNOWN_RETURN_WEIGHT_MEAN, |index| Some(unknown(index)?.mean));
    taken.by_index(&performance::UNKNOWN_RETURN_WEIGHT_MAX, |index| Some(unknown(index)?.maximum));
    take_tracking(backtest, first, taken);
    let small = Some(Index::R2000);
    let found = stretch.map(against_large);
    let growth = found.as_ref().and_then(|found| found.periods.last()?.cumulative);
    // Without a period in which both indexes have members, the streak is unknown, not zero.
    let streak = found.filter(|found| !found.periods.is_empty()).map(|found| found.longest_streak);
    let mut push = |measure, value| {
        taken.push(measure, Form::Value, small, Values::Once(value));
    };
    push(&performance::OUTPERFORMANCE, growth);
    push(
        &performance::OUTPERFORMANCE_STREAK,
        streak.map(|streak| streak.map_or(0.0, |streak| streak.periods as f64)),
    );
    push(
        &performance::OUTPERFORMANCE_STREAK_RETURN,
        streak.map(|streak| streak.map_or(0.0, |s| s.outperformance())),
    );
}

/// A measure and how to read it from the tracking of one index against another.
type Followed = (&'static Measure, fn(&Tracking) -> f64);

/// Tracking of each index against itself under the first schedule, cycle by cycle.
fn take_tracking(backtest: &Backtest, first: &Backtest, taken: &mut Taken<'_>) {
    let measures: [Followed; 2] = [
        (&performance::TRACKING_DIFFERENCE, |t| t.difference),
        (&performance::TRACKING_ERROR, |t| t.error),
    ];
    for (measure, of) in measures {
        for index in indexes() {
            let of_cycles = taken.cycles.all.iter().map(|cycle| {
                let stretch = |backtest| Stretch::new(backtest, &cycle.closes);
                let (own, first) = (stretch(backtest)?, stretch(first)?);
                Some(of(&own.follow(&own.paired(index, (&first, index)))?))
            });
            let of_cycles = of_cycles.collect();
            taken.by_cycle(measure, Some(index), of_cycles);
        }
    }
}
