//! What an index did: level and returns, breadth, the Russell 2000 against the 1000, and each index
//! against the same index under the first schedule.

use chrono::NaiveDate;

use super::Taken;
use super::measure::{Forms, Measure, Unit};
use crate::analysis::level::{BASE, DAYS_PER_YEAR, Level, annualised, levels, total_return};
use crate::analysis::lived::{FamilyClose, Lived, PeriodMeasures};
use crate::analysis::outperformance::{PairedReturn, Streak, outperformance};
use crate::analysis::profile::profile;
use crate::analysis::tracking::{Tracking, tracking};
use crate::universe::Index;

const fn once(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure::new(name, unit, Forms::Once, meaning)
}

static LEVEL: Measure = once(
    "level",
    Unit::Points,
    "index level at the last close: 1,000 at the first, chained from price returns",
);
static TOTAL_RETURN: Measure =
    once("total_return", Unit::Fraction, "price return from the first close to the last");
static ANNUALISED: Measure =
    once("annualised_return", Unit::Fraction, "(1 + total_return)^(365.25 / calendar days) - 1");
static VOLATILITY: Measure = once(
    "volatility",
    Unit::Fraction,
    "sample standard deviation of the period returns x sqrt(periods a year)",
);
static BREADTH: Measure = once(
    "breadth_mean",
    Unit::Fraction,
    "members that rose / members whose return is known, mean over the periods",
);
static UNKNOWN: Measure = once(
    "unknown_returns",
    Unit::Count,
    "returns of a member in a period that are not known and count as zero, over all periods",
);
static UNKNOWN_WEIGHT: Measure = once(
    "unknown_return_weight_mean",
    Unit::Fraction,
    "weight of the members whose return is not known, mean over the periods",
);
static UNKNOWN_WEIGHT_MAX: Measure = once(
    "unknown_return_weight_max",
    Unit::Fraction,
    "weight of the members whose return is not known, largest of all periods",
);
static TRACKING_DIFFERENCE: Measure = once(
    "tracking_difference",
    Unit::Fraction,
    "total return less that of the same index under the first schedule",
);
static TRACKING_ERROR: Measure = once(
    "tracking_error",
    Unit::Fraction,
    "sample standard deviation of the difference of period returns from the same index under the \
     first schedule x sqrt(periods a year)",
);
static RELATIVE: Measure = once(
    "outperformance",
    Unit::Fraction,
    "growth of the Russell 2000 / growth of the Russell 1000 - 1, from the first close to the last",
);
static STREAK: Measure = once(
    "outperformance_streak",
    Unit::Periods,
    "most consecutive periods in which the Russell 2000 returned more than the Russell 1000",
);
static STREAK_RETURN: Measure = once(
    "outperformance_streak_return",
    Unit::Fraction,
    "compounded return of the Russell 2000 less that of the Russell 1000 in those periods",
);

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    [
        &LEVEL,
        &TOTAL_RETURN,
        &ANNUALISED,
        &VOLATILITY,
        &BREADTH,
        &UNKNOWN,
        &UNKNOWN_WEIGHT,
        &UNKNOWN_WEIGHT_MAX,
        &TRACKING_DIFFERENCE,
        &TRACKING_ERROR,
        &RELATIVE,
        &STREAK,
        &STREAK_RETURN,
    ]
    .into_iter()
}

/// The level of an index at every close, 1,000 at the first, until it has no members: without any
/// there is no return, and no level after it.
pub fn levels_of(lived: &Lived, index: Index) -> Vec<Level> {
    let Some((first, others)) = lived.closes.split_first() else { return Vec::new() };
    let period = |close: &FamilyClose| {
        Some((close.date, close.indexes[index as usize].period?.index_return.value))
    };
    let returns: Vec<(NaiveDate, f64)> = others.iter().map_while(period).collect();
    if returns.is_empty() && !others.is_empty() {
        return Vec::new();
    }
    levels(first.date, BASE, &returns)
}

