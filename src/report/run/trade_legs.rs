//! `trade_legs.csv`: trades of the funds that track the indexes, by line and index.

use super::EVENT;
use super::trades::{NAME, SYMBOL, Traded};
use crate::analysis::trades::Leg;
use crate::report::table::{Table, table};
use crate::study::Run;

table! {
    TABLE = "trade_legs", "a line in an index that funds follow";
    |(of, leg): (Traded<'_>, &Leg)|
    EVENT: Text = &of.run.scenario.event.name,
    SYMBOL: Text = of.security.symbol(),
    NAME: Text = of.security.name(),
    ACTION: Text("action", "what the line does") = of.action(),
    INDEX: Text("index", "an index that holds it before or after and that funds follow")
        = <&str>::from(leg.index),
    WEIGHT_BEFORE: Fraction(
        "weight_before",
        "its weight there before; empty where the company is weighed whole on another line"
    ) = of.trade.is_known.then_some(leg.weight_before),
    WEIGHT_AFTER: Fraction("weight_after", "its weight there after")
        = of.trade.is_known.then_some(leg.weight_after),
    USD: Usd("usd", "assets of the funds on the index x (weight_after - weight_before)")
        = of.known(leg.usd),
}

/// The table, in the order of the lines.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| {
        rows.all(
            run.trades
                .lines
                .iter()
                .flat_map(|trade| trade.legs.iter().map(move |leg| (Traded::of(run, trade), leg))),
        )
    })
}
