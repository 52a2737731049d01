//! Measures of a period between closes: returns, breadth, and the largest contributions.

use chrono::NaiveDate;
use compact_str::CompactString;

use crate::analysis::breadth::{Breadth, breadth};
use crate::analysis::contribution::{IndexReturn, from_start_weight, index_return};
use crate::market::history::History;
use crate::methodology::weights::weights;
use crate::simulation::Period;
use crate::universe::Index;

/// Contributions kept per index and period: this many of the largest and of the smallest.
const CONTRIBUTIONS: usize = 10;

/// One index in one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodMeasures {
    /// Price return, weighted as at the period's start.
    pub index_return: IndexReturn,
    /// Part of the members that rose.
    pub breadth: Breadth,
}

/// A stock's contribution to an index's return in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The period's last day.
    pub date: NaiveDate,
    /// The index.
    pub index: Index,
    /// The ticker at the period's end.
    pub symbol: CompactString,
    /// Weight at the start, a fraction.
    pub weight: f64,
    /// Price return, a fraction.
    pub price_return: f64,
    /// Weight times return, a fraction.
    pub contribution: f64,
}

/// Lines, weights and returns of an index's members, ordered by line. `family` holds the lines of
/// all indexes' members.
fn members(
    index: Index,
    family: &[usize],
    period: &Period<'_>,
) -> (Vec<usize>, Vec<f64>, Vec<Option<f64>>) {
    let held = |line: &usize| period.start.indexes[*line].contains(index);
    let lines: Vec<usize> = family.iter().copied().filter(held).collect();
    let values: Vec<f64> = lines.iter().map(|&line| period.start.value[line]).collect();
    let returns = lines.iter().map(|&line| period.returns[line]).collect();
    (lines, weights(&values), returns)
}

/// Measures of all indexes, in the family's order; `None` for an index that had no members, or
/// members without weight, at the period's start.
pub(super) fn measure(period: &Period<'_>) -> Vec<Option<PeriodMeasures>> {
    let family: Vec<usize> = period.start.members().collect();
    <Index as strum::IntoEnumIterator>::iter()
        .map(|index| {
            let (_, weights, returns) = members(index, &family, period);
            weights.iter().any(|weight| *weight > 0.0).then(|| PeriodMeasures {
                index_return: index_return(&weights, &returns),
                breadth: breadth(&weights, &returns),
            })
        })
        .collect()
}

/// The largest positive and negative contributions to the Russell 1000 and 2000.
pub(super) fn largest_contributions(history: &History, period: &Period<'_>) -> Vec<Contribution> {
    let date = history.days[period.day].date;
    let family: Vec<usize> = period.start.members().collect();
    let mut largest = Vec::new();
    for index in [Index::R1000, Index::R2000] {
        let (lines, weights, returns) = members(index, &family, period);
        if weights.iter().all(|weight| *weight <= 0.0) {
            continue;
        }
        let mut all: Vec<(f64, usize)> = (0..lines.len())
            .filter_map(|at| Some((from_start_weight(weights[at], returns[at]?), at)))
            .collect();
        let symbol = |at: usize| history.symbol(lines[at], period.day);
        let order = |a: &(f64, usize), b: &(f64, usize)| {
            b.0.total_cmp(&a.0).then_with(|| symbol(a.1).cmp(symbol(b.1)))
        };
        // The selection leaves the rest unordered, so select the smallest separately.
        if all.len() > 2 * CONTRIBUTIONS {
            all.select_nth_unstable_by(CONTRIBUTIONS, order);
            let smallest = all.len() - CONTRIBUTIONS;
            all[CONTRIBUTIONS..].select_nth_unstable_by(smallest - CONTRIBUTIONS, order);
            all.drain(CONTRIBUTIONS..smallest);
        }
        all.sort_unstable_by(order);
        largest.extend(all.into_iter().map(|(contribution, at)| Contribution {
            date,
            index,
            symbol: symbol(at).into(),
            weight: weights[at],
            price_return: returns[at].unwrap_or_default(),
            contribution,
        }));
    }
    largest
}
