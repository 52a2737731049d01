//! `rankday diff`: reviewed texts, and its messages on folders that cannot be compared.

use crate::golden;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use clap::Parser;
use rankday::cli::diff::{DiffArgs, run};
use rankday::cli::exit::ExitStatus;
use rankday::report::files::Staging;
use rankday::report::format::{DEFAULT, write_reports};
use rankday::report::manifest::{MANIFEST_FILE, ResultKind, ResultManifest};
use rankday::scenario::sweep::{Base, SweepScenario, check_sweep};
use rankday::scenario::{self, check_run, read_run};
use rankday::study::sweep::sweep_event;
use rankday::study::{self, Control};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

/// Results that all tests look at.
struct Results {
    home: TempDir,
}

/// Runs the June that ships, as it is or with a narrow band.
fn run_june(home: &Path, name: &str, more: &str) {
    let path = Path::new("scenarios/june-2026.toml");
    let text = std::fs::read_to_string(path).expect("the scenario") + more;
    // Read as it would be beside the other, so that its paths hold.
    let scenario = if more.is_empty() { read_run(path) } else { check_run(path, &text, &|_| None) };
    let run = study::run(scenario.expect("a scenario"), &|_| {}).expect("the shipped data");
    let staging = Staging::open(&home.join(name)).expect("a folder");
    write_reports(&run, &DEFAULT, staging).expect("reports");
}

fn project(home: &Path, name: &str, seed: u64) {
    let path = Path::new("scenarios/project-december-2026.toml");
    let mut scenario = scenario::projection::read_projection(path).expect("the scenario");
    (scenario.paths, scenario.seed) = (40, seed);
    let found = study::projection::project(scenario, &Control::NONE).expect("paths");
    let staging = Staging::open(&home.join(name)).expect("a folder");
    write_reports(&found, &DEFAULT, staging).expect("reports");
}

/// Bands of these widths tried on the June that ships.
fn sweep(home: &Path, name: &str, widths: &str) {
    let path = Path::new("scenarios/june-2026.toml");
    let text = std::fs::read_to_string(path).expect("the scenario");
    let text = format!("{text}\n[sweep]\n\"methodology.breaks.r1000.half_width\" = {widths}\n");
    let SweepScenario { base, sweep, .. } = check_sweep(path, &text, &|_| None).expect("a sweep");
    let Base::Event(events) = base else { panic!("it is of one event") };
    let swept = sweep_event(events, sweep, &|_| ()).expect("results").expect("rules");
    let staging = Staging::open(&home.join(name)).expect("a folder");
    write_reports(&swept, &DEFAULT, staging).expect("reports");
}

/// A comparison of one measure, as `rankday compare` would write it.
fn compare(home: &Path, name: &str, drift: &str) {
    let folder = home.join(name);
    std::fs::create_dir(&folder).expect("a folder");
    let summary = r#"{"schema":"rankday.comparison/3","scenario":"made-up","inputs":[]}"#;
    std::fs::write(folder.join("summary.json"), summary).expect("written");
    let table = format!(
        "measure,index,schedule,value,difference\ndrift,R2000,annual,{drift},0\n\
         moves,,annual,18,\n"
    );
    std::fs::write(folder.join("comparison.csv"), &table).expect("written");
    vouch(
        &folder,
        ResultKind::Comparison,
        &[("summary.json", summary), ("comparison.csv", &table)],
    );
}

/// The list of a folder's files.
fn vouch(folder: &Path, kind: ResultKind, files: &[(&str, &str)]) {
    let hashed =
        |(name, text): &(&str, &str)| ((*name).to_owned(), format!("{:x}", Sha256::digest(text)));
    let manifest = ResultManifest::new(kind, None, files.iter().map(hashed).collect());
    let mut file = std::fs::File::create(folder.join(MANIFEST_FILE)).expect("a file");
    manifest.write(&mut file).expect("written");
}

