//! Runs that are split into parts, on several machines or one after another, and runs that resume after an
//! interruption.
//!
//! Such a run has units that do not depend on each other: simulated paths, or the combinations of a sweep. A
//! [`Divided`] value describes the run; its results may cover any subset of the units. A part is a folder
//! with [`MANIFEST`] and [`RESULTS`]; an interrupted run leaves [`UNFINISHED`].

mod manifest;
mod share;
mod state;

use std::fmt::Debug;
use std::ops::Range;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use manifest::SCHEMA;
pub use manifest::{MANIFEST, Manifest, RESULTS, UNFINISHED};
pub use share::Share;
pub use state::{State, go_on_from, read_state};

use crate::refusal::Refusal;
use crate::word_enum::word_enum;

word_enum!(
    "snake_case",
    /// The units into which a run is divided.
    pub enum Units {
        /// Simulated paths.
        Paths,
        /// Combinations of a sweep over a history or one reconstitution.
        Combinations,
    }
);

impl Units {
    /// The name of a run with these units.
    pub fn whole(self) -> &'static str {
        match self {
            Self::Paths => "simulation",
            Self::Combinations => "sweep",
        }
    }
}

/// The identity of a run, apart from its units.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The program and its version.
    pub tool: &'a str,
    /// The scenario's name.
    pub name: &'a str,
    /// Records of the input files with their SHA-256, the scenario first.
    pub inputs: &'a Value,
    /// Hash of everything that the results of paths depend on, except the seed and the number of paths.
    pub fingerprint: Option<&'a str>,
    /// The seed of the random numbers; `None` if there are none.
    pub seed: Option<u64>,
}

impl Identity<'_> {
    /// SHA-256 of the scenario, hexadecimal.
    pub fn scenario_sha256(&self) -> Option<String> {
        let scenario = self.inputs.get(0).filter(|input| input["role"] == "scenario")?;
        scenario.get("sha256")?.as_str().map(str::to_owned)
    }
}

/// The description of a run that can be made in parts. The same description and units give the same
/// results.
pub trait Divided: Debug + Clone + PartialEq + Serialize + DeserializeOwned {
    /// The results of some of its units.
    type Results: Debug + Clone + PartialEq + Serialize + DeserializeOwned;

    /// The units into which the run is divided.
    const UNITS: Units;

    /// The scenario, files and seed of the run.
    fn identity(&self) -> Identity<'_>;

    /// Number of its units.
    fn count(&self) -> u64;

    /// The command that runs it, and the options that it takes beside the scenario.
    fn command(&self) -> (&'static str, String);

    /// Whether a scenario could have this description, and its run these results: what is read from
    /// a file cannot be trusted.
    fn is_sound(&self, results: &Self::Results) -> bool;

    /// Whether results belong to this run, and only to units of this range.
    fn are_within(&self, results: &Self::Results, range: &Range<u64>) -> bool;

    /// The number of units that results cover.
    fn done(results: &Self::Results) -> u64;

    /// Adds the results of other units of the same run.
    ///
    /// # Errors
    /// Results of another run, or of units that are already included.
    fn merge(results: &mut Self::Results, others: Self::Results) -> Result<(), Refusal>;
}
