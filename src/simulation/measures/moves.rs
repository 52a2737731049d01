//! Moves, additions and deletions: counts per cycle, whipsaws, and time in the wrong index.

use super::{Forms, Measure, Subject, Unit};
use crate::universe::Segment;

const fn by_cycle(name: &'static str, subject: Subject, meaning: &'static str) -> Measure {
    Measure { name, unit: Unit::Count, subject, forms: Forms::Cycles, meaning }
}

const fn once(name: &'static str, unit: Unit, meaning: &'static str) -> Measure {
    Measure { name, unit, subject: Subject::Family, forms: Forms::Once, meaning }
}

/// Companies that move up to the Russell 1000.
pub static UP: Measure = by_cycle(
    "moves_up",
    Subject::Family,
    "companies a cycle that reconstitutions move from the Russell 2000 to the 1000",
);

/// Companies that move down from the Russell 1000.
pub static DOWN: Measure = by_cycle(
    "moves_down",
    Subject::Family,
    "companies a cycle that they move from the Russell 1000 to the 2000",
);

/// Lines that enter from outside.
pub static ADDITIONS: Measure = by_cycle(
    "additions",
    Subject::EachIndex,
    "lines a cycle that enter from outside the Russell 3000 (of Microcap: the 3000E), at all \
     events, scheduled or not",
);

/// Lines that leave.
pub static DELETIONS: Measure =
    by_cycle("deletions", Subject::EachIndex, "lines a cycle that leave it");

/// Lines that come from another index.
pub static MOVED_IN: Measure = by_cycle(
    "moved_in",
    Subject::EachIndex,
    "lines a cycle that come from another index within it",
);

/// Lines that go to another index.
pub static MOVED_OUT: Measure =
    by_cycle("moved_out", Subject::EachIndex, "lines a cycle that go to another index within it");

/// A kind of whipsaw.
#[derive(Debug)]
pub struct Whipsaw {
    /// Number of whipsaws a cycle.
    pub count: Measure,
    /// Number of whipsaws for each move that could have been reversed.
    pub rate: Measure,
    /// True if the kind includes a first move from one segment to another.
    pub covers: fn(Segment, Segment) -> bool,
}

const fn whipsaw(
    (name, meaning): (&'static str, &'static str),
    (rate, of_rate): (&'static str, &'static str),
    covers: fn(Segment, Segment) -> bool,
) -> Whipsaw {
    Whipsaw {
        count: by_cycle(name, Subject::Family, meaning),
        rate: once(rate, Unit::Fraction, of_rate),
        covers,
    }
}

/// All whipsaws.
pub static WHIPSAWS: Whipsaw = whipsaw(
    (
        "whipsaws",
        "companies a cycle that a reconstitution moves back where the one before moved them from, \
         between any segments",
    ),
    (
        "whipsaw_rate",
        "reversals for each move: whipsaws / moves at the reconstitutions before, over all complete \
         cycles",
    ),
    |_, _| true,
);

/// Up to the Russell 1000 and back.
pub static UP_AND_BACK: Whipsaw = whipsaw(
    ("whipsaws_up_and_back", "of them, from the Russell 2000 to the 1000 and back"),
    ("whipsaw_rate_up_and_back", "the same of moves from the Russell 2000 to the 1000"),
    |from, to| (from, to) == (Segment::R2000, Segment::R1000),
);

/// Down from the Russell 1000 and back.
pub static DOWN_AND_BACK: Whipsaw = whipsaw(
    ("whipsaws_down_and_back", "of them, from the Russell 1000 to the 2000 and back"),
    ("whipsaw_rate_down_and_back", "the same of moves from the Russell 1000 to the 2000"),
    |from, to| (from, to) == (Segment::R1000, Segment::R2000),
);

/// Into the Russell 3000 and out again.
pub static IN_AND_OUT: Whipsaw = whipsaw(
    ("whipsaws_in_and_out", "of them, into the Russell 3000 and out again"),
    ("whipsaw_rate_in_and_out", "the same of moves into the Russell 3000"),
    |from, to| !from.in_r3000() && to.in_r3000(),
);

/// Out of the Russell 3000 and in again.
pub static OUT_AND_IN: Whipsaw = whipsaw(
    ("whipsaws_out_and_in", "of them, out of the Russell 3000 and in again"),
    ("whipsaw_rate_out_and_in", "the same of moves out of the Russell 3000"),
    |from, to| from.in_r3000() && !to.in_r3000(),
);

/// The kinds of whipsaws, in the order of their rows.
pub static KINDS: [&Whipsaw; 5] =
    [&WHIPSAWS, &UP_AND_BACK, &DOWN_AND_BACK, &IN_AND_OUT, &OUT_AND_IN];

/// Time that members spend in the wrong index.
pub static WRONG_INDEX_FRACTION: Measure = once(
    "wrong_index_fraction",
    Unit::Fraction,
    "days of members of the Russell 3000 in another segment than the unbanded break gives them, as \
     ranked at each close / all their days, over all complete cycles",
);

/// Mean days that a name spends in the wrong index.
pub static WRONG_INDEX_MEAN_DAYS: Measure = once(
    "wrong_index_mean_days",
    Unit::Days,
    "such days of a name, mean over all that were members in these cycles",
);

/// All measures of moves, in the order of their rows.
pub fn all() -> impl Iterator<Item = &'static Measure> {
    [&UP, &DOWN, &ADDITIONS, &DELETIONS, &MOVED_IN, &MOVED_OUT]
        .into_iter()
        .chain(KINDS.iter().map(|kind| &kind.count))
        .chain(KINDS.iter().map(|kind| &kind.rate))
        .chain([&WRONG_INDEX_FRACTION, &WRONG_INDEX_MEAN_DAYS])
}
