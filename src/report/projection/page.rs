//! The page of a projection, quoted from its tables.

use crate::report::chart::{Bar, Bars, Chart, Part, Tone, stacked};
use crate::report::curve::{self, Mark, tone_of};
use crate::report::dates::dates;
use crate::report::page::{Block, Fact, Figure, Page, Quotes, Row, Section};
use crate::report::run::page::event_name;
use crate::report::shown::Style::{Count, Number, Percent, Plain, SignedNumber, Usd, Words};
use crate::report::shown::thousands;
use crate::study::projection::Projected;

/// Companies that move on at least this fraction of paths are listed.
const LEAST: f64 = 0.01;
/// Number of the most open cases that are drawn.
const OPEN: usize = 30;
/// Maximum number of rows on the page.
const ROWS: usize = 3_000;
/// Columns with the odds of each move.
const MOVES: [&str; 4] = ["p_add", "p_delete", "p_up", "p_down"];
/// Columns with the odds of each segment, with label and tone.
const SEGMENTS: [(&str, &str, Tone); 4] = [
    ("p_r1000", "Russell 1000", Tone::First),
    ("p_r2000", "Russell 2000", Tone::Second),
    ("p_micro", "Microcap below", Tone::Third),
    ("p_none", "none", Tone::Muted),
];

pub(super) fn page(found: &Projected, quotes: &Quotes<'_>) -> Page {
    let scenario = &found.scenario;
    let event = &scenario.scenario.event;
    let mut origin = vec![format!(
        "From the universe of {} to rank day on {}: {} paths, seed {}.",
        found.universe.as_of,
        event.rank_day,
        thousands(found.tally.paths as f64, 0),
        scenario.seed
    )];
    if found.is_partial() {
        let asked = thousands(scenario.paths as f64, 0);
        origin.push(format!("Partial: it was interrupted before all {asked} paths were run."));
    }
    Page {
        title: format!("Projection of the Russell reconstitution of {}", event_name(event)),
        subtitle: scenario.scenario.description.clone(),
        conclusions: Vec::new(),
        origin,
        facts: facts(quotes),
        sections: vec![
            dates(&scenario.scenario, Some(found.universe.as_of)),
            movers(quotes),
            breaks(quotes),
            turnover(quotes),
        ],
        inputs: found.inputs.iter().map(|i| (i.path.clone(), i.sha256.clone())).collect(),
        ..Page::default()
    }
    .with_remarks(&found.remarks)
}

fn facts(quotes: &Quotes<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let breaks = quotes.table("breakpoint_distribution");
    if let Some(row) = breaks.find(&[("break", "r1000"), ("level", "break")]) {
        facts.push(Fact {
            label: "Break between the 1000 and the 2000, median".to_owned(),
            value: row.value("p50", Usd),
            note: format!(
                "5% to 95% of paths: {} – {}; today {}",
                row.shown("p5", Usd),
                row.shown("p95", Usd),
                row.shown("today", Usd)
            ),
        });
    }
    let table = quotes.table("turnover_distribution");
    let expected = [
        ("Enter the Russell 3000, expected", "", "adds", Number(0)),
        ("Leave it, expected", "", "deletes", Number(0)),
        ("Move up to the 1000, expected", "", "ups", Number(1)),
        ("Move down to the 2000, expected", "", "downs", Number(1)),
        ("One-way turnover of the 1000, expected", "R1000", "one_way", Percent(2)),
        ("One-way turnover of the 2000, expected", "R2000", "one_way", Percent(2)),
    ];
    for (label, index, measure, style) in expected {
        let Some(row) = table.find(&[("index", index), ("measure", measure)]) else { continue };
        facts.push(Fact {
            label: label.to_owned(),
            value: row.value("mean", style),
            note: format!(
                "5% to 95% of paths: {} – {}",
                row.shown("p5", style),
                row.shown("p95", style)
            ),
        });
    }
    facts
}

/// The likeliest move of a company, with its odds.
fn likeliest(row: Row<'_>) -> Option<(&'static str, f64)> {
    let odds = MOVES.iter().filter_map(|name| Some((*name, row.number(name)?)));
    odds.max_by(|a, b| a.1.total_cmp(&b.1))
}

