//! The reports of a comparison: one file per table, a summary, and one screen.

pub mod console;
pub mod contributions;
pub mod drift;
pub mod events;
pub mod json;
pub mod ledger;
pub mod measures;
pub mod membership_check;
pub mod repairs;
pub mod whipsaws;

mod assumptions;
pub(super) mod table;

use std::io::{self, Write};

use rayon::prelude::*;

use super::files::{Staged, Staging, WriteError};
use crate::analysis::comparison::{Comparison, LivedSchedule, compare};
use crate::scenario::comparison::Compared;

/// A comparison with its measures taken: what all its reports are written from.
#[derive(Debug)]
pub struct ComparisonReport<'a> {
    /// What was found.
    pub compared: &'a Compared,
    /// The schedules side by side.
    pub comparison: Comparison,
    /// What was assumed, in sentences.
    pub assumptions: Vec<String>,
}

impl<'a> ComparisonReport<'a> {
    /// Takes the measures; `None` of no schedule at all, which no scenario allows.
    pub fn new(compared: &'a Compared) -> Option<Self> {
        let lived = |s: &'a crate::scenario::comparison::Schedule| LivedSchedule {
            name: &s.name,
            lived: &s.lived,
        };
        let schedules: Vec<LivedSchedule<'_>> = compared.schedules.iter().map(lived).collect();
        let (comparison, assumptions) =
            rayon::join(|| compare(&schedules), || assumptions::assumptions(compared));
        Some(Self { compared, comparison: comparison?, assumptions })
    }
}

/// Writes one report of a comparison.
type Writer<'a> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + Send + Sync + 'a>;

/// The report files of a comparison, by name.
pub fn reports<'a>(report: &'a ComparisonReport<'_>) -> Vec<(String, Writer<'a>)> {
    let named = |name: &str, writer: Writer<'a>| (name.to_owned(), writer);
    // The largest first.
    let ledgers = report.compared.schedules.iter().map(|schedule| {
        let writer: Writer<'a> = Box::new(|out| ledger::write(&schedule.ledger, out));
        (format!("ledger-{}.csv", schedule.name), writer)
    });
    let mut files: Vec<(String, Writer<'a>)> = ledgers.collect();
    files.extend([
        named("drift.csv", Box::new(|out| drift::write(report, out))),
        named("comparison.csv", Box::new(|out| measures::write(report, out))),
        named("events.csv", Box::new(|out| events::write(report, out))),
        named("contributions.csv", Box::new(|out| contributions::write(report, out))),
        named("whipsaws.csv", Box::new(|out| whipsaws::write(report, out))),
        named("repairs.csv", Box::new(|out| repairs::write(report, out))),
        named("membership_check.csv", Box::new(|out| membership_check::write(report, out))),
        // Last, so that a summary stands for a complete set.
        named("summary.json", Box::new(|out| json::write(report, out))),
    ]);
    files
}

/// Writes all reports of a comparison into an open folder, whole or not at all.
///
/// # Errors
/// What the file system reports.
pub fn write_reports(
    report: &ComparisonReport<'_>,
    mut staging: Staging,
) -> Result<(), WriteError> {
    let files = reports(report);
    // Handed out in their order, so that each thread begins with a ledger.
    let mut staged: Vec<(usize, Result<Staged, WriteError>)> = files
        .iter()
        .enumerate()
        .par_bridge()
        .map(|(at, (name, write))| (at, staging.prepare(name, |out| write(out))))
        .collect();
    staged.sort_by_key(|(at, _)| *at);
    for (_, file) in staged {
        staging.add(file?);
    }
    staging.publish().map(|_| ())
}
