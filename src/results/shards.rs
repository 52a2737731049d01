//! Reads and merges the shards of a run: of a simulation, or of a sweep over a history or one
//! reconstitution.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::refusal::Refusal;
use crate::study::parts::{
    Divided, MANIFEST, Manifest, RESULTS, SCHEMA, Share, State, UNFINISHED, Units, read_state,
};
use crate::study::simulated::{self, Simulated};
use crate::study::sweep::{self, Swept};
use crate::universe::{Faults, open_regular, read_regular, sha256_of_all};

const AGAIN: &str = "run that shard again";

fn fault(path: &Path, problem: impl Into<String>, remedy: &str) -> Faults {
    let mut faults = Faults::default();
    faults.file(&path.display().to_string(), problem.into(), remedy);
    faults
}

/// A shard that was read and agrees with its manifest.
struct Shard<H: Divided> {
    folder: PathBuf,
    share: Share,
    state: State<H>,
}

/// Whether a folder holds a complete shard of this run.
pub fn is_finished<H: Divided>(folder: &Path, header: &H, shard: Share) -> bool {
    read_shard::<H>(folder).is_ok_and(|read| read.share == shard && read.state.header == *header)
}

/// The results of all shards of a run.
#[derive(Debug)]
pub enum Merged {
    /// The results of a simulation, or of a sweep over its paths.
    Paths(Box<Simulated>),
    /// The results of a sweep over a history, or over one reconstitution.
    Combinations(Box<Swept>),
}

/// Merges shards, each given by its folder or by a folder of such folders.
///
/// # Errors
/// Shards that are damaged, unfinished, from different runs, duplicate or missing; each fault comes
/// with the command that fixes it.
pub fn merge(folders: &[PathBuf]) -> Result<Merged, Faults> {
    let folders = shard_folders(folders)?;
    // The first shard that states it decides; shards that differ are refused.
    let units = folders.iter().find_map(|folder| Some(read_manifest(folder).ok()?.units));
    match units.unwrap_or(Units::Paths) {
        Units::Paths => {
            let State { header, results } = merge_all::<simulated::Header>(&folders)?;
            let path_years_per_second = None;
            let simulated = Simulated { header, results, path_years_per_second };
            Ok(Merged::Paths(Box::new(simulated)))
        }
        Units::Combinations => {
            let State { header, results } = merge_all::<sweep::Header>(&folders)?;
            let swept = Swept::of_tries(&header, &results).map(Box::new);
            swept
                .map(Merged::Combinations)
                .ok_or_else(|| fault(Path::new(&header.name), "lacks combinations", AGAIN))
        }
    }
}

/// Merges the shards in these folders.
fn merge_all<H: Divided>(folders: &[PathBuf]) -> Result<State<H>, Faults> {
    let (mut faults, mut merged, mut seen) =
        (Faults::default(), None::<Shard<H>>, Vec::<(Share, PathBuf)>::new());
    for folder in folders {
        let shard = match read_shard::<H>(folder) {
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
        seen.push((shard.share, folder.clone()));
        // Read one at a time, so that at most two are in memory.
        match &mut merged {
            None => merged = Some(shard),
            Some(all) => {
                let place = shard.folder.display().to_string();
                if let Err(refusal) = H::merge(&mut all.state.results, shard.state.results) {
                    faults.file(&place, refusal.problem, AGAIN);
                }
            }
        }
    }
    let Some(Shard { share, state, .. }) = merged else {
        return Err(faults);
    };
    missing(&state.header, share.of, &seen, &mut faults);
    faults.into_result(state)
}

/// Adds a fault for the missing shards, with the commands that make them.
fn missing<H: Divided>(header: &H, of: u64, seen: &[(Share, PathBuf)], faults: &mut Faults) {
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
        header.identity().name,
        format!(
            "{} missing: {}{more}",
            if is_one { "a shard is" } else { "shards are" },
            names.join(", ")
        ),
        format!(
            "run each again, with the path to the scenario, as {}",
            command(header, *first, seen)
        ),
    );
}

/// Quotes a word for a shell.
fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./+:,@%".contains(c);
    let is_word = !word.is_empty() && !word.starts_with('-') && word.chars().all(is_plain);
    if is_word {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', "'\\''")))
    }
}

/// The command that makes a shard beside those that were seen.
fn command<H: Divided>(header: &H, share: Share, seen: &[(Share, PathBuf)]) -> String {
    let path = header.identity().inputs.get(0).and_then(|input| input.get("path"));
    let path = quoted(path.and_then(Value::as_str).unwrap_or("SCENARIO"));
    let (command, options) = header.command();
    let beside = seen.first().and_then(|(_, folder)| folder.parent()).unwrap_or(Path::new(""));
    let folder = beside.join(share.folder()).display().to_string();
    let folder = quoted(&folder);
    format!("`rankday {command} {path} --shard {share}{options} --out {folder}`")
}

