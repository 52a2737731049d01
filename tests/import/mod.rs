//! `rankday import` as a user types it, on small made-up files of vendors.

mod classes;
mod filings;
mod forms;
mod funds;
use crate::golden;
mod holdings;
mod meaning;
mod measured;
mod presence;
mod screener;
mod table;
mod table_files;
mod targets;
mod vendor;

use std::collections::BTreeMap;
use std::path::Path;

use clap::Parser;
use rankday::cli::exit::ExitStatus;
use rankday::cli::import::{ImportArgs, run};

/// A file of `tests/import/small`.
fn small(name: &str) -> String {
    golden::path(&format!("import/small/{name}")).display().to_string()
}

/// Status and what is printed, with the folder `out` called OUT.
fn imported(words: &[&str], out: &Path) -> Result<String, (ExitStatus, String)> {
    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: ImportArgs,
    }
    let words = std::iter::once("import").chain(words.iter().copied());
    let command = Command::try_parse_from(words).map_err(|e| (ExitStatus::Usage, e.to_string()))?;
    let mut printed = Vec::new();
    let status = run(&command.args, &mut printed).map_err(|e| (e.status(), e.to_string()))?;
    assert_eq!(status, ExitStatus::Success);
    let printed = String::from_utf8(printed).expect("text");
    Ok(printed.replace(&out.display().to_string(), "OUT"))
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The rows of a CSV text by their column `symbol`.
fn by_symbol(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize().map(|row| row.expect("a row"));
    rows.map(|row: BTreeMap<String, String>| (row["symbol"].clone(), row)).collect()
}
