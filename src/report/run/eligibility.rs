//! `eligibility.csv`: every line of the universe with the screen that excluded it, if any.

use crate::report::table::Holds::{Fraction, Price, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 14] = [
    col("event", Text, "the reconstitution"),
    col("symbol", Text, "ticker of the line"),
    col("name", Text, "its name"),
    col("issuer", Text, "what lines of one company share"),
    col("eligible", Text, "yes or no"),
    col("screen", Text, "the first screen that dropped the line"),
    col("reason", Text, "what that screen found"),
    col("company_market_cap", Usd, "company cap; empty where it is unknown"),
    col("held", Text, "segment that its company held before"),
    col("price", Price, "close on rank day"),
    col("company_decision", Text, "what happens to its company"),
    col("inferred", Text, "what an import inferred about the line"),
    col(
        "evidence",
        Text,
        "what its eligibility is known or inferred from, beside price, float and size",
    ),
    col(
        "p_eligible",
        Fraction,
        "chance that its company is eligible, learned from past events; empty where nothing says",
    ),
];

/// The table, in symbol order.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("eligibility", "a line of the universe", &COLUMNS, |rows| {
        let company_of = run.universe.company_of_line();
        run.universe.securities.iter().enumerate().try_for_each(|(line, security)| {
            let company = &run.result.companies[company_of[line]];
            let drop = run.result.screened.drops[line].as_ref();
            rows.text(&run.scenario.event.name)
                .text(&security.symbol)
                .text(&security.name)
                .text(&security.issuer)
                .text(if drop.is_none() { "yes" } else { "no" })
                .text(drop.map_or("", |d| d.screen.into()))
                .text(&drop.map_or_else(String::new, |d| d.failure.to_string()))
                .usd(company.market_cap)
                .text(company.from.into())
                .decimal(security.price)
                .text(company.decision.into())
                .text(&security.inferred)
                .text(security.evidence.into())
                .known(run.confidence.eligible[company_of[line]], 3)
                .end()
        })
    })
}
