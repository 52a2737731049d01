//! Reads the files of a scenario in parallel, each once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::plausibility::members::{few_names, held_early, lists_overlap};
use crate::remark::{InputNote, ReadingNote, Remark};
use crate::scenario::{InputRecord, ListSource, MembershipSource, RunScenario, Source};
use crate::universe::{
    Faults, Input, ListedMembers, Membership, SymbolChanges, all, both, combine_lists,
    lines_of_members, membership_lookalikes, read_list, read_membership, read_outcome, shorten,
};

/// The files of a scenario, by path.
pub(super) struct Files {
    inputs: FxHashMap<PathBuf, Input>,
}

impl Files {
    /// Reads every file that the scenario names, in parallel; a file named several times is read
    /// once.
    pub(super) fn read(named: &[(&'static str, PathBuf)], source: &Source) -> Result<Self, Faults> {
        Self::read_by(named, source, Input::read)
    }

    /// As [`Self::read`], with a reader of single files.
    pub(super) fn read_by(
        named: &[(&'static str, PathBuf)],
        source: &Source,
        read: impl Fn(&Path) -> Result<Input, Faults> + Sync,
    ) -> Result<Self, Faults> {
        let mut seen = FxHashSet::default();
        let paths: Vec<&PathBuf> =
            named.iter().map(|(_, path)| path).filter(|path| seen.insert(*path)).collect();
        let read = |path: &PathBuf| {
            let mut input = read(path)?;
            input.report_name = source.name_of(path);
            Ok((path.clone(), input))
        };
        let read: Vec<Result<(PathBuf, Input), Faults>> = paths.into_par_iter().map(read).collect();
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
        let files = Self { inputs };
        if faults.total() > 0 {
            // All faults are reported at once, including those of files that would only be read later.
            files.read_rest().unwrap_or_else(|more| faults.extend(more));
        }
        faults.into_result(files)
    }

    /// Reads the files that no table was read from, for their hashes and faults.
    pub(super) fn read_rest(&self) -> Result<(), Faults> {
        let mut left: Vec<(&PathBuf, &Input)> =
            self.inputs.iter().filter(|(_, input)| input.is_to_be_read()).collect();
        left.sort_by_key(|(path, _)| *path);
        all(left.into_iter().map(|(_, input)| input.held()).collect()).map(drop)
    }

    /// Does work on the files and records them: both at the same time, or the records afterwards if files are
    /// hashed as they are read.
    ///
    /// # Errors
    /// Errors of the work, and faults of files that it did not read.
    pub(super) fn recorded<T: Send>(
        &self,
        named: &[(&'static str, PathBuf)],
        work: impl FnOnce() -> Result<T, Faults> + Send,
    ) -> Result<(T, Vec<InputRecord>), Faults> {
        if self.inputs.values().any(Input::is_to_be_read) {
            let done = work();
            let (done, ()) = both(done, self.read_rest())?;
            return Ok((done, self.records(named)));
        }
        // Hashing takes as long as parsing, and the two are independent.
        let (records, done) = rayon::join(|| self.records(named), work);
        Ok((done?, records))
    }

    /// Every file with its SHA-256.
    pub(super) fn records(&self, named: &[(&'static str, PathBuf)]) -> Vec<InputRecord> {
        let record = |(role, path): &(&'static str, PathBuf)| {
            let input = self.find(path)?;
            Some(InputRecord { role, path: input.report_name.clone(), sha256: input.sha256() })
        };
        named.par_iter().filter_map(record).collect()
    }

    /// A file, if it was read.
    pub(super) fn find(&self, path: &PathBuf) -> Option<&Input> {
        self.inputs.get(path)
    }

    pub(super) fn get(&self, path: &PathBuf) -> Result<&Input, Faults> {
        self.inputs.get(path).ok_or_else(|| {
            let mut faults = Faults::default();
            faults.file(&path.display().to_string(), "was not read", "report this as a fault");
            faults
        })
    }

    /// Remarks on how the files read so far hold their numbers: too many digits, which were rounded, and
    /// floats of 32 bits.
    pub(super) fn remarks(&self) -> Vec<Remark> {
        let rounded = |input: &Input| (input.report_name.clone(), input.rounded());
        let counts = self.inputs.values().map(rounded).filter(|(_, count)| *count > 0);
        let mut counts: Vec<(String, usize)> = counts.collect();
        counts.sort();
        let single = |input: &Input| -> Vec<String> {
            let named =
                |column: &String| format!("\"{}\" of {}", shorten(column), input.report_name);
            input.single_floats().iter().map(named).collect()
        };
        let mut columns: Vec<String> = self.inputs.values().flat_map(single).collect();
        columns.sort();
        let single = (!columns.is_empty()).then_some(ReadingNote::SingleFloats { columns });
        rounded_remark(&counts).into_iter().chain(single.map(Remark::from)).collect()
    }

    pub(super) fn lists(&self, sources: &[ListSource]) -> Result<Vec<ListedMembers>, Faults> {
        sources.iter().map(|l| read_list(self.get(&l.path)?, l.index, l.held_on)).collect()
    }
}

/// A remark on the rounded numbers, by file.
pub(crate) fn rounded_remark(counts: &[(String, usize)]) -> Option<Remark> {
    let count: usize = counts.iter().map(|(_, count)| count).sum();
    let files = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
    (count > 0).then(|| InputNote::NumbersRounded { count, files }.into())
}

/// The membership held before, with remarks on what was inferred.
pub(super) fn read_members(
    scenario: &RunScenario,
    files: &Files,
    changes: &SymbolChanges,
) -> Result<(Membership, Vec<Remark>), Faults> {
    let (membership, mut remarks) = listed_members(scenario, files, changes)?;
    let day = scenario.event.rank_day.min(scenario.universe.as_of);
    remarks.extend(held_early(&membership, day, &scenario.plausibility));
    Ok((membership, remarks))
}

fn listed_members(
    scenario: &RunScenario,
    files: &Files,
    changes: &SymbolChanges,
) -> Result<(Membership, Vec<Remark>), Faults> {
    match &scenario.membership {
        MembershipSource::None => Ok((Membership::default(), Vec::new())),
        MembershipSource::File(path) => {
            let input = files.get(path)?;
            let membership = read_membership(input)?;
            check_days(&membership, input, scenario.event.implementation)?;
            let lookalikes = membership_lookalikes(input, &membership);
            let (membership, mut remarks) = with_inferences(membership);
            remarks.extend(lookalikes);
            Ok((membership, remarks))
        }
        MembershipSource::Outcome(path, held_on) => {
            Ok((read_outcome(files.get(path)?, *held_on)?, Vec::new()))
        }
        MembershipSource::Lists(lists) => {
            let read = files.lists(lists)?;
            let (membership, mut remarks) = with_inferences(combine_lists(&read, changes));
            let limits = &scenario.plausibility;
            let few = read.iter().zip(lists).filter_map(|(list, source)| {
                let file = scenario.source.name_of(&source.path);
                few_names(list.index, list.symbols.len(), &file, limits)
            });
            remarks.extend(few);
            remarks.extend(lists_overlap(&read, limits));
            Ok((membership, remarks))
        }
    }
}

/// A membership with remarks on what was inferred about it.
fn with_inferences(membership: Membership) -> (Membership, Vec<Remark>) {
    let inferences = membership.inferences();
    (membership, inferences)
}

/// Rejects memberships from after the event, which do not show the members before it.
fn check_days(
    membership: &Membership,
    input: &Input,
    implementation: NaiveDate,
) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let mut days: BTreeMap<NaiveDate, Vec<&str>> = BTreeMap::new();
    for member in membership.members.iter().filter(|m| m.held_on > implementation) {
        days.entry(member.held_on).or_default().push(&member.symbol);
    }
    if days.is_empty() {
        return Ok(());
    }
    let line_of: FxHashMap<String, u64> = lines_of_members(input).into_iter().collect();
    for (day, symbols) in days {
        let more = if symbols.len() > 1 {
            format!(" and {} more", symbols.len() - 1)
        } else {
            String::new()
        };
        let problem =
            format!("of {}{more} is after the implementation on {implementation}", symbols[0]);
        let refusal = (problem, "give the membership of an earlier day");
        let (line, value) = (line_of.get(symbols[0]).copied(), day.to_string());
        faults.push(input.fault(line, Some("held_on"), Some(&value), refusal));
    }
    faults.into_result(())
}
