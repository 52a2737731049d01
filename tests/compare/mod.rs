//! `rankday compare` on a made-up market: what the reports hold and how they agree, and that no byte
//! of them depends on the number of threads.

mod agreement;
mod contract;
mod looks;
mod market;
mod memberless;
mod parquet;
mod parts;
mod sweep;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use clap::Parser;
use rankday::cli::compare::{ComparisonsArgs, run_all};
use rankday::cli::exit::ExitStatus;
use rust_decimal::Decimal;

/// A row of a report, by column.
type Row = BTreeMap<String, String>;

/// The schedules of the market, the first of which the others are compared with.
const SCHEDULES: [&str; 2] = ["annual", "semi-annual"];

/// What one run of the command printed and wrote.
struct Done {
    printed: String,
    files: BTreeMap<String, String>,
}

impl Done {
    fn new(schedules: &str, words: &[&str]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let scenario = market::write(home.path(), schedules);
        let out = home.path().join("out");
        let (scenario, folder) = (scenario.display().to_string(), out.display().to_string());
        let words = [&[&*scenario, "--out", &folder], words].concat();
        let (status, printed) = command(&words).expect("a comparison");
        assert_eq!(status, ExitStatus::Success);
        // The folder is another one in every run.
        let printed = printed.replace(&folder, "OUT");
        let home = home.path().display().to_string();
        let files = files(&out).into_iter();
        Self {
            printed,
            files: files.map(|(name, text)| (name, text.replace(&home, "HOME"))).collect(),
        }
    }

    fn text(&self, report: &str) -> &str {
        self.files.get(report).unwrap_or_else(|| panic!("no {report}"))
    }

    fn rows(&self, report: &str) -> Vec<Row> {
        let mut reader = csv::Reader::from_reader(self.text(report).as_bytes());
        reader.deserialize().map(|row| row.expect("a row")).collect()
    }

    fn summary(&self) -> serde_json::Value {
        serde_json::from_str(self.text("summary.json")).expect("JSON")
    }

    /// The values of `comparison.csv` by measure, index and schedule.
    fn measures(&self) -> BTreeMap<(String, String, String), (String, String)> {
        let key = |row: &Row| ["measure", "index", "schedule"].map(|column| row[column].clone());
        let keyed = |row: Row| {
            let [measure, index, schedule] = key(&row);
            ((measure, index, schedule), (row["value"].clone(), row["difference"].clone()))
        };
        self.rows("comparison.csv").into_iter().map(keyed).collect()
    }
}

/// Both schedules, compared once for all tests.
static BOTH: LazyLock<Done> = LazyLock::new(|| Done::new("\"annual\", \"semi-annual\"", &[]));

/// `rankday compare` with these words, without a process: status and what it prints.
fn command(words: &[&str]) -> Result<(ExitStatus, String), (ExitStatus, String)> {
    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: ComparisonsArgs,
    }
    let words = std::iter::once("compare").chain(words.iter().copied());
    let command = Command::try_parse_from(words).map_err(|e| (ExitStatus::Usage, e.to_string()))?;
    let mut out = Vec::new();
    let status = run_all(&command.args, &mut out).map_err(|e| (e.status(), e.to_string()))?;
    Ok((status, String::from_utf8(out).expect("text")))
}

/// The files of a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&path).expect("text"))
        })
        .collect()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}
