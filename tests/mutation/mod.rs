//! No file makes a reader panic, hang or take all memory, and none is refused without a file, a
//! reason and a remedy: valid files, changed by chance in thousands of ways.
//!
//! A case is a number: the same in every run, and named where it fails. The short form is part of
//! `cargo test`; `RANKDAY_MUTATIONS=100000 cargo test --test robustness mutation` tries that many of every reader,
//! and `RANKDAY_MUTATIONS_FROM=5000` begins with case 5000.

mod folders;
mod mutate;
mod readers;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use mutate::{Dice, mutated};
use readers::{READERS, Reader, SIMULATED, Said, complaint};

/// No case takes anywhere near as long.
const HANGS: Duration = Duration::from_secs(60);
/// What all tests of this process together may take at the most, in kB.
const MOST_MEMORY: u64 = 2 << 20;
/// How much of a long file is a seed.
const HEAD: usize = 6_000;

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")))
}

/// Tries cases: `short` of them unless another number is asked for.
fn try_cases(
    name: &'static str,
    short: u64,
    case: impl Fn(u64) -> (Vec<u8>, Said) + Send + 'static,
) {
    let from = number("RANKDAY_MUTATIONS_FROM").unwrap_or(0);
    let count = number("RANKDAY_MUTATIONS").unwrap_or(short);
    let (begun, watched) = mpsc::channel();
    let work = std::thread::spawn(move || {
        for at in from..from + count {
            let _ = begun.send(at);
            let tried = catch_unwind(AssertUnwindSafe(|| case(at)));
            let (bytes, said) = tried.unwrap_or_else(|_| panic!("case {at} of {name} panics"));
            if let Some(complaint) = complaint(&said) {
                let text = String::from_utf8_lossy(&bytes).chars().take(3_000).collect::<String>();
                panic!("case {at} of {name}: what is said {complaint}\n--- file\n{text}");
            }
        }
    });
    let mut last = from;
    loop {
        match watched.recv_timeout(HANGS) {
            Ok(at) => last = at,
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            Err(mpsc::RecvTimeoutError::Timeout) => panic!("case {last} of {name} hangs"),
        }
    }
    if let Err(panic) = work.join() {
        std::panic::resume_unwind(panic);
    }
    if let Some(most) = most_memory() {
        assert!(most < MOST_MEMORY, "{most} kB of memory were taken at {name}");
    }
}

/// The most memory that this process had so far, in kB, where the system says it.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The files of a folder, those that are longer than a seed by their heads.
fn seeds(reader: &str) -> Vec<Vec<u8>> {
    let more: &[&str] = match reader {
        "universe" => &["data/universe-2026-04-30.csv"],
        "membership" => &["data/membership-2026-06-26.csv"],
        "list" => &["data/membership-2026-06-26.csv", "tests/import/small/members.csv"],
        "panel" => &["data/panel-securities.csv"],
        "facts" => &["tests/import/small/facts.csv"],
        "fund-assets" => &["data/funds.csv"],
        "symbol-changes" => &["data/panel-symbol-changes.csv", "tests/import/small/changes.csv"],
        "corporate-actions" => &["data/panel-actions.csv"],
        "announced" => &["tests/score/small/changes.csv", "tests/score/small/moves.csv"],
        "cap-corrections" => &["tests/import/small/corrections.csv"],
        "evidence" => &["data/evidence.csv"],
        "score-batch" => &["tests/score/small/batch.csv", "scenarios/real/score.csv"],
        "nasdaq-screener" => &["tests/import/small/screener.csv"],
        "funds" => &["tests/import/small/fund-1000.csv", "tests/import/small/fund-2000.csv"],
        "table" => &[
            "tests/import/small/prices.json",
            "tests/import/small/screener.csv",
            "tests/import/small/fund-1000.csv",
            "data/universe-2026-04-30.csv",
        ],
        "scenario" => &["scenarios/june-2026.toml", "scenarios/real/june-2026.toml"],
        "comparison" => &["scenarios/annual-vs-semi-annual.toml"],
        "projection" => &["scenarios/project-december-2026.toml"],
        "simulated" => &["scenarios/two-schedules.toml", "scenarios/small-cap-rally-2026.toml"],
        _ => &[],
    };
    let mut files: Vec<PathBuf> = more.iter().map(PathBuf::from).collect();
    files.extend(faulty(&Path::new("tests/errors").join(reader)));
    let seeds: Vec<Vec<u8>> = files
        .iter()
        .map(|path| {
            let mut bytes =
                std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            bytes.truncate(HEAD);
            bytes
        })
        .collect();
    assert!(!seeds.is_empty(), "{reader} has no seeds");
    seeds
}

/// The inputs of a folder in the order of their names; good ones are among them.
fn faulty(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_input =
        |path: &PathBuf| path.extension().is_some_and(|e| e == "csv" || e == "toml" || e == "gz");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_input).collect();
    files.sort();
    files
}

fn try_reader(reader: &'static Reader, short: u64) {
    let seeds = seeds(reader.name);
    try_cases(reader.name, short, move |case| {
        let bytes = mutated(&seeds, &mut Dice::new(case));
        let said = (reader.read)(&bytes);
        (bytes, said)
    });
}

#[test]
fn tables_are_taken_or_refused() {
    for reader in &READERS {
        try_reader(reader, 250);
    }
}

#[test]
fn simulations_are_taken_or_refused() {
    static READER: Reader = SIMULATED;
    try_reader(&READER, 40);
}

/// Compressed files, damaged after they were compressed.
#[test]
fn compressed_files_are_taken_or_refused() {
    let seeds: Vec<Vec<u8>> = faulty(Path::new("tests/errors/gzip"))
        .iter()
        .map(|path| std::fs::read(path).expect("a file"))
        .collect();
    try_cases("gzip", 500, move |case| {
        let bytes = mutated(&seeds, &mut Dice::new(case));
        let reader = READERS.iter().find(|reader| reader.name == "announced").expect("a reader");
        let said = (reader.read)(&bytes);
        (bytes, said)
    });
}

/// Endless nesting would exhaust the stack of a reader that follows it.
#[test]
fn endless_nesting_is_refused() {
    let many = 50_000;
    let texts = [
        format!("{}b = 1\n", "a.".repeat(many)),
        format!("[{}b]\n", "a.".repeat(many)),
        format!("a = {}\n", "[".repeat(many)),
        format!("a = {}1{}\n", "[".repeat(many), "]".repeat(many)),
        format!("a = {}\n", "{a=".repeat(many)),
        format!("[model.bucket.\"{}\"]\nvolatility = 1\n", ".".repeat(many)),
    ];
    let scenarios = ["scenario", "comparison", "projection"];
    let readers = READERS.iter().filter(|reader| scenarios.contains(&reader.name));
    for reader in readers.chain([&SIMULATED]) {
        for text in &texts {
            let said = (reader.read)(text.as_bytes());
            assert!(said.is_err(), "{}: {:.40}", reader.name, text);
            assert_eq!(complaint(&said), None, "{}: {:.40}", reader.name, text);
        }
    }
}

#[test]
fn a_case_is_the_same_in_every_run_and_differs_from_its_seed() {
    let seeds = seeds("universe");
    let case = |number| mutated(&seeds, &mut Dice::new(number));
    assert!((0..200).all(|number| case(number) == case(number)));
    let kept = (0..200).filter(|number| seeds.contains(&case(*number))).count();
    assert!(kept < 20, "{kept} of 200 cases are no other than valid files");
}
