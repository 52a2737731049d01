//! `trade_totals.csv`: trades at every event of the funds that track the indexes.

use super::events::{CYCLE, DATE, EVENT, KIND, SCHEDULED, cycle, kind, scheduled};
use super::{ComparisonReport, SCHEDULE};
use crate::analysis::backtest::BacktestEvent;
use crate::analysis::trades::Traded;
use crate::report::run::trades::UNITS;
use crate::report::table::{Table, table};
use crate::study::comparison::Schedule;

/// The trades at an event of the funds on an index.
struct Total<'a> {
    report: &'a ComparisonReport<'a>,
    schedule: &'a Schedule,
    event: &'a BacktestEvent,
    index: &'static str,
    assets_usd: f64,
    traded: Traded,
}

table! {
    TABLE = "trade_totals", "an event of a schedule, and an index that funds follow";
    |c: Total<'_>|
    SCHEDULE: Text = &c.schedule.name,
    EVENT: Text = &c.event.name,
    KIND: Text = kind(c.event.kind),
    SCHEDULED: Text = scheduled(c.event),
    DATE: Date = c.event.date,
    CYCLE: Text = cycle(c.report, c.event),
    INDEX: Text(
        "index",
        "the index; `net` for all funds after those of different indexes have crossed"
    ) = c.index,
    ASSETS_USD: Usd(
        "assets_usd",
        "assets of the funds that follow it, the same over the whole history; of `net` those of the funds whose \
         trades are known"
    ) = (c.assets_usd, UNITS),
    LINES: Count("lines", "lines bought or sold") = c.traded.lines,
    BUYS_USD: Usd("buys_usd", "bought") = (c.traded.buys_usd, UNITS),
    SELLS_USD: Usd("sells_usd", "sold; not below zero") = (c.traded.sells_usd, UNITS),
    GROSS_USD: Usd("gross_usd", "both") = (c.traded.gross_usd(), UNITS),
}

/// The table: by schedule, in chronological order. An index whose funds trade nothing at an event has no
/// row.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::of(move |rows| {
        for schedule in &report.compared.schedules {
            for event in &schedule.backtest.events {
                let assets = event.trades.known_assets_usd();
                let of_indexes = event.trades.indexes.iter().filter_map(|trades| {
                    Some((<&str>::from(trades.index), trades.assets_usd, trades.traded?))
                });
                let net = event.trades.net.map(|net| ("net", assets, net));
                let all = of_indexes.chain(net);
                let traded = all.filter(|(.., traded)| *traded != Traded::default());
                rows.all(traded.map(|(index, assets_usd, traded)| Total {
                    report,
                    schedule,
                    event,
                    index,
                    assets_usd,
                    traded,
                }))?;
            }
        }
        Ok(())
    })
}
