//! Reports of a run: tables, page, summary and console output.

pub mod actions;
pub mod breakpoints;
pub mod changes;
pub mod characteristics;
pub mod closeness;
pub mod console;
pub mod eligibility;
pub mod gone;
pub mod indexes;
pub mod left;
pub mod membership;
pub mod summary;
pub mod trades;
pub mod turnover;
pub mod waterfall;

mod movers;
pub(in crate::report) mod page;
mod positions;

use std::io::{self, Write};

use crate::report::manifest::ResultKind;
use crate::report::page::{Page, Quotes};
use crate::report::table::{Column, Table};
use crate::report::{Report, hash_of_scenario};
use crate::study::Run;

/// The tables of the reports, by their files.
pub const TABLES: [(&str, &[Column]); 16] = [
    ("eligibility.csv", &eligibility::COLUMNS),
    ("membership.csv", &membership::COLUMNS),
    ("closeness.csv", &closeness::COLUMNS),
    ("changes.csv", &changes::COLUMNS),
    ("trades.csv", &trades::TRADES),
    ("trade_legs.csv", &trades::LEGS),
    ("trade_totals.csv", &trades::TOTALS),
    ("turnover.csv", &turnover::COLUMNS),
    ("characteristics.csv", &characteristics::CHARACTERISTICS),
    ("sectors.csv", &characteristics::SECTORS),
    ("indexes.csv", &indexes::COLUMNS),
    ("breakpoints.csv", &breakpoints::COLUMNS),
    ("waterfall.csv", &waterfall::COLUMNS),
    ("gone.csv", &gone::COLUMNS),
    ("left.csv", &left::COLUMNS),
    ("actions.csv", &actions::COLUMNS),
];

impl Report for Run {
    fn kind(&self) -> ResultKind {
        ResultKind::Run
    }

    fn scenario_sha256(&self) -> Option<String> {
        hash_of_scenario(&self.inputs)
    }

    fn tables(&self) -> Vec<Table<'_>> {
        vec![
            eligibility::table(self),
            membership::table(self),
            closeness::table(self),
            changes::table(self),
            trades::lines(self),
            trades::legs(self),
            trades::totals(self),
            turnover::table(self),
            characteristics::table(self),
            characteristics::sectors(self),
            indexes::table(self),
            breakpoints::table(self),
            waterfall::table(self),
            gone::table(self),
            left::table(self),
            actions::table(self),
        ]
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        page::page(self, quotes)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        summary::write(self, out)
    }
}
