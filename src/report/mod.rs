//! Reports of results.
//!
//! A report provides tables, a page that quotes them, and a summary. Every format in `format` can write
//! every report.

pub mod calibration;
pub mod chart;
pub mod check;
pub mod comparison;
mod curve;
mod dates;
pub(crate) mod documents;
pub mod explanation;
pub mod files;
mod folder;
pub use folder::manifest;
pub mod format;
pub(crate) mod index_changes;
mod leftovers;
pub mod model_check;
pub mod overview;
pub mod page;
pub mod parts;
pub mod projection;
pub mod quantiles;
pub mod remarks;
pub mod run;
pub mod schedule;
pub mod score;
pub(crate) mod screen;
pub mod shown;
pub mod simulated;
mod story;
pub mod summary;
pub mod sweep;
pub mod table;

use std::io::{self, Write};

use self::manifest::ResultKind;
use self::page::{Page, Quotes};
use self::table::Table;
use crate::scenario::InputRecord;

/// A result for which reports can be written.
pub trait Report: Sync {
    /// The kind of result.
    fn kind(&self) -> ResultKind;

    /// SHA-256 of its scenario file, hexadecimal; `None` if unknown.
    fn scenario_sha256(&self) -> Option<String> {
        None
    }

    /// File name of its page and summary, if not `report` and `summary`.
    fn stem(&self) -> Option<&'static str> {
        None
    }

    /// Its tables; those that take longest to write come first.
    fn tables(&self) -> Vec<Table<'_>>;

    /// Its page, quoted from the tables.
    fn page(&self, quotes: &Quotes<'_>) -> Page;

    /// Writes the summary: one JSON document with a versioned schema.
    ///
    /// # Errors
    /// Errors of the writer.
    fn summary(&self, out: &mut dyn Write) -> io::Result<()>;
}

/// The hash of the scenario, which is the first of the input files.
fn hash_of_scenario(inputs: &[InputRecord]) -> Option<String> {
    inputs.first().filter(|input| input.role == "scenario").map(|input| input.sha256.clone())
}
