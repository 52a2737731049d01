//! Calibration: forecasts made along a history, compared with the outcomes on rank days.
//!
//! At every close in the months before a rank day, the coming reconstitution is projected. On the
//! rank day the rule book gives the outcome. Forecast and outcome use the same company data: the
//! same lines, memberships and labels.

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
    /// A forecast move of a company.
    pub enum Move {
        /// Enters the Russell 3000.
        Add,
        /// Leaves the Russell 3000.
        Delete,
        /// From the Russell 2000 to the Russell 1000.
        Up,
        /// From the Russell 1000 to the Russell 2000.
        Down,
        /// Enters Microcap below the Russell 3000 from outside the family.
        MicrocapAdd,
        /// Leaves the family from Microcap below the Russell 3000.
        MicrocapDelete,
    }
);

impl Move {
    /// The move from one segment to another; `None` if it is not one of these.
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

    /// True if a company in this segment can make this move.
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

/// A forecast and its outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The event.
    pub event: String,
    /// The close at which the forecast was made.
    pub from: NaiveDate,
    /// Months from that close to rank day, rounded.
    pub months: u32,
    /// The company's ticker at that close.
    pub symbol: String,
    /// The forecast move.
    pub what: Move,
    /// Forecast probability, 0 to 1.
    pub probability: f64,
    /// Whether the move happened.
    pub came_true: bool,
    /// Whether a reconstitution at the forecast's close would have made the move.
    pub if_ranked_today: bool,
}

/// Reliability of forecasts, pooled and by move and months ahead.
#[derive(Debug, Clone, Default)]
pub struct Calibration {
    /// All moves and months.
    pub pooled: Reliability,
    /// By move.
    pub by_move: BTreeMap<Move, Reliability>,
    /// By months ahead.
    pub by_months: BTreeMap<u32, Reliability>,
    /// By move and months ahead.
    pub by_both: BTreeMap<(Move, u32), Reliability>,
}

impl Calibration {
    /// Groups the pairs.
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
    fn moves_are_distinguished_by_the_russell_3000() {
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
