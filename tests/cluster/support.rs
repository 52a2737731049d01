//! A small simulation in a folder of its own, its single run, and the checks that apply to all
//! schedulers.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::many_lines;

/// The program.
pub(crate) const RANKDAY: &str = env!("CARGO_BIN_EXE_rankday");
/// The scenario, as it is named from the folder.
pub(crate) const SCENARIO: &str = "small scenario.toml";

/// A file of `scenarios/cluster/`.
pub(crate) fn cluster_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/cluster").join(name)
}

/// A tool's file; `None`, and a line that says so, where it is not installed.
pub(crate) fn installed(test: &str, tool: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Daemons lie where only root looks.
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    let found = folders.map(|folder| folder.join(tool)).find(|file| file.is_file());
    if found.is_none() {
        say(&format!("{test} skipped: {tool} is not installed"));
    }
    found
}

/// A line on standard error. Not `eprintln!`, which the test harness swallows.
pub(crate) fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("stderr takes a line");
}

/// A folder with a simulation of `paths` paths and the reports of its single run in `single`.
pub(crate) struct Home {
    folder: TempDir,
}

impl Home {
    pub(crate) fn new(paths: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // Daemons refuse to work in a folder that others may not enter.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("allowed");
        let scenario = format!(
            "name = \"small\"\n\
             [compare]\nschedules = [\"annual\", \"semi-annual\"]\n\
             [paths]\ncount = {paths}\nyears = 10\ncompanies = 20\nindexes = [\"R1000\"]\n\
             [model]\nshocks = \"gaussian\"\nlistings_factor = 0\ndelistings_factor = 0\n"
        );
        fs::write(folder.path().join(SCENARIO), scenario).expect("written");
        let home = Self { folder };
        home.rankday(&["compare", SCENARIO, "--out", "single", "--quiet"]).succeeded();
        home
    }

    /// Puts a sweep over one reconstitution in the place of the simulation.
    pub(crate) fn becomes_a_sweep(&self) {
        let scenario = "name = \"small\"\n\
                        [event]\nseason = \"june\"\nyear = 2026\n\
                        [universe]\nfile = \"universe.csv\"\n\
                        [sweep]\n\"methodology.breaks.r1000.half_width\" = [0, 1, 2.5, 4]\n";
        fs::write(self.path().join("universe.csv"), many_lines::universe_csv(40)).expect("written");
        fs::write(self.path().join(SCENARIO), scenario).expect("written");
        fs::remove_dir_all(self.path().join("single")).expect("removed");
        self.rankday(&["sweep", SCENARIO, "--out", "single", "--quiet"]).succeeded();
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A command that runs in the folder.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.current_dir(self.path()).env("RANKDAY", RANKDAY);
        command
    }

    pub(crate) fn rankday(&self, words: &[&str]) -> Output {
        self.command(RANKDAY).args(words).output().expect("rankday starts")
    }

    /// Writes a script into the folder; its path.
    pub(crate) fn script(&self, name: &str, text: &str) -> String {
        let file = self.path().join(name);
        fs::write(&file, text).expect("written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).expect("allowed");
        file.display().to_string()
    }

    /// A merge is refused, and its message says `what`.
    pub(crate) fn merge_is_refused(&self, shards: &str, what: &str) {
        let merged = self.rankday(&["merge", shards, "--out", "refused", "--quiet"]);
        let said = String::from_utf8_lossy(&merged.stderr).into_owned();
        assert_eq!(merged.status.code(), Some(3), "{said}");
        assert!(said.contains(what), "{said}");
        assert!(!self.path().join("refused").exists(), "a refused merge wrote something");
    }

    /// The reports in a folder are those of the single run.
    pub(crate) fn is_as_the_single_run(&self, reports: &str) {
        let (single, merged) =
            (files(&self.path().join("single")), files(&self.path().join(reports)));
        assert!(single.contains_key("summary.json"), "the single run has no summary");
        assert_eq!(
            single.keys().collect::<Vec<_>>(),
            merged.keys().collect::<Vec<_>>(),
            "other reports than of the single run"
        );
        for (name, bytes) in &single {
            assert!(
                merged.get(name) == Some(bytes),
                "{reports}/{name} is not that of the single run"
            );
        }
    }
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
    };
    entries.map(|entry| read(entry.expect("an entry").path())).collect()
}

/// Questions to a command that has ended.
pub(crate) trait Ended {
    /// What it printed, where it succeeded.
    fn succeeded(self) -> String;
}

impl Ended for Output {
    fn succeeded(self) -> String {
        let (out, err) = (&self.stdout, String::from_utf8_lossy(&self.stderr));
        assert!(self.status.success(), "{}: {err}", self.status);
        String::from_utf8(out.clone()).expect("text")
    }
}

/// Waits until something is so; whether it came to be within the time.
pub(crate) fn wait_until(limit: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    loop {
        if is_so() {
            return true;
        }
        if began.elapsed() > limit {
            return false;
        }
        thread::sleep(Duration::from_millis(50));
    }
}
