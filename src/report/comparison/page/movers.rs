//! Companies that move at the reconstitutions of a history, under each schedule.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::report::comparison::{SCHEDULE, events, ledger};
use crate::report::page::{Block, List, Quote, Quotes, Row, Section, Value};
use crate::report::shown::Style::{Percent, Plain, Words};

/// Indexes whose changes are listed: first the 1000, then the other changes of the 2000.
const FOLLOWED: [&str; 2] = ["R1000", "R2000"];
/// Maximum number of rows on the page.
const ROWS: usize = 2_500;

/// The section, by schedule and date, the Russell 1000 before the 2000.
pub(super) fn movers(quotes: &Quotes<'_>, schedules: &[&str]) -> Section {
    let columns = [
        ("schedule", Plain),
        ("event", Plain),
        ("day", Plain),
        ("index", Plain),
        ("symbol", Plain),
        ("action", Plain),
        ("why", Words),
        ("weight before", Percent(4)),
        ("after", Percent(4)),
    ];
    let ledgers: Vec<Quote> = schedules
        .par_iter()
        .map(|schedule| {
            let events = reconstitutions(quotes, schedule);
            quotes.some_of(&ledger::name_of(schedule), &|row| is_move(row, &events))
        })
        .collect();
    let mut rows = Vec::new();
    for index in FOLLOWED {
        for (schedule, ledger) in schedules.iter().zip(&ledgers) {
            let own = ledger.rows().filter(|row| row.is(ledger::INDEX, index));
            rows.extend(own.map(|row| shown(row, schedule)));
        }
    }
    let all = rows.len();
    rows.truncate(ROWS);
    let list = List {
        title: "Who enters and leaves at reconstitutions".to_owned(),
        columns: columns.iter().map(|(head, style)| ((*head).to_owned(), *style)).collect(),
        is_long: rows.len() > 12,
        rows,
        all: (all > ROWS).then(|| (all, ledger::TABLE.file.to_owned())),
    };
    Section {
        id: "movers",
        title: "Who moves".to_owned(),
        lead: "Lines that enter or leave the Russell 1000, then those of the Russell 2000 that go to or come from \
               elsewhere than the 1000. The ledgers have every change of every index, those in between included."
            .to_owned(),
        blocks: vec![Block::List(list)],
    }
}

/// The names of a schedule's reconstitutions.
fn reconstitutions(quotes: &Quotes<'_>, schedule: &str) -> BTreeSet<String> {
    let events = quotes.table(events::TABLE).rows();
    let own =
        events.filter(|row| row.is(SCHEDULE, schedule) && row.is(events::KIND, "reconstitution"));
    own.map(|row| row.text(events::EVENT).into_owned()).collect()
}

/// True for a row of a line that enters or leaves one of the indexes at one of the events. Moves between
/// the two indexes count only in the larger one.
fn is_move(row: &Row<'_>, events: &BTreeSet<String>) -> bool {
    let is_of_smaller = row.is(ledger::INDEX, FOLLOWED[1]);
    let is_shown_above =
        is_of_smaller && (row.is(ledger::REASON, "up") || row.is(ledger::REASON, "down"));
    (is_of_smaller || row.is(ledger::INDEX, FOLLOWED[0]))
        && (row.is(ledger::ACTION, "add") || row.is(ledger::ACTION, "delete"))
        && !is_shown_above
        && events.contains(row.text(ledger::EVENT).as_ref())
}

fn shown(row: Row<'_>, schedule: &str) -> Vec<Value> {
    vec![
        Value { shown: schedule.to_owned(), exact: schedule.to_owned() },
        row.value(ledger::EVENT, Plain),
        row.value(ledger::DATE, Plain),
        row.value(ledger::INDEX, Plain),
        row.value(ledger::SYMBOL, Plain),
        row.value(ledger::ACTION, Plain),
        row.value(ledger::REASON, Words),
        row.value(ledger::WEIGHT_BEFORE, Percent(4)),
        row.value(ledger::WEIGHT_AFTER, Percent(4)),
    ]
}
