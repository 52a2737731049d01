//! Files that several scenarios of a batch name: each is read and hashed once for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::load::named_files;
use crate::limits;
use crate::scenario::RunScenario;
use crate::universe::{Faults, Input};

/// The files, held until the batch has ended.
#[derive(Debug, Default)]
pub struct SharedFiles {
    inputs: FxHashMap<PathBuf, Input>,
}

impl SharedFiles {
    /// Reads the files that more than one of these scenarios name, as far as they are not too large together. What
    /// cannot be read is left to each scenario, which tells why.
    pub fn read<'s>(scenarios: impl Iterator<Item = &'s RunScenario>) -> Self {
        let mut named: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for scenario in scenarios {
            let files = named_files(scenario).into_iter().map(|(_, path)| path);
            for path in files.collect::<BTreeSet<_>>() {
                *named.entry(path).or_default() += 1;
            }
        }
        let mut left = limits::SHARED_BYTES;
        let fits = |path: &PathBuf| {
            let length = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file);
            let after = length.and_then(|about| left.checked_sub(about.len()));
            left = after.unwrap_or(left);
            after.is_some()
        };
        let several = named.into_iter().filter(|(_, scenarios)| *scenarios > 1);
        let several: Vec<PathBuf> = several.map(|(path, _)| path).filter(fits).collect();
        let read = |path: PathBuf| {
            let input = Input::read(&path).ok()?.hashed();
            Some((path, input))
        };
        Self { inputs: several.into_par_iter().filter_map(read).collect() }
    }

    /// A file: the shared one, or else read now.
    ///
    /// # Errors
    /// Those of [`Input::read`].
    pub(super) fn input(&self, path: &Path) -> Result<Input, Faults> {
        self.inputs.get(path).map_or_else(|| Input::read(path), |input| Ok(input.shared()))
    }
}
