//! The reports of a comparison: one file per table, a summary, and one screen.

pub mod console;
pub mod contributions;
pub mod drift;
pub mod events;
pub mod json;
pub mod ledger;
pub mod measures;
pub mod membership_check;
pub mod repairs;
pub mod trades;
pub mod whipsaws;

mod assumptions;
pub(in crate::report) mod page;

use std::io::{self, Write};

use super::page::{Page, Quotes};
use super::table::{Column, Table};
use super::{Report, hash_of_scenario};
use crate::analysis::comparison::{Comparison, LivedSchedule, compare};
use crate::scenario::comparison::Compared;
use crate::scenario::manifest::ResultKind;

/// The tables of the reports, by their files.
pub const TABLES: [(&str, &[Column]); 9] = [
    ("ledger-SCHEDULE.csv", &ledger::COLUMNS),
    ("drift.csv", &drift::COLUMNS),
    ("comparison.csv", &measures::COLUMNS),
    ("events.csv", &events::COLUMNS),
    ("trade_totals.csv", &trades::COLUMNS),
    ("contributions.csv", &contributions::COLUMNS),
    ("whipsaws.csv", &whipsaws::COLUMNS),
    ("repairs.csv", &repairs::COLUMNS),
    ("membership_check.csv", &membership_check::COLUMNS),
];

/// A comparison with its measures taken: what all its reports are written from.
#[derive(Debug)]
pub struct ComparisonReport<'a> {
    /// What was found.
    pub compared: &'a Compared,
    /// The schedules side by side.
    pub comparison: Comparison,
    /// What was assumed, in sentences.
    pub assumptions: Vec<String>,
}

impl<'a> ComparisonReport<'a> {
    /// Takes the measures; `None` of no schedule at all, which no scenario allows.
    pub fn new(compared: &'a Compared) -> Option<Self> {
        let lived = |s: &'a crate::scenario::comparison::Schedule| LivedSchedule {
            name: &s.name,
            lived: &s.lived,
        };
        let schedules: Vec<LivedSchedule<'_>> = compared.schedules.iter().map(lived).collect();
        let (comparison, assumptions) =
            rayon::join(|| compare(&schedules), || assumptions::assumptions(compared));
        Some(Self { compared, comparison: comparison?, assumptions })
    }
}

impl Report for ComparisonReport<'_> {
    fn kind(&self) -> ResultKind {
        ResultKind::Comparison
    }

    fn scenario_sha256(&self) -> Option<String> {
        hash_of_scenario(&self.compared.inputs)
    }

    fn tables(&self) -> Vec<Table<'_>> {
        // The largest first.
        let ledgers = self.compared.schedules.iter().map(ledger::table);
        let others = [
            drift::table(self),
            measures::table(self),
            events::table(self),
            trades::table(self),
            contributions::table(self),
            whipsaws::table(self),
            repairs::table(self),
            membership_check::table(self),
        ];
        ledgers.chain(others).collect()
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page::page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        json::write(self, out)
    }
}
