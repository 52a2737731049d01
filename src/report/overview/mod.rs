//! Overview of several results: one row for each reconstitution, or for each schedule of each
//! comparison, with a link to its reports.

pub mod comparisons;
pub mod console;
pub mod events;
mod page;

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

pub use comparisons::ScheduleRow;
pub use events::EventRow;

use crate::report::Report;
use crate::report::manifest::ResultKind;
use crate::report::page::{Page, Quotes};
use crate::report::summary::{self, Document};
use crate::report::table::{Description, Table};

/// Version of the layout of `overview.json`.
pub const SCHEMA: &str = "rankday.overview/3";

/// File name of its page and summary.
pub const STEM: &str = "overview";

/// The tables.
pub const TABLES: [Description; 2] = [events::TABLE, comparisons::TABLE];

/// The results of a batch: reconstitutions, or comparisons.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Overview {
    /// One row per reconstitution, ordered by implementation day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventRow>,
    /// One row per schedule of each comparison, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comparisons: Vec<ScheduleRow>,
    /// The scenarios that failed.
    pub failed: Vec<Failed>,
}

/// A scenario that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Failed {
    /// Its file, as written on the command line; only the last component of an absolute path.
    pub scenario: String,
    /// Why, in a sentence.
    pub reason: String,
}

impl Overview {
    /// An overview of the events of a batch and of the scenarios that failed.
    pub fn of_events(mut events: Vec<EventRow>, failed: Vec<Failed>) -> Self {
        events.sort_by(|a, b| {
            let key = |row: &EventRow| (row.implementation, row.rank_day);
            key(a).cmp(&key(b)).then_with(|| a.report.cmp(&b.report))
        });
        Self { events, failed, ..Self::default() }
    }

    /// An overview of the comparisons of a batch and of the scenarios that failed.
    pub fn of_comparisons(comparisons: Vec<ScheduleRow>, failed: Vec<Failed>) -> Self {
        Self { comparisons, failed, ..Self::default() }
    }

    /// Whether nothing was completed.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.comparisons.is_empty()
    }
}

impl Document for Overview {
    const SCHEMA: &'static str = SCHEMA;
}

impl Report for Overview {
    fn kind(&self) -> ResultKind {
        ResultKind::Overview
    }

    fn stem(&self) -> Option<&'static str> {
        Some(STEM)
    }

    fn tables(&self) -> Vec<Table<'_>> {
        let events = (!self.events.is_empty()).then(|| events::table(self));
        let comparisons = (!self.comparisons.is_empty()).then(|| comparisons::table(self));
        events.into_iter().chain(comparisons).collect()
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page::page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        summary::write(self, out)
    }
}
