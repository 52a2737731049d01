//! Applies the plausibility checks ([`crate::analysis::plausibility`]) to a scenario's inputs and results.

use super::load::Loaded;
use super::prepared::{Prepared, SmallFiles};
use crate::analysis::plausibility::{
    self, Plausibility, all, companies, countries, implementation, members, names, outcome, rows,
    units, values,
};
use crate::reconstitution::Reconstitution;
use crate::remark::{Doubt, Kind, MemberDoubt, Remark, ValueDoubt};
use crate::scenario::written::UniverseFormat;
use crate::scenario::{InputRecord, MembershipSource, RunScenario, UniverseSource};
use crate::universe::{CorporateAction, Facts, Membership, Security, Universe};

/// Whether a universe is too small for warnings about sizes.
pub(super) fn is_small(universe: &Universe, limits: &Plausibility) -> bool {
    universe.securities.len() < limits.small_universe
}

/// An optional remark as a list, as other checks return it.
fn listed(found: Option<Remark>) -> Vec<Remark> {
    found.into_iter().collect()
}

/// Remarks on oddities of the input files.
pub(super) fn of_inputs(
    scenario: &RunScenario,
    prepared: &Prepared,
    (small, actions): (&SmallFiles, &[CorporateAction]),
    effective: Option<&Universe>,
) -> Vec<Remark> {
    let limits = &scenario.plausibility;
    let (universe, membership) = (&prepared.universe, &prepared.membership);
    let (facts, changes) = (&small.facts, &small.symbol_changes);
    all(&[
        &|| of_names(scenario),
        &|| of_universe(scenario, universe, facts),
        &|| effective.map_or_else(Vec::new, |now| of_effective(scenario, (universe, now), actions)),
        &|| of_membership(scenario, universe, membership),
        &|| values::unmatched((facts, actions), universe, changes, limits),
        &|| of_facts(scenario, universe, facts),
    ])
}

/// Remarks on dates in the names of files of closes.
fn of_names(scenario: &RunScenario) -> Vec<Remark> {
    let earlier = scenario.previous.iter().map(|previous| &previous.universe);
    let others = earlier.chain(&scenario.effective).chain(&scenario.interim.later);
    let files = std::iter::once(&scenario.universe).chain(others);
    let named = |file: &UniverseSource| {
        names::of_another_day(&scenario.source.name_of(&file.path), file.as_of)
    };
    files.filter_map(named).collect()
}

/// Remarks on oddities of the universe of rank day, and on facts that do not fit it.
fn of_universe(scenario: &RunScenario, universe: &Universe, facts: &Facts) -> Vec<Remark> {
    let (limits, file) = (&scenario.plausibility, scenario.source.name_of(&scenario.universe.path));
    let mut remarks = all(&[
        &|| values::universe(universe, &file, limits),
        &|| units::universe(universe, &file, limits),
        &|| companies::universe(universe, &file, limits),
        &|| rows::columns_alike(universe, &file, limits),
    ]);
    // An import reports the following itself.
    if scenario.universe.format == UniverseFormat::Rankday {
        let is_own: fn(&Security) -> bool = |security| security.inferred.is_empty();
        let benefit = &scenario.parameters.eligibility.benefit_driven_incorporation;
        remarks.extend(all(&[
            &|| listed(companies::stated_caps(universe, &file, is_own, limits)),
            &|| listed(countries::unknown(universe, facts, &file, limits)),
            &|| countries::stated(universe, benefit, &file, limits),
            &|| listed(companies::issuers_none(universe, &file, limits)),
            &|| listed(rows::types_unlike_names(universe, &file, limits)),
        ]));
    }
    remarks
}

/// Remarks on oddities of the file of the implementation day.
fn of_effective(
    scenario: &RunScenario,
    (universe, effective): (&Universe, &Universe),
    actions: &[CorporateAction],
) -> Vec<Remark> {
    let Some(source) = &scenario.effective else { return Vec::new() };
    let (limits, file) = (&scenario.plausibility, scenario.source.name_of(&source.path));
    all(&[
        &|| values::universe(effective, &file, limits),
        &|| implementation::all(universe, effective, &file, limits),
        &|| listed(rows::effective_floats(universe, effective, &file, limits)),
        &|| listed(implementation::priced_after_leaving(actions, effective, &file)),
        &|| listed(implementation::priced_under_old_ticker(actions, effective, &file)),
    ])
}

/// Remarks on oddities of the members held before.
fn of_membership(
    scenario: &RunScenario,
    universe: &Universe,
    membership: &Membership,
) -> Vec<Remark> {
    let limits = &scenario.plausibility;
    let is_whole = !is_small(universe, limits);
    let mut remarks = Vec::new();
    if is_whole {
        remarks.extend(members::without_members(membership));
    }
    if let MembershipSource::File(path) = &scenario.membership {
        let file = scenario.source.name_of(path);
        remarks.extend(values::membership(membership, &file));
        remarks.extend(rows::members_alike(membership, &file, limits));
        if is_whole {
            remarks.extend(members::few_members(membership, &file, limits));
        }
    }
    remarks
}