/// The periods of an index in which it has members, each with its last date.
fn periods(lived: &Lived, index: Index) -> impl Iterator<Item = (NaiveDate, PeriodMeasures)> {
    let of_close =
        move |close: &FamilyClose| Some((close.date, close.indexes[index as usize].period?));
    lived.closes.iter().filter_map(of_close)
}

/// The returns of an index beside those of a benchmark.
fn paired(index: (&Lived, Index), benchmark: (&Lived, Index)) -> Vec<PairedReturn> {
    let period = |close: &FamilyClose, index| close.indexes[index as usize].period;
    let both = index.0.closes.iter().zip(&benchmark.0.closes);
    both.filter_map(|(of_index, of_benchmark)| {
        Some(PairedReturn {
            date: of_index.date,
            index: period(of_index, index.1)?.index_return.value,
            benchmark: period(of_benchmark, benchmark.1)?.index_return.value,
        })
    })
    .collect()
}

/// The longest run of periods in which the Russell 2000 returned more than the 1000.
pub(super) fn streak(lived: &Lived) -> Option<Streak> {
    outperformance(&paired((lived, Index::R2000), (lived, Index::R1000))).longest_streak
}

pub(super) fn take(lived: &Lived, first: &Lived, taken: &mut Taken<'_>) {
    let Some((start, end)) = lived.closes.first().zip(lived.closes.last()) else { return };
    let (start, end) = (start.date, end.date);
    let total = |index| total_return(&levels_of(lived, index), start, end);
    taken.by_index(&LEVEL, |index| {
        let levels = levels_of(lived, index);
        levels.last().filter(|level| level.date == end).map(|level| level.level)
    });
    taken.by_index(&TOTAL_RETURN, total);
    taken.by_index(&ANNUALISED, |index| annualised(total(index)?, start, end));
    let years = (end - start).num_days() as f64 / DAYS_PER_YEAR;
    let follow = |returns: &[PairedReturn]| -> Option<Tracking> {
        tracking(returns, start, returns.len() as f64 / years)
    };
    taken.by_index(&VOLATILITY, |index| {
        // Volatility is the tracking error against what does not move.
        let mut returns = paired((lived, index), (lived, index));
        for period in &mut returns {
            period.benchmark = 0.0;
        }
        Some(follow(&returns)?.error)
    });
    let mean_of = |index, of: fn(&PeriodMeasures) -> Option<f64>| {
        let series: Vec<(NaiveDate, f64)> =
            periods(lived, index).filter_map(|(date, p)| Some((date, of(&p)?))).collect();
        profile(&series)
    };
    taken.by_index(&BREADTH, |index| Some(mean_of(index, |p| p.breadth.by_count)?.mean));
    taken.by_index(&UNKNOWN, |index| {
        Some(periods(lived, index).map(|(_, p)| p.index_return.unknown).sum::<usize>() as f64)
    });
    let unknown = |index| mean_of(index, |p| Some(p.index_return.unknown_weight));
    taken.by_index(&UNKNOWN_WEIGHT, |index| Some(unknown(index)?.mean));
    taken.by_index(&UNKNOWN_WEIGHT_MAX, |index| Some(unknown(index)?.maximum));
    let against_first = |index| follow(&paired((lived, index), (first, index)));
    taken.by_index(&TRACKING_DIFFERENCE, |index| Some(against_first(index)?.difference));
    taken.by_index(&TRACKING_ERROR, |index| Some(against_first(index)?.error));
    let against_large = outperformance(&paired((lived, Index::R2000), (lived, Index::R1000)));
    let small = Some(Index::R2000);
    let mut push = |measure, value| taken.push(measure, super::Form::Plain, small, value);
    push(&RELATIVE, against_large.periods.last().and_then(|period| period.cumulative));
    let streak = against_large.longest_streak;
    let is_known = !against_large.periods.is_empty() || lived.closes.len() < 2;
    let known = |value: f64| is_known.then_some(value);
    push(&STREAK, known(streak.map_or(0.0, |streak| streak.periods as f64)));
    push(&STREAK_RETURN, known(streak.map_or(0.0, |streak| streak.outperformance())));
}
