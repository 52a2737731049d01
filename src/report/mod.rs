//! What the results look like: one file per format and table.

pub mod calibration;
pub mod comparison;
pub mod console;
pub mod csv;
pub mod difference;
pub mod explanation;
pub mod files;
pub mod json;
pub mod projection;
pub mod quantiles;
pub mod schedule;
pub mod score;
pub mod simulated;

use self::files::{Staging, WriteError, Writer, write_all};
use crate::scenario::Run;

/// The report files of a run, by name.
pub const REPORTS: [(&str, Writer<Run>); 8] = [
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
pub fn write_reports(run: &Run, staging: Staging) -> Result<(), WriteError> {
    write_all(run, &REPORTS, staging)
}
