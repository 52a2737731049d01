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

/// An index's members at the start of a period, ordered by line.
#[derive(Default)]
struct Members {
    lines: Vec<usize>,
    weights: Vec<f64>,
    returns: Vec<Option<f64>>,
}

impl Members {
    fn of(lines: Vec<usize>, period: &Period<'_>) -> Self {
        let start = period.start;
        let values: Vec<f64> = lines.iter().map(|&line| start.value[line]).collect();
        let returns = lines.iter().map(|&line| period.returns[line]).collect();
        Self { lines, weights: weights(&values), returns }
    }
}

/// What a period measures.
pub(super) struct Measured {
    /// Of all indexes, in the family's order; `None` for an index that had no members, or members
    /// without weight, at the period's start.
    pub(super) indexes: Vec<Option<PeriodMeasures>>,
    /// The largest positive and negative contributions to the Russell 1000 and 2000.
    pub(super) contributions: Vec<Contribution>,
}

/// Measures a period.
pub(super) fn measure(history: &History, period: &Period<'_>) -> Measured {
    let mut lines_of = vec![Vec::new(); <Index as strum::EnumCount>::COUNT];
    for line in period.start.members() {
        for index in period.start.indexes[line].iter() {
            lines_of[index as usize].push(line);
        }
    }
    let mut measured = Measured { indexes: Vec::new(), contributions: Vec::new() };
    for (index, lines) in <Index as strum::IntoEnumIterator>::iter().zip(lines_of) {
        let members = Members::of(lines, period);
        let has_weight = members.weights.iter().any(|weight| *weight > 0.0);
        measured.indexes.push(has_weight.then(|| PeriodMeasures {
            index_return: index_return(&members.weights, &members.returns),
            breadth: breadth(&members.weights, &members.returns),
        }));
        if has_weight && matches!(index, Index::R1000 | Index::R2000) {
            measured.contributions.extend(largest(history, period, index, &members));
        }
    }
    measured
}

/// The largest positive and negative contributions to an index.
fn largest(
    history: &History,
    period: &Period<'_>,
    index: Index,
    members: &Members,
) -> impl Iterator<Item = Contribution> {
    let Members { lines, weights, returns } = members;
    let date = history.days[period.day].date;
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
    all.into_iter().map(move |(contribution, at)| Contribution {
        date,
        index,
        symbol: symbol(at).into(),
        weight: weights[at],
        price_return: returns[at].unwrap_or_default(),
        contribution,
    })
}
