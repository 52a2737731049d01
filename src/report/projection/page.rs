//! The page of a projection, quoted from its tables.

use super::{breakpoints, probabilities, turnover};
use crate::report::chart::{Bar, Bars, Chart, Part, Tone, stacked};
use crate::report::curve::{self, Mark, tone_of};
use crate::report::dates::dates;
use crate::report::page::{Block, Fact, Figure, Page, Quotes, Row, Section};
use crate::report::run::page::event_name;
use crate::report::shown::Style::{Count, Number, Percent, Plain, SignedNumber, Usd, Words};
use crate::report::shown::thousands;
use crate::report::table::Column;
use crate::study::projection::Projected;

/// Companies that move on at least this fraction of paths are listed.
const LEAST: f64 = 0.01;
/// Number of the most open cases that are drawn.
const OPEN: usize = 30;
/// Maximum number of rows on the page.
const ROWS: usize = 3_000;
/// Columns with the odds of each move, with its action.
const MOVES: [(Column, &str); 4] = [
    (probabilities::P_ADD, "add"),
    (probabilities::P_DELETE, "delete"),
    (probabilities::P_UP, "up"),
    (probabilities::P_DOWN, "down"),
];
/// Columns with the odds of each segment, with label and tone.
const SEGMENTS: [(Column, &str, Tone); 4] = [
    (probabilities::P_R1000, "Russell 1000", Tone::First),
    (probabilities::P_R2000, "Russell 2000", Tone::Second),
    (probabilities::P_MICRO, "Microcap below", Tone::Third),
    (probabilities::P_NONE, "none", Tone::Muted),
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
        conclusions: headlines(quotes),
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

/// The expected moves, and the expected break, in a sentence or two.
fn headlines(quotes: &Quotes<'_>) -> Vec<String> {
    let table = quotes.table(turnover::TABLE);
    let of = |measure| {
        let row = table.find(&[(turnover::INDEX, ""), (turnover::MEASURE, measure)])?;
        let [mean, low, high] = [turnover::MEAN, turnover::P5, turnover::P95]
            .map(|column| row.number(column).map(|_| row.shown(column, Number(0))));
        Some(format!("{} ({} to {})", mean?, low?, high?))
    };
    let moves = || {
        Some(format!(
            "Expected, with 5% to 95% of paths: {} companies enter the Russell 3000, {} leave it, {} move up to the \
             Russell 1000 and {} down to the Russell 2000.",
            of("adds")?,
            of("deletes")?,
            of("ups")?,
            of("downs")?
        ))
    };
    let breaks = quotes.table(breakpoints::TABLE);
    let at_break = breaks.find(&[(breakpoints::BREAK, "r1000"), (breakpoints::LEVEL, "break")]);
    let break_of = |row: Row<'_>| {
        format!(
            "The break between the two is {} in the median, {} today.",
            row.shown(breakpoints::P50, Usd),
            row.shown(breakpoints::TODAY, Usd)
        )
    };
    moves().into_iter().chain(at_break.map(break_of)).collect()
}

fn facts(quotes: &Quotes<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    let breaks = quotes.table(breakpoints::TABLE);
    if let Some(row) = breaks.find(&[(breakpoints::BREAK, "r1000"), (breakpoints::LEVEL, "break")])
    {
        facts.push(Fact {
            label: "Break between the 1000 and the 2000, median".to_owned(),
            value: row.value(breakpoints::P50, Usd),
            note: format!(
                "5% to 95% of paths: {} – {}; today {}",
                row.shown(breakpoints::P5, Usd),
                row.shown(breakpoints::P95, Usd),
                row.shown(breakpoints::TODAY, Usd)
            ),
        });
    }
    let table = quotes.table(turnover::TABLE);
    let expected = [
        ("Enter the Russell 3000, expected", "", "adds", Number(0)),
        ("Leave it, expected", "", "deletes", Number(0)),
        ("Move up to the 1000, expected", "", "ups", Number(1)),
        ("Move down to the 2000, expected", "", "downs", Number(1)),
        ("One-way turnover of the 1000, expected", "R1000", "one_way", Percent(2)),
        ("One-way turnover of the 2000, expected", "R2000", "one_way", Percent(2)),
    ];
    for (label, index, measure, style) in expected {
        let Some(row) = table.find(&[(turnover::INDEX, index), (turnover::MEASURE, measure)])
        else {
            continue;
        };
        facts.push(Fact {
            label: label.to_owned(),
            value: row.value(turnover::MEAN, style),
            note: format!(
                "5% to 95% of paths: {} – {}",
                row.shown(turnover::P5, style),
                row.shown(turnover::P95, style)
            ),
        });
    }
    facts
}

