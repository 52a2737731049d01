//! The manifest of a folder of results: the one result that it holds, and its files with their SHA-256.
//!
//! Every result has this list beside it. It tells the next run which files it may replace, and it tells
//! readers of results that a table belongs to the same result as the other files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::universe::{Faults, Input, read_regular};
use crate::word_enum::word_enum;

/// The file with the list.
pub const MANIFEST_FILE: &str = "rankday-manifest.json";
/// Version of its layout.
const SCHEMA: &str = "rankday.manifest/1";

word_enum!(
    "snake_case",
    /// The command that wrote a result.
    pub enum ResultKind {
        /// `rankday run`.
        Run,
        /// `rankday project`.
        Projection,
        /// `rankday compare` on a history.
        Comparison,
        /// `rankday compare` on simulated paths.
        Simulation,
        /// `rankday sweep`.
        Sweep,
        /// `rankday compare --shard` and `rankday sweep --shard`.
        Shard,
        /// `rankday calibrate`.
        Calibration,
        /// `rankday score`.
        Score,
        /// `rankday run` or `compare` with several scenarios: the overview of all of them.
        Overview,
        /// `rankday import`.
        Import,
        /// `rankday generate`.
        Synthetic,
    }
);

impl ResultKind {
    /// The name of a result of this kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "the result of a run",
            Self::Projection => "that of a projection",
            Self::Comparison => "that of a comparison",
            Self::Simulation => "that of a comparison on simulated paths",
            Self::Sweep => "that of a sweep",
            Self::Shard => "a shard",
            Self::Calibration => "that of a calibration",
            Self::Score => "scores",
            Self::Overview => "an overview of several results",
            Self::Import => "an import",
            Self::Synthetic => "a synthetic market",
        }
    }
}

/// The list of a result's files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultManifest {
    schema: String,
    /// The program and its version.
    pub tool: String,
    /// The command that wrote the result.
    pub kind: ResultKind,
    /// SHA-256 of the scenario, if there is one.
    pub scenario_sha256: Option<String>,
    /// Whether all files have their final names; false if the process was killed before that.
    pub complete: bool,
    /// SHA-256 of every file, hexadecimal, by name.
    pub files: BTreeMap<String, String>,
    /// The files of earlier results while these are being replaced, each with every SHA-256 that it may have.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub replaces: BTreeMap<String, BTreeSet<String>>,
}

impl ResultManifest {
    /// The manifest of a result with these files, all with their final names.
    pub fn new(
        kind: ResultKind,
        scenario_sha256: Option<String>,
        files: BTreeMap<String, String>,
    ) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            tool: crate::TOOL.to_owned(),
            kind,
            scenario_sha256,
            complete: true,
            files,
            replaces: BTreeMap::new(),
        }
    }

    /// The manifest for the time during which the files get their final names and replace those of another
    /// result.
    #[must_use]
    pub fn replacing(mut self, old: Option<Self>) -> Self {
        self.complete = false;
        if let Some(old) = old {
            self.replaces = old.replaces;
            for (name, sha256) in old.files {
                self.replaces.entry(name).or_default().insert(sha256);
            }
        }
        self
    }

    /// The manifest of a folder; `None` if there is none.
    ///
    /// # Errors
    /// A manifest that is damaged, or of another version.
    pub fn read(folder: &Path) -> Result<Option<Self>, Faults> {
        let path = folder.join(MANIFEST_FILE);
        let fault = |problem: String| {
            let mut faults = Faults::default();
            let remedy = "make the result again, into another folder";
            faults.file(&path.display().to_string(), problem, remedy);
            faults
        };
        if path.symlink_metadata().is_err_and(|e| e.kind() == io::ErrorKind::NotFound) {
            return Ok(None);
        }
        let bytes = read_regular(&path).map_err(|refusal| fault(refusal.problem))?;
        let read: Self = serde_json::from_slice(&bytes)
            .map_err(|error| fault(format!("is not the list of a result's files ({error})")))?;
        if read.schema != SCHEMA {
            return Err(fault(format!("has the layout \"{}\", not \"{SCHEMA}\"", read.schema)));
        }
        // Listed files are removed and replaced, so none of them may be outside the folder.
        if let Some(name) = read.names().find(|name| !is_plain(name)) {
            return Err(fault(format!("names \"{name}\", which is no file of its folder")));
        }
        Ok(Some(read))
    }

    /// The names of all its files and of those that it replaces.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().chain(self.replaces.keys()).map(String::as_str)
    }

    /// Whether it lists a file with this name and SHA-256.
    pub fn owns(&self, name: &str, sha256: &str) -> bool {
        self.files.get(name).is_some_and(|own| own == sha256)
            || self.replaces.get(name).is_some_and(|own| own.contains(sha256))
    }

    /// Writes it.
    ///
    /// # Errors
    /// Errors of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        writeln!(out)
    }
}