fn movers(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table("probabilities");
    let mut moving: Vec<(f64, Row<'_>)> = table
        .rows()
        .filter_map(|row| Some((likeliest(row)?.1, row)))
        .filter(|(odds, _)| *odds >= LEAST)
        .collect();
    // The stable sort keeps ties ordered by size.
    moving.sort_by(|a, b| b.0.total_cmp(&a.0));
    let columns = [
        ("symbol", "symbol", Plain),
        ("name", "name", Plain),
        ("held", "segment_before", Plain),
        ("likeliest", "likely_segment", Plain),
        ("if ranked today", "if_ranked_today", Words),
        ("add", "p_add", Percent(1)),
        ("delete", "p_delete", Percent(1)),
        ("up", "p_up", Percent(1)),
        ("down", "p_down", Percent(1)),
        ("R1000", "p_r1000", Percent(1)),
        ("R2000", "p_r2000", Percent(1)),
        ("Micro", "p_micro", Percent(1)),
        ("none", "p_none", Percent(1)),
        ("gone", "p_gone", Percent(1)),
        ("rank today", "rank_today", Count),
        ("cap today", "cap_today", Usd),
        ("points to upper edge", "points_to_upper_edge", SignedNumber(2)),
        ("to lower edge", "points_to_lower_edge", SignedNumber(2)),
    ];
    let mut list = table.list(
        "Who may move: odds of 1% or more",
        &columns,
        moving.iter().map(|(_, row)| *row),
        ROWS,
    );
    list.all = Some((table.len(), "probabilities.csv".to_owned()));
    let mut open: Vec<Row<'_>> = moving.iter().map(|(_, row)| *row).collect();
    let openness = |row: &Row<'_>| likeliest(*row).map_or(1.0, |(_, odds)| (odds - 0.5).abs());
    open.sort_by(|a, b| openness(a).total_cmp(&openness(b)));
    open.truncate(OPEN);
    let bar = |row: &Row<'_>| {
        let part = |(column, words, tone): &(&str, &str, Tone)| {
            let title = format!("{words}: {}", row.shown(column, Percent(1)));
            (row.number(column).unwrap_or(0.0), *tone, title)
        };
        let label = format!("{} {}", row.text("symbol"), row.text("name"));
        let shown = likeliest(*row).map_or_else(String::new, |(name, _)| {
            format!("{} {}", name.trim_start_matches("p_"), row.shown(name, Percent(0)))
        });
        stacked(&label, shown, SEGMENTS.iter().map(part).collect())
    };
    let legend = SEGMENTS.iter().map(|(_, words, tone)| (*tone, (*words).to_owned())).collect();
    let figure = Figure {
        title: "The most open cases.".to_owned(),
        text: "Companies whose move is nearest to a coin's toss, with the part of the paths on which they are in \
               each segment after the event. The list below has their numbers."
            .to_owned(),
        chart: Chart::Bars(Bars { bars: open.iter().map(bar).collect(), legend }),
        numbers: None,
    };
    Section {
        id: "movers",
        title: "Who may move, and how sure it is".to_owned(),
        lead: "Parts of the paths; the segments of a company sum to one. A move on nearly all paths is as good as \
               certain, one on half of them is open. Points are those of today's percentile to the edges of the \
               band."
            .to_owned(),
        blocks: vec![Block::figure(figure), Block::List(list)],
    }
}

