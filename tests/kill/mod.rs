//! Disturbances of a run from outside: kills, full disks, pipes in place of files.
//!
//! Whatever happens, a report is the old one or the new one, whole; a summary stands for a complete
//! set; and the next run works. Some hundred processes are killed at moments that a seed says, as
//! parts of the time that an undisturbed one takes; the long form kills more:
//!
//! ```text
//! RANKDAY_KILLS=2000 cargo test --test robustness kill
//! ```
//!! A test that needs a tool (strace, unshare) or rights that are missing says so on standard
//!error.

#![cfg(unix)]

mod inputs;
mod names;
mod outputs;
mod runs;
mod shards;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::many_lines;

/// The program.
const RANKDAY: &str = env!("CARGO_BIN_EXE_rankday");

/// A line on standard error. Not `eprintln!`, which the test harness swallows.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("stderr takes a line");
}

/// How many processes are killed where the short form kills `short`, of a hundred in all.
fn kills(short: u32) -> u32 {
    let long = std::env::var("RANKDAY_KILLS").ok().and_then(|n| n.parse::<u32>().ok());
    long.map_or(short, |all| all * short / 100)
}

/// Numbers that look random and are the same everywhere (splitmix64).
struct Dice(u64);

impl Dice {
    /// A part of `whole`, from none to all of it.
    fn part(&mut self, whole: Duration) -> Duration {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let per_mille = u32::try_from((z ^ (z >> 31)) % 1_001).expect("small");
        whole * per_mille / 1_000
    }
}

/// A folder to work in, with the small scenarios of [`Home::new`].
struct Home {
    folder: TempDir,
}

impl Home {
    /// With `old.toml` and `new.toml`, whose reports all differ, on a universe of 300 lines.
    fn new() -> Self {
        let home = Self { folder: tempfile::tempdir().expect("a folder") };
        // Others may look at it too, for tests that become somebody else.
        let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(home.path(), everybody).expect("allowed");
        home.write("universe.csv", many_lines::universe_csv(300));
        home.write("old.toml", scenario("old", 60));
        home.write("new.toml", scenario("new", 80));
        home
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, text).expect("written");
        path
    }

    /// A command that runs in the folder.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path()).env("RANKDAY", RANKDAY);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// `rankday` with words that spaces part.
    fn rankday(&self, line: &str) -> Command {
        let mut command = self.command(RANKDAY);
        command.args(line.split(' '));
        command
    }

    /// Runs to the end, well; how long it takes.
    fn succeeds(&self, line: &str) -> Duration {
        let began = Instant::now();
        let output = self.rankday(line).output().expect("rankday");
        assert_eq!(output.status.code(), Some(0), "{line}: {}", said(&output));
        began.elapsed()
    }

    /// All files of a folder in it.
    fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.path().join(folder))
    }
}

/// A scenario whose breaks fall on a few hundred lines.
fn scenario(name: &str, r1000: u32) -> String {
    format!(
        "name = \"{name}\"\n\
         description = \"{name}\"\n\
         [event]\nseason = \"june\"\nyear = 2026\n\
         [universe]\nfile = \"universe.csv\"\n\
         [methodology.breaks]\n\
         top10.rank = 2\ntop20.rank = 3\ntop50.rank = 4\ntop100.rank = 5\ntop200.rank = 20\n\
         top500.rank = 40\nr1000.rank = {r1000}\nmicrocap.rank = 100\nr3000.rank = 130\n\
         r3000e.rank = 160\n"
    )
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let file = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).expect("a file"))
    };
    entries.map(file).collect()
}

/// Whether a file is a temporary one of the program.
fn is_temporary(name: &str) -> bool {
    name.starts_with(".rankday-")
}

/// Lets a process live for so long; whether it was still there to be killed.
fn kill_after(mut command: Command, life: Duration) -> bool {
    let mut child = command.stderr(Stdio::null()).spawn().expect("rankday");
    thread::sleep(life);
    let was_there = child.try_wait().expect("a child").is_none();
    child.kill().expect("killed");
    child.wait().expect("an end");
    was_there
}

/// Waits for the process to end on its own.
fn ends(mut command: Command) -> Output {
    let mut child = command.spawn().expect("rankday");
    let began = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        if began.elapsed() > Duration::from_secs(60) {
            child.kill().expect("killed");
            panic!("{command:?} does not end");
        }
        thread::sleep(Duration::from_millis(2));
    }
    child.wait_with_output().expect("an end")
}
