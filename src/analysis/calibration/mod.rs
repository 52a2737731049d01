//! Forecasts made along a history, held against what the history brought.
//!
//! At every close of the months before a rank day the event is projected from there; on the rank day
//! the rule book says what came. Both know the same of companies: the same lines, memberships and
//! labels.

mod recorder;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use recorder::{CalibrationError, Forecasting, Recorder};

use super::reliability::Reliability;
use crate::reconstitution::Action;
use crate::universe::Segment;
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// What is foretold of a company.
    pub enum Move {
        /// It enters the Russell 3000.
        Add,
        /// It leaves it.
        Delete,
        /// From the Russell 2000 to the Russell 1000.
        Up,
        /// From the Russell 1000 to the Russell 2000.
        Down,
        /// It enters Microcap below the Russell 3000 from outside the family.
        MicrocapAdd,
        /// It leaves Microcap below the Russell 3000 for outside the family.
        MicrocapDelete,
    }
);

impl Move {
    /// The move that takes a company from one segment to another.
    pub fn between(from: Segment, to: Segment) -> Option<Self> {
        let in_r3000 = from.in_r3000() || to.in_r3000();
        Some(match (Action::between(from, to)?, in_r3000) {
            (Action::Add, true) => Self::Add,
            (Action::Delete, true) => Self::Delete,
            (Action::Up, _) => Self::Up,
            (Action::Down, _) => Self::Down,
            (Action::Add, false) => Self::MicrocapAdd,
            (Action::Delete, false) => Self::MicrocapDelete,
        })
    }

    /// Whether a company of this segment can move so at all.
    pub fn is_open_to(self, from: Segment) -> bool {
        match self {
            Self::Add => !from.in_r3000(),
            Self::Delete => from.in_r3000(),
            Self::Up => from == Segment::R2000,
            Self::Down => from == Segment::R1000,
            Self::MicrocapAdd => from == Segment::None,
            Self::MicrocapDelete => from == Segment::Micro,
        }
    }
}

/// A forecast and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The event.
    pub event: String,
    /// The close from which it was foretold.
    pub from: NaiveDate,
    /// How many months before rank day that is, to the nearest.
    pub months: u32,
    /// The company's ticker on that close.
    pub symbol: String,
    /// What was foretold.
    pub what: Move,
    /// Its probability, 0 to 1.
    pub probability: f64,
    /// Whether it came true.
    pub came_true: bool,
    /// Whether a reconstitution on that close would have done it.
    pub if_ranked_today: bool,
}

/// Pairs put together, by move and by months ahead.
#[derive(Debug, Clone, Default)]
pub struct Calibration {
    /// All moves and months.
    pub pooled: Reliability,
    /// By move.
    pub by_move: BTreeMap<Move, Reliability>,
    /// By months ahead.
    pub by_months: BTreeMap<u32, Reliability>,
    /// By both.
    pub by_both: BTreeMap<(Move, u32), Reliability>,
}

impl Calibration {
    /// Of all pairs, in their order.
    pub fn new(pairs: &[Pair]) -> Self {
        let mut all = Self::default();
        for pair in pairs {
            for reliability in [
                &mut all.pooled,
                all.by_move.entry(pair.what).or_default(),
                all.by_months.entry(pair.months).or_default(),
                all.by_both.entry((pair.what, pair.months)).or_default(),
            ] {
                reliability.push(pair.probability, pair.came_true, pair.if_ranked_today);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Segment::{Micro, None as Out, R1000, R2000};

    #[test]
    fn moves_are_told_apart_at_the_russell_3000() {
        assert_eq!(Move::between(Out, R2000), Some(Move::Add));
        assert_eq!(Move::between(Micro, R1000), Some(Move::Add));
        assert_eq!(Move::between(R2000, Micro), Some(Move::Delete));
        assert_eq!(Move::between(Out, Micro), Some(Move::MicrocapAdd));
        assert_eq!(Move::between(Micro, Out), Some(Move::MicrocapDelete));
        assert_eq!(
            (Move::between(R1000, R2000), Move::between(Out, Out)),
            (Some(Move::Down), None)
        );
    }
}
