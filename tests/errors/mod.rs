//! The messages on bad input: every input beside the exact message, reviewed.
//!
//! `NAME.expected` holds the answer to `NAME.toml`, `NAME.csv` or `NAME.gz`, or `no fault` and the
//! warnings where the input is fine after all. A message names file, line, column and value where
//! there are any, what is wrong, and what to do. `RANKDAY_BLESS=1` writes the answers anew.

mod commands;
use crate::golden;
mod large;

use std::path::{Path, PathBuf};

use rankday::cli::exit::Failure;
use rankday::market::history::read_panel;
use rankday::remark::Remark;
use rankday::report::remarks::text;
use rankday::scenario::comparison::read_comparison;
use rankday::scenario::projection::read_projection;
use rankday::scenario::read_run;
use rankday::scenario::simulated::read_simulated;
use rankday::scenario::sweep::read_sweep;
use rankday::study::comparison::compare;
use rankday::study::projection::project;
use rankday::study::simulated::Job;
use rankday::study::{self, Control, FaultRecord, InputError, read_figures};
use rankday::universe::import::corrections::CapCorrections;
use rankday::universe::import::holdings::{Stated, read_holdings};
use rankday::universe::{
    Facts, Faults, Funds, Input, SymbolChanges, read_actions, read_announced, read_bytes,
    read_membership, read_universe,
};

/// Answers every input of a folder, and compares. Every fault has a problem and a remedy.
fn check(folder: &str, answer: &dyn Fn(&Path) -> Result<Vec<String>, InputError>) {
    // Relative to the repository, where tests run, so that messages are the same everywhere.
    let home = Path::new("tests/errors").join(folder);
    let entries = std::fs::read_dir(&home).unwrap_or_else(|e| panic!("{}: {e}", home.display()));
    let mut inputs: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml" || e == "csv" || e == "gz"))
        .collect();
    inputs.sort();
    assert!(inputs.len() > 1, "no inputs in {}", home.display());
    let mut wrong = Vec::new();
    for input in inputs {
        let answered: Vec<String> = match answer(&input) {
            Ok(remarks) => ["no fault".to_owned()].into_iter().chain(remarks).collect(),
            Err(error) => {
                let faults = error.records();
                let is_whole =
                    |fault: &FaultRecord| !fault.problem.is_empty() && !fault.remedy.is_empty();
                assert!(!faults.is_empty() && faults.iter().all(is_whole), "{error}");
                vec![Failure::from(error).to_string()]
            }
        };
        let stem = input.file_stem().expect("a name").to_string_lossy();
        let expected = format!("errors/{folder}/{stem}.expected");
        if let Err(difference) = golden::compare(&expected, &(answered.join("\n") + "\n")) {
            wrong.push(difference);
        }
    }
    assert!(wrong.is_empty(), "{} answers differ\n\n{}", wrong.len(), wrong.join("\n"));
}

/// Remarks in words.
fn said(remarks: &[Remark]) -> Vec<String> {
    remarks.iter().map(text).collect()
}

/// Reads an input.
fn read<T>(path: &Path, read: impl Fn(&Input) -> Result<T, Faults>) -> Result<T, InputError> {
    Ok(Input::read(path).and_then(|input| read(&input))?)
}

#[test]
fn simulated() {
    check("simulated", &|path| {
        let scenario = read_simulated(path)?;
        Job::new(scenario)?;
        Ok(Vec::new())
    });
}

#[test]
fn sweeps() {
    check("sweep", &|path| {
        let sweep = read_sweep(path)?;
        Ok(sweep.sweep.combinations.into_iter().map(|of| of.name).collect())
    });
}

#[test]
fn scenarios() {
    check("scenario", &|path| {
        let scenario = read_run(path)?;
        let run = study::run(scenario, &|_| {})?;
        Ok(said(&run.scenario.event_remarks))
    });
}

#[test]
fn comparisons() {
    check("comparison", &|path| {
        let scenario = read_comparison(path)?;
        let compared = compare(scenario, &|_| {})?;
        Ok(said(&compared.remarks))
    });
}

#[test]
fn projections() {
    check("projection", &|path| {
        // The universe of one of the inputs, not an input of its own.
        if path.extension().is_some_and(|e| e == "csv") {
            return read(path, |input| {
                read_universe(input, "2026-03-31".parse().expect("a date")).map(|_| Vec::new())
            });
        }
        let scenario = read_projection(path)?;
        let found = project(scenario, &Control::NONE)?;
        Ok(said(&found.remarks))
    });
}

#[test]
fn panels() {
    let none = CapCorrections::default();
    check("panel", &|path| read(path, |input| read_panel(input, &none)).map(|_| Vec::new()));
}

#[test]
fn universes() {
    let as_of = "2026-04-30".parse().expect("a date");
    check("universe", &|path| {
        read(path, |input| read_universe(input, as_of)).map(|read| said(&read.remarks))
    });
}

#[test]
fn memberships() {
    check("membership", &|path| read(path, read_membership).map(|_| Vec::new()));
}

#[test]
fn facts() {
    check("facts", &|path| read(path, Facts::read).map(|_| Vec::new()));
}

#[test]
fn symbol_changes() {
    check("symbol-changes", &|path| read(path, SymbolChanges::read).map(|_| Vec::new()));
}

#[test]
fn corporate_actions() {
    check("corporate-actions", &|path| read(path, read_actions).map(|_| Vec::new()));
}

#[test]
fn announced_changes() {
    check("announced", &|path| read(path, read_announced).map(|_| Vec::new()));
}

#[test]
fn figures_of_evidence() {
    check("evidence", &|path| read(path, read_figures).map(|_| Vec::new()));
}

#[test]
fn fund_assets() {
    check("fund-assets", &|path| read(path, Funds::read).map(|_| Vec::new()));
}

/// The message on a compressed file, whichever command reads it.
#[test]
fn compressed_files() {
    check("gzip", &|path| read(path, read_announced).map(|_| Vec::new()));
}

#[test]
fn fund_holdings() {
    check("funds", &|path| {
        let name = path.display().to_string();
        let read = read_holdings(&name, read_bytes(path)?, Stated::default())?;
        Ok(read.remarks().map(|remark| text(&remark)).collect())
    });
}

/// Every message names its file, and none is about the inside of the program.
#[test]
fn every_answer_names_its_file() {
    let mut answers = 0;
    for folder in std::fs::read_dir("tests/errors").expect("a folder") {
        let folder = folder.expect("an entry").path();
        for file in std::fs::read_dir(folder).into_iter().flatten() {
            let file = file.expect("an entry").path();
            if file.extension().is_none_or(|e| e != "expected") {
                continue;
            }
            let text = std::fs::read_to_string(&file).expect("text");
            // An input without a fault may still have remarks, which need no remedy.
            if text.starts_with("no fault") {
                continue;
            }
            answers += 1;
            for line in text.lines().filter(|l| !l.contains("in the input:")) {
                let named = line.contains("tests/errors/") || line.starts_with('…');
                assert!(named, "{}: {line}", file.display());
                let inside =
                    line.contains("Error {") || line.replace("`rankday", "").contains(" `");
                assert!(!inside, "{line}");
            }
        }
    }
    assert!(answers >= 60, "only {answers} answers");
}
