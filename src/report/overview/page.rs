//! The page of an overview: the table, with a link to the page of each event.

use super::{Overview, events};
use crate::report::page::{Block, Page, Quotes, Section};
use crate::report::run::EVENT;
use crate::report::shown::Style::{Count, Page as Link, Percent, Plain, Usd};

/// Maximum number of rows on the page.
const ROWS: usize = 2_000;

/// The page of a batch.
pub(super) fn page(overview: &Overview, quotes: &Quotes<'_>) -> Page {
    let columns = [
        ("event", EVENT, Plain),
        ("report", events::REPORT, Link),
        ("in force after", events::IMPLEMENTATION, Plain),
        ("break", events::BREAK, Usd),
        ("band from", events::BAND_LOWER, Usd),
        ("to", events::BAND_UPPER, Usd),
        ("R1000", events::R1000_MEMBERS, Count),
        ("R2000", events::R2000_MEMBERS, Count),
        ("R3000", events::R3000_MEMBERS, Count),
        ("adds", events::ADDITIONS, Count),
        ("deletes", events::DELETIONS, Count),
        ("up", events::UP, Count),
        ("down", events::DOWN, Count),
        ("1000 turns", events::R1000_ONE_WAY, Percent(2)),
        ("2000 turns", events::R2000_ONE_WAY, Percent(2)),
        ("traded", events::NET_TRADED, Usd),
        ("warnings", events::WARNINGS, Count),
    ];
    let table = quotes.table(events::TABLE);
    let list = table.list("", &columns, table.rows(), ROWS);
    Page {
        title: "Reconstitutions at a glance".to_owned(),
        conclusions: vec![format!(
            "{} reconstitution{}, by implementation day.",
            overview.events.len(),
            if overview.events.len() == 1 { "" } else { "s" }
        )],
        warnings: overview.failed_in_words().into_iter().collect(),
        sections: vec![Section {
            id: "events",
            title: "One row for an event".to_owned(),
            lead: "The break is the cap of the last company of the Russell 1000 without the band. Members are \
                   lines; additions, deletions and moves are companies of the Russell 3000. Turns is one-way \
                   turnover. What funds trade is bought and sold together, after they have crossed."
                .to_owned(),
            blocks: vec![Block::List(list)],
        }],
        ..Page::default()
    }
}
