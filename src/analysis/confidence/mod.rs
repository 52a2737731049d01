//! How sure the changes of an event are.
//!
//! A change can be wrong in two ways: the company is not eligible as it was decided, or its cap is on
//! the other side of the cut. With `q` the chance that the company is eligible and `S` the chance that
//! a cap as far from the cut stands above it, an addition comes true with `q S`, a deletion with
//! `1 - q S`, a move up with `q S` and a move down with `q (1 - S)`, at their edges of the band. A
//! company that stays is judged by the same edges. Both chances are learned from past events
//! ([`Learned`]), never from the event itself.

mod eligibility;
mod figures;
mod size;

use rust_decimal::Decimal;

pub use eligibility::{chance, chances};
pub use figures::{Figure, Learned, Question};
pub use size::SizeCurve;

use crate::analysis::movers::Mover;
use crate::methodology::banding::BreakLevel;
use crate::reconstitution::{Action, Reconstitution};
use crate::universe::packed::float;
use crate::universe::{EvidenceKind, Segment, Universe};
use crate::word_enum::word_enum;

/// The smallest probability that counts as near-certain.
pub const NEAR_CERTAIN: f64 = 0.9;
/// The smallest probability that counts as likely.
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
    /// The word for a probability.
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
    /// By company of the universe: the probability that it is eligible, 0 to 1; `None` where
    /// unknown.
    pub eligible: Vec<Option<f64>>,
    /// By mover: the probability that the change comes true, 0 to 1, to three decimal places;
    /// `None` where unknown, and for share classes.
    pub changes: Vec<Option<f64>>,
}

impl Confidence {
    /// Computes the confidence in the decisions of a reconstitution and in the changes that follow
    /// from them; `smallest` is the smallest cap that is eligible, USD.
    pub fn new(
        universe: &Universe,
        result: &Reconstitution,
        movers: &[Mover],
        (learned, smallest): (&Learned, Decimal),
    ) -> Self {
        let eligible = chances(universe, result, learned);
        let sizes = Sizes { result, learned, smallest };
        let changes = movers.iter().map(|mover| sizes.of_change(mover, eligible[mover.company]));
        let changes = changes.collect();
        Self { eligible, changes }
    }
}

/// How sure the decision on one company is, with the factors that it is computed from.
#[derive(Debug, Clone, PartialEq)]
pub struct Sure {
    /// The evidence from which its eligibility is known or inferred.
    pub evidence: EvidenceKind,
    /// The probability that it is eligible, 0 to 1; `None` where unknown.
    pub eligible: Option<f64>,
    /// The edges that its cap must be above or below for it to be in, each with a probability;
    /// `None` if one of these is unknown. Empty if it is dropped and its cap is unknown.
    pub sizes: Option<Vec<SizeChance>>,
    /// True if the decision is that the company is in, which needs all of these conditions to hold;
    /// if it is out, at least one of them must fail.
    pub is_in: bool,
    /// The probability that the decision comes true, 0 to 1, to three decimal places; `None` where
    /// unknown.
    pub probability: Option<f64>,
}

/// The probability that a cap is on the required side of an edge of a break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeChance {
    /// Name of the break.
    pub level: &'static str,
    /// The edge of that break.
    pub edge: Edge,
    /// Whether the cap must be above it.
    pub is_above: bool,
    /// The probability that the cap is on that side, 0 to 1.
    pub chance: f64,
}

/// How sure the decision on one company is; arguments as in [`Confidence::new`].
pub fn of_company(
    universe: &Universe,
    result: &Reconstitution,
    company: usize,
    (learned, smallest): (&Learned, Decimal),
) -> Sure {
    let decided = &result.companies[company];
    let eligible = chances(universe, result, learned)[company];
    let sizes = Sizes { result, learned, smallest };
    let cap = sizes.deciding_cap(company);
    let (is_in, sizes) = sizes.of_decision(decided.from, decided.to, cap);
    let evidence = universe.securities[decided.line].evidence;
    let probability = probability(eligible, sizes.as_deref(), is_in);
    Sure { evidence, eligible, sizes, is_in, probability }
}

/// The probability of a decision from those of eligibility and of size, to three decimal places.
fn probability(eligible: Option<f64>, sizes: Option<&[SizeChance]>, is_in: bool) -> Option<f64> {
    let size: f64 = sizes?.iter().map(|size| size.chance).product();
    let all = eligible? * size;
    let probability = if is_in { all } else { 1.0 - all };
    Some((probability * 1_000.0).round() / 1_000.0)
}

/// Inputs for the probabilities of size.
struct Sizes<'a> {
    result: &'a Reconstitution,
    learned: &'a Learned,
    /// The smallest cap that is eligible, USD.
    smallest: Decimal,
}

