//! `membership.csv`: every eligible company with its segment, indexes and decision.
//!
//! Members without a rank come last: those kept with an unknown cap, and spin-off children since rank
//! day.

use super::changes::{POINTS_TO_LOWER_EDGE, POINTS_TO_UPPER_EDGE};
use crate::reconstitution::Reason;
use crate::report::table::Holds::{Count, Points, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 15] = [
    col("event", Text, "the reconstitution"),
    col("symbol", Text, "ticker of the company's main line"),
    col("segment", Text, "R1000, R2000, MICRO (Microcap outside the R2000) or NONE"),
    col("indexes", Text, "every index of the family that it is in, separated by ;"),
    col("rank", Count, "rank by company cap; empty if not ranked"),
    col("market_cap", Usd, "company cap on rank day"),
    col("percentile", Points, "cumulative-cap percentile, its own cap included"),
    col("decision", Text, "add, delete, up, down, keep or out"),
    col("reason", Text, "why"),
    col("name", Text, "its name"),
    col("issuer", Text, "what lines of one company share"),
    col("held", Text, "segment held before"),
    col("member_lines", Text, "the lines that are members, separated by ;"),
    POINTS_TO_UPPER_EDGE,
    POINTS_TO_LOWER_EDGE,
];

/// The table, by rank, then unranked members by symbol.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("membership", "an eligible company", &COLUMNS, |rows| {
        let ranked = run.result.ranking.ranked.iter().map(|ranked| ranked.company);
        let unranked = run.result.companies.iter().enumerate();
        let unranked = unranked.filter(|(_, result)| {
            // Spin-off children since rank day are also members without a rank.
            let is_member = result.rank.is_none() && !result.indexes.is_empty();
            result.reason == Reason::KeptUnranked || is_member
        });
        ranked.chain(unranked.map(|(at, _)| at)).try_for_each(|at| {
            let result = &run.result.companies[at];
            let company = &run.universe.companies[at];
            let security = &run.universe.securities[result.line];
            let indexes: Vec<&str> = result.indexes.iter().map(<&str>::from).collect();
            let lines: Vec<&str> = company
                .lines
                .iter()
                .filter(|&&line| !run.result.indexes_after[line].is_empty())
                .map(|&line| run.universe.securities[line].symbol.as_str())
                .collect();
            rows.text(&run.scenario.event.name)
                .text(&security.symbol)
                .text(result.to.into())
                .text(&indexes.join(";"))
                .known_count(result.rank)
                .usd(result.market_cap)
                .decimal(result.percentile())
                .text(result.decision.into())
                .text(&run.reason(at))
                .text(&security.name)
                .text(&security.issuer)
                .text(result.from.into())
                .text(&lines.join(";"))
                .decimal(result.edges().map(|e| e.to_upper))
                .decimal(result.edges().map(|e| e.to_lower))
                .end()
        })
    })
}
