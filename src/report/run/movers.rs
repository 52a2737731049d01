//! The changes as a trading desk reads them: a list for each index and direction, with the trades of each
//! change.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{actions, changes, closeness, gone, left, trades};
use crate::analysis::confidence::Sureness;
use crate::report::chart::{Bars, Chart, Tone, stacked};
use crate::report::page::{Block, Figure, List, Quote, Quotes, Row, Section, Value};
use crate::report::shown::Style::{
    Count, Number, Percent, Plain, Points, SignedPercent, SignedUsd, Usd, Words,
};
use crate::report::shown::thousands;
use crate::report::table::{Cell, Column};
use crate::study::Run;
use crate::universe::{Index, Segment};

/// Maximum number of rows of a list of changes.
const MOVERS: usize = 2_000;
/// Number of the closest calls that are listed.
const CALLS: usize = 60;

/// The text shown instead of moves if the members before are unknown; `None` if they are known.
pub(super) fn not_known(run: &Run) -> Option<String> {
    let among = |is_in: fn(Segment) -> bool| {
        let companies = run.result.companies.iter();
        thousands(companies.filter(|company| is_in(company.to)).count() as f64, 0)
    };
    let without = if run.membership.members.is_empty() {
        "without members held before"
    } else if run.membership.not_given.contains(Index::R3000) {
        "with members of a part of it alone"
    } else {
        return None;
    };
    Some(format!(
        "{} companies make the Russell 3000, {} of them the Russell 1000; {without} it is not known who moves.",
        among(Segment::in_r3000),
        among(|segment| segment == Segment::R1000)
    ))
}

/// The changes that a list shows: the kind of row, its action, the segment that the company enters or, for
/// deletions, leaves (`None` for any), and the title.
type Group = (&'static str, &'static str, Option<&'static str>, &'static str);

/// The lists, in order. Each change is in exactly one of them.
const GROUPS: [Group; 11] = [
    ("company", "up", None, "Up from the Russell 2000 to the Russell 1000"),
    ("company", "down", None, "Down from the Russell 1000 to the Russell 2000"),
    ("company", "add", Some("R1000"), "Russell 1000 additions from outside the Russell 3000"),
    ("company", "delete", Some("R1000"), "Russell 1000 deletions out of the Russell 3000"),
    ("company", "add", Some("R2000"), "Russell 2000 additions from outside the Russell 3000"),
    ("company", "delete", Some("R2000"), "Russell 2000 deletions out of the Russell 3000"),
    (
        "company",
        "delete",
        Some("R3000"),
        "Russell 3000 deletions, in which part of it is not known",
    ),
    ("company", "add", Some("R3000"), "Russell 3000 additions"),
    ("company", "add", Some("MICRO"), "Microcap additions below the Russell 3000"),
    ("company", "delete", Some("MICRO"), "Microcap deletions below the Russell 3000"),
    ("class", "", None, "Share classes beside a company's main line"),
];

/// Whether the list of a group includes a change; `cell` gives the text of a column of its row.
fn is_in<'r>(cell: impl Fn(Column) -> Cow<'r, str>, (what, action, segment, _): &Group) -> bool {
    let side = if *action == "delete" { changes::FROM } else { changes::TO };
    cell(changes::WHAT) == *what
        && (action.is_empty() || cell(changes::ACTION) == *action)
        && segment.is_none_or(|segment| cell(side) == segment)
}

pub(super) fn section(run: &Run, quotes: &Quotes<'_>) -> Section {
    if let Some(lead) = not_known(run) {
        return Section { id: "movers", title: "Who moves".to_owned(), lead, blocks: Vec::new() };
    }
    let changes = quotes.table(changes::TABLE);
    let mut blocks: Vec<Block> = sureness(changes).into_iter().map(Block::figure).collect();
    let closeness = Closeness::of(run, changes);
    let beside = Beside::of(&closeness.some, quotes.table(trades::TABLE));
    let lists = GROUPS.iter().map(|group| beside.list(changes, group));
    let mut lists: Vec<List> = lists.filter(|list| !list.rows.is_empty()).collect();
    if lists.is_empty() {
        lists.push(List { title: "Changes".to_owned(), ..List::default() });
    }
    blocks.extend(lists.into_iter().map(Block::List));
    blocks.push(Block::List(calls(&closeness)));
    let gone = quotes.table(gone::TABLE);
    if !gone.is_empty() {
        let columns = [
            ("symbol", gone::SYMBOL, Plain),
            ("name", gone::NAME, Plain),
            ("segment", gone::SEGMENT, Plain),
            ("held on", gone::HELD_ON, Plain),
            ("why", gone::REASON, Words),
        ];
        let title = "Members without a line on rank day";
        blocks.push(Block::List(gone.list(title, &columns, gone.rows(), 300)));
    }
    blocks.extend(since_rank_day(quotes).into_iter().map(Block::List));
    Section {
        id: "movers",
        title: "Who moves, and how sure it is".to_owned(),
        lead: "One row for a company, by index and direction. How likely a change is to come true follows from how often decisions on such evidence, as \
               far from the cut, came true at past events: near-certain from 90%, likely from 60%, open below. Days \
               of volume are those that the index funds need for their net trade. The edge is the nearest that \
               concerns a company: of the band for a member, the break without it for everybody else. \"To the edge\" \
               is how far its cap would have to change to reach that edge; a screen that drops a company has \
               no edge."
            .to_owned(),
        blocks,
    }
}

