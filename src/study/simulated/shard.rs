//! Shards of a simulation: what each says of itself, and how they are put together again.
//!
//! A shard is a folder with `manifest.json` and `results.json.gz`. The manifest names everything that
//! the results depend on and carries their SHA-256; the results come with the header, so that
//! reports can be written wherever the shards are brought together.

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::header::Header;
use super::run::Simulated;
use crate::limits;
use crate::simulation::paths::Aggregate;
use crate::universe::{Faults, open_regular, read_regular};

/// The file of a shard that says what it is.
pub const MANIFEST: &str = "manifest.json";
/// The file with its results.
pub const RESULTS: &str = "results.json.gz";
/// The file that a simulation which was ended early goes on from.
pub const UNFINISHED: &str = "unfinished.json.gz";
/// Version of the layout.
const SCHEMA: &str = "rankday.shard/2";
/// More parts are not told apart.
const MOST_SHARES: u64 = 1_000_000;

/// Part `number` of `of` parts of a simulation's paths, written `3/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "WrittenShare")]
pub struct Share {
    /// From 1.
    pub number: u64,
    /// How many there are.
    pub of: u64,
}

/// A part as a file has it, which may be none.
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
    /// The paths of this part of `count`: parts differ by one path at the most.
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

/// Results with what they are of: as they lie in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// What was run.
    pub header: Header,
    /// What came out.
    pub results: Aggregate,
}

impl State {
    /// Writes it as JSON, compressed with gzip.
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

/// Reads results with what they are of.
///
/// # Errors
/// A file that is none, or was cut short.
pub fn read_state(path: &Path) -> Result<State, Faults> {
    let fault = |problem: String| fault(path, problem, "delete it and run that part again");
    let bytes = read_regular(path).map_err(|(problem, _)| fault(problem))?;
    let most = limits::decoded_bytes(bytes.len());
    let mut text = Vec::new();
    // One byte more tells what holds more from what ends there.
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
    // Of a sweep, neither months nor cycles are kept.
    let cycles = Some(&header.cycles).filter(|_| header.sweep.is_none());
    let groups =
        header.sweep.as_ref().filter(|_| header.is_possible()).map_or(0, |s| s.shifted().len());
    let is_sound = header.is_possible() && results.is_of(of, (cycles, groups), header.count);
    is_sound
        .then_some(state)
        .ok_or_else(|| fault("is damaged: its figures are not those of one simulation".to_owned()))
}

/// What a shard says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    schema: String,
    /// The program and its version.
    pub tool: String,
    /// The scenario's name.
    pub scenario: String,
    /// The files that went in, the scenario first, with their SHA-256.
    pub inputs: Value,
    /// Of all that results depend on but the seed and the paths.
    pub fingerprint: String,
    /// What the random numbers follow from.
    pub seed: u64,
    /// Which part this is.
    pub shard: Share,
    /// The first path, and the one after the last.
    pub paths: (u64, u64),
    /// How many paths all shards have together.
    pub count: u64,
    /// SHA-256 of the file with the results, hexadecimal.
    pub results_sha256: String,
}

impl Manifest {
    /// Of a shard whose file of results has this SHA-256, hexadecimal.
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

fn sha256(mut file: File) -> io::Result<String> {
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hash.update(&buffer[..read]),
        }
    }
    Ok(format!("{:x}", hash.finalize()))
}

fn fault(path: &Path, problem: impl Into<String>, remedy: &str) -> Faults {
    let mut faults = Faults::default();
    faults.file(&path.display().to_string(), problem.into(), remedy);
    faults
}

/// A shard that was read and is what its manifest says.
struct Shard {
    folder: PathBuf,
    share: Share,
    state: State,
}

/// Whether a folder holds a shard of this run, whole.
pub fn is_finished(folder: &Path, header: &Header, shard: Share) -> bool {
    read_shard(folder).is_ok_and(|read| read.share == shard && read.state.header == *header)
}

