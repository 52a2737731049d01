//! The family on the first day of a history.

use crate::market::history::{History, View};
use crate::methodology::family::Family;
use crate::reconstitution::Reconstitution;
use crate::universe::{Membership, Segment};

use super::state::State;

/// The family's membership at the start.
#[derive(Debug, Clone, Default)]
pub enum Start {
    /// It is formed by the unbanded breakpoints on the first day.
    #[default]
    Formed,
    /// It holds these members. Their other indexes, besides the Russell 1000 and 2000, follow from
    /// the unbanded breakpoints of the first day.
    Held(Membership),
}

impl Start {
    /// The membership to be matched to the first day's lines.
    pub(super) fn membership(&self) -> Membership {
        match self {
            Self::Formed => Membership::default(),
            Self::Held(membership) => membership.clone(),
        }
    }

    /// The family on the first day, from its ranking.
    pub(super) fn state(
        &self,
        history: &History,
        view: &View,
        result: &Reconstitution,
        family: &Family,
    ) -> State {
        let mut state = State::new(history.lines.len());
        for company in &result.companies {
            let indexes = match (self, company.rank) {
                (Self::Formed, _) => company.indexes,
                // A member that fails a screen today stays a member until the next reconstitution.
                (Self::Held(_), rank) if company.from.in_r3000() => {
                    let is_known = company.from != Segment::R3000;
                    let in_r1000 = is_known.then_some(company.from == Segment::R1000);
                    family.place_as_held(rank.unwrap_or(usize::MAX), in_r1000).indexes
                }
                // A company on one of Microcap's ranks that is in no list of larger companies.
                (Self::Held(_), Some(rank)) => {
                    let unbanded = family.unbanded_place(rank);
                    if unbanded.segment == Segment::Micro { unbanded.indexes } else { continue }
                }
                (Self::Held(_), None) => continue,
            };
            if indexes.is_empty() {
                continue;
            }
            let line = view.line_of[company.line];
            let (cap, float_pct) = super::updates::cap_and_float(view, company.line);
            state.enter(line, indexes, cap.unwrap_or_default() * float_pct / 100.0, float_pct);
        }
        state
    }
}