/// The likeliest move of a company: its column, its action and its odds.
fn likeliest(row: Row<'_>) -> Option<(Column, &'static str, f64)> {
    let odds =
        MOVES.iter().filter_map(|&(column, action)| Some((column, action, row.number(column)?)));
    odds.max_by(|a, b| a.2.total_cmp(&b.2))
}

fn movers(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(probabilities::TABLE);
    let mut moving: Vec<(f64, Row<'_>)> = table
        .rows()
        .filter_map(|row| Some((likeliest(row)?.2, row)))
        .filter(|(odds, _)| *odds >= LEAST)
        .collect();
    // The stable sort keeps ties ordered by size.
    moving.sort_by(|a, b| b.0.total_cmp(&a.0));
    let columns = [
        ("symbol", probabilities::SYMBOL, Plain),
        ("name", probabilities::NAME, Plain),
        ("held", probabilities::SEGMENT_BEFORE, Plain),
        ("likeliest", probabilities::LIKELY_SEGMENT, Plain),
        ("if ranked today", probabilities::IF_RANKED_TODAY, Words),
        ("add", probabilities::P_ADD, Percent(1)),
        ("delete", probabilities::P_DELETE, Percent(1)),
        ("up", probabilities::P_UP, Percent(1)),
        ("down", probabilities::P_DOWN, Percent(1)),
        ("R1000", probabilities::P_R1000, Percent(1)),
        ("R2000", probabilities::P_R2000, Percent(1)),
        ("Micro", probabilities::P_MICRO, Percent(1)),
        ("none", probabilities::P_NONE, Percent(1)),
        ("gone", probabilities::P_GONE, Percent(1)),
        ("rank today", probabilities::RANK_TODAY, Count),
        ("cap today", probabilities::CAP_TODAY, Usd),
        ("points to upper edge", probabilities::POINTS_TO_UPPER_EDGE, SignedNumber(2)),
        ("to lower edge", probabilities::POINTS_TO_LOWER_EDGE, SignedNumber(2)),
    ];
    let mut list = table.list(
        "Who may move: odds of 1% or more",
        &columns,
        moving.iter().map(|(_, row)| *row),
        ROWS,
    );
    list.all = Some((table.len(), probabilities::TABLE.file.to_owned()));
    let mut open: Vec<Row<'_>> = moving.iter().map(|(_, row)| *row).collect();
    let openness = |row: &Row<'_>| likeliest(*row).map_or(1.0, |(.., odds)| (odds - 0.5).abs());
    open.sort_by(|a, b| openness(a).total_cmp(&openness(b)));
    open.truncate(OPEN);
    let bar = |row: &Row<'_>| {
        let part = |&(column, words, tone): &(Column, &str, Tone)| {
            let title = format!("{words}: {}", row.shown(column, Percent(1)));
            (row.number(column).unwrap_or(0.0), tone, title)
        };
        let label =
            format!("{} {}", row.text(probabilities::SYMBOL), row.text(probabilities::NAME));
        let shown = likeliest(*row).map_or_else(String::new, |(column, action, _)| {
            format!("{action} {}", row.shown(column, Percent(0)))
        });
        stacked(&label, shown, SEGMENTS.iter().map(part).collect())
    };
    let legend = SEGMENTS.iter().map(|(_, words, tone)| (*tone, (*words).to_owned())).collect();
    let figure = Figure {
        title: "The most open cases.".to_owned(),
        text: "Companies whose move has a probability near one half, with the share of the paths on which they are in \
               each segment after the event. The list below has their numbers."
            .to_owned(),
        chart: Chart::Bars(Bars { bars: open.iter().map(bar).collect(), legend }),
        numbers: None,
    };
    Section {
        id: "movers",
        title: "Who may move, and how sure it is".to_owned(),
        lead: "Parts of the paths; the segments of a company sum to 100%. A move on nearly all paths is as good as \
               certain, one on half of them is open. Points are those of today's percentile to the edges of the \
               band."
            .to_owned(),
        blocks: vec![Block::figure(figure), Block::List(list)],
    }
}

