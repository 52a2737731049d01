//! Moves, additions and deletions along a history, whipsaws, and time in the wrong index.
//! [`measures::moves`](crate::simulation::measures::moves) defines each measure.

use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, BacktestEvent};
use crate::analysis::turnover::Changes;
use crate::analysis::whipsaw::{Move, Whipsaws, whipsaws};
use crate::analysis::wrong_index::time_in_wrong_index;
use crate::simulation::EventKind;
use crate::simulation::measures::{Measure, moves};
use crate::universe::Segment;

/// A measure and how to count it in one event.
type Counted = (&'static Measure, fn(&Changes) -> usize);

/// Counts by index over all events.
const COUNTS: [Counted; 4] = [
    (&moves::ADDITIONS, |c| c.additions),
    (&moves::DELETIONS, |c| c.deletions),
    (&moves::MOVED_IN, |c| c.moved_in),
    (&moves::MOVED_OUT, |c| c.moved_out),
];

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    for (measure, from, to) in [
        (&moves::UP, Segment::R2000, Segment::R1000),
        (&moves::DOWN, Segment::R1000, Segment::R2000),
    ] {
        let is_it = |m: &&Move<usize>| (m.from, m.to) == (from, to);
        let mut of_cycles = vec![Some(0.0); taken.cycles.all.len()];
        for (event, moved) in reconstitutions(backtest).zip(&backtest.moves) {
            count(taken, &mut of_cycles, event, moved.iter().filter(is_it).count());
        }
        taken.by_cycle(measure, None, of_cycles);
    }
    for (measure, of) in COUNTS {
        for index in indexes() {
            let sums = taken.sums_of_index(backtest, index, |event| {
                let changes = event.turnover[index as usize].changes.as_ref();
                changes.map_or(0.0, |changes| of(changes) as f64)
            });
            taken.by_cycle(measure, Some(index), sums);
        }
    }
    take_whipsaws(backtest, taken);
    let closes = taken.cycles.complete_closes().unwrap_or_default();
    let wrong = time_in_wrong_index(&backtest.placed[closes]);
    taken.once(&moves::WRONG_INDEX_FRACTION, wrong.fraction());
    taken.once(&moves::WRONG_INDEX_MEAN_DAYS, wrong.mean_days());
}

/// Adds `number` to the cycle of an event.
fn count(taken: &Taken<'_>, of_cycles: &mut [Option<f64>], event: &BacktestEvent, number: usize) {
    let sum = taken.cycles.place(event.date).and_then(|place| of_cycles[place].as_mut());
    if let Some(sum) = sum {
        *sum += number as f64;
    }
}

/// A whipsaw counts in the cycle of the reconstitution that reverses the move. A move that could have
/// become one counts in the same cycle.
fn take_whipsaws(backtest: &Backtest, taken: &mut Taken<'_>) {
    let events: Vec<&BacktestEvent> = reconstitutions(backtest).collect();
    let found = whipsaws_of(backtest);
    let mut rates = Vec::new();
    for kind in moves::KINDS {
        let mut whipsaws = vec![Some(0.0); taken.cycles.all.len()];
        let mut reversible = whipsaws.clone();
        for whipsaw in found.list.iter().filter(|w| (kind.covers)(w.home, w.away)) {
            count(taken, &mut whipsaws, events[whipsaw.back], 1);
        }
        for (moved, next) in backtest.moves.iter().zip(events.iter().skip(1)) {
            let of_kind = moved.iter().filter(|m| m.from != m.to && (kind.covers)(m.from, m.to));
            count(taken, &mut reversible, next, of_kind.count());
        }
        let sum = |of_cycles: &[Option<f64>]| -> f64 {
            let all = taken.cycles.all.iter().zip(of_cycles);
            all.filter(|(cycle, _)| cycle.is_complete).filter_map(|(_, count)| *count).sum()
        };
        let (undone, all) = (sum(&whipsaws), sum(&reversible));
        rates.push((all > 0.0).then(|| undone / all));
        taken.by_cycle(&kind.count, None, whipsaws);
    }
    for (kind, rate) in moves::KINDS.iter().zip(rates) {
        taken.once(&kind.rate, rate);
    }
}

/// The whipsaws of a schedule. Companies are given by lines of the history, events by their position
/// among the reconstitutions.
pub fn whipsaws_of(backtest: &Backtest) -> Whipsaws<usize> {
    whipsaws(&backtest.moves)
}

fn reconstitutions(backtest: &Backtest) -> impl Iterator<Item = &BacktestEvent> {
    backtest.events.iter().filter(|event| matches!(event.kind, EventKind::Reconstitution(_)))
}
