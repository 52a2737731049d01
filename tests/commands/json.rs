//! `--json`: the bytes of summary.json and nothing else on standard output.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::commands::{output, printed, rankday};
use crate::document::faults;

/// Runs a command into a folder with `--json` and compares its output with its summary.
fn same_as_summary(words: &[&str], folder: &Path) {
    let out = folder.to_str().expect("text");
    let printed = output(&[words, &["--json", "--out", out]].concat());
    let summary = fs::read(folder.join("summary.json")).expect("a summary");
    assert!(printed.stdout == summary, "{words:?}");
    assert!(serde_json::from_slice::<Value>(&summary).is_ok());
    // No terminal: no progress.
    assert!(printed.stderr.is_empty(), "{words:?}");
    // With `--quiet` and without `--json`, nothing is printed.
    let quiet = output(&[words, &["--quiet", "--out", out]].concat());
    assert!(quiet.stdout.is_empty() && quiet.stderr.is_empty(), "{words:?}");
}

#[test]
fn results_are_the_bytes_of_their_summary() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = |name: &str| home.path().join(name);
    same_as_summary(&["run", "scenarios/june-2026.toml"], &folder("run"));
    same_as_summary(&["compare", "scenarios/annual-vs-semi-annual.toml"], &folder("compare"));
    same_as_summary(
        &["compare", "scenarios/two-schedules.toml", "--paths", "3"],
        &folder("simulated"),
    );
    same_as_summary(
        &["project", "scenarios/project-december-2026.toml", "--paths", "20"],
        &folder("project"),
    );
    let calibrate = ["calibrate", "scenarios/annual-vs-semi-annual.toml", "--months", "1"];
    same_as_summary(&[&calibrate[..], &["--paths", "10"]].concat(), &folder("calibrate"));
}

#[test]
fn shards_print_their_manifest_and_their_merger_its_summary() {
    let home = tempfile::tempdir().expect("a folder");
    for shard in ["1/2", "2/2"] {
        let folder = home.path().join(shard.replace('/', "-"));
        let out = folder.to_str().expect("text");
        let words = ["compare", "scenarios/two-schedules.toml", "--paths", "4", "--shard", shard];
        let words = [&words[..], &["--json", "--resume", "--out", out]].concat();
        let manifest = printed(&words);
        assert_eq!(manifest, fs::read_to_string(folder.join("manifest.json")).expect("a manifest"));
        // Done already: the same is said.
        assert_eq!(printed(&words), manifest);
    }
    let shards = home.path().to_str().expect("text");
    same_as_summary(&["merge", shards], &home.path().join("merged"));
}

#[test]
fn several_scenarios_are_an_array_of_summaries() {
    let home = tempfile::tempdir().expect("a folder");
    let out = home.path().to_str().expect("text");
    let scenarios = ["scenarios/june-2026.toml", "scenarios/december-2026.toml"];
    let printed = printed(&["run", scenarios[0], scenarios[1], "--json", "--out", out]);
    let array: Vec<Value> = serde_json::from_str(&printed).expect("an array");
    let names: Vec<&str> =
        array.iter().filter_map(|summary| summary["scenario"].as_str()).collect();
    assert_eq!(names, ["june-2026", "december-2026"]);
    for name in names {
        let file = home.path().join(name).join("summary.json");
        let summary = fs::read_to_string(file).expect("a summary");
        assert!(printed.contains(summary.trim_end()), "{name}");
    }
    let overview = fs::read(home.path().join("overview.json")).expect("an overview");
    let overview: Value = serde_json::from_slice(&overview).expect("JSON");
    assert_eq!(overview["events"].as_array().map(Vec::len), Some(2));
    assert_eq!(faults("overview", &overview), [""; 0]);
}

#[test]
fn answers_of_check_and_model_are_as_their_schemas_say() {
    let of_model: Value =
        serde_json::from_str(&printed(&["model", "--paths", "2", "--json"])).expect("JSON");
    assert_eq!(faults("model-check", &of_model), [""; 0]);
    let sound = printed(&["check", "scenarios/june-2026.toml", "--format", "json"]);
    let found: Value = serde_json::from_str(&sound).expect("JSON");
    assert!(!found[0]["remarks"].as_array().expect("remarks").is_empty());
    assert_eq!(faults("check", &found[0]), [""; 0]);
    let words = ["check", "tests/errors/scenario/rank-zero.toml", "--format", "json"];
    let output = rankday(&words).output().expect("the program runs");
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(!found[0]["faults"].as_array().expect("faults").is_empty());
    assert_eq!(faults("check", &found[0]), [""; 0]);
}

#[test]
fn what_is_printed_alone_is_json_too() {
    for words in [
        &["calendar", "2026", "--json"][..],
        &["columns", "--json"],
        &["columns", "comparison", "--json"],
        &["columns", "simulation-reports", "--json"],
        &["model", "--paths", "2", "--json"],
        &["schema"],
        &["schema", "comparison"],
        &["schema", "--result", "sweep"],
    ] {
        let value: Value = serde_json::from_str(&printed(words)).expect("JSON");
        assert!(!value.is_null(), "{words:?}");
    }
    let columns: Value = serde_json::from_str(&printed(&["columns", "--json"])).expect("JSON");
    assert_eq!((&columns[0]["column"], &columns[0]["required"]), (&"symbol".into(), &true.into()));
}
