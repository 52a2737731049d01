//! `rankday project` and `rankday calibrate` on the data that ships.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Parser;
use rankday::cli::calibrate::CalibrateArgs;
use rankday::cli::exit::ExitStatus;
use rankday::cli::project::ProjectArgs;
use rankday::cli::{calibrate, project};
use rankday::report::projection::console;
use rankday::scenario::projection::{ProjectionScenario, read_projection};
use rankday::study::{Control, projection};

type Files = BTreeMap<String, String>;

fn shipped(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    path.display().to_string()
}

fn parsed<T: clap::Args>(words: &[&str]) -> T {
    #[derive(Parser)]
    struct Command<T: clap::Args> {
        #[command(flatten)]
        args: T,
    }
    let words = std::iter::once("command").chain(words.iter().copied());
    Command::<T>::try_parse_from(words).unwrap_or_else(|e| panic!("{e}")).args
}

fn files(folder: &Path) -> Files {
    let entries = std::fs::read_dir(folder).expect("a folder");
    entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("text"))
        })
        .collect()
}

/// What the command prints and writes for the shipped projection.
fn projected(scenario: &str, words: &[&str]) -> (String, Files) {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().display().to_string();
    let scenario = shipped(scenario);
    let words = [&[&*scenario, "--out", &folder], words].concat();
    let mut printed = Vec::new();
    let status = project::run(&parsed::<ProjectArgs>(&words), &mut printed).expect("a projection");
    assert_eq!(status, ExitStatus::Success);
    let printed = String::from_utf8(printed).expect("text").replace(&folder, "OUT");
    (printed, files(home.path()))
}

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn the_shipped_projection_is_complete_and_the_same_on_any_number_of_threads() {
    let (printed, files) =
        projected("project-december-2026.toml", &["--paths", "60", "--threads", "1"]);
    let again = projected("project-december-2026.toml", &["--paths", "60", "--threads", "3"]);
    assert_eq!(again, (printed.clone(), files.clone()));
    assert!(printed.lines().all(|line| line.chars().count() <= 110), "{printed}");
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "breakpoint_distribution.csv",
            "probabilities.csv",
            "rankday-manifest.json",
            "report.html",
            "summary.json",
            "turnover_distribution.csv"
        ]
    );
    let odds = rows(&files["probabilities.csv"]);
    assert!(odds.len() > 3_500, "{} rows", odds.len());
    for row in &odds {
        let millionths = |column: &str| {
            let value: f64 = row[column].parse().expect("a number");
            (value * 1e6).round()
        };
        let segments = ["p_r1000", "p_r2000", "p_micro", "p_none"].map(millionths);
        assert!((segments.iter().sum::<f64>() - 1e6).abs() < 0.5, "{row:?}");
        assert!(millionths("p_gone") <= millionths("p_none") + 1.0, "{row:?}");
        if row["segment_before"] == "R2000" {
            assert!((millionths("p_up") - millionths("p_r1000")).abs() < 1.5, "{row:?}");
        }
    }
    // The largest company of all is where it was, on every path on which it is there.
    assert_eq!(odds[0]["likely_segment"], "R1000");
    let summary: serde_json::Value = serde_json::from_str(&files["summary.json"]).expect("JSON");
    assert_eq!((&summary["paths"], &summary["seed"]), (&60.into(), &1.into()));
    assert_eq!(summary["schema"], "rankday.projection/2");
    let expected = &summary["expected_of_named_companies"];
    let ups: f64 = odds.iter().map(|row| row["p_up"].parse::<f64>().expect("a number")).sum();
    assert!((ups - expected["up"].as_f64().expect("a number")).abs() < 0.01);
    let counted = summary["counts"]["ups"]["mean"].as_f64().expect("a number");
    assert!((counted - ups).abs() < 0.01, "counts of paths are counts of companies");
}

