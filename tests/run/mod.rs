//! `rankday run` on the scenarios that ship: what the reports hold and how they agree, whatever the
//! number of threads and the order of rows, and how a batch ends.

mod batch;
mod contract;
use crate::golden;
mod holders;
mod identities;
mod order;
mod parts;
mod rules;
mod sweep;
mod trades;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use clap::Parser;
use rankday::cli::exit::ExitStatus;
use rankday::cli::run::{RunArgs, run};
use rankday::report::format::{File, Format};
use rankday::scenario::read_run;
use rankday::study::{self, Run};

/// A row of a report, by column.
type Row = BTreeMap<String, String>;

/// How many files a run writes: sixteen tables, the page, the summary and the list of them.
const REPORTS: usize = 19;

/// One of the scenarios that ship, run once for all tests.
struct Shipped {
    run: Run,
    /// The reports by name.
    reports: BTreeMap<String, String>,
}

impl Shipped {
    fn new(name: &str) -> Self {
        let scenario = read_run(&shipped_path(name)).expect("a scenario");
        let run = study::run(scenario, &|_| {}).expect("a run");
        let reports = tables(&run);
        Self { run, reports }
    }

    fn rows(&self, report: &str) -> Vec<Row> {
        rows(&self.reports[report])
    }

    fn summary(&self) -> serde_json::Value {
        serde_json::from_str(&self.reports["summary.json"]).expect("JSON")
    }
}

/// The reports of a run that are text, by name.
fn tables(run: &Run) -> BTreeMap<String, String> {
    let text = |file: &File<'_>| {
        let mut out = Vec::new();
        file.write(&mut out).expect("a report");
        String::from_utf8(out).expect("text")
    };
    let files = [Format::Csv, Format::Json].into_iter().flat_map(|format| format.files(run));
    files.map(|file| (file.name.clone(), text(&file))).collect()
}

static JUNE: LazyLock<Shipped> = LazyLock::new(|| Shipped::new("june-2026"));
static DECEMBER: LazyLock<Shipped> = LazyLock::new(|| Shipped::new("december-2026"));

/// Both, each with its name.
fn both() -> [(&'static str, &'static Shipped); 2] {
    [("june-2026", &JUNE), ("december-2026", &DECEMBER)]
}

fn shipped_path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.toml"))
}

fn rows(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn header(text: &str) -> Vec<String> {
    text.lines().next().unwrap_or_default().split(',').map(str::to_owned).collect()
}

/// `rankday run` with these words, without a process: status and what it prints.
fn command(words: &[&str]) -> Result<(ExitStatus, String), (ExitStatus, String)> {
    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: RunArgs,
    }
    let words = std::iter::once("run").chain(words.iter().copied());
    let command = Command::try_parse_from(words).map_err(|e| (ExitStatus::Usage, e.to_string()))?;
    let mut out = Vec::new();
    let status = run(&command.args, &mut out).map_err(|e| (e.status(), e.to_string()))?;
    Ok((status, String::from_utf8(out).expect("text")))
}

/// A path as a word of a command.
fn word(path: &Path) -> String {
    path.display().to_string()
}

/// The files of a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            (name, bytes)
        })
        .collect()
}
