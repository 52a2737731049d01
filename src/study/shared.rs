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
    /// The SHA-256 of archives, which are too large to be held; `None` of one that cannot be read.
    archives: FxHashMap<PathBuf, Option<String>>,
    /// What filings say of the lines of a universe, once it is known.
    filings: FxHashMap<FilingsOf, OnceLock<Imported>>,
}

/// All that what filings say of the lines of a universe depends on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct FilingsOf {
    universe: (PathBuf, NaiveDate),
    archive: (PathBuf, NaiveDate),
    before: Option<PathBuf>,
    /// Files of ticker changes.
    changes: [Option<PathBuf>; 2],
}

impl FilingsOf {
    /// `None` of a scenario without filings.
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
    /// Reads the files that more than one of these scenarios name, as far as they are not too large together. What
    /// cannot be read is left to each scenario, which tells why.
    pub fn read<'s>(scenarios: impl Iterator<Item = &'s RunScenario>) -> Self {
        Self::named_by(2, scenarios)
    }

    /// The same of all files that any of them names, for records of what is read later.
    pub(super) fn read_all<'s>(scenarios: impl Iterator<Item = &'s RunScenario>) -> Self {
        Self::named_by(1, scenarios)
    }

    /// Reads the files that so many of these scenarios name.
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

    /// What filings say of the lines of a scenario's universe: what another scenario has found, or else what
    /// `import` finds.
    ///
    /// # Errors
    /// Those of `import`.
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
        // What is imported in parallel may take up another scenario, so that none waits for another.
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
    /// Those of [`Input::read`].
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

/// How many scenarios name each file, or each use of some.
struct Named<T>(BTreeMap<T, usize>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Ord> Named<T> {
    /// Adds what a scenario names.
    fn add(&mut self, named: impl Iterator<Item = T>) {
        for one in named.collect::<BTreeSet<_>>() {
            *self.0.entry(one).or_default() += 1;
        }
    }

    /// What so many scenarios name.
    fn by(self, least: usize) -> impl Iterator<Item = T> {
        self.0.into_iter().filter(move |(_, count)| *count >= least).map(|(named, _)| named)
    }
}
