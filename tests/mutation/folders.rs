//! Folders that `rankday` wrote, with one of their files changed: shards as `merge` reads them, results
//! as `diff` and `score` do.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rankday::analysis::score::{Announced, score};
use rankday::report::Report;
use rankday::report::comparison::ComparisonReport;
use rankday::report::files::Staging;
use rankday::report::format::{Format, write_reports};
use rankday::report::manifest::MANIFEST_FILE;
use rankday::report::parts::write_shard;
use rankday::report::simulated::console;
use rankday::results::difference::{compare_results, json, text};
use rankday::results::scoring::read_results;
use rankday::results::shards::{Merged, merge};
use rankday::scenario::comparison::read_comparison;
use rankday::scenario::projection::read_projection;
use rankday::scenario::read_run;
use rankday::scenario::simulated::check_simulated;
use rankday::scenario::sweep::{Base, SweepScenario, check_sweep};
use rankday::study::comparison::compare;
use rankday::study::parts::{Divided, MANIFEST, RESULTS, Share, State};
use rankday::study::projection::project;
use rankday::study::simulated::{Job, Simulated};
use rankday::study::{self, Control, InputError, sweep};
use rankday::universe::{Faults, SymbolChanges};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::mutation::mutate::{Dice, mutated, mutated_json};
use crate::mutation::readers::{FILE, Refused, Said, texts};
use crate::mutation::try_cases;

/// A market of few companies and few paths, so that results are small.
fn scenario() -> String {
    let text = include_str!("../shared/small.toml");
    text.replace("count = 600\n", "count = 4\n").replace("years = 20\n", "years = 1\n")
}

fn simulated(home: &Path) -> Simulated {
    let path = home.join("small.toml");
    fs::write(&path, scenario()).expect("written");
    let scenario = check_simulated(&path, &scenario(), &|_| None).expect("a scenario");
    let job = Job::new(scenario).expect("a job");
    let nothing = job.nothing();
    job.run(0..4, nothing, &Control::NONE, |_| Ok::<(), ()>(())).expect("results")
}

/// What is said, with the folder left out that is another in every run.
fn said<T>(read: Result<T, Faults>, home: &Path) -> Result<T, Vec<Refused>> {
    let home = home.display().to_string();
    let named = |refused: Refused| Refused { text: refused.text.replace(&home, FILE), ..refused };
    read.map_err(|faults| texts(&faults).into_iter().map(named).collect())
}

