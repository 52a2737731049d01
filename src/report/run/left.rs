//! `left.csv`: members and would-be additions that left between rank day and implementation.

use crate::report::table::Holds::{Date, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 10] = [
    col("event", Text, "the reconstitution"),
    col("symbol", Text, "ticker of the line on rank day"),
    col("name", Text, "its name"),
    col("held", Text, "segment held before; NONE if it was no member"),
    col("decided", Text, "segment that rank day put it in, which does not take effect"),
    col(
        "why",
        Text,
        "merger or delisting: a stated action; no_line: it is not in the complete prices of the implementation day",
    ),
    col("date", Date, "first day without it, where an action states it"),
    col("buyer", Text, "the acquirer, where an action states it"),
    col("market_cap", Usd, "company cap on rank day"),
    col("company", Text, "left: the company with it; lives: another class of it goes on"),
];

/// The table, in symbol order. None of the rows is a change of the event, because members among them were
/// paid out or deleted before it.
pub fn table(run: &Run) -> Table<'_> {
    let what = "a line that left between rank day and implementation";
    Table::new("left", what, &COLUMNS, |rows| {
        run.between.left.iter().try_for_each(|left| {
            let security = &run.universe.securities[left.line];
            rows.text(&run.scenario.event.name)
                .text(&security.symbol)
                .text(&security.name)
                .text(left.held.into())
                .text(left.decided.into())
                .text(left.why.into());
            match left.date {
                Some(day) => rows.date(day),
                None => rows.empty(),
            };
            rows.text(left.buyer.as_deref().unwrap_or_default())
                .usd(run.result.companies[left.company].market_cap)
                .text(if left.with_company { "left" } else { "lives" })
                .end()
        })
    })
}
