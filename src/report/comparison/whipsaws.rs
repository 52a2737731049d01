//! `whipsaws.csv`: companies that moved at one reconstitution and moved back at the next.

use super::ComparisonReport;
use crate::analysis::backtest::BacktestEvent;
use crate::analysis::comparison::whipsaws_of;
use crate::report::table::Holds::{Date, Text};
use crate::report::table::{Column, Table, col};
use crate::simulation::EventKind;

/// The columns.
pub const COLUMNS: [Column; 8] = [
    col("schedule", Text, "the schedule"),
    col("symbol", Text, "ticker at the second event"),
    col("home", Text, "the segment before and after"),
    col("away", Text, "the segment in between"),
    col("there", Text, "the first event"),
    col("there_date", Date, "its day"),
    col("back", Text, "the second event"),
    col("back_date", Date, "its day"),
];

/// The table: by schedule, in chronological order.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::new("whipsaws", "a company that moved and moved back", &COLUMNS, |rows| {
        for schedule in &report.compared.schedules {
            let is_reconstitution =
                |event: &&BacktestEvent| matches!(event.kind, EventKind::Reconstitution(_));
            let events: Vec<&BacktestEvent> =
                schedule.backtest.events.iter().filter(is_reconstitution).collect();
            for whipsaw in whipsaws_of(&schedule.backtest).list {
                let (there, back) = (events[whipsaw.there], events[whipsaw.back]);
                rows.text(&schedule.name)
                    .text(report.compared.history.symbol(whipsaw.key, back.day))
                    .text(whipsaw.home.into())
                    .text(whipsaw.away.into())
                    .text(&there.name)
                    .date(there.date)
                    .text(&back.name)
                    .date(back.date)
                    .end()?;
            }
        }
        Ok(())
    })
}