/// Lines that left between rank day and implementation, and the corporate actions stated for that time.
fn since_rank_day(quotes: &Quotes<'_>) -> Vec<List> {
    let mut lists = Vec::new();
    let left = quotes.table(left::TABLE);
    if !left.is_empty() {
        let columns = [
            ("symbol", left::SYMBOL, Plain),
            ("name", left::NAME, Plain),
            ("held", left::HELD, Plain),
            ("rank day put it in", left::DECIDED, Plain),
            ("why", left::WHY, Words),
            ("left on", left::DATE, Plain),
            ("buyer", left::BUYER, Plain),
            ("cap", left::MARKET_CAP, Usd),
        ];
        let title =
            "Left between rank day and implementation: neither deleted nor added by the event";
        lists.push(left.list(title, &columns, left.rows(), 300).without_empty_columns());
    }
    let actions = quotes.table(actions::TABLE);
    if !actions.is_empty() {
        let columns = [
            ("date", actions::DATE, Plain),
            ("action", actions::ACTION, Plain),
            ("symbol", actions::SYMBOL, Plain),
            ("other", actions::OTHER, Plain),
            ("applied", actions::APPLIED, Plain),
            ("effect", actions::EFFECT, Words),
        ];
        let title = "Corporate actions since rank day";
        lists.push(actions.list(title, &columns, actions.rows(), 300));
    }
    lists
}

/// The distances to edges that are shown; a universe may have too many to show all.
struct Closeness {
    /// The distances of the nearest companies, then of others that change.
    some: Quote,
    /// Total number of companies.
    all: usize,
}

impl Closeness {
    fn of(run: &Run, changes: &Quote) -> Self {
        let moving = moving(changes);
        let is_shown = |place, company| place < CALLS || moving.contains(run.symbol(company));
        Self { some: Quote::of(&closeness::some(run, is_shown)), all: run.closeness.len() }
    }
}

/// The companies closest to an edge that applies to them.
fn calls(closeness: &Closeness) -> List {
    let columns = [
        ("symbol", closeness::SYMBOL, Plain),
        ("name", closeness::NAME, Plain),
        ("held", closeness::HELD, Plain),
        ("becomes", closeness::SEGMENT, Plain),
        ("rank", closeness::RANK, Count),
        ("cap", closeness::MARKET_CAP, Usd),
        ("edge", closeness::EDGE, Words),
        ("cap there", closeness::EDGE_MARKET_CAP, Usd),
        ("to the edge", closeness::DISTANCE, SignedPercent(2)),
    ];
    let title = "The closest calls: companies that a small change in cap would have put elsewhere; to the cap of the \
                 company at the edge (explain has the exact price)";
    let nearest = closeness.some.rows().take(CALLS);
    let mut list = closeness.some.list(title, &columns, nearest, CALLS);
    list.all = (closeness.all > CALLS).then(|| (closeness.all, closeness::TABLE.file.to_owned()));
    list
}

/// The tickers of the lines that change.
fn moving(changes: &Quote) -> BTreeSet<Cow<'_, str>> {
    changes.rows().map(|row| row.text(changes::SYMBOL)).collect()
}

/// Rows of other tables for the lines that change.
struct Beside<'q> {
    closeness: BTreeMap<Cow<'q, str>, Row<'q>>,
    trades: BTreeMap<Cow<'q, str>, Row<'q>>,
}

impl<'q> Beside<'q> {
    fn of(closeness: &'q Quote, trades: &'q Quote) -> Self {
        let by_symbol =
            |table: &'q Quote| table.rows().map(|row| (row.text(changes::SYMBOL), row)).collect();
        Self { closeness: by_symbol(closeness), trades: by_symbol(trades) }
    }

