//! Reports of a sweep: measures of every rule, frontier, timing luck, page and summary.

pub(crate) mod combinations;
mod conclusions;
pub mod console;
pub(crate) mod frontier;
mod heat;
pub(in crate::report) mod json;
pub(crate) mod luck;
pub(crate) mod measures;
mod page;
mod words;

use std::io::{self, Write};

use super::page::{Page, Quotes};
use super::table::{Description, Table};
use super::{Report, summary};
use crate::report::manifest::ResultKind;
use crate::study::sweep::Swept;

pub use json::SCHEMA;

/// The tables of the reports.
pub const TABLES: [Description; 4] =
    [combinations::TABLE, measures::TABLE, frontier::TABLE, luck::TABLE];

impl Report for Swept {
    fn kind(&self) -> ResultKind {
        ResultKind::Sweep
    }

    fn scenario_sha256(&self) -> Option<String> {
        let scenario = self.inputs.get(0).filter(|input| input["role"] == "scenario")?;
        scenario.get("sha256")?.as_str().map(str::to_owned)
    }

    fn tables(&self) -> Vec<Table<'_>> {
        vec![
            measures::table(self),
            combinations::table(self),
            frontier::table(self),
            luck::table(self),
        ]
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page::page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        summary::write(&json::Summary::new(self), out)
    }
}
