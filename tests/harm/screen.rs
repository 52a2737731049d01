//! Characters that TOML and JSON spell as escapes never reach the screen as the characters
//! themselves.

use std::fs;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::harm::{Home, PATHS, run};

/// Clears a screen, in both spellings of an escape sequence, and turns the text after it around.
const STEER: &str = "\\u001b[2J\\u009b31m\\u202e\\u2066\\u200f\\u007f\\u0007";

/// Whether a terminal would obey nothing in these bytes.
fn is_plain(line: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let obeyed = |c: char| {
        c.is_control() && !"\n\t".contains(c)
            || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.find(obeyed), None, "{line}: {text:?}");
}

fn prints_plainly(home: &Home, line: &str) {
    let output = home.rankday(line);
    is_plain(line, &output.stdout);
    is_plain(line, &output.stderr);
}

#[test]
fn no_scenario_steers_the_screen() {
    let home = Home::new();
    let steered = |text: String| text.replace("\"d\"", &format!("\"{STEER}\""));
    home.write("run.toml", steered(run("")));
    let shock = format!("[[shock]]\nname = \"{STEER}\"\non = 2027-03-31\nreturn_pct = -28\n");
    home.write("paths.toml", format!("description = \"{STEER}\"\n{PATHS}{shock}"));
    let shock = shock.replace("2027-03-31", "2026-05-15");
    let project = steered(run(&format!("[project]\npaths = 10\n{shock}")));
    home.write(
        "project.toml",
        project.replace("universe.csv\"", "universe.csv\"\nas_of = 2026-03-31"),
    );
    home.write("faulty.toml", run(&format!("[methodology]\nband_edge = \"{STEER}\"\n")));
    home.write("schedule.toml", PATHS.replace("annual\"", &format!("{STEER}\"")));
    for line in [
        "run run.toml --out r",
        "run run.toml --out r --json",
        "explain ZXS run.toml",
        "compare paths.toml --out p",
        "compare paths.toml --out p --json",
        "compare paths.toml --out s --shard 1/1",
        "merge s --out m",
        "project project.toml --out q",
        "project project.toml --out q --json",
        "run faulty.toml",
        "compare schedule.toml",
        "run no-\u{1b}[2J-such.toml",
        "run --\u{1b}[2J",
        "calendar \u{9b}31m",
    ] {
        prints_plainly(&home, line);
    }
    // JSON that is printed is JSON, and says what it said.
    let printed = home.succeeds("run run.toml --out r --json");
    let printed: Value = serde_json::from_slice(&printed.stdout).expect("JSON");
    let written = fs::read(home.at("r/summary.json")).expect("a summary");
    assert_eq!(printed, serde_json::from_slice::<Value>(&written).expect("JSON"));
}

/// Every text in a document.
fn steer(value: &mut Value) {
    match value {
        Value::String(text) if text.parse::<f64>().is_err() && !text.starts_with("rankday.") => {
            text.push_str("\u{1b}[2J\u{9b}31m\u{202e}");
        }
        Value::Array(list) => list.iter_mut().for_each(steer),
        Value::Object(map) => map.values_mut().for_each(steer),
        _ => {}
    }
}

#[test]
fn no_result_steers_the_screen() {
    let home = Home::new();
    home.succeeds("run june.toml --out a --quiet");
    home.succeeds("run june.toml --out b --quiet");
    let path = home.at("b/summary.json");
    let read = |path| serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON");
    let mut summary: Value = read(path.clone());
    steer(&mut summary);
    fs::write(&path, summary.to_string()).expect("written");
    // The list vouches for it: the author of the one is that of the other.
    let list = home.at("b/rankday-manifest.json");
    let mut manifest: Value = read(list.clone());
    let hash = format!("{:x}", Sha256::digest(fs::read(&path).expect("a summary")));
    manifest["files"]["summary.json"] = hash.into();
    fs::write(&list, manifest.to_string()).expect("written");
    home.write("changes.csv", "symbol,action\nAAA,add\n");
    for line in ["diff a b", "diff a b --all", "diff a b --json", "score b --changes changes.csv"] {
        prints_plainly(&home, line);
    }
    // So does the manifest of a shard, in what it is refused with.
    home.write("paths.toml", PATHS);
    home.succeeds("compare paths.toml --shard 1/1 --out s --quiet");
    let path = home.at("s/manifest.json");
    let mut shard: Value = read(path.clone());
    steer(&mut shard);
    fs::write(&path, shard.to_string()).expect("written");
    prints_plainly(&home, "merge s --out m");
}