/// Whether a name is that of a file directly in the folder.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let is_one = matches!(parts.next(), Some(std::path::Component::Normal(part)) if part == name);
    is_one && parts.next().is_none() && name != MANIFEST_FILE && !name.contains(['/', '\\', ':'])
}

/// A folder of results that is read back, with each file checked against the manifest.
#[derive(Debug)]
pub(crate) struct ListedFiles {
    folder: PathBuf,
    manifest: ResultManifest,
    remedy: &'static str,
}

impl ListedFiles {
    /// Opens a folder that holds a result of one of these kinds.
    ///
    /// # Errors
    /// A folder without a manifest, or with one of another kind or an incomplete one.
    pub(crate) fn open(
        folder: &Path,
        kinds: &[ResultKind],
        remedy: &'static str,
    ) -> Result<Self, Faults> {
        let place = folder.display().to_string();
        let fault = |problem: String, remedy: &str| {
            let mut faults = Faults::default();
            faults.file(&place, problem, remedy);
            faults
        };
        if folder.is_file() {
            return Err(fault("is a file, and no folder of a result".to_owned(), remedy));
        }
        let manifest = ResultManifest::read(folder)?;
        let Some(manifest) = manifest else {
            let problem = match folder.symlink_metadata() {
                Ok(_) => format!("is no result: it has no {MANIFEST_FILE}"),
                Err(_) => "does not exist".to_owned(),
            };
            return Err(fault(problem, remedy));
        };
        if !manifest.complete {
            let problem = "is not complete: whoever wrote it was ended before all files had their \
                           names";
            return Err(fault(problem.to_owned(), "make the result again"));
        }
        if !kinds.contains(&manifest.kind) {
            return Err(fault(format!("holds {}", manifest.kind.name()), remedy));
        }
        Ok(Self { folder: folder.to_owned(), manifest, remedy })
    }

    /// The command that wrote the result.
    pub(crate) fn kind(&self) -> ResultKind {
        self.manifest.kind
    }

    /// Reads a file, which must still have the bytes listed in the manifest.
    ///
    /// # Errors
    /// A file that is missing, not listed, or changed since.
    pub(crate) fn read(&self, name: &str) -> Result<Input, Faults> {
        let input = Input::read(&self.folder.join(name))?;
        if self.manifest.files.get(name).is_some_and(|own| *own == input.sha256()) {
            return Ok(input);
        }
        let mut faults = Faults::default();
        let problem = if self.manifest.files.contains_key(name) {
            format!("was changed after it was written (its SHA-256 is not that of {MANIFEST_FILE})")
        } else {
            format!("is not of this result: {MANIFEST_FILE} does not list it")
        };
        faults.file(&input.name, problem, self.remedy);
        Err(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_files_of_its_folder_alone() {
        let home = tempfile::tempdir().expect("a folder");
        for (name, is_fine) in [
            ("a.csv", true),
            ("../a.csv", false),
            ("/etc/passwd", false),
            ("a/b.csv", false),
            ("..", false),
            ("", false),
            ("rankday-manifest.json", false),
        ] {
            let files = BTreeMap::from([(name.to_owned(), "0".to_owned())]);
            let mut bytes = Vec::new();
            let manifest = ResultManifest::new(ResultKind::Run, None, files);
            manifest.write(&mut bytes).expect("written");
            std::fs::write(home.path().join(MANIFEST_FILE), bytes).expect("written");
            assert_eq!(ResultManifest::read(home.path()).is_ok(), is_fine, "{name}");
        }
    }
}
