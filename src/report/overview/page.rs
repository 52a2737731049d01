//! The page of an overview: the table, with a link to the page of each event.

use super::Overview;
use crate::report::page::{Block, Page, Quotes, Section};
use crate::report::shown::Style::{Count, Page as Link, Percent, Plain, Usd};

/// Maximum number of rows on the page.
const ROWS: usize = 2_000;

/// The page of a batch.
pub(super) fn page(overview: &Overview, quotes: &Quotes<'_>) -> Page {
    let columns = [
        ("event", "event", Plain),
        ("report", "report", Link),
        ("in force after", "implementation", Plain),
        ("break", "break", Usd),
        ("band from", "band_lower", Usd),
        ("to", "band_upper", Usd),
        ("R1000", "r1000_members", Count),
        ("R2000", "r2000_members", Count),
        ("R3000", "r3000_members", Count),
        ("adds", "additions", Count),
        ("deletes", "deletions", Count),
        ("up", "up", Count),
        ("down", "down", Count),
        ("1000 turns", "r1000_one_way", Percent(2)),
        ("2000 turns", "r2000_one_way", Percent(2)),
        ("traded", "net_traded", Usd),
        ("warnings", "warnings", Count),
    ];
    let table = quotes.table("overview");
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
