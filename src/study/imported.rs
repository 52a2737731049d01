//! Imports a scenario's universe from a vendor's file, as `rankday import` does.

use std::path::PathBuf;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::files::{Files, read_members};
use super::prepared::{Prepared, SmallFiles, standing_of};
use crate::analysis::plausibility::members::few_names;
use crate::scenario::written::UniverseFormat;
use crate::scenario::{ListSource, PreviousSource, RunScenario, UniverseSource};
use crate::universe::import::corrections::CapCorrections;
use crate::universe::import::nasdaq::{
    self, EarlierChanges, EarlierList, EarlierRankDay, Evidence, ImportContext, ScreenerDay,
};
use crate::universe::{
    AnnouncedAction, Faults, Index, Membership, ReadUniverse, Segment, SymbolChanges, SymbolKey,
    all, both, read_announced, read_list, read_universe,
};

/// A universe of an earlier rank day, used for its labels, with remarks on oddities of its file.
pub(super) fn read_plain(
    files: &Files,
    source: &UniverseSource,
    corrections: &CapCorrections,
    scenario: &RunScenario,
) -> Result<ReadUniverse, Faults> {
    match source.format {
        UniverseFormat::Rankday => read_universe(files.get(&source.path)?, source.as_of),
        UniverseFormat::NasdaqScreener => {
            let day = read_day(files, source, corrections, scenario)?;
            Ok(ReadUniverse { universe: nasdaq::labelled(&day), remarks: Vec::new() })
        }
    }
}

/// A universe of a day after the event, used to tell which lines still trade.
pub(super) fn read_later(
    files: &Files,
    source: &UniverseSource,
    scenario: &RunScenario,
) -> Result<ReadUniverse, Faults> {
    read_plain(files, source, &CapCorrections::default(), scenario)
}

/// A universe of which only prices, shares, float and caps are used, with remarks on oddities of
/// its file.
pub(super) fn read_prices(
    files: &Files,
    source: &UniverseSource,
    corrections: &CapCorrections,
) -> Result<ReadUniverse, Faults> {
    let input = files.get(&source.path)?;
    match source.format {
        UniverseFormat::Rankday => read_universe(input, source.as_of),
        UniverseFormat::NasdaqScreener => nasdaq::prices(input, source.as_of, corrections),
    }
}

fn read_day(
    files: &Files,
    source: &UniverseSource,
    corrections: &CapCorrections,
    scenario: &RunScenario,
) -> Result<ScreenerDay, Faults> {
    let benefit = &scenario.parameters.eligibility.benefit_driven_incorporation;
    ScreenerDay::read(files.get(&source.path)?, source.as_of, corrections, benefit)
}

/// Imports the universe with its evidence.
pub(super) fn prepare(
    scenario: &RunScenario,
    files: &Files,
    small: &SmallFiles,
) -> Result<Prepared, Faults> {
    let ((day, held), evidence) = rayon::join(
        || {
            rayon::join(
                || read_day(files, &scenario.universe, &small.corrections, scenario),
                || read_members(scenario, files, &small.symbol_changes),
            )
        },
        || read_evidence(scenario, files, small),
    );
    let ((mut day, (held, mut remarks)), mut evidence) = both(both(day, held), evidence)?;
    let few =
        evidence.lists.iter().zip(&scenario.evidence.lists).filter_map(|(list, (source, _))| {
            let file = scenario.source.name_of(&source.path);
            few_names(list.index, list.keys.len(), &file, &scenario.plausibility)
        });
    remarks.extend(few);
    let caps_repaired = repair(&mut day, &held, &mut evidence, &small.symbol_changes);
    let context = ImportContext {
        symbol_changes: &small.symbol_changes,
        held: &held,
        evidence: &evidence,
        facts: &small.facts,
        benefit_driven: &scenario.parameters.eligibility.benefit_driven_incorporation,
        caps_repaired,
    };
    let (imported, previous) = rayon::join(
        || nasdaq::import(&day, &context),
        || {
            let before = evidence.rank_days.first()?;
            Some(standing_of(&nasdaq::labelled(&before.day), scenario))
        },
    );
    let previous = previous.transpose().map_err(|error| {
        let earlier = scenario.previous.first().unwrap_or_else(|| unreachable!("it was read"));
        Faults::of_file(&earlier.universe.path.display().to_string(), error)
    })?;
    Ok(Prepared {
        universe: imported.universe,
        membership: imported.membership,
        // The importer has already brought every member forward to the universe's tickers.
        member_changes: SymbolChanges::default(),
        previous,
        remarks: imported.report.remarks().into_iter().chain(remarks).collect(),
    })
}

