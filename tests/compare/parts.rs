//! A sweep over a history in parts: the bytes of the single run, or the reason why not.

use std::cell::{Cell, RefCell};
use std::fs;
use std::path::{Path, PathBuf};

use rankday::cli::exit::ExitStatus;
use rankday::scenario::sweep::{Base, SweepScenario, read_sweep};
use rankday::study::parts::{Divided as _, Share, State, go_on_from};
use rankday::study::sweep::{Header, Job, Tries};
use rankday::study::{Control, InputError};

use super::sweep::{SWEEP, scenario, sweep};
use crate::compare::files;
use crate::simulated;
use crate::simulated::merge::{merge, refusal};

/// Days are moved. Where both sides of a band are set to what they are, a combination comes to the rule as it is;
/// where cheap companies are kept out, it is another market.
const MORE: &str = "rank_day_shift = [-25, 0]\ngrids = [\n\
                    { \"methodology.breaks.microcap\" = { band_above = 2.5, band_below = 2.5 } },\n\
                    { \"methodology.eligibility.min_price\" = 10 },\n]\n";

fn home(more: &str) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().expect("a folder");
    let path = scenario(home.path(), "\"semi-annual\"", &[], &format!("{SWEEP}{more}"));
    (home, path)
}

fn run(scenario: &Path, out: &Path, words: &[&str]) -> Result<(ExitStatus, String), String> {
    let (scenario, out) = (scenario.display().to_string(), out.display().to_string());
    sweep(&[&[&*scenario, "--out", &out, "--quiet"], words].concat())
}

fn shard(scenario: &Path, folder: &Path, share: &str, words: &[&str]) -> PathBuf {
    let out = folder.join(format!("shard-{}", share.replace('/', "-of-")));
    let words = [&["--shard", share], words].concat();
    assert_eq!(run(scenario, &out, &words).expect("a shard").0, ExitStatus::Success);
    out
}

