//! Reports of a comparison on simulated paths: tables, page, summary and console output.

pub mod console;
mod cycles;
mod estimate;
mod fan;
pub(in crate::report) mod json;
pub(crate) mod measures;
mod page;

use std::io::{self, Write};

use self::estimate::Estimate;
use crate::report::manifest::ResultKind;
use crate::report::page::{Page, Quotes};
use crate::report::story::{self, Difference, Found, Sample};
use crate::report::table::{Description, Table, rounded};
use crate::report::{Report, summary};
use crate::simulation::measures::Statistic;
use crate::simulation::paths::Summary;
use crate::study::parts::Divided as _;
use crate::study::simulated::Simulated;
use crate::universe::Index;

pub use json::SCHEMA;

/// The tables of the reports.
pub const TABLES: [Description; 3] = [measures::TABLE, cycles::TABLE, fan::TABLE];

impl story::Comparison for Simulated {
    fn schedules(&self) -> Vec<&str> {
        self.results.schedules.iter().map(|schedule| schedule.name.as_str()).collect()
    }

    fn find(&self, statistic: Statistic, index: Option<Index>) -> Option<Found> {
        let (at, unit) = (self.header.place(statistic, index)?, statistic.unit());
        let confidence = self.header.confidence;
        let schedules = &self.results.schedules;
        let round = |value| rounded(value, unit.places_of_means());
        let difference = |of: Estimate| Difference {
            value: round(of.mean),
            interval: of.interval.map(|(low, high)| (round(low), round(high))),
        };
        let value = |of: Option<&Summary>| Estimate::of(of, confidence).map(|of| round(of.mean));
        let of_pairs = |of: Option<&Summary>| Estimate::of(of, confidence).map(difference);
        Some(Found {
            unit,
            values: schedules.iter().map(|s| value(s.summary(at))).collect(),
            differences: schedules.iter().map(|s| of_pairs(s.difference(at))).collect(),
        })
    }

    fn sample(&self) -> Sample {
        Sample {
            count: self.results.count(),
            are_paths: true,
            cycles: u64::from(self.header.years),
            confidence: self.header.confidence,
        }
    }
}

impl Report for Simulated {
    fn kind(&self) -> ResultKind {
        ResultKind::Simulation
    }

    fn scenario_sha256(&self) -> Option<String> {
        self.header.identity().scenario_sha256()
    }

    fn tables(&self) -> Vec<Table<'_>> {
        vec![fan::table(self), measures::table(self), cycles::table(self)]
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page::page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        summary::write(&json::Summary::new(self, &self.remarks()), out)
    }
}