fn breaks(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table("breakpoint_distribution");
    let columns = [
        ("break", "break", Plain),
        ("rank", "rank", Count),
        ("", "level", Words),
        ("today", "today", Usd),
        ("mean", "mean", Usd),
        ("5%", "p5", Usd),
        ("25%", "p25", Usd),
        ("median", "p50", Usd),
        ("75%", "p75", Usd),
        ("95%", "p95", Usd),
    ];
    let large = |row: &Row<'_>| row.number("rank") >= Some(200.0);
    let list = table.list("Breaks and bands on rank day", &columns, table.rows().filter(large), 40);
    let bar = |row: Row<'_>| {
        let ends = |low: &str, high: &str| Some((row.number(low)?, row.number(high)?));
        let part = |ends: Option<(f64, f64)>, tone, words: &str| {
            ends.map(|(from, to)| Part { from, to, tone, title: words.to_owned() })
        };
        let title = format!("5% to 95%: {} – {}", row.shown("p5", Usd), row.shown("p95", Usd));
        let inner = format!("25% to 75%: {} – {}", row.shown("p25", Usd), row.shown("p75", Usd));
        let parts = [
            part(ends("p5", "p95"), Tone::Muted, &title),
            part(ends("p25", "p75"), Tone::First, &inner),
        ];
        Bar {
            label: row.shown("level", Words),
            parts: parts.into_iter().flatten().collect(),
            shown: row.shown("p50", Usd),
        }
    };
    let of_r1000 = table.rows().filter(|row| row.is("break", "r1000"));
    let figure = Figure {
        title: "The break between the 1000 and the 2000, and its band.".to_owned(),
        text: "What the paths bring, in USD; the number is the median.".to_owned(),
        chart: Chart::Bars(Bars {
            bars: of_r1000.map(bar).collect(),
            legend: vec![
                (Tone::First, "25% to 75% of paths".to_owned()),
                (Tone::Muted, "5% to 95%".to_owned()),
            ],
        }),
        numbers: None,
    };
    let mut blocks = vec![Block::figure(figure), Block::List(list)];
    blocks.insert(0, Block::figure(today(quotes)));
    Section { id: "breaks", title: "Breaks and bands".to_owned(), lead: String::new(), blocks }
}

/// Today's curve, with marks for the companies that are more likely to move than not.
fn today(quotes: &Quotes<'_>) -> Figure {
    let table = quotes.table("probabilities");
    let mut companies: Vec<(f64, f64)> = table
        .rows()
        .filter_map(|row| Some((row.number("rank_today")?, row.number("cap_today")?)))
        .collect();
    companies.sort_by(|a, b| a.0.total_cmp(&b.0));
    let marks: Vec<Mark> = table
        .rows()
        .filter_map(|row| {
            let (name, odds) = likeliest(row).filter(|(_, odds)| *odds >= 0.5)?;
            let action = name.trim_start_matches("p_");
            let title = format!(
                "{} {}: {action} on {:.0}% of paths, rank {}, {} today",
                row.text("symbol"),
                row.text("name"),
                odds * 100.0,
                row.shown("rank_today", Count),
                row.shown("cap_today", Usd)
            );
            let (rank, cap) = (row.number("rank_today")?, row.number("cap_today")?);
            Some(Mark { tone: tone_of(action)?.0, rank, cap, title })
        })
        .collect();
    let legend = ["add", "delete", "up", "down"].iter().filter_map(|action| tone_of(action));
    let legend = legend.map(|(tone, words)| (tone, format!("likely {words}"))).collect();
    let breaks = quotes.table("breakpoint_distribution");
    let levels: Vec<curve::Break> = breaks
        .rows()
        .filter(|row| row.is("level", "break"))
        .filter_map(|row| {
            let name = row.text("break");
            let edge = |level| breaks.find(&[("break", &name), ("level", level)])?.number("today");
            Some(curve::Break {
                rank: row.number("rank")?,
                cap: row.number("today")?,
                band: edge("lower_edge").zip(edge("upper_edge")),
            })
        })
        .collect();
    curve::whole(&companies, &levels, &marks, legend)
}

fn turnover(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table("turnover_distribution");
    let style = |row: &Row<'_>| if row.is("index", "") { Number(1) } else { Percent(2) };
    let heads = ["index", "measure", "mean", "standard error", "5%", "25%", "median", "75%", "95%"];
    let columns = heads
        .iter()
        .enumerate()
        .map(|(at, head)| ((*head).to_owned(), if at < 2 { Plain } else { Number(2) }));
    let rows = table.rows().filter(|row| !row.cell("mean").is_empty()).map(|row| {
        let mut cells = vec![row.value("index", Plain), row.value("measure", Words)];
        let values = ["mean", "standard_error", "p5", "p25", "p50", "p75", "p95"];
        cells.extend(values.map(|column| row.value(column, style(&row))));
        cells
    });
    let list = crate::report::page::List {
        title: "Turnover of the event, and how many move".to_owned(),
        columns: columns.collect(),
        rows: rows.collect(),
        ..crate::report::page::List::default()
    };
    Section {
        id: "turnover",
        title: "Turnover and counts".to_owned(),
        lead: "Over the paths: turnover in per cent, the rest in companies.".to_owned(),
        blocks: vec![Block::List(list)],
    }
}