/// The evidence that a shard comes from a different run than the first one; `None` if they agree.
fn differs<H: Divided>(shard: &Shard<H>, first: &Shard<H>) -> Option<String> {
    if shard.share.of != first.share.of {
        let (of, other) = (shard.share.of, first.share.of);
        let folder = first.folder.display();
        return Some(format!("is one of {of} shards, {folder} one of {other}"));
    }
    let (own, other) = (as_map(&shard.state.header), as_map(&first.state.header));
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

/// A description by its fields. The location of input files on the machine does not matter.
fn as_map<H: Divided>(header: &H) -> serde_json::Map<String, Value> {
    let Ok(Value::Object(mut map)) = serde_json::to_value(header) else {
        return serde_json::Map::new();
    };
    for input in map.get_mut("inputs").and_then(Value::as_array_mut).into_iter().flatten() {
        input.as_object_mut().map(|input| input.remove("path"));
    }
    map
}

/// The layout of a manifest of any version.
#[derive(Deserialize)]
struct Layout {
    schema: String,
}

/// Reads the manifest of a shard of this version.
fn read_manifest(folder: &Path) -> Result<Manifest, Faults> {
    let path = folder.join(MANIFEST);
    if !path.exists() && folder.join(UNFINISHED).exists() {
        let remedy = "let it go on with the same command and --resume";
        return Err(fault(folder, "is a shard that is not finished", remedy));
    }
    let text = read_regular(&path)
        .map_err(|refusal| fault(&path, refusal.problem, "name folders of shards"))?;
    // Other layouts have other fields.
    if let Ok(Layout { schema }) = serde_json::from_slice(&text)
        && schema != SCHEMA
    {
        let problem = format!("has the layout \"{schema}\", not \"{SCHEMA}\"");
        return Err(fault(&path, problem, "merge with the version of rankday that made it"));
    }
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|e| fault(&path, format!("is no manifest of a shard: {e}"), AGAIN))?;
    if manifest.tool != crate::TOOL {
        let problem = format!("was made by {}, and this is {}", manifest.tool, crate::TOOL);
        return Err(fault(&path, problem, "merge with that version, or run every shard again"));
    }
    Ok(manifest)
}

fn read_shard<H: Divided>(folder: &Path) -> Result<Shard<H>, Faults> {
    let (path, manifest) = (folder.join(MANIFEST), read_manifest(folder)?);
    if manifest.units != H::UNITS {
        let problem = format!("is a shard of {}, not of {}", manifest.units, H::UNITS);
        return Err(fault(folder, problem, "merge shards of one run alone"));
    }
    let results = folder.join(RESULTS);
    let hash = open_regular(&results)
        .and_then(|file| {
            sha256_of_all([file]).map_err(|e| Refusal::new(format!("cannot be read: {e}"), AGAIN))
        })
        .map_err(|refusal| fault(&results, refusal.problem, AGAIN))?;
    if hash != manifest.results_sha256 {
        let problem = "is not the file that the manifest was made for (its SHA-256 differs)";
        return Err(fault(&results, problem, AGAIN));
    }
    let state: State<H> = read_state(&results)?;
    let State { header, results: done } = &state;
    let range = manifest.shard.range(header.count());
    let is_whole = header.are_within(done, &range) && H::done(done) == range.end - range.start;
    let is_same = manifest == Manifest::new(header, manifest.shard, &manifest.results_sha256);
    if !is_whole || !is_same {
        let problem = "does not say what its results are of";
        return Err(fault(&path, problem, AGAIN));
    }
    Ok(Shard { folder: folder.to_owned(), share: manifest.shard, state })
}

/// The files of the shards that [`merge`] reads.
///
/// # Errors
/// Folders without a shard.
pub fn shard_files(given: &[PathBuf]) -> Result<Vec<PathBuf>, Faults> {
    let files = |folder: PathBuf| [MANIFEST, RESULTS].map(|file| folder.join(file));
    Ok(shard_folders(given)?.into_iter().flat_map(files).collect())
}

/// The shard folders: those given, or the folders within them.
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
        let unread = |e| fault(folder, format!("cannot be read: {e}"), "name folders of shards");
        let entries = std::fs::read_dir(folder).map_err(unread)?;
        let paths = entries.map(|entry| Ok(entry.map_err(unread)?.path()));
        let mut inside: Vec<PathBuf> = paths.collect::<Result<_, Faults>>()?;
        inside.retain(|path| is_shard(path));
        if inside.is_empty() {
            let problem = "is no shard and has none in it: there is no manifest.json";
            return Err(fault(folder, problem, "name the folders that --shard wrote"));
        }
        inside.sort();
        folders.extend(inside);
    }
    Ok(folders)
}
