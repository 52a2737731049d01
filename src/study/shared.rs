//! Files that several scenarios of a batch name: each is read and hashed once for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::filings;
use super::load::named_files;
use crate::limits;
use crate::scenario::RunScenario;
use crate::universe::{Faults, Input, sha256_of};

/// The files, held until the batch has ended.
#[derive(Debug, Default)]
pub struct SharedFiles {
    inputs: FxHashMap<PathBuf, Input>,
    /// The SHA-256 of archives, which are too large to be held; `None` of one that cannot be read.
    archives: FxHashMap<PathBuf, Option<String>>,
}

impl SharedFiles {
    /// Reads the files that more than one of these scenarios name, as far as they are not too large together. What
    /// cannot be read is left to each scenario, which tells why.
    pub fn read<'s>(scenarios: impl Iterator<Item = &'s RunScenario>) -> Self {
        let (mut named, mut archives) = (Named::default(), Named::default());
        for scenario in scenarios {
            named.add(named_files(scenario).into_iter().map(|(_, path)| path));
            archives.add(filings::archives(scenario).map(|(_, path)| path.clone()));
        }
        let mut left = limits::SHARED_BYTES;
        let fits = |path: &PathBuf| {
            let length = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
            let after = length.and_then(|about| left.checked_sub(about.len()));
            left = after.unwrap_or(left);
            after.is_some()
        };
        let several: Vec<PathBuf> = named.several().filter(fits).collect();
        let read = |path: PathBuf| {
            let input = Input::read(&path).ok()?.hashed();
            Some((path, input))
        };
        let archives: Vec<PathBuf> = archives.several().collect();
        let hashed = archives.into_par_iter().map(|path| {
            let hash = sha256_of(&path).ok();
            (path, hash)
        });
        let (inputs, archives) =
            rayon::join(|| several.into_par_iter().filter_map(read).collect(), || hashed.collect());
        Self { inputs, archives }
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
        self.inputs.get(path).map_or_else(|| Input::read(path), |input| Ok(input.shared()))
    }
}

/// How many scenarios name each file.
#[derive(Default)]
struct Named(BTreeMap<PathBuf, usize>);

impl Named {
    /// Adds the files of a scenario.
    fn add(&mut self, files: impl Iterator<Item = PathBuf>) {
        for path in files.collect::<BTreeSet<_>>() {
            *self.0.entry(path).or_default() += 1;
        }
    }

    /// The files of more than one scenario.
    fn several(self) -> impl Iterator<Item = PathBuf> {
        self.0.into_iter().filter(|(_, scenarios)| *scenarios > 1).map(|(path, _)| path)
    }
}
