//! `eligibility.csv`: every line of the universe with the screen that excluded it, if any.

use super::EVENT;
use crate::methodology::eligibility::Dropped;
use crate::reconstitution::CompanyResult;
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Security;

/// A line of the universe.
struct Line<'a> {
    run: &'a Run,
    security: &'a Security,
    company: &'a CompanyResult,
    drop: Option<&'a Dropped>,
    p_eligible: Option<f64>,
}

table! {
    TABLE = "eligibility", "a line of the universe";
    |c: Line<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    SYMBOL: Text("symbol", "ticker of the line") = c.security.symbol(),
    NAME: Text("name", "its name") = c.security.name(),
    ISSUER: Text("issuer", "what lines of one company share") = c.security.issuer(),
    ELIGIBLE: Text("eligible", "yes or no") = if c.drop.is_none() { "yes" } else { "no" },
    SCREEN: Text("screen", "the first screen that dropped the line")
        = c.drop.map_or("", |d| d.screen.into()),
    REASON: Text("reason", "what that screen found")
        = c.drop.map_or_else(String::new, |d| d.failure.to_string()),
    COMPANY_MARKET_CAP: Usd("company_market_cap", "company cap; empty where it is unknown")
        = c.company.market_cap,
    HELD: Text(
        "held",
        "segment that its company held before; NONE if it has left since rank day (left.csv)"
    ) = <&str>::from(c.company.from),
    PRICE: Price("price", "close on rank day") = c.security.price(),
    COMPANY_DECISION: Text("company_decision", "what happens to its company")
        = <&str>::from(c.company.decision),
    INFERRED: Text("inferred", "what an import inferred about the line") = &c.security.inferred,
    EVIDENCE: Text(
        "evidence",
        "what its eligibility is known or inferred from, beside price, float and size; the codes: \
         `rankday help data`"
    ) = <&str>::from(c.security.evidence),
    P_ELIGIBLE: Fraction(
        "p_eligible",
        "chance that its company is eligible, learned from past events; empty where nothing says"
    ) = (c.p_eligible, 3),
}

/// The table, in symbol order.
pub fn table(run: &Run) -> Table<'_> {
    Table::by_place(move || {
        let company_of = run.universe.company_of_line();
        let row = move |line: usize| Line {
            run,
            security: &run.universe.securities[line],
            company: &run.result.companies[company_of[line]],
            drop: run.result.screened.drops[line].as_ref(),
            p_eligible: run.confidence.eligible[company_of[line]],
        };
        (run.universe.securities.len(), row)
    })
}
