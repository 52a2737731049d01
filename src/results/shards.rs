//! Reads and merges the shards of a simulation.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::refusal::Refusal;
use crate::study::simulated::{
    Header, MANIFEST, Manifest, RESULTS, SHARD_SCHEMA, Share, Simulated, State, UNFINISHED,
    read_state,
};
use crate::universe::{Faults, open_regular, read_regular};

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

/// A shard that was read and agrees with its manifest.
struct Shard {
    folder: PathBuf,
    share: Share,
    state: State,
}

/// Whether a folder holds a complete shard of this run.
pub fn is_finished(folder: &Path, header: &Header, shard: Share) -> bool {
    read_shard(folder).is_ok_and(|read| read.share == shard && read.state.header == *header)
}

/// Merges shards, each given by its folder or by a folder of such folders.
///
/// # Errors
/// Shards that are damaged, unfinished, from different runs, duplicate or missing; each fault comes
/// with the command that fixes it.
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
        // Read one at a time, so that at most two are in memory.
        match &mut merged {
            None => merged = Some(shard),
            Some(all) => {
                if let Err(error) = all.state.results.merge(&shard.state.results) {
                    let place = shard.folder.display().to_string();
                    faults.file(&place, Refusal::from(error).problem, "run that shard again");
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

/// Adds a fault for the missing shards, with the commands that make them.
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

/// The command that makes a shard.
fn command(header: &Header, share: Share) -> String {
    let path = header.inputs.get(0).and_then(|input| input.get("path"));
    let path = path.and_then(Value::as_str).unwrap_or("SCENARIO");
    let Header { count, seed, .. } = header;
    let path = quoted(path);
    let command = if header.sweep.is_some() { "sweep" } else { "compare" };
    format!("`rankday {command} {path} --shard {share} --paths {count} --seed {seed}`")
}

/// What shows that a shard comes from a different run than the first one; `None` if they agree.
fn differs(shard: &Shard, first: &Shard) -> Option<String> {
    if shard.share.of != first.share.of {
        let (of, other) = (shard.share.of, first.share.of);
        let folder = first.folder.display();
        return Some(format!("is one of {of} shards, {folder} one of {other}"));
    }
    // The location of input files on the machine does not matter.
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
        .map_err(|refusal| fault(&path, refusal.problem, "name folders of shards"))?;
    let manifest: Manifest = serde_json::from_slice(&text)
        .map_err(|e| fault(&path, format!("is no manifest of a shard: {e}"), again))?;
    if manifest.schema != SHARD_SCHEMA {
        let problem = format!("has the layout \"{}\", not \"{SHARD_SCHEMA}\"", manifest.schema);
        return Err(fault(&path, problem, "merge with the version of rankday that made it"));
    }
    if manifest.tool != crate::TOOL {
        let problem = format!("was made by {}, and this is {}", manifest.tool, crate::TOOL);
        return Err(fault(&path, problem, "merge with that version, or run every shard again"));
    }
    let results = folder.join(RESULTS);
    let hash = open_regular(&results)
        .and_then(|file| {
            sha256(file).map_err(|e| Refusal::new(format!("cannot be read: {e}"), again))
        })
        .map_err(|refusal| fault(&results, refusal.problem, again))?;
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
