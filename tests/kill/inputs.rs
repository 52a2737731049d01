//! Inputs that are not regular files: each is refused by name, with a remedy, and without waiting.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output};

use rankday::cli::exit::{ExitStatus, Failure};
use rankday::scenario::read_run;
use rankday::study;

use crate::kill::outputs::as_nobody;
use crate::kill::shards::SCENARIO;
use crate::kill::{Home, ends, said, scenario};

/// The message on an input that may never end or may block its reader.
const NO_FILE: &str = "is a pipe, a socket or a device, which is not read";

/// An object put in a file's place, with the problem and the remedy that the message must give.
const PLACES: [(&str, &str, &str); 8] = [
    ("missing", "does not exist", "check the path"),
    ("folder", "is a directory", "name a file"),
    ("pipe", NO_FILE, "write what it holds to a file, and name that"),
    ("null", NO_FILE, "write what it holds to a file, and name that"),
    ("endless", NO_FILE, "write what it holds to a file, and name that"),
    ("loop", "cannot be read", "mend the link, or name the file itself"),
    ("dangling", "is a symbolic link to a file that does not exist", "mend the link"),
    ("file-as-folder", "cannot be read", "check the path"),
];

fn put(kind: &str, path: &Path) {
    match kind {
        "folder" => fs::create_dir(path).expect("a folder"),
        "pipe" => assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success()),
        "null" => symlink("/dev/null", path).expect("a link"),
        "endless" => symlink("/dev/zero", path).expect("a link"),
        "loop" => symlink(path, path).expect("a link"),
        "dangling" => symlink("nowhere", path).expect("a link"),
        _ => {}
    }
}

/// The command ends on its own, reports one fault of that file, and leaves nothing.
fn is_refused(home: &Home, output: &Output, file: &str, expected: &[&str]) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(3), "{file}: {said}");
    let line = said.lines().find(|line| line.contains(file)).unwrap_or_else(|| panic!("{said}"));
    assert!(expected.iter().all(|words| line.contains(words)), "{file}: {said}");
    assert!(said.lines().count() <= 2, "{file}: {said}");
    assert!(!home.path().join("out").exists(), "{file} left a folder");
}

/// Every role of a scenario of `command`, as what stands before and after the file's name.
fn refuses_in_every_role(command: &str, text: &str, roles: &[(&str, &str)]) {
    let home = Home::new();
    for (kind, problem, remedy) in PLACES {
        let file = if kind == "file-as-folder" { "new.toml/x" } else { kind };
        if kind != "file-as-folder" {
            put(kind, &home.path().join(kind));
        }
        for (from, to) in roles {
            let changed = text.replacen(from, &to.replace("FILE", file), 1);
            assert_ne!(changed, text, "{from}");
            home.write("odd.toml", changed);
            let output = ends(home.rankday(&format!("{command} odd.toml --out out --quiet")));
            is_refused(&home, &output, file, &[problem, remedy]);
        }
        // The scenario itself.
        let output = ends(home.rankday(&format!("{command} {file} --out out --quiet")));
        let remedy = match kind {
            "folder" => "name a scenario file",
            "missing" => "the shipped ones are in scenarios/",
            _ => remedy,
        };
        is_refused(&home, &output, file, &[problem, remedy]);
    }
}

#[test]
fn a_run_refuses_what_is_no_file_in_every_role() {
    let universe = "file = \"universe.csv\"\n";
    refuses_in_every_role(
        "run",
        &scenario("odd", 60),
        &[
            (universe, "file = \"FILE\"\n"),
            (universe, "file = \"universe.csv\"\nfacts = \"FILE\"\n"),
            (universe, "file = \"universe.csv\"\nsymbol_changes = \"FILE\"\n"),
            (universe, "file = \"universe.csv\"\n[membership]\nfile = \"FILE\"\n"),
            (universe, "file = \"universe.csv\"\n[effective]\nfile = \"FILE\"\n"),
            (universe, "file = \"universe.csv\"\n[funds]\nfile = \"FILE\"\n"),
        ],
    );
}

