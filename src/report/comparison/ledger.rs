//! `ledger-SCHEDULE.csv`: every change of membership under one schedule, in chronological order.

use crate::report::table::Holds::{Date, Fraction, Text};
use crate::report::table::{Column, FRACTION, Table, col};
use crate::simulation::LedgerRow;
use crate::study::comparison::Schedule;

/// The columns.
pub const COLUMNS: [Column; 8] = [
    col("date", Date, "the day of the change"),
    col("event", Text, "what brought it"),
    col("index", Text, "the index"),
    col("symbol", Text, "ticker of the line"),
    col("action", Text, "what happens to the line in this index"),
    col("reason", Text, "why"),
    col("weight_before", Fraction, "its weight before"),
    col("weight_after", Fraction, "its weight after"),
];

/// The table; replaying its rows up to a day gives the memberships of that day.
pub fn table(schedule: &Schedule) -> Table<'_> {
    let name = format!("ledger-{}", schedule.name);
    Table::new(name, "a change of a membership", &COLUMNS, |rows| {
        let ledger = &schedule.ledger;
        // A line often enters or leaves several indexes for one reason: format it once.
        let alike = |a: &LedgerRow, b: &LedgerRow| a.date == b.date && a.reason == b.reason;
        for alike in ledger.rows.chunk_by(alike) {
            let reason = alike[0].reason.to_string();
            for row in alike {
                rows.date(row.date)
                    .text(&ledger.events[row.event])
                    .text(row.index.into())
                    .text(&row.symbol)
                    .text(row.action.into())
                    .text(&reason)
                    .number(row.weight_before, FRACTION)
                    .number(row.weight_after, FRACTION)
                    .end()?;
            }
        }
        Ok(())
    })
}
