//! The page of a run, quoted from its tables.

use std::cell::RefCell;

use crate::calendar::Season;
use crate::reconstitution::Event;
use crate::report::chart::{Bars, Chart, Tone, stacked};
use crate::report::curve::{self, Mark, tone_of};
use crate::report::dates::dates;
use crate::report::page::{Block, Fact, Figure, Page, Quotes, Row, Section};
use crate::report::shown::Style::{Count, Percent, Plain, Points, SignedNumber, Usd, Words};
use crate::study::Run;

use super::{movers, positions};

/// The main indexes.
pub(super) const SHOWN: [&str; 9] =
    ["R3000E", "R3000", "R1000", "R2000", "R2500", "MIDCAP", "MICROCAP", "TOP500", "TOP200"];

pub(super) fn page(run: &Run, quotes: &Quotes<'_>) -> Page {
    let (event, basis) = (&run.scenario.event, &run.scenario.day_basis);
    let day = |d: chrono::NaiveDate| d.format("%a %-d %b %Y").to_string();
    let mut sections = vec![
        dates(&run.scenario, Some(run.universe.as_of)),
        movers::section(quotes),
        sizes(quotes),
        turnover(quotes),
    ];
    sections.extend(positions::sections(quotes));
    sections.push(eligibility(quotes));
    Page {
        title: format!("Russell reconstitution of {}", event_name(event)),
        subtitle: run.scenario.description.clone(),
        conclusions: Vec::new(),
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
    let index = |name| quotes.table("turnover").find(&[("index", name)]);
    if let Some(row) = quotes.table("breakpoints").find(&[("break", "r1000")]) {
        facts.push(Fact {
            label: "Break between the 1000 and the 2000".to_owned(),
            value: row.value("market_cap", Usd),
            note: format!(
                "band {} – {}",
                row.shown("lower_market_cap", Usd),
                row.shown("upper_market_cap", Usd)
            ),
        });
    }
    if let Some(row) = quotes.table("breakpoints").find(&[("break", "r3000")]) {
        facts.push(Fact {
            label: "Smallest of the Russell 3000".to_owned(),
            value: row.value("market_cap", Usd),
            note: format!("rank {}, without a band", row.shown("rank", Count)),
        });
    }
    for (name, label) in [("R1000", "Russell 1000"), ("R2000", "Russell 2000")] {
        if let Some(row) = index(name) {
            facts.push(Fact {
                label: format!("One-way turnover, {label}"),
                value: row.value("one_way", Percent(2)),
                note: format!(
                    "{} added, {} deleted, {} moved in, {} out",
                    row.shown("additions", Count),
                    row.shown("deletions", Count),
                    row.shown("moved_in", Count),
                    row.shown("moved_out", Count)
                ),
            });
        }
    }
    if let Some(row) = index("R3000") {
        facts.push(Fact {
            label: "Russell 3000, members after".to_owned(),
            value: row.value("members_after", Count),
            note: format!("{} before", row.shown("members_before", Count)),
        });
    }
    facts.extend(positions::facts(quotes));
    facts
}

fn sizes(quotes: &Quotes<'_>) -> Section {
    let breaks = quotes.table("breakpoints");
    let r1000 = breaks.find(&[("break", "r1000")]);
    let companies = RefCell::new(Vec::new());
    // Of very many companies no more is held than is shown.
    let membership = quotes.some_of("membership", &|row| {
        let place = row.number("rank").zip(row.number("market_cap"));
        companies.borrow_mut().extend(place);
        let is_around = |(level, (rank, cap))| curve::is_around(level, rank, cap);
        r1000.zip(place).is_some_and(is_around) || row.is("reason", "kept_by_band")
    });
    let companies = companies.into_inner();
    let moving: Vec<Mark> = quotes
        .table("changes")
        .rows()
        .filter(|row| row.is("what", "company"))
        .filter_map(|row| mark(row, tone_of(&row.text("action"))?.0, "from", "to"))
        .collect();
    let legend = |names: &[&str]| {
        let known = names.iter().filter_map(|name| tone_of(name));
        known.map(|(tone, words)| (tone, words.to_owned())).collect::<Vec<_>>()
    };
    let all = ["add", "delete", "up", "down"];
    let levels: Vec<_> = breaks.rows().filter_map(curve::break_of).collect();
    let mut blocks = vec![Block::figure(curve::whole(&companies, &levels, &moving, legend(&all)))];
    // The tone shows the move, or for companies that stay their segment.
    let near: Vec<Mark> = membership
        .rows()
        .filter_map(|row| {
            let stays = if row.is("segment", "R1000") { Tone::First } else { Tone::Second };
            let tone = tone_of(&row.text("decision")).map_or(stays, |(tone, _)| tone);
            mark(row, tone, "held", "segment")
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
        ("break", "break", Plain),
        ("rank", "rank", Count),
        ("cap", "market_cap", Usd),
        ("percentile", "percentile", Points(2)),
        ("band from", "lower_market_cap", Usd),
        ("band to", "upper_market_cap", Usd),
        ("percentile from", "lower_percentile", Points(2)),
        ("to", "upper_percentile", Points(2)),
    ];
    blocks.push(Block::List(breaks.list("Breaks and bands", &columns, breaks.rows(), 20)));
    let held: Vec<Row<'_>> =
        membership.rows().filter(|row| row.is("reason", "kept_by_band")).collect();
    let columns = [
        ("symbol", "symbol", Plain),
        ("name", "name", Plain),
        ("stays in", "segment", Plain),
        ("rank", "rank", Count),
        ("cap", "market_cap", Usd),
        ("points to upper edge", "points_to_upper_edge", SignedNumber(2)),
        ("to lower edge", "points_to_lower_edge", SignedNumber(2)),
    ];
    let title = "Held by the band: members on the other side of the plain break";
    blocks.push(Block::List(membership.list(title, &columns, held.into_iter(), 1_000)));
    Section {
        id: "sizes",
        title: "Sizes, breaks and bands".to_owned(),
        lead: String::new(),
        blocks,
    }
}

fn mark(row: Row<'_>, tone: Tone, from: &str, to: &str) -> Option<Mark> {
    let (rank, cap) = (row.number("rank")?, row.number("market_cap")?);
    let title = format!(
        "{} {}: {} to {}, rank {}, {}",
        row.text("symbol"),
        row.text("name"),
        row.text(from),
        row.text(to),
        row.shown("rank", Count),
        row.shown("market_cap", Usd)
    );
    Some(Mark { tone, rank, cap, title })
}

/// Parts of one-way turnover, with label and tone.
pub(in crate::report) const CAUSES: [(&str, &str, Tone); 5] = [
    ("one_way_additions", "additions", Tone::First),
    ("one_way_deletions", "deletions", Tone::Second),
    ("one_way_migrations", "migrations", Tone::Third),
    ("one_way_share_and_float_changes", "share and float changes", Tone::Fourth),
    ("one_way_reweighting", "reweighting", Tone::Fifth),
];

/// The legend of the causes.
pub(in crate::report) fn causes_legend() -> Vec<(Tone, String)> {
    CAUSES.iter().map(|(_, words, tone)| (*tone, (*words).to_owned())).collect()
}

/// A bar of one-way turnover by cause.
pub(in crate::report) fn causes_bar(label: &str, row: Row<'_>) -> crate::report::chart::Bar {
    let part = |(column, words, tone): &(&str, &str, Tone)| {
        let title = format!("{words}: {}", row.shown(column, Percent(2)));
        (row.number(column).unwrap_or(0.0), *tone, title)
    };
    stacked(label, row.shown("one_way", Percent(2)), CAUSES.iter().map(part).collect())
}

fn turnover(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table("turnover");
    let shown: Vec<Row<'_>> =
        SHOWN.iter().filter_map(|name| table.find(&[("index", name)])).collect();
    let known = shown.iter().filter(|row| !row.cell("one_way").is_empty());
    let bars = known.map(|row| causes_bar(&row.text("index"), *row)).collect();
    let columns = [
        ("index", "index", Plain),
        ("before", "members_before", Count),
        ("after", "members_after", Count),
        ("added", "additions", Count),
        ("deleted", "deletions", Count),
        ("in", "moved_in", Count),
        ("out", "moved_out", Count),
        ("one-way", "one_way", Percent(2)),
        ("two-way", "two_way", Percent(2)),
        ("membership", "membership_turnover", Percent(2)),
        ("additions", "one_way_additions", Percent(2)),
        ("deletions", "one_way_deletions", Percent(2)),
        ("migrations", "one_way_migrations", Percent(2)),
        ("shares, float", "one_way_share_and_float_changes", Percent(2)),
        ("reweighting", "one_way_reweighting", Percent(2)),
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
    let table = quotes.table("waterfall");
    let bar = |row: Row<'_>| {
        let left = row.number("left").unwrap_or(0.0);
        let dropped = row.number("dropped").unwrap_or(0.0);
        let name = row.shown("screen", Words);
        let is_screen = !row.cell("dropped").is_empty();
        let (tone, from) = if is_screen { (Tone::Delete, left) } else { (Tone::First, 0.0) };
        let to = if is_screen { left + dropped } else { left };
        let shown = if is_screen {
            format!("\u{2212}{}", row.shown("dropped", Count))
        } else {
            row.shown("left", Count)
        };
        let title = format!("{name}: {} left", row.shown("left", Count));
        let part = crate::report::chart::Part { from, to, tone, title };
        crate::report::chart::Bar { label: name, parts: vec![part], shown }
    };
    let columns = [
        ("screen", "screen", Words),
        ("dropped", "dropped", Count),
        ("left", "left", Count),
        ("passed without a value", "unknown_passed", Count),
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
