//! Reads what a scenario names: in parallel, every file once, with its SHA-256 for the report.

use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::checked::{ListSource, MembershipSource, Scenario, UniverseSource};
use crate::reconstitution::PreviousStanding;
use crate::universe::{
    Faults, Input, ListedMembers, Membership, SymbolChanges, Universe, combine_lists, read_list,
    read_membership, read_universe,
};

/// A file that went into a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputRecord {
    /// What it is for.
    pub role: &'static str,
    /// The path as the scenario means it.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Why inputs could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Files are faulty.
    #[error("{n} fault{s} in the input:\n{0}", n = .0.total(), s = if .0.total() == 1 { "" } else { "s" })]
    Faults(#[from] Faults),
}

/// Everything that a run needs.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) universe: Universe,
    pub(super) membership: Membership,
    pub(super) previous: Option<PreviousStanding>,
    pub(super) effective: Option<Universe>,
    pub(super) symbol_changes: SymbolChanges,
    pub(super) inputs: Vec<InputRecord>,
    pub(super) inferences: Vec<String>,
    pub(super) remarks: Vec<String>,
}

/// The files of a scenario, by path.
struct Files {
    inputs: FxHashMap<PathBuf, Input>,
}

impl Files {
    /// Reads every file that the scenario names, in parallel.
    fn read(named: &[(&'static str, PathBuf)]) -> Result<Self, Faults> {
        let read: Vec<Result<(PathBuf, Input), Faults>> =
            named.par_iter().map(|(_, path)| Ok((path.clone(), Input::read(path)?))).collect();
        let mut faults = Faults::default();
        let mut inputs = FxHashMap::default();
        for file in read {
            match file {
                Ok((path, input)) => {
                    inputs.insert(path, input);
                }
                Err(found) => faults.extend(found),
            }
        }
        faults.into_result(Self { inputs })
    }

    fn get(&self, path: &PathBuf) -> Result<&Input, Faults> {
        self.inputs.get(path).ok_or_else(|| {
            let mut faults = Faults::default();
            faults.file(&path.display().to_string(), "was not read", "report this as a fault");
            faults
        })
    }

    fn lists(&self, sources: &[ListSource]) -> Result<Vec<ListedMembers>, Faults> {
        sources.iter().map(|l| read_list(self.get(&l.path)?, l.index, l.held_on)).collect()
    }
}

/// Every file that the scenario names, with its role.
fn named_files(scenario: &Scenario) -> Vec<(&'static str, PathBuf)> {
    let mut named = vec![("scenario", scenario.path.clone())];
    let mut name = |role, path: &PathBuf| named.push((role, path.clone()));
    name("universe", &scenario.universe.path);
    scenario.facts.iter().for_each(|p| name("facts", p));
    scenario.symbol_changes.iter().for_each(|p| name("symbol changes", p));
    match &scenario.membership {
        MembershipSource::None => {}
        MembershipSource::File(path) => name("membership", path),
        MembershipSource::Lists(lists) => lists.iter().for_each(|l| name("membership", &l.path)),
    }
    scenario.previous.iter().for_each(|p| name("previous universe", &p.path));
    scenario.evidence.lists.iter().for_each(|l| name("evidence", &l.path));
    scenario.effective.iter().for_each(|e| name("effective prices", &e.path));
    named
}

/// Loads everything that a scenario names.
///
/// # Errors
/// Every fault of every file.
pub(super) fn load(scenario: &Scenario) -> Result<Loaded, LoadError> {
    let named = named_files(scenario);
    let files = Files::read(&named)?;
    // Hashing is as long as parsing, and neither needs the other.
    let (inputs, loaded) = rayon::join(|| records(&named, &files), || interpret(scenario, &files));
    Ok(Loaded { inputs, ..loaded? })
}

fn records(named: &[(&'static str, PathBuf)], files: &Files) -> Vec<InputRecord> {
    named
        .par_iter()
        .filter_map(|(role, path)| {
            let input = files.inputs.get(path)?;
            Some(InputRecord { role, path: input.name.clone(), sha256: input.sha256() })
        })
        .collect()
}

fn interpret(scenario: &Scenario, files: &Files) -> Result<Loaded, LoadError> {
    let mut faults = Faults::default();
    let mut keep = |found: Faults| faults.extend(found);
    let symbol_changes = match &scenario.symbol_changes {
        Some(path) => files.get(path).and_then(SymbolChanges::read).map_err(&mut keep).ok(),
        None => None,
    }
    .unwrap_or_default();
    let ((universe, membership), effective) = rayon::join(
        || {
            rayon::join(
                || read_own(files, &scenario.universe),
                || read_members(scenario, files, &symbol_changes),
            )
        },
        || scenario.effective.as_ref().map(|e| read_own(files, e)).transpose(),
    );
    let universe = universe.map_err(&mut keep).ok();
    let membership = membership.map_err(&mut keep).ok();
    let effective = effective.map_err(&mut keep).ok();
    let (Some((universe, mut remarks)), Some((membership, more)), Some(effective)) =
        (universe, membership, effective)
    else {
        return Err(faults.into());
    };
    faults.into_result(())?;
    remarks.extend(more);
    Ok(Loaded {
        universe,
        membership,
        previous: None,
        effective: effective.map(|(universe, _)| universe),
        symbol_changes,
        inputs: Vec::new(),
        inferences: Vec::new(),
        remarks,
    })
}

fn read_own(files: &Files, source: &UniverseSource) -> Result<(Universe, Vec<String>), Faults> {
    let read = read_universe(files.get(&source.path)?, source.as_of)?;
    Ok((read.universe, read.warnings))
}

fn read_members(
    scenario: &Scenario,
    files: &Files,
    changes: &SymbolChanges,
) -> Result<(Membership, Vec<String>), Faults> {
    match &scenario.membership {
        MembershipSource::None => Ok((Membership::default(), Vec::new())),
        MembershipSource::File(path) => Ok((read_membership(files.get(path)?)?, Vec::new())),
        MembershipSource::Lists(lists) => Ok(combine_lists(&files.lists(lists)?, changes)),
    }
}
