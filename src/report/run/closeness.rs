//! `closeness.csv`: how close every company is to a different decision.

use crate::analysis::closeness::closeness;
use crate::report::table::Holds::{Count, Fraction, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 10] = [
    col("event", Text, "the reconstitution"),
    col("symbol", Text, "ticker of the company's main line"),
    col("name", Text, "its name"),
    col("held", Text, "segment held before"),
    col("segment", Text, "segment after"),
    col("rank", Count, "rank by company cap"),
    col("market_cap", Usd, "company cap on rank day"),
    col(
        "edge",
        Text,
        "the nearest of the edges that concern it: r1000_upper and r1000_lower of the band (members of the Russell \
         2000 and 1000), r1000_break without it, r3000_break",
    ),
    col("edge_market_cap", Usd, "the cap there"),
    col("distance", Fraction, "edge_market_cap / market_cap - 1"),
];

/// The table, the nearest first.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("closeness", "a ranked company", &COLUMNS, |rows| {
        closeness(&run.result).into_iter().try_for_each(|near| {
            let result = &run.result.companies[near.company];
            let security = &run.universe.securities[result.line];
            rows.text(&run.scenario.event.name)
                .text(&security.symbol)
                .text(&security.name)
                .text(result.from.into())
                .text(result.to.into())
                .known_count(result.rank)
                .usd(result.market_cap)
                .text(near.edge.into())
                .usd(Some(near.edge_cap))
                .fraction(Some(near.distance))
                .end()
        })
    })
}
