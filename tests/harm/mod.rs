//! Faults that an attack by hand found, by kind: user's files that were replaced, numbers that ended the
//! program or were not numbers, words that steered the screen, small files that took all memory or time.

#![cfg(unix)]

mod files;
mod numbers;
mod provenance;
mod screen;
mod size;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::many_lines;

/// Breaks that fall on a few hundred lines.
const BREAKS: &str = "[methodology.breaks]\n\
    top10.rank = 2\ntop20.rank = 3\ntop50.rank = 4\ntop100.rank = 5\ntop200.rank = 20\n\
    top500.rank = 40\nr1000.rank = 60\nmicrocap.rank = 100\nr3000.rank = 130\n\
    r3000e.rank = 160\n";

/// A comparison on a few small paths.
const PATHS: &str = "[compare]\nschedules = [\"annual\", \"semi-annual\"]\n\
    [paths]\ncount = 4\nyears = 2\ncompanies = 20\nindexes = [\"R1000\"]\n\
    [model]\nshocks = \"gaussian\"\nlistings_factor = 0\ndelistings_factor = 0\n";

/// A folder to work in, with a universe of 300 lines.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        home.write("universe.csv", many_lines::universe_csv(300));
        home.write("june.toml", run(""));
        home
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.at(name);
        fs::write(&path, text).expect("written");
        path
    }

    /// A program that runs in the folder.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).env("RANKDAY", env!("CARGO_BIN_EXE_rankday"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs `rankday` with words separated by spaces.
    fn rankday(&self, line: &str) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_rankday"));
        command.args(line.split(' ')).output().expect("rankday")
    }

    fn succeeds(&self, line: &str) -> Output {
        let output = self.rankday(line);
        assert_eq!(output.status.code(), Some(0), "{line}: {}", said(&output));
        output
    }

    /// The command is refused with this exit code, in words that name what is wrong; returns what it says.
    fn is_refused(&self, line: &str, code: i32, named: &str) -> String {
        let output = self.rankday(line);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{line}: {said}");
        assert!(said.contains(named), "{line}: {said}");
        said
    }

    /// All files of a folder, without those of folders within it.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files_of(&self.at(folder))
    }
}

/// The scenario of a run with more tables at its end.
fn run(more: &str) -> String {
    format!(
        "description = \"d\"\n[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = \
         \"universe.csv\"\n{BREAKS}{more}"
    )
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            files.insert(name, fs::read(&path).expect("a file"));
        }
    }
    files
}