/// Remarks on oddities of the facts.
fn of_facts(scenario: &RunScenario, universe: &Universe, facts: &Facts) -> Vec<Remark> {
    let Some(path) = &scenario.facts else { return Vec::new() };
    let (limits, name) = (&scenario.plausibility, scenario.source.name_of(path));
    let mut remarks = values::facts(facts, &name);
    remarks.extend(values::facts_disagree(facts, &name));
    remarks.extend(countries::facts(facts, &name, universe.securities.len(), limits));
    remarks.extend(members::later_facts(facts, universe.as_of, &name));
    remarks
}

/// Removes warnings about short lists: on a small market, lists are meant to be short.
pub(super) fn without_sizes(remarks: &mut Vec<Remark>) {
    remarks.retain(|remark| {
        !matches!(remark.kind, Kind::Doubt(Doubt::Member(MemberDoubt::FewNames { .. })))
    });
}

/// Roles of files that each belong to a day of their own. The implementation day's file is checked by its
/// prices.
const DATED: [&str; 3] = ["universe", "previous universe", "later universe"];

/// Remarks on files that are given for two days.
pub(super) fn files_twice(inputs: &[InputRecord]) -> Vec<Remark> {
    let dated: Vec<&InputRecord> = inputs.iter().filter(|i| DATED.contains(&i.role)).collect();
    let same = dated.iter().enumerate().filter_map(|(at, input)| {
        let other = dated[..at].iter().find(|other| other.sha256 == input.sha256)?;
        let (role, other) = (other.role.to_owned(), input.role.to_owned());
        let other = if role == other { format!("another {other}") } else { other };
        let file = input.path.clone();
        Some(Remark::from(ValueDoubt::OneFileTwice { file, role, other }).on_everything())
    });
    same.collect()
}

/// Remarks on oddities of members and ranking; the members are those matched to lines, including any that a
/// corporate action has added since.
pub(super) fn of_ranking(
    scenario: &RunScenario,
    universe: &Universe,
    membership: &Membership,
    result: &Reconstitution,
) -> Vec<Remark> {
    let limits = &scenario.plausibility;
    let matched = &result.matched;
    let mut without = [&matched.gone[..], &matched.missing, &matched.unmatched].concat();
    without.sort_unstable();
    let file = scenario.source.name_of(&scenario.universe.path);
    let cut_short = || rows::cut_short((membership, &without), universe, &file);
    let unmatched = || members::unmatched((membership, &without), universe, limits);
    let is_whole = !is_small(universe, limits);
    let large = || is_whole.then(|| members::large_missing(membership, &without, limits)).flatten();
    let units = || members::index_shares(membership, universe, result, limits);
    let single = || members::index_shares_above(membership, universe, result, limits);
    all(&[
        &|| listed(cut_short().or_else(unmatched).or_else(large)),
        &|| rows::member_floats(membership, universe, result, limits).into_iter().collect(),
        &|| listed(units().or_else(single)),
        &|| members::wrong_side(membership, result, !is_whole, limits).into_iter().collect(),
        &|| outcome::ranking(universe, result, &scenario.parameters, limits),
    ])
}

/// Remarks on oddities of an event: prices until it, and its effect on the indexes.
pub(super) fn of_event(
    scenario: &RunScenario,
    loaded: &Loaded,
    result: &Reconstitution,
    seen: &Seen<'_>,
) -> Vec<Remark> {
    use plausibility::event::{changes, coverage, returns, turnover, unmoved};
    let limits = &scenario.plausibility;
    let is_small = is_small(&loaded.universe, limits);
    let mut remarks = Vec::new();
    let priced = seen.holdings.holdings.iter().filter(|holding| holding.now.is_some()).count();
    remarks.extend(seen.coverage.and_then(|of| coverage(of, priced, is_small, limits)));
    if let (Some(of_day), Some(source)) = (&loaded.effective, &scenario.effective) {
        let (file, left) = (scenario.source.name_of(&source.path), (seen.left, result));
        let days = (&loaded.universe, of_day);
        remarks.extend(implementation::gone_under_same_name(days, left, &file));
    }
    remarks.extend(returns(seen.valued, (result, seen.holdings), &loaded.actions, limits));
    remarks.extend(unmoved(seen.valued, seen.holdings, limits));
    if !is_small {
        let high = turnover(seen.turnover, None, limits);
        remarks.extend(high.or_else(|| changes(seen.turnover, limits)));
    }
    remarks
}

/// The inputs of the checks of an event.
pub(super) struct Seen<'a> {
    pub(super) coverage: Option<&'a crate::reconstitution::between::Coverage>,
    pub(super) left: &'a [crate::reconstitution::between::Left],
    pub(super) valued: &'a crate::analysis::holdings::ValuationInputs<'a>,
    pub(super) holdings: &'a crate::analysis::holdings::Holdings,
    pub(super) turnover: &'a [crate::analysis::turnover::Turnover],
}
