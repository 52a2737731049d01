//! Scenario shocks, added on top of a path's own returns.

use std::sync::Arc;

use super::slots::Slots;
use super::streams::company_key;

/// The companies that a shock hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// All companies.
    Market,
    /// Companies on these ranks when the shock comes, both included: a segment of the market by rank
    /// alone, which is the same for all schedules.
    Ranks {
        /// The largest company's rank, from 1.
        first: usize,
        /// The smallest company's rank.
        last: usize,
    },
    /// A sector, by the caller's number.
    Sector(u16),
    /// A company, by its number.
    Company(u64),
    /// Several companies, by their numbers.
    Companies(Arc<[u64]>),
}

/// A shock.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// The step in which it comes, from 1; it is added to that step's returns.
    pub step: u32,
    /// The companies that it hits.
    pub target: Target,
    /// Added to the log return.
    pub log_return: f64,
}

/// The companies that a shock hits, with ranks converted to caps.
enum Hits {
    Everybody,
    /// Caps from the first number, included, up to the second, excluded.
    Caps(f64, f64),
    Sector(u16),
    /// Keys of companies, in ascending order.
    Keys(Vec<u64>),
}

impl Hits {
    fn of(target: &Target, slots: &Slots, scratch: &mut Vec<f64>) -> Self {
        match target {
            Target::Market => Self::Everybody,
            Target::Sector(sector) => Self::Sector(*sector),
            Target::Company(number) => Self::Keys(vec![company_key(*number)]),
            Target::Companies(numbers) => {
                let mut keys: Vec<u64> = numbers.iter().copied().map(company_key).collect();
                keys.sort_unstable();
                Self::Keys(keys)
            }
            &Target::Ranks { first, last } => {
                let above =
                    cap_at(slots, first.saturating_sub(1), scratch).unwrap_or(f64::INFINITY);
                Self::Caps(cap_at(slots, last, scratch).unwrap_or(0.0), above)
            }
        }
    }

    fn hit(&self, slots: &Slots, slot: usize) -> bool {
        match self {
            Self::Everybody => true,
            Self::Caps(from, above) => (*from..*above).contains(&slots.caps[slot]),
            Self::Sector(sector) => slots.sector[slot] == *sector,
            Self::Keys(keys) => keys.binary_search(&slots.keys[slot]).is_ok(),
        }
    }
}

/// Moves the caps that the shocks of a step hit; `scratch` is overwritten.
///
/// Ranks are those before any of the shocks: if two shocks come together, neither moves companies into
/// the reach of the other.
pub(super) fn apply(slots: &mut Slots, overlays: &[Overlay], step: u32, scratch: &mut Vec<f64>) {
    let due = overlays.iter().filter(|overlay| overlay.step == step);
    let due: Vec<(Hits, f64)> =
        due.map(|o| (Hits::of(&o.target, slots, scratch), o.log_return)).collect();
    for slot in 0..slots.caps.len() {
        let hits = due.iter().filter(|(hits, _)| hits.hit(slots, slot));
        let log_return: f64 = hits.map(|(_, log_return)| log_return).sum();
        slots.caps[slot] = super::returns::whole(slots.caps[slot] * libm::exp(log_return));
    }
}

/// The cap on a rank, from 1; `None` if there are fewer companies, or for rank 0.
fn cap_at(slots: &Slots, rank: usize, scratch: &mut Vec<f64>) -> Option<f64> {
    scratch.clear();
    scratch.extend(slots.caps.iter().filter(|cap| **cap > 0.0));
    let at = rank.checked_sub(1).filter(|at| *at < scratch.len())?;
    Some(*scratch.select_nth_unstable_by(at, |a, b| b.total_cmp(a)).1)
}
