//! `trades.csv`, `trade_legs.csv` and `trade_totals.csv`: trades of the funds that track the
//! indexes.

use std::io;

use crate::analysis::movers::of_line;
use crate::analysis::trades::{LineTrade, Traded};
use crate::reconstitution::Action;
use crate::report::table::Holds::{Count, Fraction, Number, Price, Text, Usd};
use crate::report::table::{Column, FRACTION, Rows, Table, col};
use crate::study::Run;
use crate::universe::Segment;

/// Decimal places of dollars and of shares.
const UNITS: usize = 2;
/// Decimal places of days of volume.
const DAYS: usize = 4;

/// The columns of `trades.csv`.
pub const TRADES: [Column; 17] = [
    col("event", Text, "the reconstitution"),
    col("symbol", Text, "ticker of the line"),
    col("name", Text, "its name"),
    col("action", Text, "what the line does: add, delete, up, down; empty if it stays"),
    col("side", Text, "buy or sell: the side of the net dollars"),
    col(
        "net_usd",
        Usd,
        "dollars of all funds together, summed over the indexes; below zero for a sale",
    ),
    col("net_shares", Number, "net_usd / price; empty where the price is unknown"),
    col("price", Price, "close of the implementation day"),
    col("adv_usd", Usd, "average daily dollar volume, as the universe has it"),
    col("days_of_volume", Number, "abs(net_usd) / adv_usd; empty where the volume is unknown"),
    col(
        "gross_usd",
        Usd,
        "dollars of every leg, bought and sold, before funds of different indexes cross",
    ),
    col("buys_usd", Usd, "dollars of the legs that buy"),
    col("sells_usd", Usd, "dollars of the legs that sell; not below zero"),
    col("from", Text, "segment of the line before"),
    col("to", Text, "segment of the line after"),
    col("sector", Text, "sector by the universe"),
    col(
        "float_known",
        Text,
        "yes or no: whether the float that values it is known; else all its shares count as available",
    ),
];

/// The table of lines, the largest net dollars first.
pub fn lines(run: &Run) -> Table<'_> {
    Table::new("trades", "a line that funds trade", &TRADES, |rows| {
        run.trades.lines.iter().try_for_each(|trade| {
            let security = &run.universe.securities[trade.line];
            let of =
                |sign: f64| trade.legs.iter().map(|leg| (leg.usd * sign).max(0.0)).sum::<f64>();
            let (from, to) = about(rows, run, trade);
            rows.text(trade.side().map_or("", Into::into))
                .number(trade.net_usd, UNITS)
                .known(trade.shares, UNITS)
                .decimal(trade.price)
                .decimal(security.adv_usd)
                .known(trade.days_of_volume, DAYS)
                .number(trade.gross_usd(), UNITS)
                .number(of(1.0), UNITS)
                .number(of(-1.0), UNITS)
                .text(from.into())
                .text(to.into())
                .text(security.sector.as_deref().unwrap_or_default())
                .text(if trade.float_known { "yes" } else { "no" })
                .end()
        })
    })
}

/// Writes event, line and action; returns the segments of the line before and after.
fn about(rows: &mut Rows<'_>, run: &Run, trade: &LineTrade) -> (Segment, Segment) {
    let security = &run.universe.securities[trade.line];
    let (from, to) = of_line(trade.line, trade.company, &run.result);
    let action = Action::between(from, to);
    rows.text(&run.scenario.event.name)
        .text(&security.symbol)
        .text(&security.name)
        .text(action.map_or("", <&str as From<Action>>::from));
    (from, to)
}

/// The columns of `trade_legs.csv`.
pub const LEGS: [Column; 8] = [
    col("event", Text, "the reconstitution"),
    col("symbol", Text, "ticker of the line"),
    col("name", Text, "its name"),
    col("action", Text, "what the line does"),
    col("index", Text, "an index that holds it before or after and that funds follow"),
    col("weight_before", Fraction, "its weight there before"),
    col("weight_after", Fraction, "its weight there after"),
    col("usd", Usd, "assets of the funds on the index x (weight_after - weight_before)"),
];

/// The table of legs, in the order of the lines.
pub fn legs(run: &Run) -> Table<'_> {
    Table::new("trade_legs", "a line in an index that funds follow", &LEGS, |rows| {
        for trade in &run.trades.lines {
            for leg in &trade.legs {
                about(rows, run, trade);
                rows.text(leg.index.into())
                    .number(leg.weight_before, FRACTION)
                    .number(leg.weight_after, FRACTION)
                    .number(leg.usd, UNITS)
                    .end()?;
            }
        }
        Ok(())
    })
}

/// The columns of `trade_totals.csv`.
pub const TOTALS: [Column; 7] = [
    col("event", Text, "the reconstitution"),
    col(
        "index",
        Text,
        "the index; `all` before and `net` after funds of different indexes have crossed",
    ),
    col("assets_usd", Usd, "assets of the funds that follow it"),
    col("lines", Count, "lines bought or sold; empty where the membership before is unknown"),
    col("buys_usd", Usd, "bought"),
    col("sells_usd", Usd, "sold; not below zero"),
    col("gross_usd", Usd, "both: assets x two-way turnover"),
];

/// The table of totals: indexes in the family's order, then all funds together.
pub fn totals(run: &Run) -> Table<'_> {
    Table::new("trade_totals", "an index that funds follow", &TOTALS, |rows| {
        let totals = &run.trades.totals;
        let event = &run.scenario.event.name;
        for trades in &totals.indexes {
            rows.text(event).text(trades.index.into()).number(trades.assets_usd, UNITS);
            traded(rows, trades.traded.as_ref())?;
        }
        let assets = totals.indexes.iter().map(|trades| trades.assets_usd).sum();
        let legs = totals.indexes.iter().filter_map(|trades| trades.traded);
        let all = legs.fold(Traded::default(), |sum, leg| Traded {
            lines: sum.lines + leg.lines,
            buys_usd: sum.buys_usd + leg.buys_usd,
            sells_usd: sum.sells_usd + leg.sells_usd,
        });
        for (name, of) in [("all", &all), ("net", &totals.net)] {
            rows.text(event).text(name).number(assets, UNITS);
            traded(rows, Some(of))?;
        }
        Ok(())
    })
}

/// Writes number of lines, purchases, sales and gross, and ends the row.
pub(in crate::report) fn traded(rows: &mut Rows<'_>, traded: Option<&Traded>) -> io::Result<()> {
    rows.known_count(traded.map(|t| t.lines))
        .known(traded.map(|t| t.buys_usd), UNITS)
        .known(traded.map(|t| t.sells_usd), UNITS)
        .known(traded.map(Traded::gross_usd), UNITS)
        .end()
}
