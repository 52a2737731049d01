//! The README says what is so: its sample output and the description of the columns.
//!
//! `RANKDAY_BLESS=1 cargo test --test readme` writes both anew.

use std::fs;
use std::path::Path;

use rankday::cli::columns::{ColumnsArgs, ColumnsOf};

const MARKER: &str = "<!-- what the command above prints; a test holds it to that -->\n```text\n";

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
    rankday::report::console::write(&run, &folder, &mut text).expect("a summary");
    String::from_utf8(text).expect("text")
}

#[test]
fn the_sample_output_is_what_the_command_prints() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("the README");
    let start = readme.find(MARKER).expect("the marker of the sample output") + MARKER.len();
    let length = readme[start..].find("```").expect("the end of the sample output");
    let now = summary();
    if blessing() {
        let text = format!("{}{now}{}", &readme[..start], &readme[start + length..]);
        fs::write(&path, text).expect("the README written");
    } else {
        assert_eq!(&readme[start..start + length], now, "RANKDAY_BLESS=1 writes it anew");
    }
}

#[test]
fn the_columns_are_described_as_they_are() {
    let mut text = String::from(
        "# Columns of the CSV files\n\nWritten by the program: `rankday columns` prints the same.\n",
    );
    for (title, file) in [
        ("Universe", ColumnsOf::Universe),
        ("Membership", ColumnsOf::Membership),
        ("Facts", ColumnsOf::Facts),
        ("Ticker changes", ColumnsOf::SymbolChanges),
        ("Corporate actions", ColumnsOf::CorporateActions),
        ("Measures of a comparison", ColumnsOf::Comparison),
    ] {
        let mut table = Vec::new();
        rankday::cli::columns::run(&ColumnsArgs { file }, &mut table).expect("a table");
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
fn the_scenario_shown_is_a_scenario() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README");
    let start = readme.find("```toml\n").expect("an example") + "```toml\n".len();
    let length = readme[start..].find("```").expect("its end");
    let text = &readme[start..start + length];
    let checked = rankday::scenario::check_scenario(Path::new("README.toml"), text, &|_| None);
    let scenario = checked.unwrap_or_else(|error| panic!("{error}"));
    // All but its names and paths are defaults.
    assert_eq!(scenario.parameters, rankday::methodology::Parameters::default());
}
