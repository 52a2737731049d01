//! Reports in every format: they agree with the tables, and open in the programs that people use.

mod browser;
mod formats;
mod numbers;
#[cfg(feature = "parquet")]
mod parquet;
mod schema;
mod workbook;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rankday::market::model::Steps;
use rankday::report::Report;
use rankday::report::comparison::ComparisonReport;
use rankday::report::format::Format;
use rankday::scenario::comparison::read_comparison;
use rankday::scenario::projection::read_projection;
use rankday::scenario::simulated::read_simulated;
use rankday::scenario::sweep::{Base, SweepScenario, check_sweep};
use rankday::scenario::{read_model, read_run};
use rankday::study::comparison::{Calibrated, Compared, How, calibrate, compare};
use rankday::study::projection::{Projected, project};
use rankday::study::simulated::{Job, Simulated};
use rankday::study::sweep::{Swept, sweep_history};
use rankday::study::{Control, Run, run};

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    run(read_run(&shipped("june-2026.toml")).expect("a scenario"), &|_| {}).expect("a run")
});
static COMPARED: LazyLock<Compared> = LazyLock::new(|| {
    let scenario = read_comparison(&shipped("annual-vs-semi-annual.toml")).expect("a scenario");
    compare(scenario, &|_| {}).expect("a comparison")
});
static COMPARISON: LazyLock<ComparisonReport<'static>> =
    LazyLock::new(|| ComparisonReport::new(&COMPARED).expect("schedules"));
static CALIBRATED: LazyLock<Calibrated> = LazyLock::new(|| {
    let scenario = read_comparison(&shipped("annual-vs-semi-annual.toml")).expect("a scenario");
    let how = How {
        schedule: None,
        months: 1,
        paths: 2,
        seed: 1,
        as_known: false,
        model: read_model(None, Steps::Monthly).expect("the model"),
    };
    calibrate(scenario, &how, &|_| {}).expect("a calibration")
});
static PROJECTED: LazyLock<Projected> = LazyLock::new(|| {
    let path = shipped("project-december-2026.toml");
    let mut scenario = read_projection(&path).expect("a scenario");
    scenario.paths = 200;
    project(scenario, &Control::NONE).expect("a projection")
});
static SIMULATED: LazyLock<Simulated> = LazyLock::new(|| {
    let mut scenario = read_simulated(&shipped("two-schedules.toml")).expect("a scenario");
    scenario.count = 8;
    let job = Job::new(scenario).expect("a job");
    let nothing = job.nothing();
    let run = job.run(0..8, nothing, &Control::NONE, |_| Ok::<(), Infallible>(()));
    run.unwrap_or_else(|never| match never {})
});

static SWEPT: LazyLock<Swept> = LazyLock::new(|| {
    let path = shipped("frontier-history.toml");
    let text = std::fs::read_to_string(&path).expect("the scenario");
    let few = text
        .replace(", \"quarterly\"]", "]\nrank_day_shift = [0, -25]")
        .replace("[0, 1, 2, 2.5, 3, 4, 5]", "[1, 2.5]");
    let SweepScenario { base: Base::History(base, rules), sweep, .. } =
        check_sweep(&path, &few, &|_| None).expect("a scenario")
    else {
        panic!("a history")
    };
    assert_eq!(rules.len(), 8);
    sweep_history(*base, sweep, &rules, &|_| ()).expect("a sweep").expect("rules")
});

/// A report of every kind that people look at, with a name.
fn all() -> [(&'static str, &'static dyn Report); 5] {
    [
        ("run", &*RUN),
        ("comparison", &*COMPARISON),
        ("projection", &*PROJECTED),
        ("simulation", &*SIMULATED),
        ("sweep", &*SWEPT),
    ]
}

/// The files of a report in a format, by name.
fn files(report: &dyn Report, format: Format) -> BTreeMap<String, Vec<u8>> {
    let written = |file: &rankday::report::format::File<'_>| {
        let mut bytes = Vec::new();
        file.write(&mut bytes).expect("a report");
        (file.name.clone(), bytes)
    };
    format.files(report).iter().map(written).collect()
}

/// The one file of a report in a format.
fn file(report: &dyn Report, format: Format) -> Vec<u8> {
    let mut files = files(report, format);
    assert_eq!(files.len(), 1, "{:?}", files.keys());
    files.pop_first().expect("a file").1
}

/// The rows of every table, the header first.
fn tables(report: &dyn Report) -> BTreeMap<String, Vec<Vec<String>>> {
    let read = |bytes: &[u8]| {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let rows = reader.records().map(|row| row.expect("a row"));
        rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
    };
    files(report, Format::Csv)
        .into_iter()
        .map(|(name, bytes)| (name.trim_end_matches(".csv").to_owned(), read(&bytes)))
        .collect()
}
