//! The reports of a comparison on simulated paths: tables, a summary, and one screen.

pub mod console;
mod estimate;
mod fan;
mod json;
mod measures;
mod page;

use std::io::{self, Write};

use crate::report::Report;
use crate::report::files::{Staging, WriteError};
use crate::report::page::{Page, Quotes};
use crate::report::table::{Column, Table};
use crate::scenario::manifest::ResultKind;
use crate::scenario::simulated::{
    Header, MANIFEST, Manifest, RESULTS, Share, Simulated, State, UNFINISHED,
};
use crate::simulation::paths::Aggregate;

pub use fan::COLUMNS as FAN_COLUMNS;
pub use json::SCHEMA;
pub use measures::COLUMNS as MEASURE_COLUMNS;

/// The tables of the reports, by their files.
pub const TABLES: [(&str, &[Column]); 2] =
    [("comparison.csv", &measures::COLUMNS), ("fan.csv", &fan::COLUMNS)];

impl Report for Simulated {
    fn kind(&self) -> ResultKind {
        ResultKind::Simulation
    }

    fn scenario_sha256(&self) -> Option<String> {
        self.header.scenario_sha256()
    }

    fn tables(&self) -> Vec<Table<'_>> {
        vec![fan::table(self), measures::table(self)]
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page::page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        json::write(self, out)
    }
}

/// Writes a shard: its results, then the manifest that vouches for them.
///
/// # Errors
/// What the file system reports.
pub fn write_shard(
    simulated: &Simulated,
    shard: Share,
    mut staging: Staging,
) -> Result<(), WriteError> {
    let Simulated { header, results, .. } = simulated;
    let staged = staging.prepare(RESULTS, |out| State::write(header, results, out))?;
    let manifest = Manifest::new(header, shard, staged.sha256());
    staging.add(staged);
    staging.stage(MANIFEST, |out| {
        serde_json::to_writer_pretty(&mut *out, &manifest)?;
        writeln!(out)
    })?;
    staging.discard(UNFINISHED);
    staging.publish(ResultKind::Shard, header.scenario_sha256()).map(|_| ())
}

/// Writes what a simulation can go on from.
///
/// # Errors
/// What the file system reports.
pub fn write_unfinished(
    header: &Header,
    results: &Aggregate,
    staging: &mut Staging,
) -> Result<(), WriteError> {
    staging.keep(UNFINISHED, |out| State::write(header, results, out))
}