static RESULTS: LazyLock<Results> = LazyLock::new(|| {
    let home = tempfile::tempdir().expect("a folder");
    run_june(home.path(), "june", "");
    let narrow = "\n[methodology.breaks]\nr1000 = { half_width = 1.5 }\n\
                  microcap = { half_width = 0.25 }\n\
                  [methodology.eligibility]\nmin_price = 1.5\n";
    run_june(home.path(), "narrow", narrow);
    project(home.path(), "odds", 1);
    project(home.path(), "other-odds", 2);
    sweep(home.path(), "swept", "[2.5, 4]");
    sweep(home.path(), "swept-wider", "[2.5, 5, 4]");
    compare(home.path(), "compared", "4.73");
    compare(home.path(), "compared-again", "3.16");
    Results { home }
});

impl Results {
    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }
}

/// `rankday diff` of two of the results with these words, folders named RESULTS.
fn differing(a: &str, b: &str, more: &[&str]) -> Result<String, (ExitStatus, String)> {
    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: DiffArgs,
    }
    let [a, b] = [a, b].map(|name| RESULTS.path(name).display().to_string());
    let words = ["diff", &a, &b].into_iter().chain(more.iter().copied());
    let command = Command::try_parse_from(words).map_err(|e| (ExitStatus::Usage, e.to_string()))?;
    let home = RESULTS.home.path().display().to_string();
    let named = |text: String| text.replace(&home, "RESULTS");
    let mut out = Vec::new();
    let status = run(&command.args, &mut out).map_err(|e| (e.status(), named(e.to_string())))?;
    assert_eq!(status, ExitStatus::Success);
    Ok(named(String::from_utf8(out).expect("text")))
}

#[test]
fn other_rules_decide_otherwise_as_reviewed() {
    let text = differing("june", "narrow", &[]).expect("a difference");
    assert_eq!(golden::compare("diff/golden/narrow-band.txt", &text), Ok(()));
    assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");
}

#[test]
fn sweeps_are_compared_rule_by_rule_whatever_their_numbers() {
    let text = differing("swept", "swept-wider", &["--all"]).expect("a difference");
    let of = |width: &str| text.lines().filter(|line| line.contains(width)).count();
    assert!(of("half_width 5") > 0, "{text}");
    assert_eq!(of("half_width 4"), 0, "{text}");
    let (_, said) = differing("swept", "june", &[]).expect_err("other kinds");
    assert!(
        said.contains("is the result of a run, and RESULTS/swept is that of a sweep"),
        "{said}"
    );
}

#[test]
fn all_is_all_and_the_same_from_the_other_side() {
    let count = |text: &str, what: &str| text.lines().filter(|line| line.contains(what)).count();
    let all = differing("june", "narrow", &["--all"]).expect("a difference");
    assert_eq!(count(&all, "--all lists them"), 0);
    let there: Value =
        serde_json::from_str(&differing("june", "narrow", &["--json"]).expect("JSON"))
            .expect("JSON");
    let back: Value =
        serde_json::from_str(&differing("narrow", "june", &["--json"]).expect("JSON"))
            .expect("JSON");
    assert_eq!((&there["schema"], &there["same"]), (&"rankday.diff/1".into(), &false.into()));
    let names = |of: &Value, moves: &str| -> Vec<String> {
        let companies = of["companies"].as_array().expect("companies");
        let moving = companies.iter().filter(|one| one["moves"] == moves);
        moving.map(|one| one["symbol"].to_string()).collect()
    };
    for (moves, otherwise) in [("in_a", "in_b"), ("in_b", "in_a"), ("in_both", "in_both")] {
        assert_eq!(names(&there, moves), names(&back, otherwise));
    }
    assert!(names(&there, "in_b").len() > 50, "a narrow band moves more");
    for table in there["tables"].as_array().expect("tables") {
        for cell in table["differences"].as_array().expect("cells") {
            assert_ne!(cell["a"], cell["b"], "what is equal is not told");
        }
    }
}

