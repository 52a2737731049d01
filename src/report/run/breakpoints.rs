//! `breakpoints.csv`: every break with its band, in USD and in percentile points.

use crate::report::table::Holds::{Count, Points, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 9] = [
    col("event", Text, "the reconstitution"),
    col("break", Text, "the break, named by the index that ends there"),
    col("rank", Count, "rank of the last company on its large side, without the band"),
    col("market_cap", Usd, "cap of the company on that rank"),
    col("percentile", Points, "cumulative-cap percentile of that company"),
    col(
        "upper_percentile",
        Points,
        "percentile of the band's edge of larger caps: percentile less half width",
    ),
    col(
        "lower_percentile",
        Points,
        "percentile of the band's edge of smaller caps: percentile and half width",
    ),
    col("upper_market_cap", Usd, "largest cap that the band holds; empty without a band"),
    col("lower_market_cap", Usd, "smallest cap that the band holds; empty without a band"),
];

/// The table, largest companies first.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("breakpoints", "a break with its band", &COLUMNS, |rows| {
        run.result.levels.iter().try_for_each(|level| {
            rows.text(&run.scenario.event.name)
                .text(level.name)
                .count(level.rank)
                .usd(level.market_cap)
                .decimal(level.percentile)
                .decimal(level.upper_percentile)
                .decimal(level.lower_percentile)
                .usd(level.upper_market_cap)
                .usd(level.lower_market_cap)
                .end()
        })
    })
}
