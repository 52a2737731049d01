//! `ledger-SCHEDULE.csv`: every change of membership under one schedule, in chronological order.

use std::rc::Rc;

use crate::report::table::{Table, table};
use crate::simulation::LedgerRow;
use crate::study::comparison::Schedule;

/// A change of a membership.
struct Change<'a> {
    schedule: &'a Schedule,
    row: &'a LedgerRow,
    reason: Rc<str>,
}

table! {
    TABLE = "ledger-SCHEDULE", "a change of a membership";
    |c: Change<'_>|
    DATE: Date("date", "the close at which it changes: that of the event's day, or the last one before it") = c.row.date,
    EVENT: Text("event", "what brought it") = &c.schedule.ledger.events[c.row.event],
    INDEX: Text("index", "the index") = <&str>::from(c.row.index),
    SYMBOL: Text("symbol", "ticker of the line") = &c.row.symbol,
    ACTION: Text(
        "action",
        "add, delete, rename, or update of index shares or float (one row for all indexes, that of the R3000E)"
    ) = <&str>::from(c.row.action),
    REASON: Text("reason", "why; the codes: `rankday help comparing`") = &*c.reason,
    WEIGHT_BEFORE: Fraction("weight_before", "its weight before") = c.row.weight_before,
    WEIGHT_AFTER: Fraction("weight_after", "its weight after") = c.row.weight_after,
}

/// Name of the table of a schedule.
pub(super) fn name_of(schedule: &str) -> String {
    TABLE.name.replace("SCHEDULE", schedule)
}

/// The table; replaying its rows up to a day gives the memberships of that day.
pub fn table(schedule: &Schedule) -> Table<'_> {
    let of_schedule = Table::of(move |rows| {
        // A line often enters or leaves several indexes for one reason: format it once.
        let alike = |a: &LedgerRow, b: &LedgerRow| a.date == b.date && a.reason == b.reason;
        for alike in schedule.ledger.rows.chunk_by(alike) {
            let reason: Rc<str> = alike[0].reason.to_string().into();
            rows.all(alike.iter().map(|row| Change { schedule, row, reason: reason.clone() }))?;
        }
        Ok(())
    });
    of_schedule.named(name_of(&schedule.name))
}
