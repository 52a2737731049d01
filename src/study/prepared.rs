//! A universe prepared for reconstitution, whether read or imported.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use crate::analysis::confidence::Learned;
use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::{Event, Inputs, Matched, PreviousStanding, reconstitute};
use crate::remark::Remark;
use crate::scenario::RunScenario;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::{
    Facts, Filed, Membership, Security, Structure, SymbolChanges, SymbolKey, Universe,
};

/// A universe with the membership held before and remarks on both.
pub(super) struct Prepared {
    pub(super) universe: Universe,
    pub(super) membership: Membership,
    /// Ticker changes still to be applied to members; empty if the importer has applied them.
    pub(super) member_changes: SymbolChanges,
    pub(super) previous: Option<PreviousStanding>,
    pub(super) remarks: Vec<Remark>,
}

/// Small files that the other inputs depend on.
pub(super) struct SmallFiles {
    pub(super) symbol_changes: SymbolChanges,
    pub(super) corrections: CapCorrections,
    pub(super) facts: Facts,
    /// Confidence figures learned from past events.
    pub(super) learned: Learned,
}

/// A universe with the facts known on a day, and a remark for each.
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

/// Fills gaps in a universe of the project's own format with data from filings: an assigned country
/// and a stated structure are kept. A filing alone does not make a company a blank-cheque company,
/// because such companies keep that industry code for years after their merger.
fn file(securities: &mut [Security], filed: &FxHashMap<SymbolKey, Filed>) {
    for s in securities {
        let Some(filed) = filed.get(&SymbolKey::new(s.symbol())) else { continue };
        let country = &mut s.country;
        country.incorporation = filed.incorporation.or(country.incorporation);
        country.headquarters = filed.headquarters.or(country.headquarters);
        country.assets = filed.assets.or(country.assets);
        country.revenue = filed.revenue.or(country.revenue);
        let stated = filed.structure.filter(|stated| *stated != Structure::BlankCheque);
        if let Some(structure) = stated.filter(|_| s.structure == Structure::Corporation) {
            s.structure = structure;
        }
    }
}

/// The standings in an earlier universe under the rule book, without any members.
///
/// # Errors
/// Caps are too large to be compared exactly.
pub(super) fn standing_of(
    universe: &Universe,
    scenario: &RunScenario,
) -> Result<PreviousStanding, CapsTooLarge> {
    let event = Event { rank_day: universe.as_of, ..scenario.event.clone() };
    let inputs = Inputs::new(&event, universe, &scenario.parameters);
    let result = reconstitute(&inputs, Matched::nobody(universe))?;
    Ok(PreviousStanding::new(universe, &result))
}
