//! The file of a scenario and those that it names: where they are, and how reports call them.
//!
//! Reports are shared. They call a file as the scenario does, so that their bytes are the same wherever
//! the scenario lies, and they hold no path of the machine that made them.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// A file that went into a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputRecord {
    /// What it is for.
    pub role: &'static str,
    /// The path as the scenario has it; an absolute one is told by its last part.
    pub path: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Where a scenario comes from: its own file and those that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    path: PathBuf,
    sha256: String,
    /// What reports call the scenario's own file.
    name: String,
    /// What reports call every file that it names, by where it is.
    files: BTreeMap<PathBuf, String>,
}

impl Source {
    /// Of a scenario with this text, which is what is hashed: whatever becomes of the file, reports
    /// name the bytes that were read.
    pub(crate) fn new(path: &Path, text: &str, files: BTreeMap<PathBuf, String>) -> Self {
        let sha256 = format!("{:x}", Sha256::digest(text.as_bytes()));
        Self { path: path.to_owned(), sha256, name: last_part(path), files }
    }

    /// Every file that the scenario reads, its own first.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.path.as_path()).chain(self.files.keys().map(PathBuf::as_path))
    }

    /// What reports call a file.
    pub(crate) fn name_of(&self, path: &Path) -> String {
        self.files.get(path).cloned().unwrap_or_else(|| last_part(path))
    }

    /// The record of the scenario's own file.
    pub(crate) fn record(&self) -> InputRecord {
        InputRecord { role: "scenario", path: self.name.clone(), sha256: self.sha256.clone() }
    }

    /// The same as the scenario in `path` calls it, which names this one as `written`.
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

/// How reports call a file that a scenario names as `written`: just so, but an absolute path by its last
/// part alone. What comes before it is the business of whoever wrote it.
pub(super) fn report_name(written: &str) -> String {
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
    fn no_absolute_path_is_told() {
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
