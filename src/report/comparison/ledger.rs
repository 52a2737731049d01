//! `ledger-SCHEDULE.csv`: every change of a membership under one schedule, in its order.

use std::io::{self, Write};

use super::table::{FRACTION, Table};
use crate::simulation::{Ledger, LedgerRow};

/// The header.
pub const COLUMNS: [&str; 8] =
    ["date", "event", "index", "symbol", "action", "reason", "weight_before", "weight_after"];

/// Writes the table; the rows up to a day replay the memberships of that day. Weights are fractions.
///
/// # Errors
/// What the writer reports.
pub fn write(ledger: &Ledger, out: impl Write) -> io::Result<()> {
    let mut table = Table::new(out, &COLUMNS)?;
    // A line enters or leaves several indexes for one reason: it is put in words once.
    let alike = |a: &LedgerRow, b: &LedgerRow| a.date == b.date && a.reason == b.reason;
    for rows in ledger.rows.chunk_by(alike) {
        let (date, reason) = (rows[0].date.to_string(), rows[0].reason.to_string());
        for row in rows {
            table
                .text(&date)
                .text(&ledger.events[row.event])
                .text(<&str>::from(row.index))
                .text(&row.symbol)
                .text(<&str>::from(row.action))
                .text(&reason)
                .number(row.weight_before, FRACTION)
                .number(row.weight_after, FRACTION)
                .end()?;
        }
    }
    table.finish()
}
