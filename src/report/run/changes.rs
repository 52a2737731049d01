//! `changes.csv`: one row per company that changes segment, and per further share class that does.

use crate::report::table::Holds::{Count, Date, Fraction, Points, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// Distance of a company to the upper edge of the band.
pub(super) const POINTS_TO_UPPER_EDGE: Column = col(
    "points_to_upper_edge",
    Points,
    "points of the percentile from the company up to the band's edge of larger caps; below zero beyond it",
);
/// Distance of a company to the lower edge of the band.
pub(super) const POINTS_TO_LOWER_EDGE: Column = col(
    "points_to_lower_edge",
    Points,
    "points of the percentile from the company down to the band's edge of smaller caps; below zero beyond it",
);

/// The columns.
pub const COLUMNS: [Column; 18] = [
    col("event", Text, "the reconstitution"),
    col("rank_day", Date, "rank day"),
    col("effective", Date, "the first day on which the change holds"),
    col("symbol", Text, "ticker of the company's main line, or of the class"),
    col("name", Text, "its name"),
    col("action", Text, "add, delete, up (to the 1000) or down (to the 2000)"),
    col("from", Text, "segment held before"),
    col("to", Text, "segment after"),
    col("reason", Text, "why, with the finding of the screen where one drops it"),
    col("rank", Count, "rank by company cap; empty if not ranked"),
    col("market_cap", Usd, "company cap on rank day, whatever drops it; empty where it is unknown"),
    col("percentile", Points, "cumulative-cap percentile, its own cap included"),
    POINTS_TO_UPPER_EDGE,
    POINTS_TO_LOWER_EDGE,
    col("inferred", Text, "what an import inferred about the line"),
    col(
        "what",
        Text,
        "company, or class: a share class that joins or leaves beside its company's main line",
    ),
    col(
        "confidence",
        Fraction,
        "probability that the change comes true, by eligibility and by size, learned from past events: near-certain from 0.9, likely from 0.6, open below; empty where it is not known, and of classes",
    ),
    col(
        "evidence",
        Text,
        "what eligibility is known or inferred from, beside price, float and size",
    ),
];

/// The table: by action, then by cap, classes after their company. Members that left before rank day are
/// no changes of this event; they are in `gone.csv`.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("changes", "a company or share class that changes segment", &COLUMNS, |rows| {
        let event = &run.scenario.event;
        run.movers.iter().zip(&run.confidence.changes).try_for_each(|(mover, confidence)| {
            let result = &run.result.companies[mover.company];
            let security = &run.universe.securities[mover.line];
            rows.text(&event.name)
                .date(event.rank_day)
                .date(event.effective)
                .text(&security.symbol)
                .text(&security.name)
                .text(mover.action.into())
                .text(mover.from.into())
                .text(mover.to.into())
                .text(&run.reason_of(mover))
                .known_count(result.rank)
                .usd(result.market_cap)
                .decimal(result.percentile())
                .decimal(result.edges().map(|e| e.to_upper))
                .decimal(result.edges().map(|e| e.to_lower))
                .text(&security.inferred)
                .text(if mover.is_class { "class" } else { "company" })
                .known(*confidence, 3)
                .text(security.evidence.into())
                .end()
        })
    })
}
