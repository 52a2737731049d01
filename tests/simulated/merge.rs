//! Shards put together: the bytes of the single run, or the reason why not.

use std::fs;
use std::path::{Path, PathBuf};

use rankday::cli::compare::CompareArgs;
use rankday::cli::exit::{ExitStatus, Failure};
use rankday::cli::format::FormatArgs;
use rankday::cli::merge::{self, MergeArgs};
use rankday::cli::options::{Printing, Replace};
use rankday::study::parts::Share;

use crate::simulated::{args, compare, files, home};

fn shard(scenario: &Path, folder: &Path, number: u64, of: u64) -> PathBuf {
    let out = folder.join(format!("shard-{number}-of-{of}"));
    let args = CompareArgs { shard: Some(Share { number, of }), ..args(scenario, &out) };
    assert_eq!(compare(&args).expect("a shard"), ExitStatus::Success);
    out
}

pub(crate) fn merge(folders: &[PathBuf], out: &Path) -> Result<ExitStatus, Failure> {
    let printing = Printing { quiet: true, json: false };
    let args = MergeArgs {
        folders: folders.to_vec(),
        out: Some(out.to_owned()),
        format: FormatArgs::default(),
        replace: Replace::default(),
        printing,
    };
    merge::run(&args, &mut Vec::new())
}

/// What a merge is refused with, the folder left out of it; nothing is written.
pub(crate) fn refusal(home: &Path, folders: &[PathBuf]) -> String {
    let out = home.join("refused");
    let failure = merge(folders, &out).expect_err("a refusal");
    assert_eq!(failure.status(), ExitStatus::Input);
    assert!(!out.exists());
    failure.to_string().replace(&home.display().to_string(), "HOME")
}

#[test]
fn any_split_gives_the_bytes_of_the_single_run() {
    let (home, scenario) = home(&[("count = 600", "count = 50")]);
    let single = home.path().join("single");
    compare(&args(&scenario, &single)).expect("a run");
    for of in [1, 3, 8] {
        let folder = home.path().join(format!("split-{of}"));
        // In no order; the folder that holds them is enough.
        (1..=of).rev().for_each(|number| drop(shard(&scenario, &folder, number, of)));
        let out = home.path().join(format!("merged-{of}"));
        merge(std::slice::from_ref(&folder), &out).expect("a merge");
        assert!(files(&out) == files(&single), "{of} shards");
    }
}

#[test]
fn shards_that_are_missing_are_named_with_the_command_that_makes_them() {
    let (home, scenario) = home(&[("count = 600", "count = 8")]);
    let shards: Vec<PathBuf> =
        [1, 4].iter().map(|n| shard(&scenario, home.path(), *n, 4)).collect();
    assert_eq!(
        refusal(home.path(), &shards),
        "1 fault in the input:\nsmall: shards are missing: 2/4, 3/4; run each again, with the path to the scenario, as `rankday \
         compare small.toml --shard 2/4 --paths 8 --seed 1 --out HOME/shard-2-of-4`"
    );
    let twice = [shards.clone(), vec![shards[0].clone()]].concat();
    assert!(refusal(home.path(), &twice).contains(
        "HOME/shard-1-of-4: is shard 1/4, and so is HOME/shard-1-of-4; leave one of them out"
    ));
}

#[test]
fn shards_of_other_runs_are_refused() {
    let (home, scenario) = home(&[("count = 600", "count = 6")]);
    let first = shard(&scenario, home.path(), 1, 2);
    let other = home.path().join("other");
    let with = |change: &dyn Fn(&mut CompareArgs)| {
        let mut args =
            CompareArgs { shard: Some(Share { number: 2, of: 2 }), ..args(&scenario, &other) };
        change(&mut args);
        compare(&args).expect("a shard");
        refusal(home.path(), &[first.clone(), other.clone()])
    };
    let said = with(&|args| args.seed = Some(5));
    assert!(said.contains("HOME/other: is of another run than HOME/shard-1-of-2: seed (5) is not the same (1); merge shards of one run alone"), "{said}");
    let said = with(&|args| args.paths = Some(7));
    assert!(said.contains("count (7) is not the same (6)"), "{said}");
    let said = with(&|args| args.shard = Some(Share { number: 2, of: 3 }));
    assert!(said.contains("HOME/other: is one of 3 shards, HOME/shard-1-of-2 one of 2"), "{said}");
    // The scenario changed between one shard and the next.
    let text = fs::read_to_string(&scenario).expect("text");
    fs::write(&scenario, text + "\n# changed\n").expect("written");
    let said = with(&|_| ());
    assert!(
        said.contains("HOME/other: is of another run than HOME/shard-1-of-2: inputs"),
        "{said}"
    );
}

#[test]
fn damaged_shards_are_refused() {
    let (home, scenario) = home(&[("count = 600", "count = 6")]);
    let shards: Vec<PathBuf> =
        [1, 2].iter().map(|n| shard(&scenario, home.path(), *n, 2)).collect();
    let results = shards[1].join("results.json.gz");
    let whole = fs::read(&results).expect("results");
    fs::write(&results, &whole[..whole.len() / 2]).expect("written");
    let said = refusal(home.path(), &shards);
    assert!(said.contains("HOME/shard-2-of-2/results.json.gz: is not the file that the manifest was made for (its SHA-256 differs); run that shard again"), "{said}");
    fs::write(shards[1].join("manifest.json"), "{}").expect("written");
    let said = refusal(home.path(), &shards);
    assert!(
        said.contains("HOME/shard-2-of-2/manifest.json: is no manifest of a shard: "),
        "{said}"
    );
    fs::remove_file(&results).expect("removed");
    fs::remove_file(shards[1].join("manifest.json")).expect("removed");
    let said = refusal(home.path(), &shards);
    assert!(said.contains("HOME/shard-2-of-2: is no shard and has none in it"), "{said}");
    fs::write(shards[1].join("unfinished.json.gz"), "").expect("written");
    let said = refusal(home.path(), &shards);
    assert!(said.contains("HOME/shard-2-of-2: is a shard that is not finished; let it go on with the same command and --resume"), "{said}");
}

#[test]
fn a_shard_that_is_done_is_not_run_again() {
    let (home, scenario) = home(&[("count = 600", "count = 6")]);
    let folder = shard(&scenario, home.path(), 1, 2);
    let before = fs::metadata(folder.join("results.json.gz")).expect("a file").modified().ok();
    let args = CompareArgs {
        shard: Some(Share { number: 1, of: 2 }),
        resume: true,
        ..args(&scenario, &folder)
    };
    assert_eq!(compare(&args).expect("done"), ExitStatus::Success);
    let after = fs::metadata(folder.join("results.json.gz")).expect("a file").modified().ok();
    assert_eq!(before, after);
}

#[test]
fn no_shard_knows_when_all_are_precise() {
    let precision = "precision = { measure = \"moves_up\", half_width = 1 }\nyears = 20";
    let (home, scenario) = home(&[("years = 20", precision)]);
    let args = CompareArgs {
        shard: Some(Share { number: 1, of: 2 }),
        ..args(&scenario, &home.path().join("out"))
    };
    let failure = compare(&args).expect_err("a refusal");
    assert_eq!(failure.status(), ExitStatus::Usage);
    assert!(failure.to_string().starts_with("--shard: no shard knows"));
}
