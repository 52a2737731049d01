//! The command itself on every bad input: it ends with the documented code, prints nothing on
//! standard output, reports the fault on standard error, and writes no file.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rayon::prelude::*;

/// The exit code of a faulty input.
const FAULTY: i32 = 3;

/// The faulty inputs of a folder: those whose reviewed answer names a fault.
fn faulty(folder: &str, extension: &str) -> Vec<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors").join(folder);
    let entries = std::fs::read_dir(&home).unwrap_or_else(|e| panic!("{}: {e}", home.display()));
    let mut inputs: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .filter(|path| {
            let answer = std::fs::read_to_string(path.with_extension("expected"));
            !answer.unwrap_or_default().starts_with("no fault")
        })
        .collect();
    inputs.sort();
    assert!(inputs.len() > 5, "no faulty inputs in {}", home.display());
    inputs
}

/// Runs `rankday COMMAND SCENARIO --out FOLDER`.
fn run(command: &str, scenario: &Path, out: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rankday"))
        .args([command.as_ref(), scenario.as_os_str(), "--out".as_ref(), out.as_os_str()])
        .current_dir(out.parent().expect("a folder"))
        .output()
        .expect("the command starts")
}

/// What is wrong with how a command answers a faulty scenario, if anything.
fn wrong(command: &str, scenario: &Path) -> Option<String> {
    let home = tempfile::tempdir().expect("a folder");
    let done = run(command, scenario, &home.path().join("out"));
    let said = String::from_utf8_lossy(&done.stderr);
    let written = std::fs::read_dir(home.path()).expect("a folder").count();
    let as_said = done.status.code() == Some(FAULTY)
        && done.stdout.is_empty()
        && said.starts_with("rankday: ")
        && written == 0;
    (!as_said).then(|| {
        format!("{command} {}: {}, {written} written: {said:.300}", scenario.display(), done.status)
    })
}

#[test]
fn faulty_scenarios_leave_nothing_behind() {
    let folders = [
        ("run", "scenario"),
        ("compare", "comparison"),
        ("compare", "simulated"),
        ("project", "projection"),
    ];
    let all: Vec<(&str, PathBuf)> = folders
        .into_iter()
        .flat_map(|(command, folder)| faulty(folder, "toml").into_iter().map(move |p| (command, p)))
        // Not a fault for the command, which takes both kinds of comparisons.
        .filter(|(_, path)| !path.ends_with("comparison/on-simulated-paths.toml"))
        .collect();
    let wrong: Vec<String> = all.par_iter().filter_map(|(c, path)| wrong(c, path)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn faulty_tables_leave_nothing_behind() {
    let scenarios = tempfile::tempdir().expect("a folder");
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors/universe/good.csv");
    let good = good.display();
    let event = "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = ";
    let of = |kind: &str, path: &Path| {
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let path = path.display();
        let (command, text) = match kind {
            "universe" => ("run", format!("{event}\"{path}\"\n")),
            "membership" => {
                ("run", format!("{event}\"{good}\"\n[membership]\nfile = \"{path}\"\n"))
            }
            _ => (
                "compare",
                format!("[market]\npanel = \"{path}\"\n[compare]\nschedules = [\"annual\"]\n"),
            ),
        };
        let scenario = scenarios.path().join(format!("{kind}-{stem}.toml"));
        std::fs::write(&scenario, text).expect("written");
        (command, scenario)
    };
    let all: Vec<(&str, PathBuf)> = ["universe", "membership", "panel"]
        .into_iter()
        .flat_map(|kind| faulty(kind, "csv").into_iter().map(move |path| (kind, path)))
        .map(|(kind, path)| of(kind, &path))
        .collect();
    let wrong: Vec<String> = all.par_iter().filter_map(|(c, path)| wrong(c, path)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

/// What an earlier run wrote stays as it is when a later one fails.
#[test]
fn reports_of_before_stay() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().join("out");
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors/scenario");
    assert_eq!(run("run", &scenarios.join("good.toml"), &out).status.code(), Some(0));
    let files = || {
        let entries = std::fs::read_dir(&out).expect("a folder");
        let path = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").path();
        let bytes = |path: std::path::PathBuf| (std::fs::read(&path).expect("a file"), path);
        let mut files: Vec<_> = entries.map(path).map(bytes).collect();
        files.sort();
        files
    };
    let before = files();
    for name in ["faulty-universe.toml", "missing-membership.toml", "deep-table.toml"] {
        let done = run("run", &scenarios.join(name), &out);
        assert_eq!(done.status.code(), Some(FAULTY), "{name}");
        assert!(files() == before, "{name}");
    }
}

#[test]
fn a_file_in_the_place_of_a_folder_is_called_one() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("f.csv"), "symbol\nA\n").expect("written");
    std::fs::write(home.path().join("u.csv"), "symbol,exchange\nA,nyse\n").expect("written");
    for words in [
        "diff f.csv f.csv",
        "score f.csv --changes f.csv",
        "merge f.csv",
        "import classes f.csv --as-of 2026-04-30 --universe u.csv --out o.csv",
    ] {
        let done = Command::new(env!("CARGO_BIN_EXE_rankday"))
            .args(words.split(' '))
            .current_dir(home.path())
            .output()
            .expect("the command starts");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.code() == Some(FAULTY), "{words}: {said}");
        assert!(said.contains("f.csv: is a file, and no folder of "), "{words}: {said}");
    }
}
