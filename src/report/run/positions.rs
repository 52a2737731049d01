//! Trades, characteristics and sectors on the page of a run.

use super::page::SHOWN;
use crate::report::chart::{Bar, Bars, Chart, Part, Tone};
use crate::report::page::{Block, Fact, Figure, List, Quotes, Row, Section};
use crate::report::shown::Style::{
    Count, Number, Percent, Plain, Price, SignedShares, SignedUsd, Usd,
};

/// Maximum number of trades listed, and of trades drawn on either side.
const TRADES: usize = 500;
const DRAWN: usize = 15;
/// Indexes whose sectors are drawn.
const SECTORS: [(&str, &str); 2] = [("R1000", "Russell 1000"), ("R2000", "Russell 2000")];

/// Headline figures of the trades.
pub(super) fn facts(quotes: &Quotes<'_>) -> Vec<Fact> {
    let totals = quotes.table("trade_totals");
    let Some(net) = totals.find(&[("index", "net")]) else { return Vec::new() };
    let note = totals.find(&[("index", "all")]).map_or_else(String::new, |all| {
        format!(
            "of funds with {}; {} before funds of different indexes cross",
            all.shown("assets_usd", Usd),
            all.shown("gross_usd", Usd)
        )
    });
    vec![Fact {
        label: "Bought and sold by index funds, net".to_owned(),
        value: net.value("gross_usd", Usd),
        note,
    }]
}

/// Trades, then characteristics and sectors.
pub(super) fn sections(quotes: &Quotes<'_>) -> Vec<Section> {
    vec![trades(quotes), characteristics(quotes)]
}

fn trades(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table("trades");
    let columns = [
        ("side", "side", Plain),
        ("symbol", "symbol", Plain),
        ("name", "name", Plain),
        ("action", "action", Plain),
        ("net dollars", "net_usd", SignedUsd),
        ("shares", "net_shares", SignedShares),
        ("price", "price", Price),
        ("days of volume", "days_of_volume", Number(2)),
        ("legs bought", "buys_usd", Usd),
        ("legs sold", "sells_usd", Usd),
    ];
    let traded = table.rows().filter(|row| !row.is("side", ""));
    let list = table.list("The largest trades", &columns, traded.clone(), TRADES);
    let of_side = |side: &'static str| traded.clone().filter(move |row| row.is("side", side));
    let largest = of_side("buy").take(DRAWN).chain(of_side("sell").take(DRAWN));
    let bar = |row: Row<'_>| {
        let usd = row.number("net_usd").unwrap_or(0.0);
        let tone = if usd < 0.0 { Tone::Delete } else { Tone::Add };
        let days = row.shown("days_of_volume", Number(1));
        let title = format!("{days} days of volume");
        Bar {
            label: format!("{} {}", row.text("symbol"), row.text("action")),
            parts: vec![Part { from: 0.0, to: usd, tone, title }],
            shown: format!("{} ({days} d)", row.shown("net_usd", SignedUsd)),
        }
    };
    let figure = Figure {
        title: "The largest buys and sells.".to_owned(),
        text: "Net dollars over all indexes, with days of average volume.".to_owned(),
        chart: Chart::Bars(Bars {
            bars: largest.map(bar).collect(),
            legend: vec![(Tone::Add, "buy".to_owned()), (Tone::Delete, "sell".to_owned())],
        }),
        numbers: None,
    };
    Section {
        id: "trades",
        title: "What must be traded".to_owned(),
        lead: "Dollars are the funds' assets on an index times the change of weight, summed over the indexes: both \
               legs of a move between indexes. A promotion from the 2000 to the 1000 is mostly a net sale. Assets \
               are partly estimates; the assumptions below name them."
            .to_owned(),
        blocks: vec![Block::figure(figure), Block::List(totals(quotes)), Block::List(list)],
    }
}

