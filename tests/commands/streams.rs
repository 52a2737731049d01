//! No colour where it is not wanted, and a quiet end when a pipe is closed.

use std::io::pipe;

use crate::commands::rankday;

/// Commands that print something, each of a few words.
fn commands(home: &str) -> Vec<Vec<String>> {
    let lines = [
        "--help",
        "--version",
        "run scenarios/june-2026.toml --out HOME/run",
        "run scenarios/june-2026.toml --json --out HOME/run",
        "run scenarios/june-2026.toml scenarios/december-2026.toml --json --out HOME/runs",
        "init -",
        "init HOME/mine.toml --force",
        "compare scenarios/annual-vs-semi-annual.toml --out HOME/compare",
        "compare scenarios/two-schedules.toml --paths 2 --out HOME/simulated",
        "compare scenarios/two-schedules.toml --paths 2 --shard 1/1 --out HOME/shards/1",
        "merge HOME/shards --out HOME/merged",
        "model --paths 1",
        "project scenarios/project-december-2026.toml --paths 5 --out HOME/project",
        "calibrate scenarios/annual-vs-semi-annual.toml --months 1 --paths 2 --out HOME/calibrate",
        "calendar 2026",
        "calendar 2026 --format ics",
        "import nasdaq-screener tests/import/small/screener.csv --as-of 2026-04-30 --out HOME/import",
        "generate --out HOME/generate",
        "columns",
        "columns simulation-reports --json",
        "schema simulate",
        "completions bash",
        "man",
        "score HOME/run --changes tests/errors/announced/good.csv",
        "help project",
    ];
    let words = |line: &str| line.replace("HOME", home).split(' ').map(str::to_owned).collect();
    lines.into_iter().map(words).collect()
}

#[test]
fn a_pipe_that_nobody_reads_ends_every_command_well() {
    let home = tempfile::tempdir().expect("a folder");
    for words in commands(home.path().to_str().expect("text")) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        // Closed before the first byte: no race with a reader that goes away.
        let (reader, writer) = pipe().expect("a pipe");
        drop(reader);
        let output = rankday(&words).stdout(writer).output().expect("rankday");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), said.as_ref()), (Some(0), ""), "{words:?}");
    }
}

#[test]
fn nothing_is_coloured_in_a_pipe_or_where_no_colour_is_wanted() {
    let coloured = |words: &[&str], variables: &[(&str, &str)]| {
        let mut command = rankday(words);
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("CLICOLOR");
        let output = command.envs(variables.iter().copied()).output().expect("rankday");
        assert!(output.stdout.len() + output.stderr.len() > 0, "{words:?} is silent");
        output.stdout.contains(&0x1b) || output.stderr.contains(&0x1b)
    };
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().to_str().expect("text");
    for words in [
        &["--help"][..],
        &["run", "-h"],
        &["run"],
        &["run", "--no-such-option"],
        &["run", "no-such.toml"],
        &["columns"],
        &["calendar", "2026"],
        &["run", "scenarios/june-2026.toml", "--out", out],
    ] {
        assert!(!coloured(words, &[]), "{words:?} in a pipe");
        // As a terminal would have it, and then as whoever sets NO_COLOR.
        let forced = [("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")];
        assert!(!coloured(words, &forced), "{words:?} with NO_COLOR");
    }
    // The test can fail: help has colours to show.
    assert!(coloured(&["--help"], &[("CLICOLOR_FORCE", "1")]));
}
