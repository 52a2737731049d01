//! A scenario's file and the files that it names: their paths, and their names in reports.
//!
//! Reports are shared. They name a file as the scenario does, so that their bytes do not depend on
//! where the scenario lies and they contain no paths of the machine that made them.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// The record of an input file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct InputRecord {
    /// Its role.
    pub role: &'static str,
    /// The path as written in the scenario; only the last component of an absolute path.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// The files of a scenario: its own and those that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    path: PathBuf,
    sha256: String,
    /// The name of the scenario's own file in reports.
    name: String,
    /// The name in reports of every file that it names, by path.
    files: BTreeMap<PathBuf, String>,
    /// Whether it has a sweep, which only `rankday sweep` tries.
    pub(super) has_sweep: bool,
}

impl Source {
    /// The source of a scenario with this text. The text is hashed rather than the file, so that
    /// reports record the bytes that were read even if the file changes.
    pub(crate) fn new(path: &Path, text: &str, files: BTreeMap<PathBuf, String>) -> Self {
        let sha256 = format!("{:x}", Sha256::digest(text.as_bytes()));
        Self { path: path.to_owned(), sha256, name: last_part(path), files, has_sweep: false }
    }

    /// The scenario's own file if it has a sweep, which only `rankday sweep` tries.
    pub fn with_sweep(&self) -> Option<&Path> {
        self.has_sweep.then_some(&self.path)
    }

    /// Every file that the scenario reads, its own first.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.path.as_path()).chain(self.files.keys().map(PathBuf::as_path))
    }

    /// The name of a file in reports.
    pub(crate) fn name_of(&self, path: &Path) -> String {
        self.files.get(path).cloned().unwrap_or_else(|| last_part(path))
    }

    /// The record of the scenario's own file.
    pub(crate) fn record(&self) -> InputRecord {
        InputRecord { role: "scenario", path: self.name.clone(), sha256: self.sha256.clone() }
    }

    /// The source with its names as seen from a scenario that refers to it as `written`.
    pub(crate) fn named_from(mut self, written: &str) -> Self {
        let folder = Path::new(written).parent().unwrap_or(Path::new(""));
        let from = |name: &str| {
            if is_relative(name) {
                folder.join(name).to_string_lossy().into_owned()
            } else {
                name.to_owned()
            }
        };
        written.clone_into(&mut self.name);
        self.files.values_mut().for_each(|name| *name = from(name));
        self
    }
}

/// The name in reports of a file that a scenario names as `written`: unchanged, except that an
/// absolute path is reduced to its last component to keep private folders out of reports.
pub(crate) fn report_name(written: &str) -> String {
    if is_relative(written) || written.starts_with("${") {
        return written.to_owned();
    }
    last_part(Path::new(written))
}

fn is_relative(written: &str) -> bool {
    let is_rooted = matches!(
        Path::new(written).components().next(),
        Some(Component::RootDir | Component::Prefix(_))
    );
    !is_rooted && !written.starts_with("${")
}

fn last_part(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_absolute_path_is_disclosed() {
        for (written, name) in [
            ("../data/u.csv", "../data/u.csv"),
            ("${DATA}/2026/u.csv", "${DATA}/2026/u.csv"),
            ("/home/somebody/u.csv", "u.csv"),
        ] {
            assert_eq!(report_name(written), name);
        }
        let files = ["a/u.csv", "${DATA}/m.csv"].map(|f| (PathBuf::from(f), f.to_owned()));
        let source = Source::new(Path::new("/home/somebody/june.toml"), "x", files.into());
        assert_eq!(source.record().path, "june.toml");
        let source = source.named_from("../scenarios/june.toml");
        assert_eq!(source.record().path, "../scenarios/june.toml");
        assert_eq!(source.name_of(Path::new("a/u.csv")), "../scenarios/a/u.csv");
        assert_eq!(source.name_of(Path::new("${DATA}/m.csv")), "${DATA}/m.csv");
    }
}