word_enum!(
    "kebab-case",
    /// An edge of a break.
    pub enum Edge {
        /// The band's edge towards larger companies.
        Upper,
        /// The break itself.
        Break,
        /// The band's edge towards smaller companies.
        Lower,
        /// The smallest cap that is eligible, where there are too few companies for the break.
        Smallest,
    }
);

impl Sizes<'_> {
    /// The cap that is compared with the breaks of rank day, USD: the rank-day cap, or for a
    /// company that was placed anew the cap used for that.
    fn deciding_cap(&self, company: usize) -> Option<Decimal> {
        let anew = self.result.placed_anew.get(&company).map(|anew| anew.of_rank_day);
        anew.or(self.result.companies[company].market_cap)
    }

    fn of_change(&self, mover: &Mover, eligible: Option<f64>) -> Option<f64> {
        // A share class is decided by its company and by its own float and votes.
        if mover.is_class {
            return None;
        }
        let cap = self.deciding_cap(mover.company);
        let (is_in, sizes) = self.of_decision(mover.from, mover.to, cap);
        probability(eligible, sizes.as_deref(), is_in)
    }

    /// Whether the decision puts the company in, and the probability that its cap meets each condition
    /// for being in.
    fn of_decision(
        &self,
        from: Segment,
        to: Segment,
        cap: Option<Decimal>,
    ) -> (bool, Option<Vec<SizeChance>>) {
        let action = Action::between(from, to);
        let is_in = to.in_r3000() || action != Some(Action::Delete) && to == Segment::Micro;
        let Some(cap) = cap else {
            // A deleted company of unknown cap may be of any size, so size sets no condition.
            return (is_in, (action == Some(Action::Delete)).then(Vec::new));
        };
        let chance = |&(level, edge, is_above): &(&'static str, Edge, bool)| {
            let edge = self.edge_in_place(level, edge);
            let above = self.above(level, edge, cap)?;
            let chance = if is_above { above } else { 1.0 - above };
            Some(SizeChance { level, edge, is_above, chance })
        };
        (is_in, where_to_be(from, to).iter().map(chance).collect())
    }

    /// If there are too few companies for the last break of an index, the smallest eligible cap
    /// takes its place: all eligible companies are above it.
    fn edge_in_place(&self, name: &str, edge: Edge) -> Edge {
        let level = self.result.levels.iter().find(|level| level.name == name);
        let is_missing = level.is_some_and(|level| level.market_cap.is_none());
        let ends = matches!(name, "r3000" | "r3000e") && self.smallest > Decimal::ZERO;
        if is_missing && ends { Edge::Smallest } else { edge }
    }

    /// The probability that a cap is above an edge of a break.
    fn above(&self, name: &str, edge: Edge, cap: Decimal) -> Option<f64> {
        let level = self.result.levels.iter().find(|level| level.name == name)?;
        let curve = match name {
            "r1000" => self.learned.r1000.as_ref()?,
            _ => self.learned.r3000.as_ref()?,
        };
        if edge == Edge::Smallest {
            return Some(curve.above(distance(cap, self.smallest)?));
        }
        let Some(plain) = level.market_cap else {
            // There are too few companies for the break, and all are above it.
            return Some(1.0);
        };
        Some(curve.above(distance(cap, edge.of(level).unwrap_or(plain))?))
    }
}

/// The edges that a cap must be above or below for this decision. For a company that is out, these
/// are the edges for being in.
fn where_to_be(from: Segment, to: Segment) -> &'static [(&'static str, Edge, bool)] {
    const IN_R3000: &[(&str, Edge, bool)] = &[("r3000", Edge::Break, true)];
    const IN_MICRO: &[(&str, Edge, bool)] =
        &[("r3000e", Edge::Break, true), ("r3000", Edge::Break, false)];
    match (Action::between(from, to), to) {
        (Some(Action::Up), _) => &[("r1000", Edge::Upper, true)],
        (Some(Action::Down), _) => &[("r1000", Edge::Lower, false)],
        (Some(Action::Delete), _) if !from.in_r3000() => &[("r3000e", Edge::Break, true)],
        (Some(Action::Add) | None, Segment::Micro) => IN_MICRO,
        (None, Segment::R1000) if from == Segment::R1000 => &[("r1000", Edge::Lower, true)],
        (None, Segment::R1000) => &[("r1000", Edge::Break, true)],
        (None, Segment::R2000) if from == Segment::R2000 => {
            &[("r3000", Edge::Break, true), ("r1000", Edge::Upper, false)]
        }
        (None, Segment::R2000) => &[("r3000", Edge::Break, true), ("r1000", Edge::Break, false)],
        (Some(Action::Add | Action::Delete) | None, _) => IN_R3000,
    }
}

impl Edge {
    fn of(self, level: &BreakLevel) -> Option<Decimal> {
        match self {
            Self::Upper => level.upper_market_cap,
            Self::Break | Self::Smallest => level.market_cap,
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
    Some(float(value)).filter(|value| *value > 0.0)
}

#[cfg(test)]
mod tests;
