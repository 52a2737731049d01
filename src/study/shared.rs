//! Files that several scenarios of a batch or a sweep name: each is read and hashed once for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::NaiveDate;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::filings;
use super::load::named_files;
use crate::limits;
use crate::scenario::RunScenario;
use crate::universe::import::edgar::Imported;
use crate::universe::{Faults, Input, sha256_of};

/// The files, held until the batch has ended.
#[derive(Debug, Default)]
pub struct SharedFiles {
    inputs: FxHashMap<PathBuf, Input>,
    /// The SHA-256 of archives, which are too large to be kept in memory; `None` for one that cannot be read.
    archives: FxHashMap<PathBuf, Option<String>>,
    /// The facts from filings about the lines of a universe, once they have been imported.
    filings: FxHashMap<FilingsOf, OnceLock<Imported>>,
}

/// Everything that the facts from filings depend on: the universe, the archives and ticker changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct FilingsOf {
    universe: (PathBuf, NaiveDate),
    archive: (PathBuf, NaiveDate),
    before: Option<PathBuf>,
    /// Files of ticker changes.
    changes: [Option<PathBuf>; 2],
}

impl FilingsOf {
    /// The key of a scenario; `None` without filings.
    fn of(scenario: &RunScenario) -> Option<Self> {
        let source = scenario.filings.as_ref()?;
        Some(Self {
            universe: (scenario.universe.path.clone(), scenario.universe.as_of),
            archive: (source.path.clone(), source.as_of),
            before: source.before.clone(),
            changes: [scenario.symbol_changes.clone(), scenario.interim.actions.clone()],
        })
    }
}

impl SharedFiles {
    /// Reads the files that more than one of these scenarios name, up to a total size. Files that cannot be
    /// read are left to each scenario, which reports the fault.
    pub fn read<'s>(scenarios: impl Iterator<Item = &'s RunScenario>) -> Self {
        Self::named_by(2, scenarios)
    }

    /// As [`Self::read`], but for all files that any scenario names, so that records can be made of files
    /// read later.
    pub(super) fn read_all<'s>(scenarios: impl Iterator<Item = &'s RunScenario>) -> Self {
        Self::named_by(1, scenarios)
    }

    /// Reads the files that at least `least` of these scenarios name.
    fn named_by<'s>(least: usize, scenarios: impl Iterator<Item = &'s RunScenario>) -> Self {
        let (mut named, mut archives) = (Named::default(), Named::default());
        let mut filings = Named::default();
        for scenario in scenarios {
            named.add(named_files(scenario).into_iter().map(|(_, path)| path));
            archives.add(filings::archives(scenario).map(|(_, path)| path.clone()));
            filings.add(FilingsOf::of(scenario).into_iter());
        }
        let mut left = limits::SHARED_BYTES;
        let fits = |path: &PathBuf| {
            let length = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
            let after = length.and_then(|about| left.checked_sub(about.len()));
            left = after.unwrap_or(left);
            after.is_some()
        };
        let several: Vec<PathBuf> = named.by(least).filter(fits).collect();
        let read = |path: PathBuf| {
            let input = Input::read(&path).ok()?.hashed();
            Some((path, input))
        };
        let archives: Vec<PathBuf> = archives.by(least).collect();
        let hashed = archives.into_par_iter().map(|path| {
            let hash = sha256_of(&path).ok();
            (path, hash)
        });
        let (inputs, archives) =
            rayon::join(|| several.into_par_iter().filter_map(read).collect(), || hashed.collect());
        let filings = filings.by(least).map(|of| (of, OnceLock::new())).collect();
        Self { inputs, archives, filings }
    }

    /// The facts from filings about the lines of a scenario's universe: those that another scenario has
    /// imported, or else the result of `import`.
    ///
    /// # Errors
    /// Errors of `import`.
    pub(super) fn filings(
        &self,
        scenario: &RunScenario,
        import: impl FnOnce() -> Result<Imported, Faults>,
    ) -> Result<Imported, Faults> {
        let Some(shared) = FilingsOf::of(scenario).and_then(|of| self.filings.get(&of)) else {
            return import();
        };
        if let Some(known) = shared.get() {
            return Ok(known.clone());
        }
        // The lock is not held during the import: its parallel work may start on another scenario, which must
        // not wait for this one.
        let imported = import()?;
        Ok(shared.get_or_init(|| imported).clone())
    }

    /// The SHA-256 of an archive: the shared one, or else computed now; `None` if it cannot be read.
    pub(super) fn sha256(&self, path: &Path) -> Option<String> {
        self.archives.get(path).cloned().unwrap_or_else(|| sha256_of(path).ok())
    }

    /// A file: the shared one, or else read now.
    ///
    /// # Errors
    /// Faults, as for [`Input::read`].
    pub(super) fn input(&self, path: &Path) -> Result<Input, Faults> {
        self.input_or(path, Input::read)
    }

    /// As [`Self::input`], with another reader for a file that is not shared.
    pub(super) fn input_or(
        &self,
        path: &Path,
        read: fn(&Path) -> Result<Input, Faults>,
    ) -> Result<Input, Faults> {
        self.inputs.get(path).map_or_else(|| read(path), |input| Ok(input.shared()))
    }
}

/// The number of scenarios that name each file or other item.
struct Named<T>(BTreeMap<T, usize>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Ord> Named<T> {
    /// Adds the items that a scenario names, each once.
    fn add(&mut self, named: impl Iterator<Item = T>) {
        for one in named.collect::<BTreeSet<_>>() {
            *self.0.entry(one).or_default() += 1;
        }
    }

    /// The items that at least `least` scenarios name.
    fn by(self, least: usize) -> impl Iterator<Item = T> {
        self.0.into_iter().filter(move |(_, count)| *count >= least).map(|(named, _)| named)
    }
}
