//! Official filings named by a scenario, read into the same facts that `rankday import edgar`
//! writes.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::files::Files;
use super::shared::SharedFiles;
use crate::remark::{InputNote, Remark};
use crate::scenario::{InputRecord, RunScenario};
use crate::universe::import::edgar::{self, BulkFile, Tickers};
use crate::universe::{Faults, SymbolChanges, read_tickers};

/// Facts from filings, the day up to which they apply, and remarks.
#[derive(Debug, Default)]
pub(super) struct FilingFacts {
    pub(super) facts: Vec<crate::universe::Fact>,
    pub(super) until: Option<NaiveDate>,
    pub(super) remarks: Vec<Remark>,
}

/// Reads the filings for the lines of the scenario's universe.
pub(super) fn read(
    shared: &SharedFiles,
    scenario: &RunScenario,
    files: &Files,
    changes: &SymbolChanges,
) -> Result<FilingFacts, Faults> {
    let Some(source) = &scenario.filings else { return Ok(FilingFacts::default()) };
    let tickers = read_tickers(files.get(&scenario.universe.path)?);
    let lines = Tickers { tickers: &tickers, as_of: Some(scenario.universe.as_of), changes };
    let file = BulkFile { path: &source.path, as_of: source.as_of };
    let imported =
        shared.filings(scenario, || edgar::import(&lines, &file, source.before.as_deref()))?;
    let mut remarks: Vec<Remark> = vec![
        InputNote::FilingsRead {
            day: source.as_of,
            lines: imported.lines,
            of: tickers.len(),
            members: imported.members,
        }
        .into(),
    ];
    if source.late {
        let rank_day = scenario.event.rank_day;
        remarks.push(InputNote::FilingsLate { day: source.as_of, rank_day }.into());
    } else if source.before.is_none() {
        remarks.push(InputNote::FilingsWithoutEarlier.into());
    }
    Ok(FilingFacts { facts: imported.facts, until: Some(source.as_of), remarks })
}

/// The archives that a scenario names, each with its role.
pub(super) fn archives(scenario: &RunScenario) -> impl Iterator<Item = (&'static str, &PathBuf)> {
    scenario.filings.iter().flat_map(|source| {
        let before = source.before.as_ref().map(|path| ("filings before", path));
        [("filings", &source.path)].into_iter().chain(before)
    })
}

/// Records of the archives with their SHA-256, as for the scenario's other files.
pub(super) fn records(shared: &SharedFiles, scenario: &RunScenario) -> Vec<InputRecord> {
    let record = |(role, path): (&'static str, &PathBuf)| {
        let sha256 = shared.sha256(path)?;
        Some(InputRecord { role, path: scenario.source.name_of(path), sha256 })
    };
    archives(scenario).filter_map(record).collect()
}
