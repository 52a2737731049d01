//! The probability that a company is eligible, given the evidence by which its eligibility was
//! decided.

use super::figures::Learned;
use crate::methodology::Screen;
use crate::methodology::eligibility::Failure;
use crate::reconstitution::Reconstitution;
use crate::universe::{EvidenceKind, Security, Universe};

/// The probability of being eligible for each company of a universe, 0 to 1; `None` where unknown.
///
/// Stated facts are taken as certain. The probability for a company that is excluded on evidence is
/// the part of a place that it keeps in the ranking: [`reserve_pct`](crate::universe::Details).
pub fn chances(
    universe: &Universe,
    result: &Reconstitution,
    learned: &Learned,
) -> Vec<Option<f64>> {
    let mut chances = vec![None; universe.companies.len()];
    for eligible in &result.screened.eligible {
        chances[eligible.company] = chance(learned, &universe.securities[eligible.line], None);
    }
    for out in &result.screened.ineligible {
        let line = &universe.securities[out.line];
        // A company whose tested value is unknown gets no probability.
        let drop = result.screened.drops[out.line].as_ref();
        if !drop.is_some_and(|drop| matches!(drop.failure, Failure::Unknown(_))) {
            chances[out.company] = chance(learned, line, Some(out.screen));
        }
    }
    chances
}

/// The probability that a line's company is eligible, given the screen that drops it; `None` for
/// `dropped` if it passes all screens.
pub fn chance(learned: &Learned, line: &Security, dropped: Option<Screen>) -> Option<f64> {
    match dropped {
        Some(Screen::Stated) => Some(f64::from(line.reserve_pct) / 100.0),
        // A company too small to be ranked may still be eligible by its evidence.
        None | Some(Screen::Size) => learned.eligible(line.evidence),
        Some(_) if line.evidence == EvidenceKind::Stated => Some(0.0),
        // Everything except its votes is stated.
        Some(screen) if line.evidence == EvidenceKind::AssumedVotes && screen != Screen::Votes => {
            Some(0.0)
        }
        Some(screen) => learned.ineligible(line.evidence, screen),
    }
}
