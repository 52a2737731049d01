//! Measures of a period between closes: returns, breadth, and the largest contributions.

use chrono::NaiveDate;
use compact_str::CompactString;

use crate::analysis::breadth::{Breadth, Members};
use crate::analysis::contribution::{IndexReturn, from_start_weight};
use crate::market::history::History;
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

/// Sums for one index, built up member by member.
#[derive(Default)]
struct Sums {
    index_return: IndexReturn,
    members: Members,
    /// Contributions with their lines, for the indexes that keep them.
    contributions: Vec<(f64, usize)>,
}

/// The measures of one period.
pub(super) struct Measured {
    /// One entry per index, in the family's order; `None` for an index that had no members, or
    /// members without weight, at the period's start.
    pub(super) indexes: Vec<Option<PeriodMeasures>>,
    /// The largest positive and negative contributions to the Russell 1000 and 2000.
    pub(super) contributions: Vec<Contribution>,
}

/// Measures a period: each index over its members in the order of their lines.
pub(super) fn measure(history: &History, period: &Period<'_>) -> Measured {
    let start = period.start;
    let totals = start.totals();
    let mut sums: Vec<Sums> = totals.iter().map(|_| Sums::default()).collect();
    for line in start.members() {
        let (value, stock_return) = (start.value[line], period.returns[line]);
        for index in start.indexes[line].iter().filter(|index| totals[*index as usize] > 0.0) {
            let (sums, weight) = (&mut sums[index as usize], value / totals[index as usize]);
            sums.index_return.add(weight, stock_return);
            sums.members.add(weight, stock_return);
            if let (Index::R1000 | Index::R2000, Some(r)) = (index, stock_return) {
                sums.contributions.push((from_start_weight(weight, r), line));
            }
        }
    }
    let mut measured = Measured { indexes: Vec::new(), contributions: Vec::new() };
    for (index, sums) in <Index as strum::IntoEnumIterator>::iter().zip(sums) {
        let total = totals[index as usize];
        measured.indexes.push((total > 0.0).then(|| PeriodMeasures {
            index_return: sums.index_return,
            breadth: sums.members.breadth(),
        }));
        let named = largest(sums.contributions, history, period.day);
        measured.contributions.extend(named.map(|(contribution, line)| Contribution {
            date: history.days[period.day].date,
            index,
            symbol: history.symbol(line, period.day).into(),
            weight: start.value[line] / total,
            price_return: period.returns[line].unwrap_or_default(),
            contribution,
        }));
    }
    measured
}

/// The largest positive and negative contributions, in descending order; equal ones by ticker.
fn largest(
    mut all: Vec<(f64, usize)>,
    history: &History,
    day: usize,
) -> impl Iterator<Item = (f64, usize)> {
    let symbol = |line: usize| history.symbol(line, day);
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
    all.into_iter()
}