/// Repairs the caps of all days, from the oldest to the universe's own day.
fn repair(
    day: &mut ScreenerDay,
    held: &Membership,
    evidence: &mut Evidence,
    changes: &SymbolChanges,
) -> usize {
    let large = held.members.iter().filter(|m| m.segment == Segment::R1000);
    let held_on = large.clone().map(|m| m.held_on).max().unwrap_or(day.as_of);
    let keys: FxHashSet<SymbolKey> = large.map(|m| SymbolKey::new(&m.symbol)).collect();
    let earlier = evidence.lists.iter().filter(|list| list.index == Index::R1000);
    let named: Vec<(NaiveDate, &FxHashSet<SymbolKey>)> = std::iter::once((held_on, &keys))
        .chain(earlier.map(|list| (list.held_on, &list.keys)))
        .collect();
    let mut days: Vec<&mut ScreenerDay> =
        evidence.rank_days.iter_mut().rev().map(|r| &mut r.day).collect();
    days.push(day);
    nasdaq::repair_caps(&mut days, &named, changes)
}

fn read_evidence(
    scenario: &RunScenario,
    files: &Files,
    small: &SmallFiles,
) -> Result<Evidence, Faults> {
    let sources = &scenario.evidence;
    let screener = |p: &&PreviousSource| p.universe.format == UniverseFormat::NasdaqScreener;
    let days: Vec<&PreviousSource> = scenario.previous.iter().filter(screener).collect();
    let read_rank_day = |p: &&PreviousSource| {
        let day = read_day(files, &p.universe, &small.corrections, scenario)?;
        Ok(EarlierRankDay { day, implementation: p.implementation })
    };
    let read_earlier = |(list, complete): &(ListSource, bool)| {
        let members = read_list(files.get(&list.path)?, list.index, list.held_on)?;
        let keys = members.symbols.iter().map(|(symbol, _)| SymbolKey::new(symbol)).collect();
        let (index, held_on) = (list.index, list.held_on);
        Ok(EarlierList { index, held_on, complete: *complete, keys })
    };
    let (rank_days, lists) = rayon::join(
        || all(days.par_iter().map(read_rank_day).collect()),
        || all(sources.lists.par_iter().map(read_earlier).collect()),
    );
    let changes = read_changes(&sources.changes, files);
    let ((rank_days, lists), changes) = both(both(rank_days, lists), changes)?;
    Ok(Evidence {
        membership: sources.membership,
        previous_rank: sources.previous_rank,
        inside_multiple: sources.inside_multiple,
        reserve_pct: sources.reserve_pct(&small.learned),
        lists,
        changes,
        rank_days,
    })
}

/// The provider's changes at earlier reconstitutions.
pub(super) fn read_changes(
    sources: &[(PathBuf, NaiveDate)],
    files: &Files,
) -> Result<Vec<EarlierChanges>, Faults> {
    let read = sources.iter().map(|(path, implementation)| {
        let changes = read_announced(files.get(path)?)?;
        let keys = |action| {
            let named = changes.iter().filter(|change| change.action == action);
            named.map(|change| SymbolKey::new(&change.symbol)).collect()
        };
        Ok(EarlierChanges {
            implementation: *implementation,
            added: keys(AnnouncedAction::Add),
            deleted: keys(AnnouncedAction::Delete),
        })
    });
    all(read.collect())
}
