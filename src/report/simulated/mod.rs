//! The reports of a comparison on simulated paths: tables, a summary, and one screen.

pub mod console;
mod estimate;
mod fan;
mod json;
mod measures;

use std::path::Path;

use crate::report::files::{Staging, WriteError, Writer, write_all, write_file};
use crate::scenario::simulated::{
    Header, MANIFEST, Manifest, RESULTS, Share, Simulated, State, UNFINISHED,
};
use crate::simulation::paths::Aggregate;

pub use fan::COLUMNS as FAN_COLUMNS;
pub use json::SCHEMA;
pub use measures::COLUMNS as MEASURE_COLUMNS;

/// The report files, by name.
pub const REPORTS: [(&str, Writer<Simulated>); 3] = [
    ("comparison.csv", |simulated, out| measures::write(simulated, out)),
    ("fan.csv", |simulated, out| fan::write(simulated, out)),
    // Last, so that a summary stands for a complete set.
    ("summary.json", |simulated, out| json::write(simulated, out)),
];

/// Writes all reports into an open folder, whole or not at all.
///
/// # Errors
/// What the file system reports.
pub fn write_reports(simulated: &Simulated, staging: Staging) -> Result<(), WriteError> {
    write_all(simulated, &REPORTS, staging)
}

/// Writes a shard: its results, then the manifest that vouches for them.
///
/// # Errors
/// What the file system reports.
pub fn write_shard(simulated: &Simulated, shard: Share, folder: &Path) -> Result<(), WriteError> {
    let Simulated { header, results, .. } = simulated;
    let file = folder.join(RESULTS);
    write_file(&file, |out| State::write(header, results, out))?;
    write_file(&folder.join(MANIFEST), |out| {
        serde_json::to_writer_pretty(&mut *out, &Manifest::new(header, shard, &file)?)?;
        writeln!(out)
    })
}

/// Writes what a simulation can go on from.
///
/// # Errors
/// What the file system reports.
pub fn write_unfinished(
    header: &Header,
    results: &Aggregate,
    folder: &Path,
) -> Result<(), WriteError> {
    write_file(&folder.join(UNFINISHED), |out| State::write(header, results, out))
}
