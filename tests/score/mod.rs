//! `rankday score` as a user types it: golden tables, faults, exit codes, and a real run read back.

use std::path::{Path, PathBuf};

use clap::Parser;
use rankday::cli::exit::ExitStatus;
use rankday::cli::score::{ScoreArgs, run};
use rankday::report::manifest::MANIFEST_FILE;
use sha2::{Digest as _, Sha256};

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: ScoreArgs,
}

fn small(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/score/small").join(name);
    path.display().to_string()
}

fn scored(words: &[&str]) -> Result<(ExitStatus, String), String> {
    let words = std::iter::once("score").chain(words.iter().copied());
    let command = Command::try_parse_from(words).map_err(|error| error.to_string())?;
    let mut out = Vec::new();
    let status = run(&command.args, &mut out).map_err(|error| error.to_string())?;
    Ok((status, String::from_utf8(out).map_err(|error| error.to_string())?))
}

/// The score of the small result, with all its lists.
fn scored_small(more: &[&str]) -> (ExitStatus, String) {
    let [result, changes, moves, symbols] =
        ["result", "changes.csv", "moves.csv", "symbol_changes.csv"].map(small);
    let words = ["--changes", &changes, "--moves", &moves, "--symbol-changes", &symbols];
    let words: Vec<&str> =
        [result.as_str()].into_iter().chain(words).chain(more.iter().copied()).collect();
    scored(&words).expect("a score")
}

#[test]
fn the_tables_are_as_reviewed() {
    let (status, text) = scored_small(&["--break-bn", "4.6"]);
    assert_eq!(text, include_str!("small/expected.txt"));
    assert_eq!(status, ExitStatus::Success);
}

#[test]
fn a_batch_sums_its_events() {
    let (batch, symbols) = (small("batch.csv"), small("symbol_changes.csv"));
    let out = tempfile::tempdir().expect("a folder");
    let folder = out.path().join("scores");
    let words = ["--batch", &batch, "--symbol-changes", &symbols, "--out"];
    let path = folder.display().to_string();
    scored(&words.into_iter().chain([path.as_str()]).collect::<Vec<_>>()).expect("scores");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a report");
    assert_eq!(read("score.csv"), include_str!("small/expected-score.csv"));
    assert_eq!(read("score_names.csv"), include_str!("small/expected-names.csv"));
}

#[test]
fn json_holds_what_the_tables_do() {
    let (_, text) = scored_small(&["--json", "--break-bn", "4.6"]);
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let event = &document["events"][0];
    assert_eq!(crate::document::faults("score", &document), [""; 0]);
    assert_eq!(document["schema"], "rankday.score/2");
    assert_eq!(event["measures"][3]["measure"], "r3000_additions");
    assert_eq!(event["measures"][3]["true"], 5);
    let missed = event["names"].as_array().expect("names").iter().find(|n| n["symbol"] == "DUT");
    assert_eq!(missed.expect("a name")["cause"], "nationality");
    assert_eq!(event["break"]["difference_pct"], "0.4348");
}

#[test]
fn below_the_bar_is_a_status_of_its_own() {
    let status = |more: &[&str]| scored_small(more).0;
    assert_eq!(status(&["--min-precision", "0.5", "--min-recall", "0.2"]), ExitStatus::Success);
    assert_eq!(status(&["--min-precision", "0.51"]), ExitStatus::BelowBar);
    assert_eq!(status(&["--min-recall", "0.21", "--json"]), ExitStatus::BelowBar);
    assert_eq!(ExitStatus::BelowBar as u8, 5);
}

