//! Places that take no output, or not all of it: one error, exit code 4, nothing half written.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Output, Stdio};

use crate::kill::{Home, RANKDAY, said, say};

/// A user with few rights.
const NOBODY: u32 = 65_534;

fn full() -> Stdio {
    Stdio::from(fs::File::create("/dev/full").expect("a device"))
}

/// One line with these words of what is wrong or what to do, and the exit code of outputs.
fn is_refused(output: &Output, words: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(4), "{}: {said}", output.status);
    let one_line = said.lines().count() == 1 && said.starts_with("rankday: cannot write ");
    assert!(one_line && said.contains(words), "{said}");
}

/// The folder holds the old reports and nothing else.
fn is_as_before(home: &Home, folder: &str, old: &BTreeMap<String, Vec<u8>>) {
    let files = home.files(folder);
    assert_eq!(files.keys().collect::<Vec<_>>(), old.keys().collect::<Vec<_>>());
    assert!(files == *old, "other files than before");
}

#[test]
fn a_full_place_for_results_is_an_error_of_the_output() {
    if !fs::exists("/dev/full").unwrap_or(false) {
        say("a full standard output skipped: there is no /dev/full");
        return;
    }
    let home = Home::new();
    for line in [
        "--help",
        "--version",
        "run --help",
        "calendar 2026",
        "columns --json",
        "schema run",
        "man",
        "completions bash",
        "init -",
        "run new.toml --json --out out",
    ] {
        let output = home.rankday(line).stdout(full()).output().expect("rankday");
        is_refused(&output, "No space left on device (os error 28); free some space, or send it");
    }
    // The reports themselves are there.
    assert!(home.files("out").contains_key("summary.json"));
    // Faults of a command are reported on a stream that nobody reads; the exit code still tells.
    let output = home.rankday("run no-such.toml").stderr(full()).output().expect("rankday");
    assert_eq!(output.status.code(), Some(3));
    let (reader, nobody) = std::io::pipe().expect("a pipe");
    drop(reader);
    let output = home.rankday("run no-such.toml").stderr(nobody).output().expect("rankday");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_limit_on_the_size_of_files_is_an_error_and_no_death() {
    let home = Home::new();
    home.succeeds("run old.toml --out out --quiet");
    let old = home.files("out");
    let limited = |line: &str| {
        let mut command = home.command("bash");
        command.args(["-c", &format!("ulimit -c 0; ulimit -f 1; exec \"$RANKDAY\" {line}")]);
        command.output().expect("bash")
    };
    is_refused(&limited("run new.toml --out out --quiet"), "ulimit -f");
    is_as_before(&home, "out", &old);
    // A new folder is not left, and neither is one around it.
    is_refused(&limited("run new.toml --out a/b --quiet"), "ulimit -f");
    assert!(!home.path().join("a").exists());
    is_refused(&limited("generate --out made"), "ulimit -f");
    assert!(!home.path().join("made").exists());
    is_refused(&limited("calendar 2026 --format json --out calendar.json"), "ulimit -f");
    assert!(!home.path().join("calendar.json").exists());
    is_refused(&limited("init mine.toml"), "ulimit -f");
    assert!(!home.path().join("mine.toml").exists(), "half a scenario is left");
}

/// A script in a mount namespace of its own, where a full or read-only disk can be had.
fn in_namespace(home: &Home, test: &str, script: &str) -> Option<Output> {
    let unshare = |script: &str| {
        home.command("unshare")
            .args(["-r", "-m", "sh", "-c", script])
            .stdout(Stdio::piped())
            .output()
    };
    if !unshare("mount -t tmpfs tmpfs out").is_ok_and(|o| o.status.success()) {
        say(&format!("{test} skipped: unshare is not installed or may not mount"));
        return None;
    }
    Some(unshare(script).expect("unshare"))
}

#[test]
fn a_full_disk_keeps_the_old_reports() {
    let home = Home::new();
    home.succeeds("run old.toml --out old --quiet");
    fs::create_dir(home.path().join("out")).expect("a folder");
    // Room for the old reports and some of the new ones.
    let pages = |bytes: &Vec<u8>| bytes.len().div_ceil(4096) * 4;
    let old: usize = home.files("old").values().map(pages).sum();
    for room in [0, old / 4, old / 2, old * 9 / 10] {
        let script = format!(
            "mount -t tmpfs -o size={}k tmpfs out && cp old/* out/ && \
             {{ \"$RANKDAY\" run new.toml --out out --quiet; code=$?; mkdir kept && cp -a out/. kept/; \
             exit $code; }}",
            old + room
        );
        let Some(output) = in_namespace(&home, "a full disk", &script) else { return };
        is_refused(&output, "free some space");
        is_as_before(&home, "kept", &home.files("old"));
        fs::remove_dir_all(home.path().join("kept")).expect("a folder");
    }
}

#[test]
fn a_full_disk_keeps_a_shard_unfinished() {
    let home = Home::new();
    fs::create_dir(home.path().join("out")).expect("a folder");
    let scenario = "name = \"small\"\n[compare]\nschedules = [\"annual\", \"semi-annual\"]\n\
        [paths]\ncount = 4\nyears = 2\ncompanies = 20\nindexes = [\"R1000\"]\n\
        [model]\nshocks = \"gaussian\"\nlistings_factor = 0\ndelistings_factor = 0\n";
    home.write("small.toml", scenario);
    let script = "mount -t tmpfs -o size=8k tmpfs out && head -c 8192 /dev/zero > out/.other && \
                  \"$RANKDAY\" compare small.toml --shard 1/1 --out out --quiet; code=$?; ls -A out; \
                  exit $code";
    let Some(output) = in_namespace(&home, "a shard on a full disk", script) else { return };
    is_refused(&output, "free some space");
    assert_eq!(String::from_utf8_lossy(&output.stdout), ".other\n");
}

#[test]
fn a_disk_that_may_only_be_read_is_refused_before_the_work() {
    let home = Home::new();
    fs::create_dir(home.path().join("out")).expect("a folder");
    // The universe does not exist: a command that reads it first would say so.
    fs::remove_file(home.path().join("universe.csv")).expect("removed");
    let script =
        "mount -t tmpfs -o ro tmpfs out && exec \"$RANKDAY\" run new.toml --out out --quiet";
    let Some(output) = in_namespace(&home, "a read-only disk", script) else { return };
    is_refused(&output, "choose a folder you may write to with --out");
}

#[test]
fn a_folder_of_somebody_else_is_refused_before_the_work() {
    let home = Home::new();
    home.succeeds("run old.toml --out out --quiet");
    let old = home.files("out");
    fs::set_permissions(home.path().join("out"), fs::Permissions::from_mode(0o555)).expect("ours");
    fs::remove_file(home.path().join("universe.csv")).expect("removed");
    let Some(mut command) = as_nobody(&home, "a folder of somebody else") else { return };
    command.args("run new.toml --out out --quiet".split(' '));
    is_refused(&command.output().expect("rankday"), "choose a folder you may write to with --out");
    fs::set_permissions(home.path().join("out"), fs::Permissions::from_mode(0o755)).expect("ours");
    is_as_before(&home, "out", &old);
}

/// The program, run by a user to whom file modes apply.
pub(crate) fn as_nobody(home: &Home, test: &str) -> Option<std::process::Command> {
    let command = || {
        let mut command = home.command(RANKDAY);
        if fs::metadata(home.path()).expect("a folder").uid() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    if !command().arg("--version").output().is_ok_and(|o| o.status.success()) {
        say(&format!("{test} skipped: the program cannot be run by nobody"));
        return None;
    }
    Some(command())
}
