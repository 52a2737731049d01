//! The page of a run, quoted from its tables.

use crate::calendar::Season;
use crate::reconstitution::{Action, CompanyResult, Event, Reason};
use crate::report::chart::{Bars, Chart, Tone, stacked};
use crate::report::curve::{self, Mark, tone_of};
use crate::report::dates::dates;
use crate::report::index_changes::{
    ADDITIONS, BY_ADDITIONS, BY_DELETIONS, BY_MIGRATIONS, BY_REWEIGHTING, BY_UPDATES, DELETIONS,
    MEMBERS_AFTER, MEMBERS_BEFORE, MOVED_IN, MOVED_OUT, ONE_WAY, TWO_WAY,
};
use crate::report::page::{Block, Fact, Figure, Page, Quote, Quotes, Row, Section};
use crate::report::shown::Style::{Count, Percent, Plain, Points, SignedNumber, Usd, Words};
use crate::report::shown::thousands;
use crate::report::table::Column;
use crate::study::Run;
use crate::universe::packed::float;

use super::{breakpoints, changes, membership, movers, positions, turnover, waterfall};

/// The main indexes.
pub(super) const SHOWN: [&str; 9] =
    ["R3000E", "R3000", "R1000", "R2000", "R2500", "MIDCAP", "MICROCAP", "TOP500", "TOP200"];

pub(super) fn page(run: &Run, quotes: &Quotes<'_>) -> Page {
    let (event, basis) = (&run.scenario.event, &run.scenario.day_basis);
    let day = |d: chrono::NaiveDate| d.format("%a %-d %b %Y").to_string();
    let mut sections = vec![
        dates(&run.scenario, Some(run.universe.as_of)),
        movers::section(run, quotes),
        sizes(run, quotes),
        turnover(quotes),
    ];
    sections.extend(positions::sections(quotes));
    sections.push(eligibility(quotes));
    Page {
        title: format!("Russell reconstitution of {}", event_name(event)),
        subtitle: run.scenario.description.clone(),
        conclusions: headlines(run, quotes),
        origin: vec![format!(
            "Ranked on {}{}, in force from {}{}; weights at the close of {}.",
            day(event.rank_day),
            basis.rank_day.mark(),
            day(event.effective),
            basis.implementation.mark(),
            day(run.weighed_at())
        )],
        facts: facts(quotes),
        sections,
        inputs: run.inputs.iter().map(|i| (i.path.clone(), i.sha256.clone())).collect(),
        ..Page::default()
    }
    .with_remarks(&run.remarks)
}

/// The moves and the trades that they cause, in two sentences.
fn headlines(run: &Run, quotes: &Quotes<'_>) -> Vec<String> {
    if let Some(said) = movers::not_known(run) {
        return vec![said];
    }
    let count = |action| Some(thousands(run.count(action, true)? as f64, 0));
    let (enter, leave) = (count(Action::Add), count(Action::Delete));
    let (enter, leave) = (enter.unwrap_or_default(), leave.unwrap_or_default());
    let moves = match count(Action::Up).zip(count(Action::Down)) {
        Some((up, down)) => format!(
            "{up} companies move up to the Russell 1000 and {down} down to the Russell 2000; {enter} enter the \
             Russell 3000 and {leave} leave it."
        ),
        None => format!(
            "{enter} companies enter the Russell 3000 and {leave} leave it; in which part of it members were is not \
             known, nor who moves between the Russell 1000 and the Russell 2000."
        ),
    };
    let one_way = |index| {
        let row = quotes.table(turnover::TABLE).find(&[(turnover::INDEX, index)])?;
        row.number(ONE_WAY).map(|_| row.shown(ONE_WAY, Percent(2)))
    };
    let (Some(r1000), Some(r2000)) = (one_way("R1000"), one_way("R2000")) else {
        return vec![moves];
    };
    let traded = positions::traded(quotes);
    let traded = traded.map(|words| format!("; {words}")).unwrap_or_default();
    let turns = format!(
        "{r1000} of the Russell 1000 turns over, one-way, and {r2000} of the Russell 2000{traded}."
    );
    vec![moves, turns]
}

