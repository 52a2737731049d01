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
pub mod sectors;
pub mod summary;
pub mod trade_legs;
pub mod trade_totals;
pub mod trades;
pub mod turnover;
pub mod waterfall;

mod movers;
pub(in crate::report) mod page;
mod positions;

use std::io::{self, Write};

use crate::report::manifest::ResultKind;
use crate::report::page::{Page, Quotes};
use crate::report::table::{Column, Description, Holds, Table, col};
use crate::report::{Report, hash_of_scenario};
use crate::study::Run;

/// The reconstitution, in every table of a run.
pub(crate) const EVENT: Column = col("event", Holds::Text, "the reconstitution");

/// The tables of the reports.
pub const TABLES: [Description; 16] = [
    eligibility::TABLE,
    membership::TABLE,
    closeness::TABLE,
    changes::TABLE,
    trades::TABLE,
    trade_legs::TABLE,
    trade_totals::TABLE,
    turnover::TABLE,
    characteristics::TABLE,
    sectors::TABLE,
    indexes::TABLE,
    breakpoints::TABLE,
    waterfall::TABLE,
    gone::TABLE,
    left::TABLE,
    actions::TABLE,
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
            trades::table(self),
            trade_legs::table(self),
            trade_totals::table(self),
            turnover::table(self),
            characteristics::table(self),
            sectors::table(self),
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
        super::summary::write(&summary::Summary::new(self), out)
    }
}