#[test]
fn movers_in_both_lists_are_the_lists_own() {
    let movers = |name: &str| -> std::collections::BTreeSet<(String, String)> {
        let path = RESULTS.path(name).join("changes.csv");
        let mut reader = csv::Reader::from_path(path).expect("the list");
        reader.records().map(|r| r.expect("a row")).map(|r| (r[3].into(), r[7].into())).collect()
    };
    let (a, b) = (movers("june"), movers("narrow"));
    let symbols = |all: &std::collections::BTreeSet<(String, String)>| {
        all.iter().map(|(symbol, _)| symbol.clone()).collect::<std::collections::BTreeSet<_>>()
    };
    let (names_a, names_b) = (symbols(&a), symbols(&b));
    let json = differing("june", "narrow", &["--json"]).expect("JSON");
    let found: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(crate::document::faults("diff", &found), [""; 0]);
    let mut told = std::collections::BTreeSet::new();
    for one in found["companies"].as_array().expect("companies") {
        let symbol = one["symbol"].as_str().expect("a ticker").to_owned();
        match one["moves"].as_str() {
            Some("in_a") => assert!(names_a.contains(&symbol) && !names_b.contains(&symbol)),
            Some("in_b") => assert!(names_b.contains(&symbol) && !names_a.contains(&symbol)),
            Some("in_both") => assert!(names_a.contains(&symbol) && names_b.contains(&symbol)),
            _ => continue,
        }
        told.insert(symbol);
    }
    let differ: std::collections::BTreeSet<String> =
        a.symmetric_difference(&b).map(|(symbol, _)| symbol.clone()).collect();
    assert_eq!(told, differ);
}

#[test]
fn the_same_is_no_difference() {
    for name in ["june", "odds", "compared"] {
        let text = differing(name, name, &[]).expect("no difference");
        assert_eq!(text.lines().last(), Some("no difference"), "{text}");
    }
}

#[test]
fn odds_that_moved_and_distributions_are_told() {
    let text = differing("odds", "other-odds", &[]).expect("a difference");
    for part in ["seed", "Odds of ", "Breakpoints on rank day", "r1000 break", "one_way"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let json = differing("odds", "other-odds", &["--json"]).expect("JSON");
    let found: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(crate::document::faults("diff", &found), [""; 0]);
    let moved: Vec<f64> = found["odds"]
        .as_array()
        .expect("names")
        .iter()
        .map(|one| one["moved"].as_str().and_then(|m| m.parse().ok()).expect("a number"))
        .collect();
    assert!(moved.len() > 100 && moved.is_sorted_by(|a, b| a >= b) && moved[0] <= 1.0);
}

#[test]
fn measures_of_comparisons_are_matched_by_name_index_and_schedule() {
    let text = differing("compared", "compared-again", &[]).expect("a difference");
    let expected = "A: RESULTS/compared (made-up)\nB: RESULTS/compared-again (made-up)\n\n\
                    Measures\n                                   A     B   change\n   \
                    drift R2000 annual  value       4.73  3.16  -33.19%\n";
    assert_eq!(
        text.split_whitespace().collect::<Vec<_>>(),
        expected.split_whitespace().collect::<Vec<_>>()
    );
}

#[test]
fn what_cannot_be_compared_is_an_error_with_a_remedy() {
    let (status, said) = differing("june", "odds", &[]).expect_err("two kinds");
    assert_eq!(status, ExitStatus::Input);
    assert_eq!(
        said,
        "1 fault in the input:\nRESULTS/odds: is that of a projection, and RESULTS/june is the \
         result of a run; give two results of the same kind"
    );
    let (status, said) = differing("june", "nowhere", &[]).expect_err("no folder");
    assert_eq!(status, ExitStatus::Input);
    assert!(said.contains("RESULTS/nowhere: does not exist; "), "{said}");
    let broken = RESULTS.path("broken");
    std::fs::create_dir_all(&broken).expect("a folder");
    let summary = "{\"schema\":\"rankday.score/1\"}";
    std::fs::write(broken.join("summary.json"), summary).expect("written");
    let (_, said) = differing("june", "broken", &[]).expect_err("no list");
    assert!(
        said.contains("RESULTS/broken: is no result: it has no rankday-manifest.json"),
        "{said}"
    );
    vouch(&broken, ResultKind::Run, &[("summary.json", summary)]);
    let (_, said) = differing("june", "broken", &[]).expect_err("no result");
    assert!(
        said.ends_with(
            "is of the schema \"rankday.score/1\", which is no result's; give a folder that \
             `rankday run`, `project`, `compare` or `sweep` wrote, with all files"
        ),
        "{said}"
    );
}
