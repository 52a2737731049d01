//! `left.csv`: members and would-be additions that left between rank day and implementation.

use super::EVENT;
use crate::reconstitution::between::Left;
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Security;

table! {
    TABLE = "left", "a line that left between rank day and implementation";
    |(run, left, security): (&Run, &Left, &Security)|
    EVENT: Text = &run.scenario.event.name,
    SYMBOL: Text("symbol", "ticker of the line on rank day") = security.symbol(),
    NAME: Text("name", "its name") = security.name(),
    HELD: Text("held", "segment held before; NONE if it was no member") = <&str>::from(left.held),
    DECIDED: Text("decided", "segment that rank day put it in, which does not take effect")
        = <&str>::from(left.decided),
    WHY: Text(
        "why",
        "merger or delisting: a stated action; no_line: it is not in the complete prices of the \
         implementation day"
    ) = <&str>::from(left.why),
    DATE: Date("date", "first day without it, where an action states it") = left.date,
    BUYER: Text("buyer", "the acquirer, where an action states it")
        = left.buyer.as_deref().unwrap_or_default(),
    MARKET_CAP: Usd("market_cap", "company cap on rank day")
        = run.result.companies[left.company].market_cap,
    COMPANY: Text("company", "left: the company with it; lives: another class of it goes on")
        = if left.with_company { "left" } else { "lives" },
}

/// The table, in symbol order. None of the rows is a change of the event, because members among them were
/// paid out or deleted before it.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| {
        let left = run.between.left.iter();
        rows.all(left.map(|left| (run, left, &run.universe.securities[left.line])))
    })
}