#[test]
fn a_comparison_refuses_what_is_no_file_in_every_role() {
    let panel = "panel = \"universe.csv\"\n";
    let text = format!("name = \"odd\"\n[compare]\nschedules = [\"annual\"]\n[market]\n{panel}");
    refuses_in_every_role(
        "compare",
        &text,
        &[
            (panel, "panel = \"FILE\"\n"),
            (panel, "panel = \"universe.csv\"\nactions = \"FILE\"\n"),
            (panel, "panel = \"universe.csv\"\n[[labels]]\nfile = \"FILE\"\n"),
            (panel, "panel = \"universe.csv\"\n[funds]\nfile = \"FILE\"\n"),
        ],
    );
}

#[test]
fn an_import_and_a_score_refuse_what_is_no_file() {
    let home = Home::new();
    home.succeeds("run old.toml --out old --quiet");
    for (kind, problem, remedy) in PLACES.into_iter().filter(|place| place.0 != "file-as-folder") {
        put(kind, &home.path().join(kind));
        for line in [
            format!("import nasdaq-screener {kind} --as-of 2026-04-30 --out out"),
            format!("score old --changes {kind}"),
        ] {
            is_refused(&home, &ends(home.rankday(&line)), kind, &[problem, remedy]);
        }
    }
}

/// Files that other processes leave and hosts exchange are no safer than those that a person names.
#[test]
fn the_files_of_a_shard_are_files() {
    let home = Home::new();
    home.write("small.toml", SCENARIO);
    home.succeeds("compare small.toml --paths 20 --shard 1/1 --out shard --quiet");
    for (kind, problem, _) in PLACES.into_iter().filter(|place| place.0 != "file-as-folder") {
        for file in ["manifest.json", "results.json.gz", "unfinished.json.gz"] {
            let is_unfinished = file == "unfinished.json.gz";
            if is_unfinished && ["missing", "dangling", "loop"].contains(&kind) {
                // As if there were none: the paths begin anew.
                continue;
            }
            let folder = home.path().join(format!("{kind}-{file}"));
            fs::create_dir(&folder).expect("a folder");
            for name in ["manifest.json", "results.json.gz"] {
                if name != file && !is_unfinished {
                    fs::copy(home.path().join("shard").join(name), folder.join(name))
                        .expect("copied");
                }
            }
            put(kind, &folder.join(file));
            let line = if is_unfinished {
                format!(
                    "compare small.toml --paths 20 --shard 1/1 --out {kind}-{file} --resume --quiet"
                )
            } else {
                format!("merge {kind}-{file} --out out --quiet")
            };
            let output = ends(home.rankday(&line));
            let problem = match (file, kind) {
                // Then it is not a shard at all.
                ("manifest.json", "missing" | "dangling" | "loop") => "there is no manifest.json",
                _ => problem,
            };
            is_refused(&home, &output, file, &[problem]);
        }
    }
}

#[test]
fn a_file_that_may_not_be_read_is_refused() {
    let home = Home::new();
    let universe = home.path().join("universe.csv");
    fs::set_permissions(&universe, fs::Permissions::from_mode(0o000)).expect("ours");
    // A folder in which the user `nobody` may write.
    let everybody = fs::Permissions::from_mode(0o777);
    fs::set_permissions(home.path(), everybody).expect("ours");
    let Some(mut command) = as_nobody(&home, "a file that may not be read") else { return };
    command.args("run new.toml --out out --quiet".split(' '));
    let expected = ["cannot be read: Permission denied", "check its permissions"];
    is_refused(&home, &ends(command), "universe.csv", &expected);
}

#[test]
fn a_file_that_goes_away_in_between_is_refused() {
    let home = Home::new();
    let scenario = read_run(&home.path().join("new.toml")).expect("a scenario");
    // Its text is read: what becomes of the file changes nothing.
    fs::remove_file(home.path().join("new.toml")).expect("removed");
    study::run(scenario.clone(), &|_| ()).expect("a run");
    fs::remove_file(home.path().join("universe.csv")).expect("removed");
    let failure = Failure::from(study::run(scenario, &|_| ()).expect_err("a file is gone"));
    assert_eq!(failure.status(), ExitStatus::Input);
    let said = failure.to_string();
    assert!(said.contains("universe.csv: does not exist; check the path"), "{said}");
}