#[test]
fn errors_say_what_to_do() {
    let result = small("result");
    let nothing = scored(&[&result]).expect_err("no lists");
    assert!(nothing.starts_with("there is nothing to compare the result with; give"), "{nothing}");
    let list = scored(&[&small("batch.csv")]).expect_err("no result");
    assert!(list.ends_with("; name a list of several results by --batch"), "{list}");
    assert!(scored(&["--moves", &small("moves.csv")]).is_err(), "no result");
    assert!(scored(&[&result, "--batch", &small("batch.csv")]).is_err(), "two ways at once");
    assert!(scored(&[&result, "--moves", "m.csv", "--min-recall", "80"]).is_err(), "per cent");

    let folder = tempfile::tempdir().expect("a folder");
    for file in [
        MANIFEST_FILE,
        "summary.json",
        "eligibility.csv",
        "membership.csv",
        "breakpoints.csv",
        "gone.csv",
    ] {
        std::fs::copy(small("result") + "/" + file, folder.path().join(file)).expect("a copy");
    }
    let score = || {
        scored(&[&folder.path().display().to_string(), "--moves", &small("moves.csv")])
            .expect_err("a faulty result")
            .replace(&folder.path().display().to_string(), "DIR")
    };
    let missing = score();
    assert!(
        missing.starts_with("1 fault in the input:\nDIR/changes.csv: does not exist; check"),
        "{missing}"
    );
    let other_run = "symbol,from,to\nXYZ,NONE,R2000\nBIG,R1000,R2000\n";
    std::fs::write(folder.path().join("changes.csv"), other_run).expect("written");
    let changed = score();
    assert!(changed.contains("DIR/changes.csv: was changed after it was written"), "{changed}");
    // A file that the list vouches for is trusted, as far as the others agree.
    let list = folder.path().join(MANIFEST_FILE);
    let text = std::fs::read(&list).expect("a list");
    let mut manifest: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
    manifest["files"]["changes.csv"] = format!("{:x}", Sha256::digest(other_run)).into();
    std::fs::write(&list, manifest.to_string()).expect("written");
    assert_eq!(
        score(),
        "2 faults in the input:\n\
         DIR/changes.csv:2: symbol: \"XYZ\" is not in eligibility.csv; give the folder of one run, \
         with all files as `rankday run` wrote them\n\
         DIR/changes.csv:3: from: \"R1000\" was held in R2000 by eligibility.csv; give the folder \
         of one run, with all files as `rankday run` wrote them"
    );
}

/// A run of the market that ships, scored against a list made of its own changes.
#[test]
fn a_run_agrees_with_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let scenario = format!(
        "[event]\nseason = \"june\"\nyear = 2026\n[universe]\nfile = {:?}\n[membership]\nfile = {:?}\n",
        data.join("universe-2026-04-30.csv"),
        data.join("membership-2026-06-26.csv"),
    );
    let path: PathBuf = folder.path().join("june.toml");
    std::fs::write(&path, scenario).expect("written");
    let result = folder.path().join("result");
    let words = ["rankday", "run", "--quiet", "--out"].map(std::ffi::OsString::from);
    let words = words.into_iter().chain([result.clone().into(), path.into()]);
    assert_eq!(rankday::cli::main(words), ExitStatus::Success);

    let mut list = "action,symbol,name,from_index,to_index\n".to_owned();
    let mut changes = csv::Reader::from_path(result.join("changes.csv")).expect("changes");
    for change in changes.records() {
        let change = change.expect("a row");
        let (symbol, from, to) = (&change[3], &change[6], &change[7]);
        let is_in = |segment: &str| segment == "R1000" || segment == "R2000";
        let action = match (is_in(from), is_in(to)) {
            (true, true) => "move",
            (false, true) => "add",
            (true, false) => "delete",
            (false, false) => continue,
        };
        list.extend([action, ",", symbol, ",,", from, ",", to, "\n"]);
    }
    let own = folder.path().join("own.csv");
    std::fs::write(&own, list).expect("written");
    let [result, own] = [result, own].map(|path| path.display().to_string());
    let words = [&result, "--changes", &own, "--json", "--min-precision", "1", "--min-recall", "1"];
    let (status, text) = scored(&words).expect("a score");
    assert_eq!(status, ExitStatus::Success);
    let document: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let event = &document["events"][0];
    assert_eq!(event["measures"].as_array().map(Vec::len), Some(5));
    for measure in event["measures"].as_array().expect("measures") {
        assert!(measure["true"].as_u64() > Some(10), "{measure}");
        assert_eq!(measure["right"], measure["true"], "{measure}");
    }
    assert_eq!(event["names"], serde_json::json!([]));
}
