//! Decisions of a rank day or a cut-off that have not taken effect yet.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::state::State;
use crate::methodology::Parameters;
use crate::methodology::additions::AdjustedBreaks;
use crate::methodology::family::Family;
use crate::methodology::ranking::Ranking;
use crate::reconstitution::{Reason, Reconstitution};
use crate::universe::packed::float;
use crate::universe::{Indexes, Security};

/// The ranking and the breaks of a rank day, by which new issues are placed until the next rank
/// day.
#[derive(Debug, Clone)]
pub(super) struct BreakBase {
    /// The ranking.
    pub(super) ranking: Ranking,
    /// The breaks of the ranking.
    pub(super) family: Family,
    /// Level of the Russell 3000E at the close of that day.
    pub(super) level: f64,
}

impl BreakBase {
    pub(super) fn new(result: &Reconstitution, parameters: &Parameters, level: f64) -> Self {
        let family = Family::new(&result.ranking, parameters);
        Self { ranking: result.ranking.clone(), family, level }
    }

    /// The breaks adjusted to a level of the Russell 3000E.
    pub(super) fn adjusted(&self, level: f64) -> AdjustedBreaks<'_> {
        let growth = level / self.level - 1.0;
        // A market without value has no return, and a return too large for a decimal puts the
        // breaks above every cap.
        let beyond = if growth > 0.0 { Decimal::MAX } else { Decimal::ZERO };
        let index_return = Decimal::from_f64(growth).unwrap_or(beyond);
        let index_return = index_return.round_dp(9);
        AdjustedBreaks { ranking: &self.ranking, family: &self.family, index_return }
    }
}

/// Shares and float at a cut-off, by the lines of the history.
#[derive(Debug, Clone)]
pub(super) struct Information {
    /// Value of all shares outstanding at the cut-off at the present close, USD; `None` if unknown.
    pub(super) cap: Vec<Option<f64>>,
    /// Float, per cent; `None` where unknown.
    pub(super) float_pct: Vec<Option<f64>>,
}

impl Information {
    /// Moves the caps along a period's returns; shares stay those of the cut-off.
    pub(super) fn carry(&mut self, returns: &[Option<f64>]) {
        for (cap, r) in self.cap.iter_mut().zip(returns) {
            if let (Some(cap), Some(r)) = (cap.as_mut(), r) {
                *cap *= 1.0 + r;
            }
        }
    }
}

impl Information {
    /// Records the shares and float of a line from its security on a day.
    pub(super) fn take(&mut self, line: usize, security: &Security) {
        self.cap[line] = security.company_market_cap().map(float);
        self.float_pct[line] = security.free_float_pct().map(float);
    }

    /// Scales the shares of a line after shares were received or spun off since the cut-off, as if
    /// that had happened before the cut-off, so that it causes no update.
    pub(super) fn scale(&mut self, line: usize, factor: f64) {
        if let Some(cap) = self.cap[line].as_mut() {
            *cap *= factor;
        }
    }

    /// Scales all members whose shares changed between two states; see [`Information::scale`].
    pub(super) fn follow(&mut self, before: &State, after: &State) {
        for line in before.members().filter(|&line| !after.indexes[line].is_empty()) {
            if before.value[line] > 0.0 {
                self.scale(line, after.value[line] / before.value[line]);
            }
        }
    }
}

impl Information {
    /// Gives the data of a class to the class that replaces it, where the replacement has none,
    /// because both represent the same company.
    pub(super) fn pass_on(&mut self, from: usize, to: usize) {
        self.cap[to] = self.cap[to].or(self.cap[from]);
        self.float_pct[to] = self.float_pct[to].or(self.float_pct[from]);
    }
}

/// A membership that is decided but not in force yet.
#[derive(Debug, Clone)]
pub(super) struct Decided {
    /// The event, as a place in the timetable.
    pub(super) event: usize,
    /// The indexes of each line from the event on.
    pub(super) indexes: Vec<Indexes>,
    /// True for lines on which the rank day decided; other lines keep their membership.
    pub(super) judged: Vec<bool>,
    /// True for lines that were members on the rank day.
    pub(super) held: Vec<bool>,
    /// Reasons, by line; `None` for lines without a decision.
    pub(super) reasons: Vec<Option<Reason>>,
    /// Company caps of the rank day, USD, by the line that represents the company.
    pub(super) caps: Vec<Option<Decimal>>,
    /// The ranking and the breaks of the rank day.
    pub(super) base: BreakBase,
    pub(super) information: Information,
}

impl Decided {
    /// True for a member that joined since the rank day if too little was known on that day to
    /// place it. It stays where it is until the next reconstitution.
    pub(super) fn leaves_to_the_next(&self, line: usize) -> bool {
        !self.held[line] && matches!(self.reasons[line], Some(Reason::Ineligible(_)))
    }

    /// Applies the decision on a line to another class of its company that takes its place, unless
    /// that class is to be a member itself.
    pub(super) fn pass_on(&mut self, from: usize, to: usize) {
        self.information.pass_on(from, to);
        self.held[to] |= self.held[from];
        if !self.indexes[to].is_empty() {
            return;
        }
        self.indexes[to] = self.indexes[from];
        self.judged[to] = self.judged[from];
        self.reasons[to] = self.reasons[from];
        self.caps[to] = self.caps[from];
    }
}

/// New issues, shares and float of a quarter, decided but not in force yet.
#[derive(Debug, Clone)]
pub(super) struct Quarterly {
    /// The quarter, as a place in the timetable.
    pub(super) quarter: usize,
    /// Lines that join, with their indexes.
    pub(super) joining: Vec<(usize, Indexes)>,
    pub(super) information: Information,
}

impl Quarterly {
    /// Replaces a departed class with another one.
    pub(super) fn pass_on(&mut self, from: usize, to: usize) {
        self.information.pass_on(from, to);
        for (line, _) in self.joining.iter_mut().filter(|(line, _)| *line == from) {
            *line = to;
        }
    }
}
