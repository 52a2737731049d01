//! `trade_totals.csv`: trades at every event of the funds that track the indexes.

use super::ComparisonReport;
use super::events::{CYCLE, SCHEDULED, cycle, kind, scheduled};
use crate::analysis::trades::Traded;
use crate::report::run::trades::traded as cells;
use crate::report::table::Holds::{Count, Date, Text, Usd};
use crate::report::table::{Column, Table, col};

/// Decimal places of dollars.
const UNITS: usize = 2;

/// The columns.
pub const COLUMNS: [Column; 12] = [
    col("schedule", Text, "the schedule"),
    col("event", Text, "what happened"),
    col("kind", Text, "reconstitution, quarter, fast_entry, deletion or corporate_action"),
    SCHEDULED,
    col("date", Date, "the event's own day"),
    CYCLE,
    col(
        "index",
        Text,
        "the index; `net` for all funds after those of different indexes have crossed",
    ),
    col("assets_usd", Usd, "assets of the funds that follow it, the same over the whole history"),
    col("lines", Count, "lines bought or sold"),
    col("buys_usd", Usd, "bought"),
    col("sells_usd", Usd, "sold; not below zero"),
    col("gross_usd", Usd, "both"),
];

/// The table: by schedule, in chronological order. An index whose funds trade nothing at an event has no
/// row.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new(
        "trade_totals",
        "an event of a schedule, and an index that funds follow",
        &COLUMNS,
        |rows| {
            for schedule in &report.compared.schedules {
                for event in &schedule.backtest.events {
                    let assets = event.trades.indexes.iter().map(|trades| trades.assets_usd).sum();
                    let of_indexes = event.trades.indexes.iter().filter_map(|trades| {
                        Some((<&str>::from(trades.index), trades.assets_usd, trades.traded?))
                    });
                    let net = ("net", assets, event.trades.net);
                    for (index, assets, traded) in of_indexes.chain([net]) {
                        if traded == Traded::default() {
                            continue;
                        }
                        rows.text(&schedule.name)
                            .text(&event.name)
                            .text(kind(event.kind))
                            .text(scheduled(event))
                            .date(event.date)
                            .text(&cycle(report, event))
                            .text(index)
                            .number(assets, UNITS);
                        cells(rows, Some(&traded))?;
                    }
                }
            }
            Ok(())
        },
    )
}
