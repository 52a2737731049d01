//! A run that is interrupted ends cleanly, keeps what is done, and continues from it.

#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::simulated::{files, home};

fn rankday() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rankday"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn summary(folder: &Path) -> Value {
    let text = std::fs::read(folder.join("summary.json")).expect("a summary");
    serde_json::from_slice(&text).expect("JSON")
}

#[test]
fn the_first_signal_keeps_what_is_done() {
    let (home, scenario) =
        home(&[("count = 600", "count = 100000000"), ("years = 20", "years = 2")]);
    let out = home.path().join("out");
    let args = [scenario.as_os_str(), "--out".as_ref(), out.as_os_str()];
    let child = rankday().arg("compare").args(args).spawn().expect("rankday");
    // Soon after there is a folder, the signal is handled.
    let began = Instant::now();
    while !out.exists() && began.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    std::thread::sleep(Duration::from_millis(500));
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.expect("kill").success());
    let ended = child.wait_with_output().expect("an end");
    let (said, printed) =
        (String::from_utf8_lossy(&ended.stderr), String::from_utf8_lossy(&ended.stdout));
    assert_eq!(ended.status.code(), Some(6), "{said}");
    assert!(said.contains("of 100000000 paths; the same command with --resume goes on"), "{said}");
    assert!(printed.contains("PARTIAL: "), "{printed}");
    assert_eq!(summary(&out)["standing"], "partial");
    let done = summary(&out)["paths"].as_u64().expect("a number");
    assert!(done < 100_000_000);
    assert!(files(&out).contains_key("unfinished.json.gz"));
    // It continues from there, but not for another run.
    let resume = |more: &[&str]| {
        let mut command = rankday();
        command.arg("compare").args(args).arg("--resume").args(more).output().expect("an end")
    };
    let other = resume(&["--seed", "9"]);
    assert_eq!(other.status.code(), Some(3));
    let said = String::from_utf8_lossy(&other.stderr);
    assert!(said.contains("unfinished.json.gz: is of another run"), "{said}");
}
