//! Comparisons on simulated paths: the same bytes by whatever way, and only parts that belong
//! together are merged.

mod interrupt;
pub(crate) mod merge;
mod reports;
mod sweep;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rankday::cli::compare::{self, CompareArgs};
use rankday::cli::exit::{ExitStatus, Failure};
use rankday::cli::format::FormatArgs;
use rankday::cli::options::{Printing, Replace, Strict, Work};
use rankday::scenario::simulated::read_simulated;
use rankday::study::Control;
use rankday::study::parts::Share;
use rankday::study::simulated::{Job, Simulated};

const SCENARIO: &str = include_str!("../shared/small.toml");

/// A folder with the scenario in it, changed by replacements.
pub(crate) fn home(changes: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("small.toml");
    let text = changes.iter().fold(SCENARIO.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    std::fs::write(&path, text).expect("written");
    (home, path)
}

pub(crate) fn job(path: &Path) -> Job {
    let scenario = read_simulated(path).unwrap_or_else(|e| panic!("{e}"));
    Job::new(scenario).unwrap_or_else(|e| panic!("{e}"))
}

/// Runs a job to its end.
pub(crate) fn run(path: &Path) -> Simulated {
    let job = job(path);
    let (range, done) = (0..job.header.count, job.nothing());
    let control = Control { is_stopped: &|| false, on_done: &|_| () };
    job.run(range, done, &control, |_| Ok::<(), ()>(())).expect("a run")
}

pub(crate) fn args(scenario: &Path, out: &Path) -> CompareArgs {
    CompareArgs {
        scenario: scenario.to_owned(),
        out: Some(out.to_owned()),
        work: Work::default(),
        format: FormatArgs::default(),
        shard: None,
        resume: false,
        paths: None,
        seed: None,
        strict: Strict::default(),
        replace: Replace::default(),
        printing: Printing { quiet: true, json: false },
    }
}

pub(crate) fn compare(args: &CompareArgs) -> Result<ExitStatus, Failure> {
    compare::run(args, &mut Vec::new())
}

/// All files of a folder.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let file = |entry: std::io::Result<std::fs::DirEntry>| {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, std::fs::read(entry.path()).expect("a file"))
    };
    entries.map(file).collect()
}

#[test]
fn threads_do_not_matter() {
    let (home, scenario) = home(&[("count = 600", "count = 90")]);
    let mut seen = Vec::new();
    for threads in [1, 2, 16] {
        let out = home.path().join(format!("threads-{threads}"));
        let args = CompareArgs { work: Work { threads: Some(threads) }, ..args(&scenario, &out) };
        assert_eq!(compare(&args).expect("a run"), ExitStatus::Success);
        seen.push(files(&out));
    }
    assert_eq!(
        seen[0].keys().collect::<Vec<_>>(),
        [
            "comparison.csv",
            "cycles.csv",
            "fan.csv",
            "rankday-manifest.json",
            "report.html",
            "summary.json",
        ]
    );
    assert!(seen.iter().all(|files| *files == seen[0]));
}

#[test]
fn a_run_goes_on_from_where_it_was_ended() {
    let (_home, scenario) = home(&[]);
    let whole = run(&scenario);
    let job = job(&scenario);
    // Ended after the first batch.
    let batches = Cell::new(0_u32);
    let done = {
        let done = job.nothing();
        let control = Control { is_stopped: &|| false, on_done: &|_| () };
        let kept = Cell::new(None);
        let ended: Result<Simulated, ()> = job.run(0..600, done, &control, |results| {
            batches.set(batches.get() + 1);
            kept.set(Some(results()));
            Err(())
        });
        assert!(ended.is_err());
        kept.take().expect("results")
    };
    assert_eq!(batches.get(), 1);
    assert!(done.count() > 0 && done.count() < 600, "{} paths in a batch", done.count());
    let again = self::job(&scenario);
    let control = Control { is_stopped: &|| false, on_done: &|_| () };
    let resumed = again.run(0..600, done, &control, |_| Ok::<(), ()>(())).expect("a run");
    assert_eq!(resumed.results, whole.results);
}

#[test]
fn a_seed_is_a_market_of_its_own() {
    let (_home, scenario) = home(&[("count = 600", "count = 20")]);
    let (_other_home, other) = home(&[("count = 600", "count = 20\nseed = 2")]);
    let (one, two) = (run(&scenario), run(&other));
    assert_eq!(one.header.fingerprint, two.header.fingerprint);
    assert_ne!(one.results.schedules, two.results.schedules);
}

#[test]
fn parts_follow_one_another_and_differ_by_one_path_at_the_most() {
    for (count, of) in [(600, 7), (3, 5), (1_000_000_007, 64)] {
        let ranges: Vec<_> = (1..=of).map(|number| Share { number, of }.range(count)).collect();
        assert_eq!((ranges[0].start, ranges[ranges.len() - 1].end), (0, count));
        assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
        let sizes = ranges.iter().map(|range| range.end - range.start);
        assert!(sizes.clone().max() <= sizes.min().map(|least| least + 1));
    }
    for wrong in ["3", "0/4", "5/4", "a/b", "1/", "-1/2", "1/0"] {
        assert!(wrong.parse::<Share>().is_err(), "{wrong}");
    }
    assert_eq!("3/8".parse(), Ok(Share { number: 3, of: 8 }));
}
