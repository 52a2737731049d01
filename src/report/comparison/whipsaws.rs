//! `whipsaws.csv`: companies that moved at one reconstitution and moved back at the next.

use super::{ComparisonReport, SCHEDULE};
use crate::analysis::backtest::BacktestEvent;
use crate::analysis::comparison::whipsaws_of;
use crate::analysis::whipsaw::Whipsaw;
use crate::report::table::{Table, table};
use crate::simulation::EventKind;
use crate::study::comparison::Schedule;

/// A move and the move back.
struct Moved<'a> {
    schedule: &'a Schedule,
    symbol: &'a str,
    whipsaw: Whipsaw<usize>,
    there: &'a BacktestEvent,
    back: &'a BacktestEvent,
}

table! {
    TABLE = "whipsaws", "a company that moved and moved back";
    |c: Moved<'_>|
    SCHEDULE: Text = &c.schedule.name,
    SYMBOL: Text("symbol", "ticker at the second event") = c.symbol,
    HOME: Text("home", "the segment before and after") = <&str>::from(c.whipsaw.home),
    AWAY: Text("away", "the segment in between") = <&str>::from(c.whipsaw.away),
    THERE: Text("there", "the first event") = &c.there.name,
    THERE_DATE: Date("there_date", "its day") = c.there.date,
    BACK: Text("back", "the second event") = &c.back.name,
    BACK_DATE: Date("back_date", "its day") = c.back.date,
}

/// The table: by schedule, in chronological order.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    Table::of(move |rows| {
        for schedule in &report.compared.schedules {
            let is_reconstitution =
                |event: &&BacktestEvent| matches!(event.kind, EventKind::Reconstitution(_));
            let events: Vec<&BacktestEvent> =
                schedule.backtest.events.iter().filter(is_reconstitution).collect();
            rows.all(whipsaws_of(&schedule.backtest).list.into_iter().map(|whipsaw| {
                let (there, back) = (events[whipsaw.there], events[whipsaw.back]);
                let symbol = report.compared.history.symbol(whipsaw.key, back.day);
                Moved { schedule, symbol, whipsaw, there, back }
            }))?;
        }
        Ok(())
    })
}
