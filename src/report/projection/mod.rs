//! Reports of a projection: tables of odds and distributions, page, summary and console output.

pub mod breakpoints;
pub mod console;
pub mod json;
pub mod probabilities;
pub mod turnover;

mod page;

use std::io::{self, Write};

use super::page::{Page, Quotes};
use super::table::{Description, Table};
use super::{Report, hash_of_scenario, summary};
use crate::report::manifest::ResultKind;
use crate::study::projection::Projected;

/// The tables of the reports.
pub const TABLES: [Description; 3] = [probabilities::TABLE, breakpoints::TABLE, turnover::TABLE];

impl Report for Projected {
    fn kind(&self) -> ResultKind {
        ResultKind::Projection
    }

    fn scenario_sha256(&self) -> Option<String> {
        hash_of_scenario(&self.inputs)
    }

    fn tables(&self) -> Vec<Table<'_>> {
        vec![probabilities::table(self), breakpoints::table(self), turnover::table(self)]
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page::page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        summary::write(&json::Summary::new(self), out)
    }
}
