//! Trades, characteristics and sectors on the page of a run.

use super::page::SHOWN;
use super::{characteristics, sectors, trade_totals, trades};
use crate::report::chart::{Bar, Bars, Chart, Part, Tone};
use crate::report::page::{Block, Fact, Figure, List, Quote, Quotes, Row, Section};
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
    let totals = quotes.table(trade_totals::TABLE);
    let Some(net) = totals.find(&[(trade_totals::INDEX, "net")]) else { return Vec::new() };
    let note = totals.find(&[(trade_totals::INDEX, "all")]).map_or_else(String::new, |all| {
        format!(
            "by funds with {}{}; {} before funds of different indexes cross",
            all.shown(trade_totals::ASSETS_USD, Usd),
            unknown(totals),
            all.shown(trade_totals::GROSS_USD, Usd)
        )
    });
    vec![Fact {
        label: "Bought plus sold by index funds, net".to_owned(),
        value: net.value(trade_totals::GROSS_USD, Usd),
        note,
    }]
}

/// The indexes for which the trades of funds are unknown, in words; empty if there are none.
fn unknown(totals: &Quote) -> String {
    let unknown = totals.rows().filter(|row| row.cell(trade_totals::GROSS_USD).is_empty());
    let unknown: Vec<String> =
        unknown.map(|row| row.text(trade_totals::INDEX).into_owned()).collect();
    if unknown.is_empty() {
        return String::new();
    }
    format!(" (without funds on {}, whose trades are not known)", unknown.join(" and "))
}

/// The purchases and sales of index funds after crossing, in words; `None` if unknown.
pub(super) fn traded(quotes: &Quotes<'_>) -> Option<String> {
    let totals = quotes.table(trade_totals::TABLE);
    let net = totals.find(&[(trade_totals::INDEX, "net")])?;
    let [buys, sells] = [trade_totals::BUYS_USD, trade_totals::SELLS_USD]
        .map(|column| net.number(column).map(|_| net.shown(column, Usd)));
    let (buys, sells) = (buys?, sells?);
    let sells = if buys == sells { "as much".to_owned() } else { sells };
    Some(format!("index funds buy {buys} and sell {sells}, net{}", unknown(totals)))
}

/// Trades, then characteristics and sectors.
pub(super) fn sections(quotes: &Quotes<'_>) -> Vec<Section> {
    vec![trades(quotes), characteristics(quotes)]
}

fn trades(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(trades::TABLE);
    let columns = [
        ("side", trades::SIDE, Plain),
        ("symbol", trades::SYMBOL, Plain),
        ("name", trades::NAME, Plain),
        ("action", trades::ACTION, Plain),
        ("net dollars", trades::NET_USD, SignedUsd),
        ("shares", trades::NET_SHARES, SignedShares),
        ("price", trades::PRICE, Price),
        ("days of volume", trades::DAYS_OF_VOLUME, Number(2)),
        ("legs bought", trades::BUYS_USD, Usd),
        ("legs sold", trades::SELLS_USD, Usd),
    ];
    let traded = table.rows().filter(|row| !row.is(trades::SIDE, ""));
    let list = table.list("The largest trades", &columns, traded.clone(), TRADES);
    let of_side = |side: &'static str| traded.clone().filter(move |row| row.is(trades::SIDE, side));
    let largest = of_side("buy").take(DRAWN).chain(of_side("sell").take(DRAWN));
    let bar = |row: Row<'_>| {
        let usd = row.number(trades::NET_USD).unwrap_or(0.0);
        let tone = if usd < 0.0 { Tone::Delete } else { Tone::Add };
        let days = row.shown(trades::DAYS_OF_VOLUME, Number(1));
        let title = format!("{days} days of volume");
        Bar {
            label: format!("{} {}", row.text(trades::SYMBOL), row.text(trades::ACTION)),
            parts: vec![Part { from: 0.0, to: usd, tone, title }],
            shown: format!("{} ({days} d)", row.shown(trades::NET_USD, SignedUsd)),
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
        ("funds on", trade_totals::INDEX, Plain),
        ("assets", trade_totals::ASSETS_USD, Usd),
        ("lines", trade_totals::LINES, Count),
        ("bought", trade_totals::BUYS_USD, Usd),
        ("sold", trade_totals::SELLS_USD, Usd),
        ("both", trade_totals::GROSS_USD, Usd),
    ];
    let table = quotes.table(trade_totals::TABLE);
    table.list(
        "By index; \"all\" before funds of different indexes trade with each other, \"net\" after",
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
    let table = quotes.table(characteristics::TABLE);
    let columns = [
        ("index", characteristics::INDEX, Plain),
        ("side", characteristics::SIDE, Plain),
        ("companies", characteristics::COMPANIES, Count),
        ("mean cap", characteristics::MEAN_CAP, Usd),
        ("median cap", characteristics::MEDIAN_CAP, Usd),
        ("weighted mean", characteristics::WEIGHTED_MEAN_CAP, Usd),
        ("largest", characteristics::LARGEST, Plain),
        ("its weight", characteristics::LARGEST_WEIGHT, Percent(2)),
        ("without profit", characteristics::WITHOUT_PROFIT_OF_COMPANIES, Percent(1)),
        ("of weight", characteristics::WITHOUT_PROFIT_OF_WEIGHT, Percent(1)),
        ("P/E", characteristics::PRICE_EARNINGS, Number(1)),
        ("P/E of profitable", characteristics::PRICE_EARNINGS_OF_PROFITABLE, Number(1)),
        ("earnings known of", characteristics::EARNINGS_COVERAGE, Percent(1)),
        ("book/price", characteristics::BOOK_TO_PRICE, Number(2)),
        ("book known of", characteristics::BOOK_COVERAGE, Percent(1)),
    ];
    let shown =
        table.rows().filter(|row| SHOWN.contains(&row.text(characteristics::INDEX).as_ref()));
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
    let table = quotes.table(sectors::TABLE);
    let mut rows: Vec<Row<'_>> = table.rows().filter(|row| row.is(sectors::INDEX, index)).collect();
    if rows.is_empty() {
        return None;
    }
    let after = |row: &Row<'_>| row.number(sectors::WEIGHT_AFTER).unwrap_or(0.0);
    rows.sort_by(|a, b| after(b).total_cmp(&after(a)));
    let mut bars = Vec::new();
    for row in &rows {
        for (column, tone, words) in [
            (sectors::WEIGHT_BEFORE, Tone::Muted, "before"),
            (sectors::WEIGHT_AFTER, Tone::First, "after"),
        ] {
            let Some(weight) = row.number(column) else { continue };
            let name = row.text(sectors::SECTOR);
            bars.push(Bar {
                // Show the sector's name once.
                label: if column == sectors::WEIGHT_BEFORE
                    || row.cell(sectors::WEIGHT_BEFORE).is_empty()
                {
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
        ("sector", sectors::SECTOR, Plain),
        ("companies before", sectors::COMPANIES_BEFORE, Count),
        ("companies after", sectors::COMPANIES_AFTER, Count),
        ("weight before", sectors::WEIGHT_BEFORE, Percent(2)),
        ("weight after", sectors::WEIGHT_AFTER, Percent(2)),
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