fn job(path: &Path) -> Job {
    let SweepScenario { base: Base::History(base, rules), sweep, .. } =
        read_sweep(path).unwrap_or_else(|e| panic!("{e}"))
    else {
        panic!("a history")
    };
    Job::of_history(*base, sweep, rules).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn any_split_gives_the_bytes_of_the_single_run() {
    let (home, path) = home(MORE);
    let single = home.path().join("single");
    run(&path, &single, &["--threads", "1"]).expect("a sweep");
    let single = files(&single);
    assert!(single["timing_luck.csv"].lines().count() > 1);
    // With more shards than rules, some are empty.
    for (of, threads) in [(1, "2"), (3, "1"), (5, "3"), (29, "2")] {
        let folder = home.path().join(format!("split-{of}"));
        for number in (1..=of).rev() {
            shard(&path, &folder, &format!("{number}/{of}"), &["--threads", threads]);
        }
        let out = home.path().join(format!("merged-{of}"));
        merge(std::slice::from_ref(&folder), &out).expect("a merge");
        assert!(files(&out) == single, "{of} shards");
    }
}

/// Remarks on the days and files of one combination are given once, whichever shard tries it.
#[test]
fn reconstitutions_of_several_days_are_merged_to_the_bytes_of_the_single_run() {
    let home = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string("scenarios/june-2026.toml").expect("the scenario");
    let data = std::env::current_dir().expect("a folder").join("data");
    let text = text.replace("../data", &data.display().to_string());
    let path = home.path().join("june.toml");
    let sweep = "\n[sweep]\n\"event.rank_day\" = [2026-04-30, 2026-05-08]\n\
                 \"methodology.breaks.r1000.half_width\" = [0, 2.5, 5]\n";
    fs::write(&path, text + sweep).expect("written");
    let single = home.path().join("single");
    run(&path, &single, &[]).expect("a sweep");
    let single = files(&single);
    let labelled = |named: &str| single["summary.json"].matches(named).count();
    assert_eq!(
        labelled("\"with event.rank_day 2026-05-08: the universe is of 2026-04-30, 8 days before"),
        1
    );
    for of in [2, 4] {
        let folder = home.path().join(format!("split-{of}"));
        for number in (1..=of).rev() {
            shard(&path, &folder, &format!("{number}/{of}"), &[]);
        }
        let out = home.path().join(format!("merged-{of}"));
        merge(std::slice::from_ref(&folder), &out).expect("a merge");
        assert!(files(&out) == single, "{of} shards");
    }
}

#[test]
fn shards_are_cut_so_that_rules_which_share_work_are_together() {
    let (_home, path) = home(MORE);
    let header = job(&path).header;
    let value = |at: usize, key: &str| {
        let place = header.sweep.keys.iter().position(|own| own.ends_with(key)).expect("a key");
        header.sweep.combinations[at].settings[place].clone()
    };
    let markets: Vec<_> = header.order.iter().map(|at| value(*at, "min_price")).collect();
    // The rule as it is, with which every other is compared, under both schedules, and half of the combinations.
    assert!(markets[..14].iter().all(Option::is_none), "{markets:?}");
    assert!(markets[14..].iter().all(Option::is_some), "{markets:?}");
    let books: Vec<_> = header.order.iter().map(|at| value(*at, "half_width")).collect();
    for of_book in books[14..].chunks(4) {
        assert!(of_book.iter().all(|of| *of == of_book[0]), "{books:?}");
    }
}

/// Ended after every batch in turn, by a request to stop or by the store of the results.
#[test]
fn a_sweep_goes_on_from_wherever_it_was_ended() {
    let (home, path) = home(MORE);
    let file = home.path().join("unfinished.json.gz");
    let run = |range: std::ops::Range<u64>, done: Tries, batches: u32, is_asked: bool| {
        let (left, kept) = (Cell::new(batches), RefCell::new(None));
        let job = job(&path);
        let header = job.header.clone();
        let ended = std::sync::atomic::AtomicBool::new(is_asked && batches == 0);
        let is_stopped = || ended.load(std::sync::atomic::Ordering::Relaxed);
        let control = Control { is_stopped: &is_stopped, on_done: &|_| () };
        let state = job.run(range, done, &control, |results: &dyn Fn() -> Tries| {
            left.set(left.get().saturating_sub(1));
            kept.replace(Some(results()));
            if left.get() > 0 {
                return Ok(());
            }
            ended.store(is_asked, std::sync::atomic::Ordering::Relaxed);
            let disk = rankday::refusal::Refusal::new("the disk is full", "free some space");
            if is_asked { Ok(()) } else { Err(InputError::from(disk)) }
        });
        let results = match state {
            Ok(state) => state.results,
            Err(_) => kept.take().expect("results"),
        };
        (header, results)
    };
    for share in [Share::WHOLE, Share { number: 2, of: 2 }] {
        let range = share.range(job(&path).header.count());
        let (header, whole) = run(range.clone(), Tries::default(), u32::MAX, true);
        assert_eq!(Header::done(&whole), range.end - range.start);
        for (batches, is_asked) in [(0, true), (1, true), (1, false), (2, true), (2, false)] {
            let (_, done) = run(range.clone(), Tries::default(), batches, is_asked);
            let count = Header::done(&done);
            assert!(count < range.end - range.start, "{share} {batches}: {count}");
            assert!(batches > 0 || count == 0, "{share} {batches}: {count}");
            let mut saved = fs::File::create(&file).expect("a file");
            State::write(&header, &done, &mut saved).expect("written");
            let read = go_on_from(&file, &header, share).unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(read, done, "{share} {batches}");
            let (_, resumed) = run(range.clone(), read, u32::MAX, true);
            assert_eq!(resumed, whole, "{share} {batches}");
        }
        // Other shards, and other runs, do not continue from it.
        let other = Share { number: 1, of: 3 };
        let said = go_on_from(&file, &header, other).expect_err("another shard").to_string();
        assert!(said.contains("is of another run: its scenario, inputs, shard or"), "{said}");
        let other = Header { description: "another".to_owned(), ..header };
        go_on_from(&file, &other, share).expect_err("another run");
    }
}

#[test]
fn shards_that_do_not_make_a_whole_are_refused() {
    let (home, path) = home("");
    let shards: Vec<PathBuf> =
        ["1/4", "4/4"].map(|share| shard(&path, home.path(), share, &[])).into();
    assert_eq!(
        refusal(home.path(), &shards),
        "1 fault in the input:\nmade-up: shards are missing: 2/4, 3/4; run each again, with the path to the scenario, as `rankday \
         sweep scenario.toml --shard 2/4 --out HOME/shard-2-of-4`"
    );
    let twice = [shards.clone(), vec![shards[0].clone()]].concat();
    assert!(refusal(home.path(), &twice).contains(
        "HOME/shard-1-of-4: is shard 1/4, and so is HOME/shard-1-of-4; leave one of them out"
    ));
    // A shard of paths is not a shard of rules.
    let (paths_home, paths) = simulated::home(&[("count = 600", "count = 4")]);
    let of_paths = paths_home.path().join("shard");
    let args = rankday::cli::compare::CompareArgs {
        shard: Some(Share { number: 2, of: 4 }),
        ..simulated::args(&paths, &of_paths)
    };
    simulated::compare(&args).expect("a shard");
    let said = refusal(home.path(), &[shards[0].clone(), of_paths]);
    assert!(
        said.contains("is a shard of paths, not of combinations; merge shards of one"),
        "{said}"
    );
    // The market changed between one shard and the next.
    let panel = home.path().join("panel.csv");
    let text = fs::read_to_string(&panel).expect("text");
    fs::write(&panel, text.replace(",NYSE,20.0000,", ",NYSE,20.0001,")).expect("written");
    let other = shard(&path, &home.path().join("other"), "2/4", &[]);
    let said = refusal(home.path(), &[shards[0].clone(), other]);
    assert!(
        said.contains("HOME/other/shard-2-of-4: is of another run than HOME/shard-1-of-4: inputs"),
        "{said}"
    );
}

#[test]
fn a_damaged_shard_is_refused_and_mended_by_running_it_again() {
    let (home, path) = home("");
    let shards: Vec<PathBuf> =
        ["1/2", "2/2"].map(|share| shard(&path, home.path(), share, &["--resume"])).into();
    let results = shards[1].join("results.json.gz");
    let whole = fs::read(&results).expect("results");
    fs::write(&results, &whole[..whole.len() / 2]).expect("written");
    let said = refusal(home.path(), &shards);
    assert!(said.contains("HOME/shard-2-of-2/results.json.gz: is not the file that the manifest was made for (its SHA-256 differs); run that shard again"), "{said}");
    // One that is whole is left alone.
    let made =
        |shard: &Path| fs::metadata(shard.join("results.json.gz")).and_then(|m| m.modified());
    let before = made(&shards[0]).expect("a time");
    for share in ["1/2", "2/2"] {
        shard(&path, home.path(), share, &["--resume"]);
    }
    assert_eq!(made(&shards[0]).expect("a time"), before);
    assert!(fs::read(&results).expect("results") == whole);
    fs::remove_file(shards[1].join("manifest.json")).expect("removed");
    fs::rename(&results, shards[1].join("unfinished.json.gz")).expect("moved");
    let said = refusal(home.path(), &shards);
    assert!(said.contains("HOME/shard-2-of-2: is a shard that is not finished; let it go on with the same command and --resume"), "{said}");
}

#[test]
fn options_of_paths_are_refused() {
    let (home, path) = home("");
    for words in [["--paths", "8"], ["--seed", "3"]] {
        let said = run(&path, &home.path().join("out"), &words).expect_err("a refusal");
        assert!(said.starts_with("--paths and --seed are for simulated paths, and "), "{said}");
        assert!(!home.path().join("out").exists());
    }
}