    /// The list of a group.
    fn list(&self, changes: &Quote, group: &Group) -> List {
        let mut columns = vec![("symbol", changes::SYMBOL, Plain), ("name", changes::NAME, Plain)];
        // The title implies the other columns.
        match group.1 {
            "add" => columns.push(("from", changes::FROM, Plain)),
            "delete" => columns.push(("to", changes::TO, Plain)),
            "" => columns.extend([("from", changes::FROM, Plain), ("to", changes::TO, Plain)]),
            _ => {}
        }
        columns.extend([("rank", changes::RANK, Count), ("cap", changes::MARKET_CAP, Usd)]);
        let rows = || changes.rows().filter(|row| is_in(|column| row.text(column), group));
        let mut list = changes.list(group.3, &columns, rows(), MOVERS);
        let more = [
            ("sector", Words),
            ("net trade", SignedUsd),
            ("days of volume", Number(1)),
            ("comes true", Percent(0)),
            ("how sure", Words),
            ("to the edge", SignedPercent(1)),
            ("edge", Words),
            ("why", Words),
            ("percentile", Points(2)),
            ("evidence", Words),
        ];
        list.columns.extend(more.map(|(heading, style)| (heading.to_owned(), style)));
        for (cells, row) in list.rows.iter_mut().zip(rows()) {
            cells.extend(self.cells(&row));
        }
        list.without_empty_columns()
    }

    /// The cells of a change that its own table lacks or has last.
    fn cells(&self, row: &Row<'_>) -> [Value; 10] {
        let of = |found: Option<&Row<'_>>, column, style| {
            found.map_or_else(|| Value::of(&Cell::Empty, style), |row| row.value(column, style))
        };
        let symbol = row.text(changes::SYMBOL);
        let trade = self.trades.get(&symbol);
        // An ineligible company is not ranked, so it has no nearest edge.
        let is_ranked = !row.cell(changes::RANK).is_empty() && row.is(changes::WHAT, "company");
        let near = self.closeness.get(&symbol).filter(|_| is_ranked);
        let sure = row.number(changes::CONFIDENCE).map_or(Cell::Empty, |confidence| {
            Cell::Text(Cow::Borrowed(Sureness::of(confidence).into()))
        });
        [
            of(trade, trades::SECTOR, Words),
            of(trade, trades::NET_USD, SignedUsd),
            of(trade, trades::DAYS_OF_VOLUME, Number(1)),
            row.value(changes::CONFIDENCE, Percent(0)),
            Value::of(&sure, Words),
            of(near, closeness::DISTANCE, SignedPercent(1)),
            of(near, closeness::EDGE, Words),
            row.value(changes::REASON, Words),
            row.value(changes::PERCENTILE, Points(2)),
            row.value(changes::EVIDENCE, Words),
        ]
    }
}

/// The number of changes by confidence; `None` if no change has a probability.
fn sureness(changes: &Quote) -> Option<Figure> {
    let words = [
        (Sureness::NearCertain, Tone::First),
        (Sureness::Likely, Tone::Second),
        (Sureness::Open, Tone::Third),
    ];
    let bar = |action: &str| {
        let of_action = changes.rows().filter(|row| row.is(changes::ACTION, action));
        let sure: Vec<Sureness> =
            of_action.filter_map(|row| row.number(changes::CONFIDENCE).map(Sureness::of)).collect();
        let part = |(sureness, tone): &(Sureness, Tone)| {
            let count = sure.iter().filter(|s| *s == sureness).count();
            (count as f64, *tone, format!("{sureness}: {count}"))
        };
        let parts: Vec<_> = words.iter().map(part).collect();
        let shown: Vec<String> = parts.iter().map(|(count, ..)| format!("{count}")).collect();
        (!sure.is_empty()).then(|| stacked(action, shown.join(" / "), parts))
    };
    let bars: Vec<_> = ["add", "delete", "up", "down"].into_iter().filter_map(bar).collect();
    let legend = words.iter().map(|(sureness, tone)| (*tone, sureness.to_string())).collect();
    (!bars.is_empty()).then(|| Figure {
        title: "How sure the changes are.".to_owned(),
        text: "Companies by action, those of the Microcap among them: near-certain, likely and open. Share classes \
               follow their company. The lists below say which."
            .to_owned(),
        chart: Chart::Bars(Bars { bars, legend }),
        numbers: None,
    })
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator as _;

    use super::*;
    use crate::reconstitution::Action;
    use crate::universe::Segment;

    #[test]
    fn every_change_stands_in_one_list() {
        let pairs = Segment::iter().flat_map(|from| Segment::iter().map(move |to| (from, to)));
        let changes = pairs.filter_map(|(from, to)| Some((from, to, Action::between(from, to)?)));
        let mut seen = 0;
        for (from, to, action) in changes {
            for what in ["company", "class"] {
                let cell = |column| {
                    Cow::Borrowed(match column {
                        changes::WHAT => what,
                        changes::ACTION => action.into(),
                        changes::FROM => from.into(),
                        _ => to.into(),
                    })
                };
                let lists = GROUPS.iter().filter(|group| is_in(cell, group)).count();
                assert_eq!(lists, 1, "{what}: {action} {from} {to}");
                seen += 1;
            }
        }
        assert!(seen >= 20);
    }
}