/// Puts shards together, each given by its folder or by a folder of such folders.
///
/// # Errors
/// Shards that are damaged, unfinished, of different runs, there twice, or missing; each with the
/// command that mends it.
pub fn merge(folders: &[PathBuf]) -> Result<Simulated, Faults> {
    let (mut faults, mut merged, mut seen) =
        (Faults::default(), None::<Shard>, Vec::<(Share, PathBuf)>::new());
    for folder in shard_folders(folders)? {
        let shard = match read_shard(&folder) {
            Ok(shard) => shard,
            Err(found) => {
                faults.extend(found);
                continue;
            }
        };
        if let Some(first) = &merged
            && let Some(problem) = differs(&shard, first)
        {
            faults.file(&folder.display().to_string(), problem, "merge shards of one run alone");
            continue;
        }
        if let Some((_, other)) = seen.iter().find(|(share, _)| *share == shard.share) {
            let problem = format!("is shard {}, and so is {}", shard.share, other.display());
            faults.file(&folder.display().to_string(), problem, "leave one of them out");
            continue;
        }
        seen.push((shard.share, folder));
        // One after another, so that no more than two are in memory.
        match &mut merged {
            None => merged = Some(shard),
            Some(all) => {
                if let Err(error) = all.state.results.merge(&shard.state.results) {
                    let place = shard.folder.display().to_string();
                    faults.file(&place, error.to_string(), "run that shard again");
                }
            }
        }
    }
    let Some(Shard { share, state, .. }) = merged else {
        return Err(faults);
    };
    missing(&state.header, share.of, &seen, &mut faults);
    let State { header, results } = state;
    faults.into_result(Simulated { header, results, path_years_per_second: None })
}

/// Says which shards are not among those seen, and how to make them.
fn missing(header: &Header, of: u64, seen: &[(Share, PathBuf)], faults: &mut Faults) {
    let absent: Vec<Share> = (1..=of)
        .map(|number| Share { number, of })
        .filter(|share| !seen.iter().any(|(other, _)| other == share))
        .collect();
    let Some(first) = absent.first() else { return };
    let names: Vec<String> = absent.iter().take(20).map(ToString::to_string).collect();
    let more = absent.len().saturating_sub(names.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let is_one = absent.len() == 1;
    faults.file(
        &header.name,
        format!(
            "{} missing: {}{more}",
            if is_one { "a shard is" } else { "shards are" },
            names.join(", ")
        ),
        format!("run each again, as {}", command(header, *first)),
    );
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./+:,@%".contains(c);
    let is_word = !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain);
    if is_word {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
    }
}

/// The command that makes a shard.
fn command(header: &Header, share: Share) -> String {
    let path = header.inputs.get(0).and_then(|input| input.get("path"));
    let path = path.and_then(Value::as_str).unwrap_or("SCENARIO");
    let Header { count, seed, .. } = header;
    let path = quoted(path);
    let command = if header.sweep.is_some() { "sweep" } else { "compare" };
    format!("`rankday {command} {path} --shard {share} --paths {count} --seed {seed}`")
}

