//! `closeness.csv`: how close every company is to a different decision.

use super::EVENT;
use crate::analysis::closeness::Closeness;
use crate::reconstitution::CompanyResult;
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Security;

/// A company and the nearest of its edges.
struct Ranked<'a> {
    run: &'a Run,
    company: &'a CompanyResult,
    security: &'a Security,
    near: Closeness,
}

table! {
    TABLE = "closeness", "a ranked company that has not left since rank day";
    |c: Ranked<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    SYMBOL: Text("symbol", "ticker of the company's main line") = c.security.symbol(),
    NAME: Text("name", "its name") = c.security.name(),
    HELD: Text("held", "segment held before") = <&str>::from(c.company.from),
    SEGMENT: Text("segment", "segment after") = <&str>::from(c.company.to),
    RANK: Count("rank", "rank by company cap, as in membership.csv") = c.company.rank,
    MARKET_CAP: Usd("market_cap", "company cap on rank day") = c.company.market_cap,
    EDGE: Text(
        "edge",
        "the nearest of the edges that concern it, twice its cap being as far as half of it: of a \
         member of the Russell 1000 r1000_lower of the band alone, of one of the Russell 2000 \
         r1000_upper or r3000_break, of all others the unbanded r1000_break or r3000_break"
    ) = <&str>::from(c.near.edge),
    EDGE_MARKET_CAP: Usd("edge_market_cap", "the cap there") = c.near.edge_cap,
    DISTANCE: Fraction("distance", "edge_market_cap / market_cap - 1") = c.near.distance,
}

/// The table, the nearest first.
pub fn table(run: &Run) -> Table<'_> {
    some(run, |_, _| true)
}

/// The rows of the table for some companies; the filter gets a company's place in the table and in the
/// universe.
pub(super) fn some<'a>(
    run: &'a Run,
    is_wanted: impl Fn(usize, usize) -> bool + Send + Sync + 'a,
) -> Table<'a> {
    Table::by_place(move || {
        let all = run.closeness.iter().enumerate();
        let wanted = all.filter(|(place, near)| is_wanted(*place, near.company));
        let wanted: Vec<&Closeness> = wanted.map(|(_, near)| near).collect();
        let row = move |near: &Closeness| {
            let company = &run.result.companies[near.company];
            Ranked { run, company, security: &run.universe.securities[company.line], near: *near }
        };
        (wanted.len(), move |place: usize| row(wanted[place]))
    })
}
