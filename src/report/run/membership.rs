//! `membership.csv`: every eligible company with its segment, indexes and decision.
//!
//! Members without a rank come last: those kept with an unknown cap, and spin-off children since rank
//! day.

use super::EVENT;
use super::changes::{POINTS_TO_LOWER_EDGE, POINTS_TO_UPPER_EDGE};
use crate::reconstitution::{CompanyResult, Reason};
use crate::report::table::{Table, table};
use crate::study::Run;
use crate::universe::Security;

/// An eligible company.
struct Eligible<'a> {
    run: &'a Run,
    at: usize,
    company: &'a CompanyResult,
    security: &'a Security,
}

table! {
    TABLE = "membership", "an eligible company";
    |c: Eligible<'_>|
    EVENT: Text = &c.run.scenario.event.name,
    SYMBOL: Text("symbol", "ticker of the company's main line") = &c.security.symbol,
    SEGMENT: Text("segment", "R1000, R2000, MICRO (Microcap outside the R2000) or NONE")
        = <&str>::from(c.company.to),
    INDEXES: Text("indexes", "every index of the family that it is in, separated by ;")
        = c.indexes(),
    RANK: Count(
        "rank",
        "rank by company cap, which begins after the places that Russell 1000 members without a line or \
         cap take; empty if not ranked"
    ) = c.company.rank,
    MARKET_CAP: Usd("market_cap", "company cap on rank day") = c.company.market_cap,
    PERCENTILE: Points("percentile", "cumulative-cap percentile, 0 to 100, its own cap included")
        = c.company.percentile(),
    DECISION: Text("decision", "add, delete, up, down, keep or out")
        = <&str>::from(c.company.decision),
    REASON: Text("reason", "why; the codes: `rankday help running`") = c.run.reason(c.at),
    NAME: Text("name", "its name") = &c.security.name,
    ISSUER: Text("issuer", "what lines of one company share") = &c.security.issuer,
    HELD: Text(
        "held",
        "segment held before; NONE of a company that has left since rank day (left.csv)"
    ) = <&str>::from(c.company.from),
    MEMBER_LINES: Text("member_lines", "the lines that are members, separated by ;")
        = c.member_lines(),
    POINTS_TO_UPPER_EDGE: Points = c.company.edges().map(|e| e.to_upper),
    POINTS_TO_LOWER_EDGE: Points = c.company.edges().map(|e| e.to_lower),
}

impl Eligible<'_> {
    fn indexes(&self) -> String {
        let indexes: Vec<&str> = self.company.indexes.iter().map(<&str>::from).collect();
        indexes.join(";")
    }

    fn member_lines(&self) -> String {
        let Self { run, at, .. } = self;
        let lines = run.universe.companies[*at].lines.iter();
        let members = lines.filter(|&&line| !run.result.indexes_after[line].is_empty());
        let symbols: Vec<&str> =
            members.map(|&line| run.universe.securities[line].symbol.as_str()).collect();
        symbols.join(";")
    }
}

/// The table, by rank, then unranked members by symbol.
pub fn table(run: &Run) -> Table<'_> {
    some(run, |_| true)
}

/// The rows of the table for some companies, which are given as their results.
pub(super) fn some<'a>(
    run: &'a Run,
    is_wanted: impl Fn(&CompanyResult) -> bool + Send + Sync + 'a,
) -> Table<'a> {
    Table::by_place(move || {
        let ranked = run.result.ranking.ranked.iter().map(|ranked| ranked.company);
        let unranked = run.result.companies.iter().enumerate();
        let unranked = unranked.filter(|(_, result)| {
            // Spin-off children since rank day are also members without a rank.
            let is_member = result.rank.is_none() && !result.indexes.is_empty();
            result.reason == Reason::KeptUnranked || is_member
        });
        let all = ranked.chain(unranked.map(|(at, _)| at));
        let wanted: Vec<usize> = all.filter(|at| is_wanted(&run.result.companies[*at])).collect();
        let row = move |place: &usize| {
            let company = &run.result.companies[*place];
            Eligible { run, at: *place, company, security: &run.universe.securities[company.line] }
        };
        (wanted.len(), move |place: usize| row(&wanted[place]))
    })
}
