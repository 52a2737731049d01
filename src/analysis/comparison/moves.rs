//! Who moves, comes and goes: counts a year, whipsaws, and time in the wrong index.

use super::measure::{Forms, Measure, Unit};
use super::{Taken, indexes};
use crate::analysis::lived::{Lived, LivedEvent};
use crate::analysis::turnover::Changes;
use crate::analysis::whipsaw::{Move, Whipsaws, whipsaws};
use crate::analysis::wrong_index::time_in_wrong_index;
use crate::simulation::EventKind;
use crate::universe::Segment;

const fn yearly(name: &'static str, meaning: &'static str) -> Measure {
    Measure::new(name, Unit::Count, Forms::Yearly, meaning)
}

const fn once(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure::new(name, unit, Forms::Once, meaning)
}

static MOVES: [Measure; 2] = [
    yearly(
        "moves_up",
        "companies a year that reconstitutions move from the Russell 2000 to the 1000",
    ),
    yearly("moves_down", "companies a year that they move from the Russell 1000 to the 2000"),
];

/// A measure, with what it counts of one event.
type Counted = (Measure, fn(&Changes) -> usize);

/// By index, of all events.
static COUNTS: [Counted; 4] = [
    (
        yearly(
            "additions",
            "lines a year that enter from outside the Russell 3000 (of Microcap: the 3000E), at all events",
        ),
        |c| c.additions,
    ),
    (yearly("deletions", "lines a year that leave it"), |c| c.deletions),
    (yearly("moved_in", "lines a year that come from another index within it"), |c| c.moved_in),
    (yearly("moved_out", "lines a year that go to another index within it"), |c| c.moved_out),
];

static WHIPSAWS: [Measure; 6] = [
    once(
        "whipsaws",
        Unit::Count,
        "companies that move at one reconstitution and move back at the next, between any segments",
    ),
    once(
        "whipsaws_up_and_back",
        Unit::Count,
        "of them, from the Russell 2000 to the 1000 and back",
    ),
    once(
        "whipsaws_down_and_back",
        Unit::Count,
        "of them, from the Russell 1000 to the 2000 and back",
    ),
    once("whipsaws_in_and_out", Unit::Count, "of them, into the Russell 3000 and out again"),
    once("whipsaws_out_and_in", Unit::Count, "of them, out of the Russell 3000 and in again"),
    once(
        "whipsaw_rate",
        Unit::Fraction,
        "whipsaws / moves at reconstitutions with another after them",
    ),
];

static WRONG_INDEX: [Measure; 2] = [
    once(
        "wrong_index_fraction",
        Unit::Fraction,
        "days of members of the Russell 3000 in another segment than the plain break gives them, as \
         ranked at each close / all their days",
    ),
    once(
        "wrong_index_mean_days",
        Unit::Days,
        "such days of a name, mean over all that were members",
    ),
];

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    let counts = COUNTS.iter().map(|(measure, _)| measure);
    MOVES.iter().chain(counts).chain(&WHIPSAWS).chain(&WRONG_INDEX)
}

pub(super) fn take(lived: &Lived, taken: &mut Taken<'_>) {
    for (measure, (from, to)) in
        MOVES.iter().zip([(Segment::R2000, Segment::R1000), (Segment::R1000, Segment::R2000)])
    {
        let mut of_years = vec![0.0; taken.years.all.len()];
        for (event, moves) in reconstitutions(lived).zip(&lived.moves) {
            let is_it = |m: &&Move<usize>| (m.from, m.to) == (from, to);
            if let Some(year) = taken.years.place(event.date) {
                of_years[year] += moves.iter().filter(is_it).count() as f64;
            }
        }
        taken.yearly(measure, &[(None, of_years)]);
    }
    for (measure, of) in &COUNTS {
        let sums: Vec<_> = indexes()
            .map(|index| {
                let mut of_years = vec![0.0; taken.years.all.len()];
                for event in &lived.events {
                    let changes = event.turnover[index as usize].changes.as_ref();
                    if let (Some(year), Some(changes)) = (taken.years.place(event.date), changes) {
                        of_years[year] += of(changes) as f64;
                    }
                }
                (Some(index), of_years)
            })
            .collect();
        taken.yearly(measure, &sums);
    }
    take_whipsaws(lived, taken);
    let wrong = time_in_wrong_index(lived.placed.iter().cloned());
    taken.once(&WRONG_INDEX[0], wrong.fraction());
    taken.once(&WRONG_INDEX[1], wrong.mean_days());
}

fn take_whipsaws(lived: &Lived, taken: &mut Taken<'_>) {
    let found = whipsaws_of(lived);
    let between = |home: bool, away: bool| {
        let is_it = |(at_home, in_between): (Segment, Segment)| {
            at_home.in_r3000() == home && in_between.in_r3000() == away
        };
        found.list.iter().filter(|whipsaw| is_it((whipsaw.home, whipsaw.away))).count()
    };
    let counts = [
        found.list.len(),
        found.count(Segment::R2000, Segment::R1000),
        found.count(Segment::R1000, Segment::R2000),
        between(false, true),
        between(true, false),
    ];
    for (measure, count) in WHIPSAWS.iter().zip(counts) {
        taken.once(measure, Some(count as f64));
    }
    taken.once(&WHIPSAWS[5], found.rate());
}

/// The whipsaws of a schedule; companies by the lines of the history, events by their place among
/// the reconstitutions.
pub fn whipsaws_of(lived: &Lived) -> Whipsaws<usize> {
    whipsaws(&lived.moves)
}

fn reconstitutions(lived: &Lived) -> impl Iterator<Item = &LivedEvent> {
    lived.events.iter().filter(|event| matches!(event.kind, EventKind::Reconstitution(_)))
}
