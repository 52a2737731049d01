//! The reports of a projection: tables of odds and distributions, a summary, and one screen.

pub mod assumptions;
pub mod breakpoints;
pub mod console;
pub mod json;
pub mod probabilities;
pub mod turnover;

use super::files::{Staging, WriteError, Writer, write_all};
use super::quantiles::QUANTILES;
use crate::scenario::projection::Projected;
use crate::simulation::paths::Summary;

/// The report files of a projection, by name.
pub const REPORTS: [(&str, Writer<Projected>); 4] = [
    ("probabilities.csv", |found, out| Ok(probabilities::write(found, out)?)),
    ("breakpoint_distribution.csv", |found, out| Ok(breakpoints::write(found, out)?)),
    ("turnover_distribution.csv", |found, out| Ok(turnover::write(found, out)?)),
    // Last, so that a summary stands for a complete set.
    ("summary.json", |found, out| json::write(found, out)),
];

/// Writes all reports of a projection into an open folder, whole or not at all.
///
/// # Errors
/// What the file system reports.
pub fn write_reports(found: &Projected, staging: Staging) -> Result<(), WriteError> {
    write_all(found, &REPORTS, staging)
}

/// The quantiles of a summary, in the order of [`QUANTILES`].
fn quantiles(summary: &Summary) -> [Option<f64>; 5] {
    QUANTILES.map(|(_, part)| summary.quantile(part))
}