/// In what a shard is of another run than the first one, if it is.
fn differs(shard: &Shard, first: &Shard) -> Option<String> {
    if shard.share.of != first.share.of {
        let (of, other) = (shard.share.of, first.share.of);
        let folder = first.folder.display();
        return Some(format!("is one of {of} shards, {folder} one of {other}"));
    }
    // Where a file lay on the machine that read it makes no difference.
    let without_paths = |header: &Header| {
        let mut header = header.clone();
        for input in header.inputs.as_array_mut().into_iter().flatten() {
            input.as_object_mut().map(|input| input.remove("path"));
        }
        header
    };
    let (own, other) = (without_paths(&shard.state.header), without_paths(&first.state.header));
    if own == other {
        return None;
    }
    let as_map = |header: Header| match serde_json::to_value(header) {
        Ok(Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (own, other) = (as_map(own), as_map(other));
    let key = own.iter().find(|(key, value)| other.get(*key) != Some(value)).map(|(key, _)| key)?;
    let short = |map: &serde_json::Map<String, Value>| match map.get(key).map(ToString::to_string) {
        Some(text) if text.len() <= 60 => format!(" ({text})"),
        _ => String::new(),
    };
    Some(format!(
        "is of another run than {}: {key}{} is not the same{}",
        first.folder.display(),
        short(&own),
        short(&other)
    ))
}

fn read_shard(folder: &Path) -> Result<Shard, Faults> {
    let path = folder.join(MANIFEST);
    if !path.exists() && folder.join(UNFINISHED).exists() {
        let remedy = "let it go on with the same command and --resume";
        return Err(fault(folder, "is a shard that is not finished", remedy));
    }
    let again = "run that shard again";
    let text = read_regular(&path)
        .map_err(|(problem, _)| fault(&path, problem, "name folders of shards"))?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|e| fault(&path, format!("is no manifest of a shard: {e}"), again))?;
    if manifest.schema != SCHEMA {
        let problem = format!("has the layout \"{}\", not \"{SCHEMA}\"", manifest.schema);
        return Err(fault(&path, problem, "merge with the version of rankday that made it"));
    }
    if manifest.tool != crate::TOOL {
        let problem = format!("was made by {}, and this is {}", manifest.tool, crate::TOOL);
        return Err(fault(&path, problem, "merge with that version, or run every shard again"));
    }
    let results = folder.join(RESULTS);
    let hash = open_regular(&results)
        .and_then(|file| sha256(file).map_err(|e| (format!("cannot be read: {e}"), String::new())))
        .map_err(|(problem, _)| fault(&results, problem, again))?;
    if hash != manifest.results_sha256 {
        let problem = "is not the file that the manifest was made for (its SHA-256 differs)";
        return Err(fault(&results, problem, again));
    }
    let state = read_state(&results)?;
    let (header, done) = (&state.header, &state.results.paths);
    let range = manifest.shard.range(header.count);
    let is_whole = done.as_slice() == [(range.start, range.end)] || range.is_empty();
    let is_same = manifest.fingerprint == header.fingerprint
        && manifest.seed == header.seed
        && manifest.count == header.count
        && manifest.tool == header.tool
        && manifest.scenario == header.name
        && manifest.paths == (range.start, range.end)
        && state.results.seed == header.seed
        && manifest.inputs == header.inputs
        && state.results.fingerprint == header.fingerprint;
    if !is_whole || !is_same {
        let problem = "does not say what its results are of";
        return Err(fault(&path, problem, again));
    }
    Ok(Shard { folder: folder.to_owned(), share: manifest.shard, state })
}

/// The files of the shards that [`merge`] reads.
///
/// # Errors
/// Folders that hold no shard.
pub fn shard_files(given: &[PathBuf]) -> Result<Vec<PathBuf>, Faults> {
    let files = |folder: PathBuf| [MANIFEST, RESULTS].map(|file| folder.join(file));
    Ok(shard_folders(given)?.into_iter().flat_map(files).collect())
}

/// The folders of shards that are meant: those given, or what lies in them.
fn shard_folders(given: &[PathBuf]) -> Result<Vec<PathBuf>, Faults> {
    let is_shard =
        |folder: &Path| folder.join(MANIFEST).exists() || folder.join(UNFINISHED).exists();
    let mut folders = Vec::new();
    for folder in given {
        if is_shard(folder) {
            folders.push(folder.clone());
            continue;
        }
        if folder.is_file() {
            let remedy = "name the folders that --shard wrote";
            return Err(fault(folder, "is a file, and no folder of a shard", remedy));
        }
        let entries = std::fs::read_dir(folder)
            .map_err(|e| fault(folder, format!("cannot be read: {e}"), "name folders of shards"))?;
        let mut inside: Vec<PathBuf> =
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|p| is_shard(p)).collect();
        if inside.is_empty() {
            let problem = "is no shard and has none in it: there is no manifest.json";
            return Err(fault(folder, problem, "name the folders that --shard wrote"));
        }
        inside.sort();
        folders.extend(inside);
    }
    Ok(folders)
}
