//! Shards of a simulation: their files, manifest and results.
//!
//! A shard is a folder with `manifest.json` and `results.json.gz`. The manifest names everything
//! that the results depend on, and the SHA-256 of the results; the results contain the header, so
//! that merging can write reports without any other file.

use std::fmt;
use std::io::{self, BufWriter, Read as _, Write};
use std::ops::Range;
use std::path::Path;
use std::str::FromStr;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::header::Header;
use super::run::Job;
use crate::limits;
use crate::simulation::paths::Aggregate;
use crate::universe::{Faults, read_regular};

/// The file that describes a shard.
pub const MANIFEST: &str = "manifest.json";
/// The file with the results of a shard.
pub const RESULTS: &str = "results.json.gz";
/// The file from which an interrupted simulation resumes.
pub const UNFINISHED: &str = "unfinished.json.gz";
/// Version of the layout.
pub(crate) const SCHEMA: &str = "rankday.shard/3";
/// Maximum number of parts.
const MOST_SHARES: u64 = 1_000_000;

/// Part `number` of `of` parts of a simulation's paths, written `3/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "WrittenShare")]
pub struct Share {
    /// Number of the part, from 1.
    pub number: u64,
    /// Number of parts.
    pub of: u64,
}

/// A part as read from a file, not yet validated.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenShare {
    number: u64,
    of: u64,
}

impl TryFrom<WrittenShare> for Share {
    type Error = String;

    fn try_from(written: WrittenShare) -> Result<Self, String> {
        let WrittenShare { number, of } = written;
        let known = (1..=of).contains(&number) && of <= MOST_SHARES;
        known.then_some(Self { number, of }).ok_or_else(|| format!("{number}/{of} is no part"))
    }
}

impl Share {
    /// The range of paths in this part out of `count`; parts differ by at most one path.
    pub fn range(self, count: u64) -> Range<u64> {
        let at = |number: u64| {
            let end = u128::from(count) * u128::from(number) / u128::from(self.of);
            u64::try_from(end).unwrap_or(count)
        };
        at(self.number - 1)..at(self.number)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('/').and_then(|(number, of)| {
            let written = WrittenShare { number: number.parse().ok()?, of: of.parse().ok()? };
            Self::try_from(written).ok()
        });
        parsed.ok_or_else(|| "write it as k/n, such as 3/8, with k from 1 to n".to_owned())
    }
}

/// Results with their header, as stored in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The description of the simulation.
    pub header: Header,
    /// The results of its paths.
    pub results: Aggregate,
}

impl State {
    /// Writes the results as JSON, compressed with gzip.
    ///
    /// # Errors
    /// What the writer reports.
    pub fn write(simulated: &Header, results: &Aggregate, out: impl Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Borrowed<'a> {
            header: &'a Header,
            results: &'a Aggregate,
        }
        let mut out = BufWriter::new(GzEncoder::new(out, Compression::fast()));
        serde_json::to_writer(&mut out, &Borrowed { header: simulated, results })?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
        Ok(())
    }
}

/// Reads results with their header.
///
/// # Errors
/// The file is not a result file, or is truncated.
pub fn read_state(path: &Path) -> Result<State, Faults> {
    let fault = |problem: String| fault(path, problem, "delete it and run that part again");
    let bytes = read_regular(path).map_err(|refusal| fault(refusal.problem))?;
    let most = limits::decoded_bytes(bytes.len());
    let mut text = Vec::new();
    // Reading one byte past the limit shows whether the file exceeds it.
    let read = GzDecoder::new(&bytes[..]).take(most + 1).read_to_end(&mut text);
    read.map_err(|error| fault(format!("is damaged: {error}")))?;
    if text.len() as u64 > most {
        return Err(fault(format!("is damaged: it holds more than {}", limits::in_words(most))));
    }
    limits::check_json(&text).map_err(|problem| fault(format!("is damaged: it {problem}")))?;
    let state: State =
        serde_json::from_slice(&text).map_err(|e| fault(format!("is damaged: {e}")))?;
    drop(text);
    let State { header, results } = &state;
    let of = (&header.schedules[..], &header.quantities[..], &header.indexes()[..]);
    // Sweeps keep neither months nor cycles.
    let cycles = Some(&header.cycles).filter(|_| header.sweep.is_none());
    let groups =
        header.sweep.as_ref().filter(|_| header.is_possible()).map_or(0, |s| s.shifted().len());
    let is_sound = header.is_possible() && results.is_of(of, (cycles, groups), header.count);
    is_sound
        .then_some(state)
        .ok_or_else(|| fault("is damaged: its figures are not those of one simulation".to_owned()))
}

/// The manifest of a shard.
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
    /// Of all that results depend on but the seed and the paths.
    pub fingerprint: String,
    /// What the random numbers follow from.
    pub seed: u64,
    /// The part of the simulation in this shard.
    pub shard: Share,
    /// The first path, and the one after the last.
    pub paths: (u64, u64),
    /// Total number of paths over all shards.
    pub count: u64,
    /// SHA-256 of the file with the results, hexadecimal.
    pub results_sha256: String,
}

impl Manifest {
    /// The manifest of a shard whose results file has the given SHA-256, hexadecimal.
    pub fn new(header: &Header, shard: Share, results_sha256: &str) -> Self {
        let Range { start, end } = shard.range(header.count);
        Self {
            schema: SCHEMA.to_owned(),
            tool: header.tool.clone(),
            scenario: header.name.clone(),
            inputs: header.inputs.clone(),
            fingerprint: header.fingerprint.clone(),
            seed: header.seed,
            shard,
            paths: (start, end),
            count: header.count,
            results_sha256: results_sha256.to_owned(),
        }
    }
}

/// Reads the results that an interrupted run left in a file, to resume part `share` of its paths.
///
/// # Errors
/// The file is damaged, or belongs to another run.
pub fn go_on_from(path: &Path, job: &Job, share: Share) -> Result<Aggregate, Faults> {
    let State { header, results } = read_state(path)?;
    let range = share.range(job.header.count);
    let is_within = |(from, to): &(u64, u64)| *from >= range.start && *to <= range.end;
    let is_own = header == job.header
        && results.fingerprint == job.header.fingerprint
        && results.paths.iter().all(is_within);
    let problem =
        "is of another run: its scenario, paths, seed, shard or version of rankday differ";
    let remedy = "begin anew without --resume, or choose the folder of this run with --out";
    is_own.then_some(results).ok_or_else(|| fault(path, problem, remedy))
}

fn fault(path: &Path, problem: impl Into<String>, remedy: &str) -> Faults {
    let mut faults = Faults::default();
    faults.file(&path.display().to_string(), problem.into(), remedy);
    faults
}
