//! The labels of a market's lines, from universes that are read or imported with their evidence.

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::analysis::plausibility::{companies, countries, rows, values};
use crate::market::history::LabelDay;
use crate::remark::Remark;
use crate::scenario::comparison::{ComparisonScenario, LabelSource};
use crate::scenario::written::UniverseFormat;
use crate::study::files::Files;
use crate::study::imported::read_changes;
use crate::study::prepared::{SmallFiles, with_facts};
use crate::universe::import::nasdaq::{
    self, EarlierList, EarlierRankDay, Evidence, ImportContext, ScreenerDay,
};
use crate::universe::{
    Faults, Index, ListedMembers, Membership, SymbolChanges, SymbolKey, all, combine_lists,
    read_universe,
};

/// Reads the universes of all label days, with remarks on what was inferred.
pub(super) fn read_labels(
    scenario: &ComparisonScenario,
    files: &Files,
    small: &SmallFiles,
    first: NaiveDate,
) -> Result<(Vec<LabelDay>, Vec<Remark>), Faults> {
    let of_format = |format: UniverseFormat| -> Vec<&LabelSource> {
        scenario.labels.iter().filter(|l| l.format == format).collect()
    };
    let mut labels = Vec::new();
    let mut inferred = Vec::new();
    let as_named = SymbolChanges::default();
    for source in of_format(UniverseFormat::Rankday) {
        let read = read_universe(files.get(&source.path)?, source.as_of.unwrap_or(first))?;
        inferred.extend(read.remarks);
        let file = scenario.source.name_of(&source.path);
        let (universe, limits) = (&read.universe, &scenario.plausibility);
        inferred.extend(values::universe(universe, &file, limits));
        let benefit = &scenario.parameters.eligibility.benefit_driven_incorporation;
        inferred.extend(countries::of_labels(universe, benefit, &file, limits));
        inferred.extend(companies::issuers_none(universe, &file, limits));
        inferred.extend(rows::types_unlike_names(universe, &file, limits));
        inferred.extend(companies::issuers_unlike(universe, &file, limits));
        // Labels without a day are matched by ticker alone, and so are the facts about them.
        let (day, changes) = match source.as_of {
            Some(as_of) => (as_of, &small.symbol_changes),
            None => (NaiveDate::MAX, &as_named),
        };
        let (universe, said) = with_facts(read.universe, day, &small.facts, changes);
        inferred.extend(said);
        labels.push(LabelDay { as_of: source.as_of, universe });
    }
    let imported = of_format(UniverseFormat::NasdaqScreener);
    if imported.is_empty() {
        return Ok((labels, inferred));
    }
    let (days, said) = import(scenario, &imported, files, small)?;
    labels.extend(days);
    inferred.extend(said);
    Ok((labels, inferred))
}

/// Imports every label day with the data known on it: earlier lists and rank days only.
fn import(
    scenario: &ComparisonScenario,
    sources: &[&LabelSource],
    files: &Files,
    small: &SmallFiles,
) -> Result<(Vec<LabelDay>, Vec<Remark>), Faults> {
    let benefit = &scenario.parameters.eligibility.benefit_driven_incorporation;
    let read_day = |source: &&LabelSource| {
        let as_of = source.as_of.unwrap_or_default();
        let input = files.get(&source.path)?;
        let day = ScreenerDay::read(input, as_of, &small.corrections, benefit)?;
        // A day that is not a rank day counts as its own implementation day.
        Ok(EarlierRankDay { day, implementation: source.implementation.unwrap_or(as_of) })
    };
    let written = &scenario.evidence;
    let (days, lists) = rayon::join(
        || all(sources.par_iter().map(read_day).collect()),
        || {
            let read = |(l, complete): &(crate::scenario::ListSource, bool)| {
                let list = crate::universe::read_list(files.get(&l.path)?, l.index, l.held_on)?;
                Ok((list, *complete))
            };
            all(written.lists.par_iter().map(read).collect())
        },
    );
    let (mut days, lists): (Vec<EarlierRankDay>, Vec<(ListedMembers, bool)>) =
        crate::universe::both(days, lists)?;
    let mut evidence = Evidence {
        membership: written.membership,
        previous_rank: written.previous_rank,
        inside_multiple: written.inside_multiple,
        reserve_pct: written.reserve_pct(&small.learned),
        lists: lists.iter().map(|(list, complete)| earlier(list, *complete)).collect(),
        changes: read_changes(&written.changes, files)?,
        rank_days: Vec::new(),
    };
    repair(&mut days, &evidence.lists, small);
    // Newest first, because the evidence for each day is what lies before it.
    days.reverse();
    let mut labelled = Vec::new();
    let mut inferred = Vec::new();
    let mut rest = days;
    while !rest.is_empty() {
        let EarlierRankDay { day, implementation } = rest.remove(0);
        let is_rank_day = |d: &EarlierRankDay| d.implementation > d.day.as_of;
        evidence.lists.retain(|l| l.held_on < implementation.max(day.as_of));
        evidence.changes.retain(|c| c.implementation < implementation.max(day.as_of));
        let held = held_before(&lists, implementation, small);
        let (rank_days, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_rank_day);
        evidence.rank_days = rank_days;
        let context = ImportContext {
            symbol_changes: &small.symbol_changes,
            held: &held,
            evidence: &evidence,
            facts: &small.facts,
            benefit_driven: benefit,
            caps_repaired: 0,
        };
        let imported = nasdaq::import(&day, &context);
        let remarks = imported.report.remarks().into_iter();
        inferred.extend(remarks.map(|remark| remark.of_day(day.as_of)));
        labelled.push(LabelDay { as_of: Some(day.as_of), universe: imported.universe });
        rest = std::mem::take(&mut evidence.rank_days);
        rest.extend(others);
        rest.sort_by_key(|d| std::cmp::Reverse(d.day.as_of));
    }
    Ok((labelled, inferred))
}

fn earlier(list: &ListedMembers, complete: bool) -> EarlierList {
    let keys = list.symbols.iter().map(|(symbol, _)| SymbolKey::new(symbol)).collect();
    EarlierList { index: list.index, held_on: list.held_on, complete, keys }
}

/// The latest lists of the Russell 1000 and 2000 held before an implementation.
fn held_before(
    lists: &[(ListedMembers, bool)],
    implementation: NaiveDate,
    small: &SmallFiles,
) -> Membership {
    let latest = |index: Index| {
        let of_index = lists.iter().map(|(list, _)| list).filter(|l| l.index == index);
        of_index.filter(|l| l.held_on < implementation).max_by_key(|l| l.held_on)
    };
    let held: Vec<ListedMembers> =
        [Index::R1000, Index::R2000].into_iter().filter_map(latest).cloned().collect();
    combine_lists(&held, &small.symbol_changes)
}

/// Repairs the caps of all days, starting with the oldest.
fn repair(days: &mut [EarlierRankDay], lists: &[EarlierList], small: &SmallFiles) {
    let named: Vec<(NaiveDate, &FxHashSet<SymbolKey>)> =
        lists.iter().filter(|l| l.index == Index::R1000).map(|l| (l.held_on, &l.keys)).collect();
    let mut days: Vec<&mut ScreenerDay> = days.iter_mut().map(|d| &mut d.day).collect();
    nasdaq::repair_caps(&mut days, &named, &small.symbol_changes);
}
