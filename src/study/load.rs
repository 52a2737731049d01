//! Reads the files named by a scenario: each once, in parallel, with its SHA-256 for the report.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::files::{Files, read_members};
use super::prepared::{Prepared, SmallFiles, standing_of, with_facts};
use super::shared::SharedFiles;
use super::{filings, imported, interim, plausible};
use crate::analysis::confidence::Learned;
use crate::analysis::plausibility::values;
use crate::methodology::Parameters;
use crate::reconstitution::{Event, Inputs, Matched, PreviousStanding, Standing, match_members};
use crate::remark::{Kind, MemberNote, Quantity, Remark};
use crate::scenario::sweep::Sweep;
use crate::scenario::written::UniverseFormat;
use crate::scenario::{InputRecord, MembershipSource, RunScenario};
use crate::universe::import::corrections::CapCorrections;
use crate::universe::{
    CorporateAction, Facts, Faults, Funds, Input, Member, Membership, ReadUniverse, SymbolChanges,
    Universe, both, lines_of_members, read_universe,
};

/// The loaded inputs of a run.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) universe: Universe,
    pub(super) membership: Membership,
    pub(super) member_changes: SymbolChanges,
    /// For each line, the standing of its company on the previous rank day.
    pub(super) previous: Option<Vec<Option<Standing>>>,
    pub(super) effective: Option<Universe>,
    pub(super) actions: Vec<CorporateAction>,
    pub(super) later: Vec<Universe>,
    pub(super) symbol_changes: SymbolChanges,
    pub(super) funds: Funds,
    pub(super) learned: Learned,
    pub(super) inputs: Vec<InputRecord>,
    pub(super) remarks: Vec<Remark>,
}

impl Loaded {
    /// The inputs of the reconstitution.
    pub(super) fn inputs<'a>(&'a self, event: &'a Event, parameters: &'a Parameters) -> Inputs<'a> {
        Inputs { event, universe: &self.universe, previous: self.previous.as_deref(), parameters }
    }

    /// The membership, matched to the lines of the universe.
    pub(super) fn matched(&self) -> Matched {
        match_members(&self.membership, &self.universe, &self.member_changes)
    }
}

/// Every file that the scenario names, with its role, except the scenario file itself.
pub(super) fn named_files(scenario: &RunScenario) -> Vec<(&'static str, PathBuf)> {
    let mut named = Vec::new();
    let mut name = |role, path: &PathBuf| named.push((role, path.clone()));
    name("universe", &scenario.universe.path);
    scenario.facts.iter().for_each(|p| name("facts", p));
    scenario.symbol_changes.iter().for_each(|p| name("symbol changes", p));
    match &scenario.membership {
        MembershipSource::None => {}
        MembershipSource::File(path) | MembershipSource::Outcome(path, _) => {
            name("membership", path);
        }
        MembershipSource::Lists(lists) => lists.iter().for_each(|l| name("membership", &l.path)),
    }
    scenario.cap_corrections.iter().for_each(|p| name("cap corrections", p));
    scenario.previous.iter().for_each(|p| name("previous universe", &p.universe.path));
    scenario.evidence.lists.iter().for_each(|(l, _)| name("evidence", &l.path));
    scenario.evidence.changes.iter().for_each(|(path, _)| name("evidence", path));
    scenario.confidence.learned_from.iter().for_each(|path| name("confidence", path));
    scenario.effective.iter().for_each(|e| name("effective prices", &e.path));
    scenario.interim.actions.iter().for_each(|p| name("corporate actions", p));
    scenario.interim.later.iter().for_each(|l| name("later universe", &l.path));
    scenario.funds.path.iter().for_each(|p| name("funds", p));
    named
}

/// Loads everything that a scenario names.
///
/// # Errors
/// Every fault of every file.
pub(super) fn load(scenario: &RunScenario) -> Result<Loaded, Faults> {
    load_with(&SharedFiles::default(), scenario)
}

/// As [`load`], for one of several scenarios that share files.
///
/// # Errors
/// As [`load`].
pub(super) fn load_with(shared: &SharedFiles, scenario: &RunScenario) -> Result<Loaded, Faults> {
    let named = named_files(scenario);
    let files = Files::read_by(&named, &scenario.source, |path| {
        let is_opened = is_universe_alone(scenario, &named, path);
        shared.input_or(path, if is_opened { Input::open } else { Input::read })
    })?;
    let (of_filings, loaded) = rayon::join(
        || filings::records(shared, scenario),
        || files.recorded(&named, || interpret(shared, scenario, &files)),
    );
    let (mut loaded, recorded) = loaded?;
    let inputs = std::iter::once(scenario.source.record()).chain(recorded).chain(of_filings);
    let inputs = inputs.collect();
    loaded.remarks.extend(files.remarks());
    Ok(Loaded { inputs, ..loaded })
}

