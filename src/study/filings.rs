//! Official filings named by a scenario, read into the same facts that `rankday import edgar`
//! writes.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::files::Files;
use crate::remark::{Kind, Remark};
use crate::scenario::{InputRecord, RunScenario};
use crate::universe::import::edgar::{self, BulkFile, Tickers};
use crate::universe::{Faults, SymbolChanges, read_tickers, sha256_of};

/// Facts from filings, the day up to which they apply, and remarks.
#[derive(Debug, Default)]
pub(super) struct FilingFacts {
    pub(super) facts: Vec<crate::universe::Fact>,
    pub(super) until: Option<NaiveDate>,
    pub(super) remarks: Vec<Remark>,
}

/// Reads the filings for the lines of the scenario's universe.
pub(super) fn read(
    scenario: &RunScenario,
    files: &Files,
    changes: &SymbolChanges,
) -> Result<FilingFacts, Faults> {
    let Some(source) = &scenario.filings else { return Ok(FilingFacts::default()) };
    let tickers = read_tickers(files.get(&scenario.universe.path)?);
    let lines = Tickers { tickers: &tickers, as_of: Some(scenario.universe.as_of), changes };
    let file = BulkFile { path: &source.path, as_of: source.as_of };
    let imported = edgar::import(&lines, &file, source.before.as_deref())?;
    let mut remarks: Vec<Remark> = vec![
        Kind::FilingsRead {
            day: source.as_of,
            lines: imported.lines,
            of: tickers.len(),
            members: imported.members,
        }
        .into(),
    ];
    if source.late {
        let rank_day = scenario.event.rank_day;
        remarks.push(Kind::FilingsLate { day: source.as_of, rank_day }.into());
    } else if source.before.is_none() {
        remarks.push(Kind::FilingsWithoutEarlier.into());
    }
    Ok(FilingFacts { facts: imported.facts, until: Some(source.as_of), remarks })
}

/// Records of the archives with their SHA-256, as for the scenario's other files.
pub(super) fn records(scenario: &RunScenario) -> Vec<InputRecord> {
    let Some(source) = &scenario.filings else { return Vec::new() };
    let named = [("filings", Some(&source.path)), ("filings before", source.before.as_ref())];
    let record = |(role, path): (&'static str, Option<&PathBuf>)| {
        let path = path?;
        let sha256 = sha256_of(path).ok()?;
        Some(InputRecord { role, path: scenario.source.name_of(path), sha256 })
    };
    named.into_iter().filter_map(record).collect()
}
