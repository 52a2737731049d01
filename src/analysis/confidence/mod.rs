//! How sure the changes of an event are.
//!
//! A change can be wrong in two ways: the company is not eligible as it was decided, or its cap is on
//! the other side of the cut. With `q` the chance that the company is eligible and `S` the chance that
//! a cap as far from the cut stands above it, an addition comes true with `q S`, a deletion with
//! `1 - q S`, a move up with `q S` and a move down with `q (1 - S)`, at their edges of the band. Both
//! chances are learned from past events ([`Learned`]), never from the event itself.

mod eligibility;
mod figures;
mod size;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub use eligibility::{chance, chances};
pub use figures::{Figure, Learned, Question};
pub use size::SizeCurve;

use crate::analysis::movers::Mover;
use crate::methodology::banding::BreakLevel;
use crate::reconstitution::{Action, Reconstitution};
use crate::universe::Universe;
use crate::word_enum::word_enum;

/// The least probability of what is near-certain.
pub const NEAR_CERTAIN: f64 = 0.9;
/// The least probability of what is likely.
pub const LIKELY: f64 = 0.6;

word_enum!(
    "kebab-case",
    /// How sure a change is, in a word.
    pub enum Sureness {
        /// A probability of 0.9 or more.
        NearCertain,
        /// From 0.6 up to 0.9.
        Likely,
        /// Less than 0.6.
        Open,
    }
);

impl Sureness {
    /// Of a probability.
    pub fn of(probability: f64) -> Self {
        if probability >= NEAR_CERTAIN {
            Self::NearCertain
        } else if probability >= LIKELY {
            Self::Likely
        } else {
            Self::Open
        }
    }
}

/// How sure the decisions of an event are.
#[derive(Debug, Clone, Default)]
pub struct Confidence {
    /// By company of the universe: the chance that it is eligible, 0 to 1; `None` where nothing says.
    pub eligible: Vec<Option<f64>>,
    /// By mover: the probability that the change comes true, 0 to 1, to three decimal places; `None`
    /// where it is not known, and of share classes.
    pub changes: Vec<Option<f64>>,
}

impl Confidence {
    /// Of the decisions of a reconstitution and what changes by them.
    pub fn new(
        universe: &Universe,
        result: &Reconstitution,
        movers: &[Mover],
        learned: &Learned,
    ) -> Self {
        let eligible = chances(universe, result, learned);
        let sizes = Sizes { result, learned };
        let changes = movers.iter().map(|mover| sizes.of_change(mover, eligible[mover.company]));
        let changes = changes.collect();
        Self { eligible, changes }
    }
}

/// What the chances of sizes follow from.
struct Sizes<'a> {
    result: &'a Reconstitution,
    learned: &'a Learned,
}

/// An edge of a break.
#[derive(Clone, Copy)]
enum Edge {
    Upper,
    Plain,
    Lower,
}

impl Sizes<'_> {
    fn of_change(&self, mover: &Mover, eligible: Option<f64>) -> Option<f64> {
        // A class goes by its company, and by its own float and votes.
        if mover.is_class {
            return None;
        }
        let eligible = eligible?;
        let cap = self.result.companies[mover.company].market_cap;
        let above = |name: &str, edge: Edge| self.above(name, edge, cap?);
        // Whose cap is unknown and whom a screen drops may be as large as can be.
        let probability = match mover.action {
            Action::Up => eligible * above("r1000", Edge::Upper)?,
            Action::Down => eligible * (1.0 - above("r1000", Edge::Lower)?),
            Action::Add if mover.to.in_r3000() => eligible * above("r3000", Edge::Plain)?,
            Action::Add => {
                eligible * above("r3000e", Edge::Plain)? * (1.0 - above("r3000", Edge::Plain)?)
            }
            Action::Delete => {
                let name = if mover.from.in_r3000() { "r3000" } else { "r3000e" };
                let above = if cap.is_some() { above(name, Edge::Plain)? } else { 1.0 };
                1.0 - eligible * above
            }
        };
        Some((probability * 1_000.0).round() / 1_000.0)
    }

    /// The chance that a cap is above an edge of a break.
    fn above(&self, name: &str, edge: Edge, cap: Decimal) -> Option<f64> {
        let level = self.result.levels.iter().find(|level| level.name == name)?;
        let curve = match name {
            "r1000" => self.learned.r1000.as_ref()?,
            _ => self.learned.r3000.as_ref()?,
        };
        let Some(plain) = level.market_cap else {
            // There are too few companies for the break, and all are above it.
            return Some(1.0);
        };
        Some(curve.above(distance(cap, edge.of(level).unwrap_or(plain))?))
    }
}

impl Edge {
    fn of(self, level: &BreakLevel) -> Option<Decimal> {
        match self {
            Self::Upper => level.upper_market_cap,
            Self::Plain => level.market_cap,
            Self::Lower => level.lower_market_cap,
        }
    }
}

/// How far a cap is from a cut: the natural logarithm of their ratio, above zero for larger caps.
pub fn distance(cap: Decimal, cut: Decimal) -> Option<f64> {
    Some(libm::log(positive(cap)? / positive(cut)?))
}

/// A decimal as a positive number.
fn positive(value: Decimal) -> Option<f64> {
    value.to_f64().filter(|value| *value > 0.0)
}

#[cfg(test)]
mod tests;
