//! The events of a history on the page: turnover, trades, changes, moves back, and checks of members.

use super::{DRAWN, side_by_side};
use crate::report::chart::{Bars, Chart};
use crate::report::comparison::{SCHEDULE, events, measures, membership_check, trades, whipsaws};
use crate::report::index_changes::{
    ADDITIONS, DELETIONS, MEMBERS_AFTER, MEMBERS_BEFORE, MOVED_IN, MOVED_OUT, ONE_WAY,
};
use crate::report::page::{Block, Figure, Quotes, Section};
use crate::report::run::page::{causes_bar, causes_legend};
use crate::report::shown::Style::{Count, Percent, Plain, Usd, Words};
use crate::simulation::measures::{Statistic, trades as traded};

/// Measures of the trades of index funds: label, measure, index.
const TRADED: [(&str, Statistic, &str); 10] = [
    ("traded by index funds, net", traded::NET.value(), ""),
    ("  June", traded::JUNE_NET.value(), ""),
    ("  December and others", traded::DECEMBER_NET.value(), ""),
    ("  quarters", traded::QUARTERLY_NET.value(), ""),
    ("unscheduled, not in it", traded::UNSCHEDULED_NET.value(), ""),
    ("all funds, before they cross", traded::GROSS.value(), ""),
    ("funds on the 1000", traded::GROSS.value(), "R1000"),
    ("funds on the 2000", traded::GROSS.value(), "R2000"),
    ("funds on Midcap", traded::GROSS.value(), "MIDCAP"),
    ("funds on Microcap", traded::GROSS.value(), "MICROCAP"),
];
/// Maximum number of rows of a list on the page.
const ROWS: usize = 3_000;

/// One-way turnover of every reconstitution by cause.
pub(super) fn turnover(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(events::TABLE);
    let mut blocks = Vec::new();
    for (index, title) in DRAWN {
        let rows = table
            .rows()
            .filter(|row| row.is(events::INDEX, index) && row.is(events::KIND, "reconstitution"));
        let bars = rows.map(|row| {
            causes_bar(&format!("{}, {}", row.text(events::EVENT), row.text(SCHEDULE)), row)
        });
        blocks.push(Block::figure(Figure {
            title: format!("{title}: one-way turnover of every reconstitution, by cause."),
            text: "The table of events below has the numbers, and what happened in between."
                .to_owned(),
            chart: Chart::Bars(Bars { bars: bars.collect(), legend: causes_legend() }),
            numbers: None,
        }));
    }
    Section { id: "turnover", title: "Turnover by cause".to_owned(), lead: String::new(), blocks }
}

/// Trades of index funds per cycle and at every event.
pub(super) fn trades(quotes: &Quotes<'_>, schedules: &[&str]) -> Section {
    let a_cycle = side_by_side(
        quotes.table(measures::TABLE),
        "Bought and sold a cycle, at the scheduled events",
        schedules,
        TRADED.into_iter(),
    );
    let table = quotes.table(trades::TABLE);
    let columns = [
        ("schedule", SCHEDULE, Plain),
        ("event", events::EVENT, Plain),
        ("kind", events::KIND, Words),
        ("day", events::DATE, Plain),
        ("funds on", trades::INDEX, Plain),
        ("assets", trades::ASSETS_USD, Usd),
        ("lines", trades::LINES, Count),
        ("bought", trades::BUYS_USD, Usd),
        ("sold", trades::SELLS_USD, Usd),
        ("both", trades::GROSS_USD, Usd),
    ];
    let rows = table.rows().filter(|row| !row.is(events::KIND, "deletion"));
    let title = "Event by event; net is what is left after funds of different indexes have crossed";
    Section {
        id: "trades",
        title: "What index funds must trade".to_owned(),
        lead: "Dollars are the funds' assets on an index times its two-way turnover. Assets are the same all along, \
               and partly estimates: the assumptions below name them."
            .to_owned(),
        blocks: vec![Block::List(a_cycle), Block::List(table.list(title, &columns, rows, ROWS))],
    }
}

pub(super) fn events(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(events::TABLE);
    let columns = [
        ("schedule", SCHEDULE, Plain),
        ("event", events::EVENT, Plain),
        ("kind", events::KIND, Words),
        ("day", events::DATE, Plain),
        ("basis", events::DATE_BASIS, Words),
        ("index", events::INDEX, Plain),
        ("before", MEMBERS_BEFORE, Count),
        ("after", MEMBERS_AFTER, Count),
        ("added", ADDITIONS, Count),
        ("deleted", DELETIONS, Count),
        ("in", MOVED_IN, Count),
        ("out", MOVED_OUT, Count),
        ("one-way", ONE_WAY, Percent(2)),
        ("membership", events::MEMBERSHIP, Percent(2)),
    ];
    let rows = table.rows().filter(|row| {
        !row.is(events::KIND, "deletion")
            && DRAWN.iter().any(|(index, _)| row.is(events::INDEX, index))
    });
    Section {
        id: "events",
        title: "Event by event".to_owned(),
        lead: "Reconstitutions, quarterly updates, fast entries and corporate actions; deletions between them and \
               the other indexes are in events.csv."
            .to_owned(),
        blocks: vec![Block::List(table.list("Events of the Russell 1000 and 2000", &columns, rows, ROWS))],
    }
}

pub(super) fn moved_back(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(whipsaws::TABLE);
    let columns = [
        ("schedule", SCHEDULE, Plain),
        ("symbol", whipsaws::SYMBOL, Plain),
        ("home", whipsaws::HOME, Plain),
        ("away", whipsaws::AWAY, Plain),
        ("there", whipsaws::THERE, Plain),
        ("day", whipsaws::THERE_DATE, Plain),
        ("back", whipsaws::BACK, Plain),
        ("day", whipsaws::BACK_DATE, Plain),
    ];
    Section {
        id: "whipsaws",
        title: "Whipsaws".to_owned(),
        lead: "Companies that move at one reconstitution and move back at the next.".to_owned(),
        blocks: vec![Block::List(table.list("Moves and returns", &columns, table.rows(), ROWS))],
    }
}

pub(super) fn checks(quotes: &Quotes<'_>) -> Section {
    let check = quotes.table(membership_check::TABLE);
    let columns = [
        ("schedule", SCHEDULE, Plain),
        ("index", membership_check::INDEX, Plain),
        ("list of", membership_check::HELD_ON, Plain),
        ("close", membership_check::CLOSE, Plain),
        ("listed", membership_check::LISTED, Count),
        ("held", membership_check::HELD, Count),
        ("both", membership_check::BOTH, Count),
        ("of the listed", membership_check::OF_LISTED, Percent(2)),
        ("of the held", membership_check::OF_HELD, Percent(2)),
    ];
    let list = check.list("Simulated memberships against lists", &columns, check.rows(), ROWS);
    Section {
        id: "checks",
        title: "How far it is from what was held".to_owned(),
        lead: "If the scenario names lists of members, the simulated memberships are compared with them.".to_owned(),
        blocks: vec![Block::List(list)],
    }
}
