//! What the results look like: one file per format and table.

pub mod comparison;
pub mod console;
pub mod csv;
pub mod files;
pub mod json;
pub mod schedule;
pub mod score;

use std::io::{self, Write};

use rayon::prelude::*;

use self::files::{Staged, Staging, WriteError};
use crate::scenario::Run;

/// Writes one report of a run.
type Writer = fn(&Run, &mut dyn Write) -> io::Result<()>;

/// The report files of a run, by name.
pub const REPORTS: [(&str, Writer); 8] = [
    ("changes.csv", |run, out| Ok(csv::changes::write(run, out)?)),
    ("membership.csv", |run, out| Ok(csv::membership::write(run, out)?)),
    ("turnover.csv", |run, out| Ok(csv::turnover::write(run, out)?)),
    ("indexes.csv", |run, out| Ok(csv::indexes::write(run, out)?)),
    ("breakpoints.csv", |run, out| Ok(csv::breakpoints::write(run, out)?)),
    ("gone.csv", |run, out| Ok(csv::gone::write(run, out)?)),
    ("eligibility.csv", |run, out| Ok(csv::eligibility::write(run, out)?)),
    // Last, so that a summary stands for a complete set.
    ("summary.json", |run, out| json::write(run, out)),
];

/// Writes all reports of a run into an open folder, whole or not at all.
///
/// # Errors
/// What the file system reports.
pub fn write_reports(run: &Run, mut staging: Staging) -> Result<(), WriteError> {
    let staged: Vec<Result<Staged, WriteError>> = REPORTS
        .par_iter()
        .map(|(name, write)| staging.prepare(name, |out| write(run, out)))
        .collect();
    for file in staged {
        staging.add(file?);
    }
    staging.publish().map(|_| ())
}
