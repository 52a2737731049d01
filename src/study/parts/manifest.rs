//! The manifest of a part: everything that its results depend on, and their SHA-256.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Divided, Identity, Share, Units};

/// The file that describes a part.
pub const MANIFEST: &str = "manifest.json";
/// The file with the results of a part.
pub const RESULTS: &str = "results.json.gz";
/// The file from which an interrupted run resumes.
pub const UNFINISHED: &str = "unfinished.json.gz";
/// Version of the layout.
pub(crate) const SCHEMA: &str = "rankday.shard/9";

/// The manifest of a part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the file layout.
    pub schema: String,
    /// The program and its version.
    pub tool: String,
    /// The scenario's name.
    pub scenario: String,
    /// Records of the input files with their SHA-256, the scenario first.
    pub inputs: Value,
    /// Hash of everything that the results of paths depend on, except the seed and the number of paths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// The seed of the random numbers; `None` if there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// The part of the run in this folder.
    pub shard: Share,
    /// The units into which the run is divided.
    pub units: Units,
    /// The first of its units, from 0, and the one after the last.
    pub range: (u64, u64),
    /// Total number of units over all parts.
    pub count: u64,
    /// SHA-256 of the file with the results, hexadecimal.
    pub results_sha256: String,
}

impl Manifest {
    /// The manifest of a part whose results file has the given SHA-256, hexadecimal.
    pub fn new<H: Divided>(header: &H, shard: Share, results_sha256: &str) -> Self {
        let Identity { tool, name, inputs, fingerprint, seed } = header.identity();
        let Range { start, end } = shard.range(header.count());
        Self {
            schema: SCHEMA.to_owned(),
            tool: tool.to_owned(),
            scenario: name.to_owned(),
            inputs: inputs.clone(),
            fingerprint: fingerprint.map(str::to_owned),
            seed,
            shard,
            units: H::UNITS,
            range: (start, end),
            count: header.count(),
            results_sha256: results_sha256.to_owned(),
        }
    }
}