fn totals(quotes: &Quotes<'_>) -> List {
    let columns = [
        ("funds on", "index", Plain),
        ("assets", "assets_usd", Usd),
        ("lines", "lines", Count),
        ("bought", "buys_usd", Usd),
        ("sold", "sells_usd", Usd),
        ("both", "gross_usd", Usd),
    ];
    let table = quotes.table("trade_totals");
    table.list(
        "By index: all before, net after funds of different indexes cross",
        &columns,
        table.rows(),
        30,
    )
}

fn characteristics(quotes: &Quotes<'_>) -> Section {
    let mut blocks: Vec<Block> = SECTORS
        .iter()
        .filter_map(|(index, title)| sectors(quotes, index, title))
        .map(Block::figure)
        .collect();
    let table = quotes.table("characteristics");
    let columns = [
        ("index", "index", Plain),
        ("", "side", Plain),
        ("companies", "companies", Count),
        ("mean cap", "mean_cap", Usd),
        ("median cap", "median_cap", Usd),
        ("weighted mean", "weighted_mean_cap", Usd),
        ("largest", "largest", Plain),
        ("its weight", "largest_weight", Percent(2)),
        ("without profit", "without_profit_of_companies", Percent(1)),
        ("of weight", "without_profit_of_weight", Percent(1)),
        ("P/E", "price_earnings", Number(1)),
        ("P/E of profitable", "price_earnings_of_profitable", Number(1)),
        ("earnings known of", "earnings_coverage", Percent(1)),
        ("book/price", "book_to_price", Number(2)),
        ("book known of", "book_coverage", Percent(1)),
    ];
    let shown = table.rows().filter(|row| SHOWN.contains(&row.text("index").as_ref()));
    blocks.push(Block::List(table.list("Before and after", &columns, shown, 40)));
    Section {
        id: "characteristics",
        title: "What the indexes are like".to_owned(),
        lead: "Weights at the close of the implementation day. A price-earnings ratio is the weighted harmonic mean, \
               losses included, and beside it of profitable companies alone; what is known of is the part of the \
               weight whose figures the universe has."
            .to_owned(),
        blocks,
    }
}

/// Weights of the sectors of an index before and after, the largest first.
fn sectors(quotes: &Quotes<'_>, index: &str, title: &str) -> Option<Figure> {
    let table = quotes.table("sectors");
    let mut rows: Vec<Row<'_>> = table.rows().filter(|row| row.is("index", index)).collect();
    if rows.is_empty() {
        return None;
    }
    let after = |row: &Row<'_>| row.number("weight_after").unwrap_or(0.0);
    rows.sort_by(|a, b| after(b).total_cmp(&after(a)));
    let mut bars = Vec::new();
    for row in &rows {
        for (column, tone, words) in
            [("weight_before", Tone::Muted, "before"), ("weight_after", Tone::First, "after")]
        {
            let Some(weight) = row.number(column) else { continue };
            let name = row.text("sector");
            bars.push(Bar {
                // Show the sector's name once.
                label: if column == "weight_before" || row.cell("weight_before").is_empty() {
                    name.clone().into_owned()
                } else {
                    String::new()
                },
                parts: vec![Part {
                    from: 0.0,
                    to: weight,
                    tone,
                    title: format!("{name} {words}: {}", row.shown(column, Percent(2))),
                }],
                shown: row.shown(column, Percent(2)),
            });
        }
    }
    let columns = [
        ("sector", "sector", Plain),
        ("companies before", "companies_before", Count),
        ("after", "companies_after", Count),
        ("weight before", "weight_before", Percent(2)),
        ("after", "weight_after", Percent(2)),
    ];
    Some(Figure {
        title: format!("{title}: sector weights."),
        text: "Before and after, of the index's weight.".to_owned(),
        chart: Chart::Bars(Bars {
            bars,
            legend: vec![(Tone::Muted, "before".to_owned()), (Tone::First, "after".to_owned())],
        }),
        numbers: Some(table.list("", &columns, rows.into_iter(), 100)),
    })
}
