//! The targets of a scenario's shocks in its universe.

use std::sync::Arc;

use crate::market::model::Target;
use crate::reconstitution::Reconstitution;
use crate::scenario::Whom;
use crate::simulation::projection::ModelUniverse;
use crate::universe::Index;

/// The target of a shock within a universe's companies; `None` if it matches no company, and for
/// the whole market and for segments, which need no universe.
pub(super) fn target(
    whom: &Whom,
    companies: &ModelUniverse,
    today: &Reconstitution,
) -> Option<Target> {
    let members = |index: Index| {
        let is_held = |company: usize| {
            let held = today.matched.held_company(company);
            held.is_some_and(|held| held.indexes.is_in(index) == Some(true))
        };
        let held = companies.candidates.iter().filter(|c| is_held(c.company));
        let numbers: Arc<[u64]> = held.map(|candidate| candidate.model.number).collect();
        (!numbers.is_empty()).then_some(Target::Companies(numbers))
    };
    match whom {
        Whom::Sector(name) => companies.sector(name).map(Target::Sector),
        Whom::Symbol(symbol) => companies.number(symbol).map(Target::Company),
        Whom::Members(index) => members(*index),
        Whom::Market | Whom::Segment(_) => None,
    }
}
