//! What a universe becomes before it is reconstituted, whichever way it came in.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::analysis::confidence::Learned;
use crate::reconstitution::{Event, Inputs, PreviousStanding, reconstitute};
use crate::remark::Remark;
use crate::scenario::RunScenario;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::{
    Facts, Filed, Membership, Security, Structure, SymbolChanges, SymbolKey, Universe,
};

/// A universe with the membership held before and what is said about them.
pub(super) struct Prepared {
    pub(super) universe: Universe,
    pub(super) membership: Membership,
    /// Ticker changes that members are still to be carried by: none once an importer has.
    pub(super) member_changes: SymbolChanges,
    pub(super) previous: Option<PreviousStanding>,
    pub(super) remarks: Vec<Remark>,
}

/// What is small and needed by everything else.
pub(super) struct SmallFiles {
    pub(super) symbol_changes: SymbolChanges,
    pub(super) corrections: CapCorrections,
    pub(super) facts: Facts,
    /// What past events say of how sure decisions are.
    pub(super) learned: Learned,
}

/// A universe with the facts that are known on a day, and a remark for each.
pub(super) fn with_facts(
    universe: Universe,
    day: NaiveDate,
    facts: &Facts,
    changes: &SymbolChanges,
) -> (Universe, Vec<Remark>) {
    if facts.facts.is_empty() {
        return (universe, Vec::new());
    }
    let (as_of, mut securities) = (universe.as_of, universe.securities);
    file(&mut securities, &facts.filed(day, changes));
    let came_of = facts.apply(&mut securities, day, changes);
    (Universe::new(as_of, securities), came_of.remarks())
}

/// Puts what filings say where a universe of the project's own leaves room for it: a country that is
/// assigned settles the question, and a structure that is stated stays. A blank-cheque company keeps its
/// industry for years after it has merged, so that a filing alone makes none.
fn file(securities: &mut [Security], filed: &FxHashMap<SymbolKey, Filed>) {
    for s in securities {
        let Some(filed) = filed.get(&SymbolKey::new(&s.symbol)) else { continue };
        let country = &mut s.country;
        country.incorporation = filed.incorporation.or(country.incorporation);
        country.headquarters = filed.headquarters.or(country.headquarters);
        country.assets = filed.assets.or(country.assets);
        country.revenue = filed.revenue.or(country.revenue);
        let told = filed.structure.filter(|told| *told != Structure::BlankCheque);
        if let Some(structure) = told.filter(|_| s.structure == Structure::Corporation) {
            s.structure = structure;
        }
    }
}

/// The standings that the rule book gives an earlier universe, nobody being a member.
pub(super) fn standing_of(universe: &Universe, scenario: &RunScenario) -> Option<PreviousStanding> {
    let event = Event { rank_day: universe.as_of, ..scenario.event.clone() };
    let result = reconstitute(&Inputs {
        event: &event,
        universe,
        membership: &Membership::default(),
        symbol_changes: &SymbolChanges::default(),
        previous: None,
        parameters: &scenario.parameters,
    })
    .ok()?;
    Some(PreviousStanding::new(universe, &result))
}
