//! Moves, additions and deletions: counts per cycle, whipsaws, and time in the wrong index.

use super::measure::{Forms, Measure, Unit};
use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, BacktestEvent};
use crate::analysis::turnover::Changes;
use crate::analysis::whipsaw::{Move, Whipsaws, whipsaws};
use crate::analysis::wrong_index::time_in_wrong_index;
use crate::simulation::EventKind;
use crate::universe::Segment;

const fn by_cycle(name: &'static str, meaning: &'static str) -> Measure {
    Measure::new(name, Unit::Count, Forms::Cycles, meaning)
}

const fn once(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure::new(name, unit, Forms::Once, meaning)
}

static MOVES: [Measure; 2] = [
    by_cycle(
        "moves_up",
        "companies a cycle that reconstitutions move from the Russell 2000 to the 1000",
    ),
    by_cycle("moves_down", "companies a cycle that they move from the Russell 1000 to the 2000"),
];

/// A measure and how to count it in one event.
type Counted = (Measure, fn(&Changes) -> usize);

/// Counts by index over all events.
static COUNTS: [Counted; 4] = [
    (
        by_cycle(
            "additions",
            "lines a cycle that enter from outside the Russell 3000 (of Microcap: the 3000E), at all \
             events, scheduled or not",
        ),
        |c| c.additions,
    ),
    (by_cycle("deletions", "lines a cycle that leave it"), |c| c.deletions),
    (by_cycle("moved_in", "lines a cycle that come from another index within it"), |c| c.moved_in),
    (by_cycle("moved_out", "lines a cycle that go to another index within it"), |c| c.moved_out),
];

/// Tests whether a move from one segment to another is of a given kind.
type IsOfKind = fn(Segment, Segment) -> bool;

/// A kind of whipsaw: its count per cycle, its rate per move that could have been reversed, and the
/// first moves it covers.
type Kind = (Measure, Measure, IsOfKind);

const fn rate(name: &'static str, meaning: &'static str) -> Measure {
    once(name, Unit::Fraction, meaning)
}

static WHIPSAWS: [Kind; 5] = [
    (
        by_cycle(
            "whipsaws",
            "companies a cycle that a reconstitution moves back where the one before moved them from, \
             between any segments",
        ),
        rate(
            "whipsaw_rate",
            "reversals for each move: whipsaws / moves at the reconstitutions before, over all complete \
             cycles",
        ),
        |_, _| true,
    ),
    (
        by_cycle("whipsaws_up_and_back", "of them, from the Russell 2000 to the 1000 and back"),
        rate("whipsaw_rate_up_and_back", "the same of moves from the Russell 2000 to the 1000"),
        |from, to| (from, to) == (Segment::R2000, Segment::R1000),
    ),
    (
        by_cycle("whipsaws_down_and_back", "of them, from the Russell 1000 to the 2000 and back"),
        rate("whipsaw_rate_down_and_back", "the same of moves from the Russell 1000 to the 2000"),
        |from, to| (from, to) == (Segment::R1000, Segment::R2000),
    ),
    (
        by_cycle("whipsaws_in_and_out", "of them, into the Russell 3000 and out again"),
        rate("whipsaw_rate_in_and_out", "the same of moves into the Russell 3000"),
        |from, to| !from.in_r3000() && to.in_r3000(),
    ),
    (
        by_cycle("whipsaws_out_and_in", "of them, out of the Russell 3000 and in again"),
        rate("whipsaw_rate_out_and_in", "the same of moves out of the Russell 3000"),
        |from, to| from.in_r3000() && !to.in_r3000(),
    ),
];

static WRONG_INDEX: [Measure; 2] = [
    once(
        "wrong_index_fraction",
        Unit::Fraction,
        "days of members of the Russell 3000 in another segment than the plain break gives them, as \
         ranked at each close / all their days, over all complete cycles",
    ),
    once(
        "wrong_index_mean_days",
        Unit::Days,
        "such days of a name, mean over all that were members in these cycles",
    ),
];

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    let counts = COUNTS.iter().map(|(measure, _)| measure);
    let whipsaws = WHIPSAWS.iter().map(|(count, _, _)| count);
    let rates = WHIPSAWS.iter().map(|(_, rate, _)| rate);
    MOVES.iter().chain(counts).chain(whipsaws).chain(rates).chain(&WRONG_INDEX)
}

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    for (measure, (from, to)) in
        MOVES.iter().zip([(Segment::R2000, Segment::R1000), (Segment::R1000, Segment::R2000)])
    {
        let is_it = |m: &&Move<usize>| (m.from, m.to) == (from, to);
        let mut of_cycles = vec![Some(0.0); taken.cycles.all.len()];
        for (event, moves) in reconstitutions(backtest).zip(&backtest.moves) {
            count(taken, &mut of_cycles, event, moves.iter().filter(is_it).count());
        }
        taken.by_cycle(measure, None, of_cycles);
    }
    for (measure, of) in &COUNTS {
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
    taken.once(&WRONG_INDEX[0], wrong.fraction());
    taken.once(&WRONG_INDEX[1], wrong.mean_days());
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
    for (measure, _, is_of_kind) in &WHIPSAWS {
        let mut whipsaws = vec![Some(0.0); taken.cycles.all.len()];
        let mut moves = whipsaws.clone();
        for whipsaw in found.list.iter().filter(|w| is_of_kind(w.home, w.away)) {
            count(taken, &mut whipsaws, events[whipsaw.back], 1);
        }
        for (moved, next) in backtest.moves.iter().zip(events.iter().skip(1)) {
            let of_kind = moved.iter().filter(|m| m.from != m.to && is_of_kind(m.from, m.to));
            count(taken, &mut moves, next, of_kind.count());
        }
        let sum = |of_cycles: &[Option<f64>]| -> f64 {
            let all = taken.cycles.all.iter().zip(of_cycles);
            all.filter(|(cycle, _)| cycle.is_complete).filter_map(|(_, count)| *count).sum()
        };
        let (undone, all) = (sum(&whipsaws), sum(&moves));
        rates.push((all > 0.0).then(|| undone / all));
        taken.by_cycle(measure, None, whipsaws);
    }
    for ((_, measure, _), rate) in WHIPSAWS.iter().zip(rates) {
        taken.once(measure, rate);
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