/// Season and year of an event, in words.
pub(in crate::report) fn event_name(event: &Event) -> String {
    use chrono::Datelike as _;
    let season = match event.season {
        Season::June => "June",
        Season::December => "December",
    };
    format!("{season} {}", event.implementation.year())
}

fn facts(quotes: &Quotes<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let index = |name| quotes.table(turnover::TABLE).find(&[(turnover::INDEX, name)]);
    if let Some(row) = quotes.table(breakpoints::TABLE).find(&[(breakpoints::BREAK, "r1000")]) {
        facts.push(Fact {
            label: "Break between the 1000 and the 2000".to_owned(),
            value: row.value(breakpoints::MARKET_CAP, Usd),
            note: format!(
                "band {} – {}",
                row.shown(breakpoints::LOWER_MARKET_CAP, Usd),
                row.shown(breakpoints::UPPER_MARKET_CAP, Usd)
            ),
        });
    }
    if let Some(row) = quotes.table(breakpoints::TABLE).find(&[(breakpoints::BREAK, "r3000")]) {
        facts.push(Fact {
            label: "Smallest of the Russell 3000".to_owned(),
            value: row.value(breakpoints::MARKET_CAP, Usd),
            note: format!("rank {}, without a band", row.shown(breakpoints::RANK, Count)),
        });
    }
    for (name, label) in [("R1000", "Russell 1000"), ("R2000", "Russell 2000")] {
        if let Some(row) = index(name) {
            facts.push(Fact {
                label: format!("One-way turnover, {label}"),
                value: row.value(ONE_WAY, Percent(2)),
                note: format!(
                    "{} added, {} deleted, {} moved in, {} out",
                    row.shown(ADDITIONS, Count),
                    row.shown(DELETIONS, Count),
                    row.shown(MOVED_IN, Count),
                    row.shown(MOVED_OUT, Count)
                ),
            });
        }
    }
    if let Some(row) = index("R3000") {
        facts.push(Fact {
            label: "Russell 3000, members after".to_owned(),
            value: row.value(MEMBERS_AFTER, Count),
            note: format!("{} before", row.shown(MEMBERS_BEFORE, Count)),
        });
    }
    facts.extend(positions::facts(quotes));
    facts
}