/// Faults as they are printed.
fn joined(faults: &[Refused]) -> String {
    faults.iter().map(|fault| fault.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// Writes every report that can be asked for.
fn report_all(report: &dyn Report) {
    for format in [Format::Csv, Format::Json, Format::Html, Format::Md] {
        for file in format.files(report) {
            file.write(&mut std::io::sink()).expect("a report");
        }
    }
}

/// A file as the cases begin with it.
struct Seed {
    path: PathBuf,
    bytes: Vec<u8>,
    document: Option<Value>,
}

impl Seed {
    fn new(path: PathBuf) -> Self {
        let bytes = fs::read(&path).expect("a file");
        let document = serde_json::from_slice(&bytes).ok();
        Self { path, bytes, document }
    }

    /// Changed as bytes or, for the most part where it can be, as a document.
    fn mutated(&self, dice: &mut Dice) -> Vec<u8> {
        match &self.document {
            Some(document) if dice.below(4) > 0 => {
                serde_json::to_vec(&mutated_json(document, dice)).expect("JSON")
            }
            _ => mutated(std::slice::from_ref(&self.bytes), dice),
        }
    }
}

/// A shard whose manifest can claim anything, its SHA-256 included.
struct Shard {
    home: TempDir,
    folder: PathBuf,
    /// The scenario's name.
    name: String,
    manifest: Seed,
    results: Seed,
}

impl Shard {
    fn of_paths() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let Simulated { header, results, .. } = simulated(home.path());
        Self::new(home, &header, &results)
    }

    fn of_combinations(job: sweep::Job) -> Self {
        let (range, nothing) = (Share::WHOLE.range(job.header.count()), job.nothing());
        let tried = job.run(range, nothing, &Control::NONE, |_| Ok::<(), InputError>(()));
        let State { header, results } = tried.expect("results");
        Self::new(tempfile::tempdir().expect("a folder"), &header, &results)
    }

    fn new<H: Divided>(home: TempDir, header: &H, results: &H::Results) -> Self {
        let folder = home.path().join("shard");
        fs::create_dir(&folder).expect("a folder");
        let staging = Staging::open(&folder).expect("a folder");
        write_shard((header, results), Share::WHOLE, staging).expect("a shard");
        let name = header.identity().name.to_owned();
        let manifest = Seed::new(folder.join(MANIFEST));
        let mut bytes = Vec::new();
        let file = fs::read(folder.join(RESULTS)).expect("results");
        GzDecoder::new(&file[..]).read_to_end(&mut bytes).expect("JSON");
        let document = serde_json::from_slice(&bytes).ok();
        let results = Seed { path: folder.join(RESULTS), bytes, document };
        Self { home, folder, name, manifest, results }
    }

    /// Merges it with this manifest and these results; writes all reports where it is accepted.
    fn merged(&self, manifest: &[u8], results: &[u8]) -> Said {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(results).expect("memory");
        let results = encoder.finish().expect("memory");
        let manifest = match serde_json::from_slice::<Value>(manifest) {
            Ok(Value::Object(mut map)) => {
                let hash = format!("{:x}", Sha256::digest(&results));
                map.insert("results_sha256".to_owned(), Value::String(hash));
                serde_json::to_vec(&map).expect("JSON")
            }
            _ => manifest.to_vec(),
        };
        fs::write(&self.manifest.path, manifest).expect("written");
        fs::write(&self.results.path, results).expect("written");
        let merged = said(merge(std::slice::from_ref(&self.folder)), self.home.path());
        // Shards that are missing are of a run, which has a name and no file.
        let merged = merged.map_err(|faults| {
            let named = |fault: Refused| Refused {
                text: fault.text.replace(&format!("{}: shard", self.name), FILE),
                ..fault
            };
            faults.into_iter().map(named).collect::<Vec<_>>()
        })?;
        let (out, screen) = (Path::new("out"), &mut std::io::sink());
        match merged {
            Merged::Paths(merged) => {
                report_all(&*merged);
                console::write(&merged, out, screen).expect("a screen");
            }
            Merged::Combinations(merged) => {
                report_all(&*merged);
                rankday::report::sweep::console::write(&merged, out, screen).expect("a screen");
            }
        }
        Ok(Vec::new())
    }

    /// One of its files with a value changed, as JSON.
    fn changed(seed: &Seed, pointer: &str, to: &str) -> Vec<u8> {
        let mut document = seed.document.clone().expect("JSON");
        let value = document.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}"));
        *value = serde_json::from_str(to).expect("JSON");
        serde_json::to_vec(&document).expect("JSON")
    }

    /// Tries cases of it.
    fn try_cases(self, name: &'static str, short: u64) {
        try_cases(name, short, move |case| {
            let mut dice = Dice::new(case);
            let (manifest, results) = (&self.manifest, &self.results);
            if dice.below(3) == 0 {
                let changed = manifest.mutated(&mut dice);
                let merged = self.merged(&changed, &results.bytes);
                return (changed, merged);
            }
            let changed = results.mutated(&mut dice);
            let merged = self.merged(&manifest.bytes, &changed);
            (changed, merged)
        });
    }
}

#[test]
fn shards_are_merged_or_refused() {
    Shard::of_paths().try_cases("shard", 300);
    Shard::of_combinations(event()).try_cases("shard of an event's rules", 300);
    Shard::of_combinations(history()).try_cases("shard of a history's rules", 100);
}

const SWEEP: &str = "\n[sweep]\n\"methodology.breaks.r1000.half_width\" = [2.5, 0]\n";