fn breaks(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(breakpoints::TABLE);
    let columns = [
        ("break", breakpoints::BREAK, Plain),
        ("rank", breakpoints::RANK, Count),
        ("", breakpoints::LEVEL, Words),
        ("today", breakpoints::TODAY, Usd),
        ("mean", breakpoints::MEAN, Usd),
        ("5%", breakpoints::P5, Usd),
        ("25%", breakpoints::P25, Usd),
        ("median", breakpoints::P50, Usd),
        ("75%", breakpoints::P75, Usd),
        ("95%", breakpoints::P95, Usd),
    ];
    let large = |row: &Row<'_>| row.number(breakpoints::RANK) >= Some(200.0);
    let list = table.list("Breaks and bands on rank day", &columns, table.rows().filter(large), 40);
    let bar = |row: Row<'_>| {
        let ends = |low, high| Some((row.number(low)?, row.number(high)?));
        let part = |ends: Option<(f64, f64)>, tone, words: &str| {
            ends.map(|(from, to)| Part { from, to, tone, title: words.to_owned() })
        };
        let title = format!(
            "5% to 95%: {} – {}",
            row.shown(breakpoints::P5, Usd),
            row.shown(breakpoints::P95, Usd)
        );
        let inner = format!(
            "25% to 75%: {} – {}",
            row.shown(breakpoints::P25, Usd),
            row.shown(breakpoints::P75, Usd)
        );
        let parts = [
            part(ends(breakpoints::P5, breakpoints::P95), Tone::Muted, &title),
            part(ends(breakpoints::P25, breakpoints::P75), Tone::First, &inner),
        ];
        Bar {
            label: row.shown(breakpoints::LEVEL, Words),
            parts: parts.into_iter().flatten().collect(),
            shown: row.shown(breakpoints::P50, Usd),
        }
    };
    let of_r1000 = table.rows().filter(|row| row.is(breakpoints::BREAK, "r1000"));
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
    let table = quotes.table(probabilities::TABLE);
    let mut companies: Vec<(f64, f64)> = table
        .rows()
        .filter_map(|row| {
            Some((row.number(probabilities::RANK_TODAY)?, row.number(probabilities::CAP_TODAY)?))
        })
        .collect();
    companies.sort_by(|a, b| a.0.total_cmp(&b.0));
    let marks: Vec<Mark> = table
        .rows()
        .filter_map(|row| {
            let (_, action, odds) = likeliest(row).filter(|(.., odds)| *odds >= 0.5)?;
            let title = format!(
                "{} {}: {action} on {:.0}% of paths, rank {}, {} today",
                row.text(probabilities::SYMBOL),
                row.text(probabilities::NAME),
                odds * 100.0,
                row.shown(probabilities::RANK_TODAY, Count),
                row.shown(probabilities::CAP_TODAY, Usd)
            );
            let (rank, cap) =
                (row.number(probabilities::RANK_TODAY)?, row.number(probabilities::CAP_TODAY)?);
            Some(Mark { tone: tone_of(action)?.0, rank, cap, title })
        })
        .collect();
    let legend = ["add", "delete", "up", "down"].iter().filter_map(|action| tone_of(action));
    let legend = legend.map(|(tone, words)| (tone, format!("likely {words}"))).collect();
    let breaks = quotes.table(breakpoints::TABLE);
    let levels: Vec<curve::Break> = breaks
        .rows()
        .filter(|row| row.is(breakpoints::LEVEL, "break"))
        .filter_map(|row| {
            let name = row.text(breakpoints::BREAK);
            let edge = |level| {
                breaks
                    .find(&[(breakpoints::BREAK, &name), (breakpoints::LEVEL, level)])?
                    .number(breakpoints::TODAY)
            };
            Some(curve::Break {
                rank: row.number(breakpoints::RANK)?,
                cap: row.number(breakpoints::TODAY)?,
                band: edge("lower_edge").zip(edge("upper_edge")),
            })
        })
        .collect();
    curve::whole(&companies, &levels, &marks, legend)
}

fn turnover(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(turnover::TABLE);
    let style = |row: &Row<'_>| if row.is(turnover::INDEX, "") { Number(1) } else { Percent(2) };
    let heads = [
        "index",
        "measure",
        "mean",
        "standard error",
        "5%",
        "25%",
        "median",
        "75%",
        "95%",
        "if ranked today",
    ];
    let columns = heads
        .iter()
        .enumerate()
        .map(|(at, head)| ((*head).to_owned(), if at < 2 { Plain } else { Number(2) }));
    let rows = table.rows().filter(|row| !row.cell(turnover::MEAN).is_empty()).map(|row| {
        let mut cells =
            vec![row.value(turnover::INDEX, Plain), row.value(turnover::MEASURE, Words)];
        let values = [
            turnover::MEAN,
            turnover::STANDARD_ERROR,
            turnover::P5,
            turnover::P25,
            turnover::P50,
            turnover::P75,
            turnover::P95,
        ];
        cells.extend(values.map(|column| row.value(column, style(&row))));
        cells.push(row.value(turnover::TODAY, Count));
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