#[test]
fn a_rally_of_small_caps_lifts_the_break_and_moves_more_down() {
    let found = |scenario: &str, words: &[&str]| {
        let (_, files) = projected(scenario, &[&["--paths", "60"], words].concat());
        let summary: serde_json::Value =
            serde_json::from_str(&files["summary.json"]).expect("JSON");
        let mean = |of: &serde_json::Value| of["mean"].as_f64().expect("a number");
        let level = &summary["breakpoints"]["r1000"];
        [mean(&level["break_bn"]), mean(&level["lower_edge_bn"]), mean(&summary["counts"]["downs"])]
    };
    // The same paths except for the shocks.
    let with = found("small-cap-rally-2026.toml", &[]);
    let without = found("project-december-2026.toml", &[]);
    assert!((1.02..1.07).contains(&(with[0] / without[0])), "{with:?}, {without:?}");
    assert!((1.07..1.25).contains(&(with[1] / without[1])), "{with:?}, {without:?}");
    assert!(with[2] > without[2] + 1.0, "{with:?}, {without:?}");
    let other = found("project-december-2026.toml", &["--seed", "2"]);
    assert!((other[0] - without[0]).abs() > 1e-9, "another seed, other paths");
}

#[test]
fn a_run_is_a_projection_with_the_defaults_and_a_projection_is_no_run() {
    let text = std::fs::read_to_string(shipped("june-2026.toml")).expect("the scenario");
    let path = PathBuf::from(shipped("june-2026.toml"));
    let checked =
        rankday::scenario::projection::check_projection(&path, &text, &|_| None).expect("one");
    assert_eq!((checked.paths, checked.seed, checked.has_effective), (10_000, 1, true));
    assert_eq!((checked.to_rank_day.sessions, checked.to_rank_day.steps()), (0, 0));
    let error = rankday::scenario::read_run(Path::new(&shipped("small-cap-rally-2026.toml")))
        .expect_err("a projection")
        .to_string();
    assert!(error.contains("[project] makes this a projection; run `rankday project "), "{error}");
}

#[test]
fn the_shipped_market_is_foretold_better_than_by_its_averages() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().display().to_string();
    let scenario = shipped("annual-vs-semi-annual.toml");
    let words = [&*scenario, "--out", &folder, "--months", "2", "--paths", "40"];
    let mut printed = Vec::new();
    calibrate::run(&parsed::<CalibrateArgs>(&words), &mut printed).expect("a calibration");
    let printed = String::from_utf8(printed).expect("text");
    assert!(printed.lines().all(|line| line.chars().count() <= 110), "{printed}");
    let files = files(home.path());
    let scores = rows(&files["scores.csv"]);
    let number = |row: &BTreeMap<String, String>, column: &str| -> f64 {
        row[column].parse().expect("a number")
    };
    let all = &scores[0];
    assert_eq!((&*all["move"], &*all["months"]), ("all", "all"));
    assert!(number(all, "came_true") > 300.0, "{all:?}");
    assert!(number(all, "brier") < 0.5 * number(all, "climatology"), "{all:?}");
    assert!(number(all, "brier") < number(all, "if_ranked_today"), "{all:?}");
    // The outcome is within a fifth of the expected number.
    let off = number(all, "expected") / number(all, "came_true");
    assert!((0.8..1.25).contains(&off), "{all:?}");
    let bins = rows(&files["reliability.csv"]);
    let of = |from: &str| {
        let is_it = |row: &&BTreeMap<String, String>| {
            row["move"] == "all" && row["months"] == "all" && row["from"] == from
        };
        number(bins.iter().find(is_it).expect("a bin"), "part")
    };
    assert!(of("0.0") < of("0.3") && of("0.3") < of("0.6") && of("0.6") < of("0.9"));
}

#[test]
fn a_projection_that_is_stopped_is_that_of_the_paths_run_by_then() {
    let read = || {
        let path = shipped("project-december-2026.toml");
        read_projection(Path::new(&path)).expect("the shipped scenario")
    };
    let stop = Control { is_stopped: &|| true, on_done: &|_| () };
    let found = projection::project(read(), &stop).expect("a projection");
    assert!(found.is_partial());
    let asked = ProjectionScenario { paths: found.tally.paths, ..read() };
    let whole = projection::project(asked, &Control::NONE).expect("a projection");
    assert!(!whole.is_partial());
    assert_eq!(found.tally, whole.tally);
    let mut printed = Vec::new();
    console::write(&found, Path::new("out"), &mut printed).expect("a summary");
    let printed = String::from_utf8(printed).expect("text");
    assert!(printed.contains("PARTIAL: 1,000 of 10,000 paths"), "{printed}");
}
