//! The README says what is so: its sample output and the description of the columns.
//!
//! `RANKDAY_BLESS=1 cargo test --test readme` writes both anew.

use std::fs;
use std::path::Path;

use rankday::cli::columns::{ColumnsArgs, ColumnsOf};
use rankday::cli::format::FormatArgs;
use rankday::report::comparison::ComparisonReport;

/// Prints a sample output.
type Print = fn() -> String;

/// What stands before a sample output, and what prints it.
const SAMPLES: [(&str, Print); 2] = [
    ("<!-- what the command above prints; a test holds it to that -->\n```text\n", summary),
    ("<!-- what the comparison above prints; a test holds it to that -->\n```text\n", comparison),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn blessing() -> bool {
    std::env::var_os("RANKDAY_BLESS").is_some()
}

/// What `rankday run scenarios/june-2026.toml` prints.
fn summary() -> String {
    let scenario = rankday::scenario::read_scenario(&root().join("scenarios/june-2026.toml"))
        .expect("the shipped scenario");
    let folder = scenario.output.clone();
    let run = rankday::scenario::run(scenario, &|_| {}).expect("the shipped data");
    let mut text = Vec::new();
    rankday::report::run::console::write(&run, &folder, &mut text).expect("a summary");
    FormatArgs::default().point_to_page(&folder, &mut text).expect("a line");
    String::from_utf8(text).expect("text")
}

/// What `rankday compare scenarios/annual-vs-semi-annual.toml` prints.
fn comparison() -> String {
    let path = root().join("scenarios/annual-vs-semi-annual.toml");
    let scenario = rankday::scenario::comparison::read_comparison(&path).expect("the scenario");
    let folder = scenario.output.clone();
    let compared =
        rankday::scenario::comparison::compare(scenario, &|_| {}).expect("the shipped data");
    let report = ComparisonReport::new(&compared).expect("schedules");
    let mut text = Vec::new();
    rankday::report::comparison::console::write(&report, &folder, &mut text).expect("a summary");
    FormatArgs::default().point_to_page(&folder, &mut text).expect("a line");
    String::from_utf8(text).expect("text")
}

#[test]
fn the_sample_outputs_are_what_the_commands_print() {
    let path = root().join("README.md");
    let mut readme = fs::read_to_string(&path).expect("the README");
    for (marker, print) in SAMPLES {
        let start = readme.find(marker).expect("the marker of the sample output") + marker.len();
        let length = readme[start..].find("```").expect("the end of the sample output");
        let now = print();
        if blessing() {
            readme.replace_range(start..start + length, &now);
        } else {
            assert_eq!(&readme[start..start + length], now, "RANKDAY_BLESS=1 writes it anew");
        }
    }
    if blessing() {
        fs::write(&path, readme).expect("the README written");
    }
}

/// The sample is shortened: each of its lines is one of those that are printed, in their order.
#[test]
fn the_lines_of_the_projection_are_those_that_are_printed() {
    const MARKER: &str =
        "<!-- lines of what the projection prints; a test holds them to that -->\n```text\n";
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let (_, after) = readme.split_once(MARKER).expect("the marker");
    let (sample, _) = after.split_once("```").expect("the end of the sample");
    let path = root().join("scenarios/project-december-2026.toml");
    let scenario = rankday::scenario::projection::read_projection(&path).expect("the scenario");
    let projected =
        rankday::scenario::projection::project(scenario, &rankday::scenario::Control::NONE)
            .expect("the shipped data");
    let mut printed = Vec::new();
    rankday::report::projection::console::write(&projected, Path::new("out"), &mut printed)
        .expect("a summary");
    let printed = String::from_utf8(printed).expect("text");
    let mut lines = printed.lines();
    for line in sample.lines() {
        assert!(lines.any(|printed| printed == line), "not printed, or not in this order: {line}");
    }
}

#[test]
fn the_columns_are_described_as_they_are() {
    let mut text = String::from(
        "# Columns of the CSV files\n\nWritten by the program: `rankday columns` prints the same.\n",
    );
    for (title, file) in [
        ("Universe", ColumnsOf::Universe),
        ("Prices of the implementation day", ColumnsOf::Effective),
        ("Membership", ColumnsOf::Membership),
        ("A plain list of members", ColumnsOf::MemberList),
        ("Facts", ColumnsOf::Facts),
        ("Votes of share classes", ColumnsOf::ClassVotes),
        ("Ticker changes", ColumnsOf::SymbolChanges),
        ("Corporate actions", ColumnsOf::CorporateActions),
        ("Announced changes", ColumnsOf::AnnouncedChanges),
        ("Cap corrections", ColumnsOf::CapCorrections),
        ("The screener's export", ColumnsOf::NasdaqScreener),
        ("A fund's holdings", ColumnsOf::FundHoldings),
        ("What an import writes", ColumnsOf::ImportOutputs),
        ("Funds", ColumnsOf::Funds),
        ("A batch of scores", ColumnsOf::ScoreBatch),
        ("Panel", ColumnsOf::Panel),
        ("Measures of a comparison", ColumnsOf::Comparison),
        ("Tables of a run", ColumnsOf::RunReports),
        ("Tables of a comparison on a history", ColumnsOf::ComparisonReports),
        ("Tables of a comparison on simulated paths", ColumnsOf::SimulationReports),
        ("Tables of a sweep", ColumnsOf::SweepReports),
        ("Tables of a projection", ColumnsOf::ProjectionReports),
        ("Tables of a calibration", ColumnsOf::CalibrationReports),
        ("Tables of a score", ColumnsOf::ScoreReports),
    ] {
        let mut table = Vec::new();
        rankday::cli::columns::run(&ColumnsArgs { file, json: false }, &mut table)
            .expect("a table");
        let table = String::from_utf8(table).expect("text");
        let parts = ["\n## ", title, "\n\n", &table];
        text.extend(parts);
    }
    let path = root().join("data/COLUMNS.md");
    if blessing() {
        fs::write(&path, text).expect("the columns written");
    } else {
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(written, text, "RANKDAY_BLESS=1 writes it anew");
    }
}

#[test]
fn the_scenarios_shown_are_scenarios() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let shown: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().expect("its end"))
        .collect();
    let path = Path::new("README.toml");
    let [run, comparison, simulated] = shown.as_slice() else { panic!("three scenarios") };
    rankday::scenario::simulated::check_simulated(path, simulated, &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    let run = rankday::scenario::check_scenario(path, run, &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    let comparison = rankday::scenario::comparison::check_comparison(path, comparison, &|_| None)
        .unwrap_or_else(|error| panic!("{error}"));
    // All but their names and paths are defaults.
    for parameters in [run.parameters, comparison.parameters] {
        assert_eq!(parameters, rankday::methodology::Parameters::default());
    }
}
