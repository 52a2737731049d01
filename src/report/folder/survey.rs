//! Checks the files in a folder before a result is written there, and whether they may be replaced.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::report::files::WriteError;
use crate::report::manifest::{MANIFEST_FILE, ResultKind, ResultManifest};
use crate::report::table::Description;
use crate::report::{calibration, comparison, overview, projection, run, score, simulated, sweep};
use crate::study::parts::{MANIFEST, RESULTS, UNFINISHED};
use crate::universe::sha256_of_all;

/// Refuses a folder with files that must not be replaced; returns the manifest of the result in it.
///
/// Subfolders and hidden files are not part of a result: they stay.
pub(super) fn survey(
    folder: &Path,
    kind: Option<ResultKind>,
    inputs: &[PathBuf],
    force: bool,
) -> Result<Option<ResultManifest>, WriteError> {
    let old = ResultManifest::read(folder);
    let owned = old.as_ref().ok().and_then(Option::as_ref);
    let real = fs::canonicalize(folder).map_err(|error| WriteError::new(folder, &error))?;
    for input in inputs.iter().filter(|input| input.parent() == Some(&real)) {
        let name = input.file_name().unwrap_or_default().to_string_lossy();
        let is_own = owned.is_some_and(|old| old.names().any(|own| own == name));
        let is_written = kind.is_some_and(|kind| may_write(kind, &name));
        if is_own || is_written {
            return Err(WriteError::of_input(&folder.join(&*name)));
        }
    }
    if force {
        return Ok(old.ok().flatten());
    }
    let remedy = "choose another folder with --out, or give this one up to it with --force";
    let refused = |problem: String| Err(WriteError::refused(folder, problem, remedy));
    if let (Some(kind), Some(old)) = (kind, owned)
        && kind != old.kind
    {
        let file = folder.join(MANIFEST_FILE);
        return refused(format!("it holds {}, by {}", old.kind.name(), file.display()));
    }
    if let Err(faults) = &old {
        return refused(faults.to_string());
    }
    let is_working =
        |name: &str| name == UNFINISHED && kind.is_none_or(|kind| KEEPING.contains(&kind));
    let mut others = others(folder).map_err(|error| WriteError::new(folder, &error))?;
    others.retain(|name| !is_working(name));
    // Only rankday reads the files of a shard, and a damaged one is repaired by running the shard again.
    let is_mended = kind == Some(ResultKind::Shard);
    let foreign = others.par_iter().find_first(|name| {
        let is_own = owned.is_some_and(|old| {
            let is_as_written =
                || sha256(&folder.join(name)).is_ok_and(|sha256| old.owns(name, &sha256));
            old.names().any(|own| own == *name) && (is_mended || is_as_written())
        });
        !is_own
    });
    let Some(name) = foreign else { return old.or(Ok(None)) };
    let file = folder.join(name);
    let is_changed = owned.is_some_and(|old| old.names().any(|own| own == name));
    let what =
        if is_changed { "was changed after rankday wrote it" } else { "is no file of rankday's" };
    refused(format!("{} is there and {what}", file.display()))
}

/// Kinds of results that keep a file from which an unfinished run resumes.
const KEEPING: [ResultKind; 3] = [ResultKind::Simulation, ResultKind::Sweep, ResultKind::Shard];

/// The names of all files in a folder except hidden files and the manifest, sorted.
fn others(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !entry.file_type()?.is_dir() && !name.starts_with('.') && name != MANIFEST_FILE {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// The hash of a regular file; a link does not count as one.
fn sha256(path: &Path) -> io::Result<String> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    sha256_of_all([fs::File::open(path)?])
}

fn names(tables: &[Description]) -> Vec<&'static str> {
    tables.iter().map(|table| table.name).collect()
}

/// Whether a result of a kind may have a file of this name.
pub(crate) fn may_write(kind: ResultKind, name: &str) -> bool {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let tables = match kind {
        ResultKind::Run => names(&run::TABLES),
        ResultKind::Projection => names(&projection::TABLES),
        ResultKind::Comparison => names(&comparison::TABLES),
        ResultKind::Simulation => names(&simulated::TABLES),
        ResultKind::Sweep => names(&sweep::TABLES),
        ResultKind::Calibration => names(&calibration::TABLES),
        ResultKind::Score => names(&score::TABLES),
        ResultKind::Overview => names(&overview::TABLES),
        ResultKind::Import if ending == "toml" => {
            return stem.starts_with("june-") || stem.starts_with("december-");
        }
        ResultKind::Import => vec!["universe", "membership", "effective"],
        ResultKind::Shard => return [MANIFEST, RESULTS, UNFINISHED].contains(&name),
        ResultKind::Synthetic => return true,
    };
    let is_table = tables.iter().any(|table| {
        *table == stem || table.strip_suffix("SCHEDULE").is_some_and(|head| stem.starts_with(head))
    });
    let is_page = match kind {
        ResultKind::Overview => {
            stem == overview::STEM && ["html", "md", "xlsx", "json"].contains(&ending)
        }
        _ => ["report.html", "report.md", "report.xlsx", "summary.json"].contains(&name),
    };
    is_page || name == MANIFEST_FILE || is_table && ["csv", "parquet"].contains(&ending)
}
