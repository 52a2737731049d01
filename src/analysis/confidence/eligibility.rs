//! The chance that a company is eligible, by what evidence its eligibility was decided.

use super::figures::Learned;
use crate::methodology::Screen;
use crate::reconstitution::Reconstitution;
use crate::universe::{EvidenceKind, Universe};

/// The chances of all companies of a universe, 0 to 1; `None` where nothing says.
///
/// What is stated is taken at its word. A company that is excluded on evidence has the chance that the
/// part of a place is which it keeps in the ranking: [`reserve_pct`](crate::universe::Details).
pub fn chances(
    universe: &Universe,
    result: &Reconstitution,
    learned: &Learned,
) -> Vec<Option<f64>> {
    let mut chances = vec![None; universe.companies.len()];
    for eligible in &result.screened.eligible {
        chances[eligible.company] = learned.eligible(universe.securities[eligible.line].evidence);
    }
    for out in &result.screened.ineligible {
        let line = &universe.securities[out.line];
        chances[out.company] = match out.screen {
            Screen::Stated => Some(f64::from(line.reserve_pct) / 100.0),
            // Too small to be ranked: by evidence it may be eligible all the same.
            Screen::Size => learned.eligible(line.evidence),
            _ if line.evidence == EvidenceKind::Stated => Some(0.0),
            screen => learned.ineligible(line.evidence, screen),
        };
    }
    chances
}