fn sizes(run: &Run, quotes: &Quotes<'_>) -> Section {
    let breaks = quotes.table(breakpoints::TABLE);
    let r1000 = breaks.find(&[(breakpoints::BREAK, "r1000")]);
    let place = |company: &CompanyResult| {
        company.rank.map(|rank| rank as f64).zip(company.market_cap.map(float))
    };
    let ranked = run.result.ranking.ranked.iter();
    let companies: Vec<(f64, f64)> =
        ranked.filter_map(|ranked| place(&run.result.companies[ranked.company])).collect();
    // Only the companies that are shown are quoted, as there may be very many.
    let around = r1000.and_then(curve::break_of);
    let membership = Quote::of(&membership::some(run, move |company| {
        let is_around = |(level, (rank, cap))| curve::is_around(level, rank, cap);
        around.zip(place(company)).is_some_and(is_around) || company.reason == Reason::KeptByBand
    }));
    let moving: Vec<Mark> = quotes
        .table(changes::TABLE)
        .rows()
        .filter(|row| row.is(changes::WHAT, "company"))
        .filter_map(|row| {
            mark(row, tone_of(&row.text(changes::ACTION))?.0, changes::FROM, changes::TO)
        })
        .collect();
    let legend = |names: &[&str]| {
        let known = names.iter().filter_map(|name| tone_of(name));
        known.map(|(tone, words)| (tone, words.to_owned())).collect::<Vec<_>>()
    };
    let all = ["add", "delete", "up", "down"];
    let levels: Vec<_> = breaks.rows().filter_map(curve::break_of).collect();
    let mut blocks = vec![Block::figure(curve::whole(&companies, &levels, &moving, legend(&all)))];
    // The tone shows the move or, for companies that stay, their segment.
    let near: Vec<Mark> = membership
        .rows()
        .filter_map(|row| {
            let stays =
                if row.is(membership::SEGMENT, "R1000") { Tone::First } else { Tone::Second };
            let tone = tone_of(&row.text(membership::DECISION)).map_or(stays, |(tone, _)| tone);
            mark(row, tone, membership::HELD, membership::SEGMENT)
        })
        .collect();
    if let Some(row) = r1000 {
        let mut words = vec![
            (Tone::First, "stays in the 1000".to_owned()),
            (Tone::Second, "stays in the 2000".to_owned()),
        ];
        words.extend(legend(&all));
        blocks.extend(curve::around(row, &near, words).map(Block::figure));
    }
    let columns = [
        ("break", breakpoints::BREAK, Plain),
        ("rank", breakpoints::RANK, Count),
        ("cap", breakpoints::MARKET_CAP, Usd),
        ("percentile", breakpoints::PERCENTILE, Points(2)),
        ("band from", breakpoints::LOWER_MARKET_CAP, Usd),
        ("band to", breakpoints::UPPER_MARKET_CAP, Usd),
        ("percentile from", breakpoints::LOWER_PERCENTILE, Points(2)),
        ("percentile to", breakpoints::UPPER_PERCENTILE, Points(2)),
    ];
    blocks.push(Block::List(breaks.list("Breaks and bands", &columns, breaks.rows(), 20)));
    let held: Vec<Row<'_>> =
        membership.rows().filter(|row| row.is(membership::REASON, "kept_by_band")).collect();
    let columns = [
        ("symbol", membership::SYMBOL, Plain),
        ("name", membership::NAME, Plain),
        ("stays in", membership::SEGMENT, Plain),
        ("rank", membership::RANK, Count),
        ("cap", membership::MARKET_CAP, Usd),
        ("points to upper edge", changes::POINTS_TO_UPPER_EDGE, SignedNumber(2)),
        ("points to lower edge", changes::POINTS_TO_LOWER_EDGE, SignedNumber(2)),
    ];
    let title = "Held by the band: members on the other side of the unbanded break";
    blocks.push(Block::List(membership.list(title, &columns, held.into_iter(), 1_000)));
    Section {
        id: "sizes",
        title: "Sizes, breaks and bands".to_owned(),
        lead: String::new(),
        blocks,
    }
}

fn mark(row: Row<'_>, tone: Tone, from: Column, to: Column) -> Option<Mark> {
    let (rank, cap) = (row.number(membership::RANK)?, row.number(membership::MARKET_CAP)?);
    let title = format!(
        "{} {}: {} to {}, rank {}, {}",
        row.text(membership::SYMBOL),
        row.text(membership::NAME),
        row.text(from),
        row.text(to),
        row.shown(membership::RANK, Count),
        row.shown(membership::MARKET_CAP, Usd)
    );
    Some(Mark { tone, rank, cap, title })
}

/// Parts of one-way turnover, with label and tone.
pub(in crate::report) const CAUSES: [(Column, &str, Tone); 5] = [
    (BY_ADDITIONS, "additions", Tone::First),
    (BY_DELETIONS, "deletions", Tone::Second),
    (BY_MIGRATIONS, "migrations", Tone::Third),
    (BY_UPDATES, "share and float changes", Tone::Fourth),
    (BY_REWEIGHTING, "reweighting", Tone::Fifth),
];

/// The legend of the causes.
pub(in crate::report) fn causes_legend() -> Vec<(Tone, String)> {
    CAUSES.iter().map(|(_, words, tone)| (*tone, (*words).to_owned())).collect()
}

