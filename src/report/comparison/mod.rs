//! Reports of a comparison: tables, page, summary and console output.

pub mod console;
pub mod contributions;
pub mod cycles;
pub mod drift;
pub mod events;
pub mod json;
pub mod ledger;
pub mod measures;
pub mod membership_check;
pub mod repairs;
pub mod trades;
pub mod whipsaws;

mod days;
pub(in crate::report) mod page;

use std::io::{self, Write};

use super::page::{Page, Quotes};
use super::story::{self, Difference, Found, Sample};
use super::table::{Column, Description, Holds, Table, col};
use super::{Report, hash_of_scenario, summary};
use crate::analysis::comparison::{Comparison, ComparisonRow, ScheduleBacktest, compare};
use crate::analysis::interval::CONFIDENCE;
use crate::report::manifest::ResultKind;
use crate::simulation::measures::Statistic;
use crate::study::comparison::Compared;
use crate::universe::Index;

/// The schedule, in every table of a comparison.
pub(crate) const SCHEDULE: Column = col("schedule", Holds::Text, "the schedule");

/// The tables of the reports.
pub const TABLES: [Description; 10] = [
    ledger::TABLE,
    drift::TABLE,
    measures::TABLE,
    cycles::TABLE,
    events::TABLE,
    trades::TABLE,
    contributions::TABLE,
    whipsaws::TABLE,
    repairs::TABLE,
    membership_check::TABLE,
];

/// A comparison with its measures, the source of all its reports.
#[derive(Debug)]
pub struct ComparisonReport<'a> {
    /// The simulated schedules.
    pub compared: &'a Compared,
    /// Their measures, compared.
    pub comparison: Comparison,
}

impl<'a> ComparisonReport<'a> {
    /// Computes the measures; `None` without any schedule, which no scenario allows.
    pub fn new(compared: &'a Compared) -> Option<Self> {
        let of_schedule = |s: &'a crate::study::comparison::Schedule| ScheduleBacktest {
            name: &s.name,
            backtest: &s.backtest,
        };
        let schedules: Vec<ScheduleBacktest<'_>> =
            compared.schedules.iter().map(of_schedule).collect();
        let comparison = compare(&schedules, &compared.cycles)?;
        Some(Self { compared, comparison })
    }
}

impl story::Comparison for ComparisonReport<'_> {
    fn schedules(&self) -> Vec<&str> {
        self.compared.schedules.iter().map(|schedule| schedule.name.as_str()).collect()
    }

    fn find(&self, statistic: Statistic, index: Option<Index>) -> Option<Found> {
        let rows = self.comparison.of(statistic, index);
        let difference = |row: &ComparisonRow| {
            let interval = row.difference_spread.interval;
            row.difference.map(|value| Difference { value, interval })
        };
        Some(Found {
            unit: rows.first()?.unit(),
            values: rows.iter().map(|row| row.value).collect(),
            differences: rows.iter().map(difference).collect(),
        })
    }

    fn sample(&self) -> Sample {
        let count = self.comparison.cycles.complete().count() as u64;
        Sample { count, are_paths: false, cycles: count, confidence: CONFIDENCE }
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
        // Ledgers are the largest tables, so they come first.
        let ledgers = self.compared.schedules.iter().map(ledger::table);
        let others = [
            drift::table(self),
            measures::table(self),
            cycles::table(self),
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
        summary::write(&json::Summary::new(self), out)
    }
}