fn prepared(kind: &str, more: &str) -> SweepScenario {
    let path = Path::new("tests/errors").join(kind).join("good.toml");
    let text = fs::read_to_string(&path).expect("a scenario") + SWEEP + more;
    check_sweep(&path, &text, &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

fn event() -> sweep::Job {
    let SweepScenario { base: Base::Event(events), sweep, .. } = prepared("scenario", "") else {
        panic!("one reconstitution")
    };
    sweep::Job::of_event(events, sweep).expect("a job")
}

fn history() -> sweep::Job {
    let shifts = "rank_day_shift = [0, -25]\n";
    let SweepScenario { base: Base::History(base, rules), sweep, .. } =
        prepared("comparison", shifts)
    else {
        panic!("a history")
    };
    sweep::Job::of_history(*base, sweep, rules).expect("a job")
}

/// Each of these would make reports panic or claim rules that were not tried.
#[test]
fn rules_of_what_cannot_be_are_refused() {
    let shard = Shard::of_combinations(history());
    assert_eq!(shard.merged(&shard.manifest.bytes, &shard.results.bytes), Ok(Vec::new()));
    for (pointer, to) in [
        ("/header/name", "\"../../elsewhere\""),
        ("/header/order", "[]"),
        ("/header/order/1", "0"),
        ("/header/order/0", "1"),
        ("/header/sweep/keys", "[]"),
        ("/header/sweep/combinations/1/settings", "[]"),
        ("/header/cycles/all", "[]"),
        ("/results/tried/1/combination", "999"),
        ("/results/tried/1/combination", "0"),
        ("/results/tried/0/values", "[]"),
    ] {
        let changed = Shard::changed(&shard.results, pointer, to);
        let said = joined(&shard.merged(&shard.manifest.bytes, &changed).expect_err(pointer));
        assert!(said.contains("its figures are not those of one sweep; delete it"), "{said}");
    }
    for (key, to) in [("count", "3"), ("range", "[0, 3]"), ("seed", "1")] {
        let mut document = shard.manifest.document.clone().expect("JSON");
        document[key] = serde_json::from_str(to).expect("JSON");
        let changed = serde_json::to_vec(&document).expect("JSON");
        let said = joined(&shard.merged(&changed, &shard.results.bytes).expect_err(key));
        assert!(said.contains("does not say what its results are of"), "{said}");
    }
}

/// Each of these once made the merge panic, take all memory, or write to unwanted places.
#[test]
fn shards_of_what_cannot_be_are_refused() {
    let (shard, changed) = (Shard::of_paths(), Shard::changed);
    let (manifest, results) = (&shard.manifest, &shard.results);
    assert_eq!(shard.merged(&manifest.bytes, &results.bytes), Ok(Vec::new()));
    for (pointer, to, told) in [
        ("/shard/of", "0", "1/0 is no part"),
        ("/shard/number", "0", "0/1 is no part"),
        ("/shard/of", "18446744073709551615", "is no part"),
        ("/range", "[9, 3]", "does not say what its results are of"),
    ] {
        let said = shard.merged(&changed(manifest, pointer, to), &results.bytes);
        let said = joined(&said.expect_err(pointer));
        assert!(said.contains(told), "{pointer}: {said}");
    }
    for (pointer, to) in [
        ("/header/name", "\"../../elsewhere\""),
        ("/header/name", "\"/elsewhere\""),
        ("/header/years", "4294967295"),
        ("/header/start", "\"+262142-12-31\""),
        ("/header/confidence", "2"),
        ("/header/quantities", "[]"),
        ("/results/paths", "[[4, 0]]"),
        ("/results/schedules", "[]"),
        ("/results/schedules/0/values/values/0/smallest", "9000000000000000000"),
        ("/results/schedules/0/values/values/0/bins", "[[5, 1], [4, 1]]"),
        ("/results/schedules/1/fans", "[]"),
    ] {
        let said = shard.merged(&manifest.bytes, &changed(results, pointer, to));
        let said = joined(&said.expect_err(pointer));
        assert!(
            said.contains("its figures are not those of one simulation; delete it and run"),
            "{said}"
        );
    }
}

/// Results of every kind, each in two folders.
fn results() -> (TempDir, Vec<(PathBuf, PathBuf)>) {
    let home = tempfile::tempdir().expect("a folder");
    let run = study::run(
        read_run(Path::new("tests/errors/scenario/good.toml")).expect("a scenario"),
        &|_| {},
    );
    let compared = compare(
        read_comparison(Path::new("tests/errors/comparison/good.toml")).expect("a scenario"),
        &|_| {},
    );
    let projected = project(
        read_projection(Path::new("tests/errors/projection/good.toml")).expect("a scenario"),
        &Control::NONE,
    );
    let (run, compared, projected) =
        (run.expect("a run"), compared.expect("a comparison"), projected.expect("a projection"));
    let compared = ComparisonReport::new(&compared).expect("schedules");
    let simulated = simulated(home.path());
    let reports: [(&str, &dyn Report); 4] = [
        ("run", &run),
        ("compared", &compared),
        ("projected", &projected),
        ("simulated", &simulated),
    ];
    let folders = reports.map(|(name, report)| {
        let folders = ["a", "b"].map(|side| home.path().join(format!("{name}-{side}")));
        for folder in &folders {
            let staging = Staging::open(folder).expect("a folder");
            write_reports(report, &[Format::Csv, Format::Json], staging).expect("reports");
        }
        let [a, b] = folders;
        (a, b)
    });
    (home, folders.to_vec())
}

/// Lets a folder's list vouch for its files as they are now, so that the readers themselves are tested.
fn vouch(folder: &Path) {
    let path = folder.join(MANIFEST_FILE);
    let mut list: Value = serde_json::from_slice(&fs::read(&path).expect("a list")).expect("JSON");
    for (name, sha256) in list["files"].as_object_mut().expect("files") {
        let bytes = fs::read(folder.join(name)).expect("a file");
        *sha256 = format!("{:x}", Sha256::digest(&bytes)).into();
    }
    fs::write(&path, list.to_string()).expect("written");
}

/// A folder with one file changed; its list vouches for it, unless it is what was changed.
fn change(seed: &Seed, changed: &[u8]) {
    fs::write(&seed.path, changed).expect("written");
    if !seed.path.ends_with(MANIFEST_FILE) {
        vouch(seed.path.parent().expect("a folder"));
    }
}

fn files_of(folder: &Path) -> Vec<Seed> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files.into_iter().map(Seed::new).collect()
}

#[test]
fn results_are_compared_or_refused() {
    let (home, folders) = results();
    let kinds: Vec<(PathBuf, Vec<Seed>)> =
        folders.into_iter().map(|(a, b)| (a, files_of(&b))).collect();
    try_cases("result", 500, move |case| {
        let mut dice = Dice::new(case);
        let (a, files) = &kinds[dice.below(kinds.len())];
        let seed = &files[dice.below(files.len())];
        let changed = seed.mutated(&mut dice);
        change(seed, &changed);
        let folder = seed.path.parent().expect("a folder");
        let compared = said(compare_results(a, folder), home.path()).map(|difference| {
            text::write(&difference, true, &mut std::io::sink()).expect("a screen");
            json::write(&difference, &mut std::io::sink()).expect("JSON");
            Vec::new()
        });
        change(seed, &seed.bytes);
        (changed, compared)
    });
}

#[test]
fn results_are_scored_or_refused() {
    let (home, folders) = results();
    let files = files_of(&folders[0].0);
    try_cases("scored", 300, move |case| {
        let mut dice = Dice::new(case);
        let seed = &files[dice.below(files.len())];
        let changed = seed.mutated(&mut dice);
        change(seed, &changed);
        let folder = seed.path.parent().expect("a folder");
        let read: Said = said(read_results(folder), home.path()).map(|outcome| {
            let announced = Announced::default();
            let found = score(&outcome, &announced, &SymbolChanges::default(), None);
            rankday::report::score::console(&[found], &mut std::io::sink()).expect("a screen");
            Vec::new()
        });
        change(seed, &seed.bytes);
        (changed, read)
    });
}

/// The number of an input's namesakes is read back from the folder.
#[test]
fn inputs_that_are_named_like_numbers_are_no_places() {
    let (_home, folders) = results();
    let (a, b) = &folders[0];
    let path = b.join("summary.json");
    let mut summary: Value =
        serde_json::from_slice(&fs::read(&path).expect("a summary")).expect("JSON");
    let inputs = summary["inputs"].as_array_mut().expect("inputs");
    for role in ["universe #0", "universe #99999999999999999999", " #", "#0"] {
        inputs.push(serde_json::json!({ "role": role, "path": "x", "sha256": "y" }));
    }
    fs::write(&path, summary.to_string()).expect("written");
    vouch(b);
    let difference = compare_results(a, b).expect("results");
    let mut screen = Vec::new();
    text::write(&difference, true, &mut screen).expect("a screen");
    assert!(String::from_utf8(screen).expect("text").contains("universe #0"));
}
