//! How sure the decision is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::confidence::{Edge, Sure, Sureness};
use crate::universe::EvidenceKind;

/// The confidence of a decision. Probabilities are fractions, null if there is no evidence.
#[derive(Serialize, JsonSchema)]
pub(super) struct Confidence<'a> {
    /// The probability that the decision is right.
    probability: Option<f64>,
    /// The probability as a word.
    sureness: Option<Sureness>,
    /// The kind of evidence for its eligibility.
    evidence: EvidenceKind,
    /// Whether the decision makes it a member.
    is_in: bool,
    /// The probability that it is eligible.
    p_eligible: Option<f64>,
    /// For each cut, the probability that its cap is on the side that the decision needs; null if size does
    /// not decide.
    sizes: Option<Vec<SizeChance<'a>>>,
}

/// The probability that a cap is on the needed side of a cut.
#[derive(Serialize, JsonSchema)]
struct SizeChance<'a> {
    /// The breakpoint.
    #[serde(rename = "break")]
    level: &'a str,
    /// The edge of its band that is the cut.
    edge: Edge,
    /// The side that the decision needs.
    must_be: Side,
    /// The probability, a fraction.
    p: f64,
}

/// A side of a cut.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Side {
    Above,
    Below,
}

impl<'a> Confidence<'a> {
    pub(super) fn new(sure: &'a Sure) -> Self {
        let sizes = sure.sizes.as_ref().map(|sizes| {
            let size = sizes.iter().map(|size| SizeChance {
                level: size.level,
                edge: size.edge,
                must_be: if size.is_above { Side::Above } else { Side::Below },
                p: rounded(size.chance),
            });
            size.collect()
        });
        Self {
            probability: sure.probability,
            sureness: sure.probability.map(Sureness::of),
            evidence: sure.evidence,
            is_in: sure.is_in,
            p_eligible: sure.eligible.map(rounded),
            sizes,
        }
    }
}

/// Rounds to three decimal places.
fn rounded(chance: f64) -> f64 {
    (chance * 1_000.0).round() / 1_000.0
}
