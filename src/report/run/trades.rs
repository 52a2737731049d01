//! `trades.csv`: trades of the funds that track the indexes, line by line.

use super::EVENT;
use crate::analysis::movers::of_line;
use crate::analysis::trades::LineTrade;
use crate::reconstitution::Action;
use crate::report::table::kind::AsGiven;
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::{Security, Segment};

/// Decimal places of dollars and of shares.
pub(in crate::report) const UNITS: usize = 2;
/// Decimal places of days of volume.
const DAYS: usize = 4;

/// A line that funds trade.
pub(super) struct Traded<'a> {
    pub(super) run: &'a Run,
    pub(super) trade: &'a LineTrade,
    pub(super) security: &'a Security,
    /// Segments of the line before and after.
    between: (Segment, Segment),
}

impl<'a> Traded<'a> {
    pub(super) fn of(run: &'a Run, trade: &'a LineTrade) -> Self {
        let security = &run.universe.securities[trade.line];
        let between = of_line(trade.line, trade.company, &run.result);
        Self { run, trade, security, between }
    }

    /// The change of the line; empty if it stays.
    pub(super) fn action(&self) -> &'static str {
        Action::between(self.between.0, self.between.1).map_or("", <&str>::from)
    }

    /// Dollars, if the trade is known.
    pub(super) fn known(&self, usd: f64) -> Option<(f64, usize)> {
        self.trade.is_known.then_some((usd, UNITS))
    }

    /// Dollars of the legs on one side; not below zero.
    fn on_side(&self, sign: f64) -> f64 {
        self.trade.legs.iter().map(|leg| (leg.usd * sign).max(0.0)).sum()
    }
}

table! {
    TABLE = "trades", "a line that funds trade";
    |c: Traded<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    SYMBOL: Text("symbol", "ticker of the line") = c.security.symbol(),
    NAME: Text("name", "its name") = c.security.name(),
    ACTION: Text("action", "what the line does: add, delete, up, down; empty if it stays")
        = c.action(),
    SIDE: Text("side", "buy or sell: the side of the net dollars")
        = c.trade.side().map_or("", <&str>::from),
    NET_USD: Usd(
        "net_usd",
        "dollars of all funds together, summed over the indexes; below zero for a sale; empty where shares by class are \
         not known and the company is weighed whole on another line"
    ) = c.known(c.trade.net_usd),
    NET_SHARES: Number("net_shares", "net_usd / price; empty where the price is unknown")
        = (c.trade.shares, UNITS),
    PRICE: Price("price", "close of the implementation day") = c.trade.price,
    ADV_USD: Usd("adv_usd", "average daily dollar volume, as the universe has it")
        = c.security.adv_usd().map(AsGiven),
    DAYS_OF_VOLUME: Number(
        "days_of_volume",
        "abs(net_usd) / adv_usd; empty where the volume is unknown"
    ) = (c.trade.days_of_volume, DAYS),
    GROSS_USD: Usd(
        "gross_usd",
        "dollars of every leg, bought and sold, before funds of different indexes cross"
    ) = c.known(c.trade.gross_usd()),
    BUYS_USD: Usd("buys_usd", "dollars of the legs that buy") = c.known(c.on_side(1.0)),
    SELLS_USD: Usd("sells_usd", "dollars of the legs that sell; not below zero")
        = c.known(c.on_side(-1.0)),
    FROM: Text("from", "segment of the line before") = <&str>::from(c.between.0),
    TO: Text("to", "segment of the line after") = <&str>::from(c.between.1),
    SECTOR: Text("sector", "sector by the universe")
        = c.security.sector.as_deref().unwrap_or_default(),
    FLOAT_KNOWN: Text(
        "float_known",
        "yes or no: whether the float that values it is known; else all its shares count as available"
    ) = if c.trade.float_known { "yes" } else { "no" },
}

/// The table, the largest net dollars first.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| rows.all(run.trades.lines.iter().map(|trade| Traded::of(run, trade))))
}
