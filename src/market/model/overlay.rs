//! Shocks that someone thinks of, laid on top of whatever a path does.

use super::slots::Slots;
use super::streams::company_key;

/// Whom a shock hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Everybody.
    Market,
    /// Companies on these ranks when it comes, both included: a segment of the market by plain
    /// ranks, which is the same for all schedules.
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
}

/// A shock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlay {
    /// The step in which it comes, from 1: on top of that step's returns.
    pub step: u32,
    /// Whom it hits.
    pub target: Target,
    /// Added to the log return.
    pub log_return: f64,
}

/// Moves the caps that a shock hits; `scratch` is overwritten.
pub(super) fn apply(slots: &mut Slots, overlay: &Overlay, scratch: &mut Vec<f64>) {
    let factor = libm::exp(overlay.log_return);
    let move_where = |slots: &mut Slots, is_hit: &dyn Fn(&Slots, usize) -> bool| {
        for slot in 0..slots.caps.len() {
            if is_hit(slots, slot) {
                slots.caps[slot] = super::returns::whole(slots.caps[slot] * factor);
            }
        }
    };
    match overlay.target {
        Target::Market => move_where(slots, &|_, _| true),
        Target::Sector(sector) => move_where(slots, &|slots, slot| slots.sector[slot] == sector),
        Target::Company(number) => {
            let key = company_key(number);
            move_where(slots, &|slots, slot| slots.keys[slot] == key);
        }
        Target::Ranks { first, last } => {
            let above = cap_at(slots, first.saturating_sub(1), scratch).unwrap_or(f64::INFINITY);
            let from = cap_at(slots, last, scratch).unwrap_or(0.0);
            move_where(slots, &|slots, slot| (from..above).contains(&slots.caps[slot]));
        }
    }
}

/// The cap on a rank, from 1; `None` where there are fewer companies, or for rank 0.
fn cap_at(slots: &Slots, rank: usize, scratch: &mut Vec<f64>) -> Option<f64> {
    scratch.clear();
    scratch.extend(slots.caps.iter().filter(|cap| **cap > 0.0));
    let at = rank.checked_sub(1).filter(|at| *at < scratch.len())?;
    Some(*scratch.select_nth_unstable_by(at, |a, b| b.total_cmp(a)).1)
}