/// Whether a file is named only as a universe in the project's own format, in which case its text need not be
/// kept in memory.
fn is_universe_alone(
    scenario: &RunScenario,
    named: &[(&'static str, PathBuf)],
    path: &Path,
) -> bool {
    // The tickers to look for in filings are read from the text.
    if scenario.filings.is_some() && scenario.universe.path == path {
        return false;
    }
    let earlier = scenario.previous.iter().map(|previous| &previous.universe);
    let others = earlier.chain(&scenario.effective).chain(&scenario.interim.later);
    let universes = std::iter::once(&scenario.universe).chain(others);
    let own = universes.filter(|u| u.path == path && u.format == UniverseFormat::Rankday).count();
    own == named.iter().filter(|(_, other)| other == path).count()
}

/// Records of the files of a sweep's scenarios, each file once.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn records_of_all(
    shared: &SharedFiles,
    (scenarios, sweep): (&[RunScenario], &Sweep),
) -> Result<Vec<InputRecord>, Faults> {
    let Some(first) = scenarios.first() else { return Ok(Vec::new()) };
    let mut named: Vec<((&'static str, PathBuf), &str)> = Vec::new();
    for (scenario, of) in scenarios.iter().zip(&sweep.combinations) {
        for one in named_files(scenario) {
            if named.iter().all(|(other, _)| *other != one) {
                named.push((one, &of.name));
            }
        }
    }
    let record = |((role, path), combination): &((&'static str, PathBuf), &str)| {
        let input = shared.input(path).map_err(|faults| faults.with(combination))?;
        let sha256 = input.sha256();
        Ok(InputRecord { role, path: first.source.name_of(path), sha256 })
    };
    let files: Vec<Result<InputRecord, Faults>> = named.par_iter().map(record).collect();
    let mut records = vec![first.source.record()];
    let mut faults = Faults::default();
    for file in files {
        match file {
            Ok(record) => records.push(record),
            Err(found) => faults.extend(found),
        }
    }
    for record in scenarios.iter().flat_map(|scenario| filings::records(shared, scenario)) {
        if !records.contains(&record) {
            records.push(record);
        }
    }
    faults.into_result(records)
}

fn interpret(
    shared: &SharedFiles,
    scenario: &RunScenario,
    files: &Files,
) -> Result<Loaded, Faults> {
    let (mut small, actions) = both(small_files(scenario, files), interim::read(scenario, files))?;
    small.symbol_changes.add_actions(&actions);
    let filings = filings::read(shared, scenario, files, &small.symbol_changes)?;
    small.facts.add_filings(filings.facts, filings.until);
    let (prepared, effective) = rayon::join(
        || match scenario.universe.format {
            UniverseFormat::Rankday => prepare_own(scenario, files, &small),
            UniverseFormat::NasdaqScreener => imported::prepare(scenario, files, &small),
        },
        || {
            let read = |e| imported::read_prices(files, e, &small.corrections);
            scenario.effective.as_ref().map(read).transpose()
        },
    );
    let more = both(scenario.funds.read(files), interim::later(scenario, files));
    let ((mut prepared, effective), (funds, later)) = both(both(prepared, effective), more)?;
    prepared.remarks.extend(scenario.funds.doubt(&funds, &scenario.source, &scenario.plausibility));
    let parted = |read: ReadUniverse| (read.universe, read.remarks);
    let (effective, of_effective) = effective.map(parted).unzip();
    let (later, of_later): (Vec<_>, Vec<_>) = later.into_iter().map(parted).unzip();
    let of_others = of_effective.into_iter().chain(of_later);
    prepared.remarks.extend(of_others.flatten());
    let oddities =
        plausible::of_inputs(scenario, &prepared, (&small, &actions), effective.as_ref());
    prepared.remarks.extend(oddities);
    if plausible::is_small(&prepared.universe, &scenario.plausibility) {
        plausible::without_sizes(&mut prepared.remarks);
    }
    let universe = interim::with_children(
        prepared.universe,
        &actions,
        effective.as_ref(),
        &scenario.event,
        &small.symbol_changes,
    );
    prepared.remarks.splice(0..0, filings.remarks);
    // If tickers of the universe look alike, only exact spellings match; lookalikes within the
    // membership matter only for finding members.
    let mut apart = universe.lookalikes().clone();
    for other in effective.iter().chain(&later) {
        apart.extend(other.lookalikes());
    }
    let symbol_changes = small.symbol_changes.telling_apart(&apart);
    apart.extend(&prepared.membership.lookalikes());
    let member_changes = prepared.member_changes.telling_apart(&apart);
    let previous = prepared.previous.map(|then| then.of_lines(&universe, &member_changes));
    Ok(Loaded {
        universe,
        member_changes,
        membership: prepared.membership,
        previous,
        effective,
        actions,
        later,
        symbol_changes,
        funds,
        learned: small.learned,
        inputs: Vec::new(),
        remarks: prepared.remarks,
    })
}

fn small_files(scenario: &RunScenario, files: &Files) -> Result<SmallFiles, Faults> {
    let (changes, facts) = (scenario.symbol_changes.as_ref(), scenario.facts.as_ref());
    let learned = scenario.confidence.read(files, Some(scenario.event.rank_day));
    let small = read_small_files(files, changes, scenario.cap_corrections.as_ref(), facts);
    let (small, learned) = both(small, learned)?;
    Ok(SmallFiles { learned, ..small })
}

/// Reads the optional files of ticker changes, cap corrections and facts. The confidence figures
/// are left empty.
pub(super) fn read_small_files(
    files: &Files,
    symbol_changes: Option<&PathBuf>,
    cap_corrections: Option<&PathBuf>,
    facts: Option<&PathBuf>,
) -> Result<SmallFiles, Faults> {
    fn optional<T: Default>(
        files: &Files,
        path: Option<&PathBuf>,
        read: fn(&Input) -> Result<T, Faults>,
    ) -> Result<T, Faults> {
        path.map_or_else(|| Ok(T::default()), |path| read(files.get(path)?))
    }
    let changes = optional(files, symbol_changes, SymbolChanges::read);
    let corrections = optional(files, cap_corrections, CapCorrections::read);
    let facts = optional(files, facts, Facts::read);
    let ((symbol_changes, corrections), facts) = both(both(changes, corrections), facts)?;
    Ok(SmallFiles { symbol_changes, corrections, facts, learned: Learned::default() })
}

/// Prepares a universe in the project's own format, with the standings of the previous rank day.
fn prepare_own(
    scenario: &RunScenario,
    files: &Files,
    small: &SmallFiles,
) -> Result<Prepared, Faults> {
    let ((own, members), previous) = rayon::join(
        || {
            rayon::join(
                || read_universe(files.get(&scenario.universe.path)?, scenario.universe.as_of),
                || read_members(scenario, files, &small.symbol_changes),
            )
        },
        || previous_standing(scenario, files, small),
    );
    let ((own, (membership, more)), (previous, of_previous)) = both(both(own, members), previous)?;
    let mut remarks = own.remarks;
    remarks.extend(more);
    remarks.extend(of_previous);
    remarks.extend(ambiguous_members(&own.universe, &membership, file_of(scenario, files)));
    let inferred = own.universe.securities.iter().filter(|s| !s.inferred.is_empty()).count();
    if inferred > 0 {
        let kind = Kind::Counted { what: Quantity::LinesInferred, count: inferred };
        remarks.push(Remark::from(kind).on(inferred, own.universe.securities.len()));
    }
    let (facts, changes) = (&small.facts, &small.symbol_changes);
    if let Some(path) = &scenario.facts {
        let (file, limits) = (scenario.source.name_of(path), &scenario.plausibility);
        remarks.extend(values::facts_far((facts, &own.universe), changes, &file, limits));
    }
    let (universe, facts) = with_facts(own.universe, scenario.universe.as_of, facts, changes);
    remarks.extend(facts);
    let member_changes = small.symbol_changes.clone();
    Ok(Prepared { universe, membership, member_changes, previous, remarks })
}

/// The membership file, if the membership is given as one.
fn file_of<'f>(scenario: &RunScenario, files: &'f Files) -> Option<&'f Input> {
    let MembershipSource::File(path) = &scenario.membership else { return None };
    files.find(path)
}

/// Members whose tickers match several lines.
fn ambiguous_members(
    universe: &Universe,
    membership: &Membership,
    file: Option<&Input>,
) -> Vec<Remark> {
    let lookalikes = universe.lookalikes();
    // Lookalikes are rare, so the file is only read again for line numbers if there are some.
    let needs_lines = file.filter(|_| !lookalikes.is_empty());
    let line_of: FxHashMap<String, u64> =
        needs_lines.map(lines_of_members).unwrap_or_default().into_iter().collect();
    let ambiguous = |member: &Member| {
        let lines = lookalikes.ambiguous(&member.symbol)?;
        let symbol = member.symbol.clone();
        let line = line_of.get(&symbol).copied();
        Some(MemberNote::MemberAmbiguous { symbol, line, lines }.into())
    };
    membership.members.iter().filter(|member| member.id.is_none()).filter_map(ambiguous).collect()
}

/// The standing of companies on the previous rank day, if the scenario names its universe, with remarks
/// on oddities of its file.
fn previous_standing(
    scenario: &RunScenario,
    files: &Files,
    small: &SmallFiles,
) -> Result<(Option<PreviousStanding>, Vec<Remark>), Faults> {
    let Some(source) = scenario.previous.first() else { return Ok((None, Vec::new())) };
    let read = imported::read_plain(files, &source.universe, &small.corrections, scenario)?;
    let standing = standing_of(&read.universe, scenario)
        .map_err(|error| Faults::of_file(&source.universe.path.display().to_string(), error))?;
    Ok((Some(standing), read.remarks))
}
