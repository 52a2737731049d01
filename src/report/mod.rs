//! What the results look like.
//!
//! A report says what it holds: tables, a page that quotes them, a summary. Every format writes all
//! reports, one file of code for each: `format`.

pub mod calibration;
pub mod chart;
pub mod comparison;
mod curve;
mod dates;
pub mod explanation;
pub mod files;
mod folder;
pub use folder::manifest;
pub mod format;
mod index_changes;
mod leftovers;
pub mod overview;
pub mod page;
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
pub mod sweep;
pub mod table;

use std::io::{self, Write};

use self::manifest::ResultKind;
use self::page::{Page, Quotes};
use self::table::Table;
use crate::scenario::InputRecord;

/// A result that reports are written of.
pub trait Report: Sync {
    /// What made it.
    fn kind(&self) -> ResultKind;

    /// SHA-256 of the scenario that it is of, hexadecimal, where it is known.
    fn scenario_sha256(&self) -> Option<String> {
        None
    }

    /// What its page and its summary are called, where that is not `report` and `summary`.
    fn stem(&self) -> Option<&'static str> {
        None
    }

    /// Its tables, those that take longest to write first.
    fn tables(&self) -> Vec<Table<'_>>;

    /// What people look at, quoted from the tables.
    fn page(&self, quotes: &Quotes<'_>) -> Page;

    /// Writes the summary: one JSON document with a versioned schema.
    ///
    /// # Errors
    /// What the writer reports.
    fn summary(&self, out: &mut dyn Write) -> io::Result<()>;
}

/// The hash of the scenario among the files that went into a result, which it comes first of.
fn hash_of_scenario(inputs: &[InputRecord]) -> Option<String> {
    inputs.first().filter(|input| input.role == "scenario").map(|input| input.sha256.clone())
}