/// A bar of one-way turnover by cause.
pub(in crate::report) fn causes_bar(label: &str, row: Row<'_>) -> crate::report::chart::Bar {
    let part = |&(column, words, tone): &(Column, &str, Tone)| {
        let title = format!("{words}: {}", row.shown(column, Percent(2)));
        (row.number(column).unwrap_or(0.0), tone, title)
    };
    stacked(label, row.shown(ONE_WAY, Percent(2)), CAUSES.iter().map(part).collect())
}

fn turnover(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(turnover::TABLE);
    let shown: Vec<Row<'_>> =
        SHOWN.iter().filter_map(|name| table.find(&[(turnover::INDEX, name)])).collect();
    let known = shown.iter().filter(|row| !row.cell(ONE_WAY).is_empty());
    let bars = known.map(|row| causes_bar(&row.text(turnover::INDEX), *row)).collect();
    let columns = [
        ("index", turnover::INDEX, Plain),
        ("before", MEMBERS_BEFORE, Count),
        ("after", MEMBERS_AFTER, Count),
        ("added", ADDITIONS, Count),
        ("deleted", DELETIONS, Count),
        ("in", MOVED_IN, Count),
        ("out", MOVED_OUT, Count),
        ("one-way", ONE_WAY, Percent(2)),
        ("two-way", TWO_WAY, Percent(2)),
        ("membership", turnover::MEMBERSHIP_TURNOVER, Percent(2)),
        ("additions", BY_ADDITIONS, Percent(2)),
        ("deletions", BY_DELETIONS, Percent(2)),
        ("migrations", BY_MIGRATIONS, Percent(2)),
        ("shares, float", BY_UPDATES, Percent(2)),
        ("reweighting", BY_REWEIGHTING, Percent(2)),
    ];
    let numbers = table.list("", &columns, shown.into_iter(), 20);
    Section {
        id: "turnover",
        title: "Turnover by cause".to_owned(),
        lead: "One-way turnover is half the sum of absolute weight changes at the close of the implementation day, \
               old members and shares against new."
            .to_owned(),
        blocks: vec![
            Block::figure(Figure {
                title: "One-way turnover by cause.".to_owned(),
                text: "An index whose membership before is not known has no bar.".to_owned(),
                chart: Chart::Bars(Bars { bars, legend: causes_legend() }),
                numbers: None,
            }),
            Block::List(numbers),
        ],
    }
}

fn eligibility(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(waterfall::TABLE);
    let bar = |row: Row<'_>| {
        let left = row.number(waterfall::LEFT).unwrap_or(0.0);
        let dropped = row.number(waterfall::DROPPED).unwrap_or(0.0);
        let name = row.shown(waterfall::SCREEN, Words);
        let is_screen = !row.cell(waterfall::DROPPED).is_empty();
        let (tone, from) = if is_screen { (Tone::Delete, left) } else { (Tone::First, 0.0) };
        let to = if is_screen { left + dropped } else { left };
        let shown = if is_screen {
            format!("\u{2212}{}", row.shown(waterfall::DROPPED, Count))
        } else {
            row.shown(waterfall::LEFT, Count)
        };
        let title = format!("{name}: {} left", row.shown(waterfall::LEFT, Count));
        let part = crate::report::chart::Part { from, to, tone, title };
        crate::report::chart::Bar { label: name, parts: vec![part], shown }
    };
    let columns = [
        ("screen", waterfall::SCREEN, Words),
        ("dropped", waterfall::DROPPED, Count),
        ("left", waterfall::LEFT, Count),
        ("passed without a value", waterfall::UNKNOWN_PASSED, Count),
    ];
    Section {
        id: "eligibility",
        title: "Who is eligible".to_owned(),
        lead: "Lines of the universe that each screen takes away, in their order.".to_owned(),
        blocks: vec![Block::figure(Figure {
            title: "From the universe to the eligible lines.".to_owned(),
            text: "A line is counted at the first screen that drops it; eligibility.csv has every line with its \
                   reason."
                .to_owned(),
            chart: Chart::Bars(Bars { bars: table.rows().map(bar).collect(), legend: Vec::new() }),
            numbers: Some(table.list("", &columns, table.rows(), 30)),
        })],
    }
}
