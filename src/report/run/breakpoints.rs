//! `breakpoints.csv`: every break with its band, in USD and in percentile points.

use super::EVENT;
use crate::methodology::banding::BreakLevel;
use crate::report::table::{Table, table};
use crate::study::Run;

table! {
    TABLE = "breakpoints", "a break with its band";
    |(run, level): (&Run, &BreakLevel)|
    EVENT: Text = &run.scenario.event.name,
    BREAK: Text("break", "the break, named by the index that ends there") = level.name,
    RANK: Count("rank", "rank of the last company on its large side, without the band")
        = level.rank,
    MARKET_CAP: Usd("market_cap", "cap of the company on that rank") = level.market_cap,
    PERCENTILE: Points("percentile", "cumulative-cap percentile of that company")
        = level.percentile,
    UPPER_PERCENTILE: Points(
        "upper_percentile",
        "percentile of the band's edge of larger caps: percentile less half width"
    ) = level.upper_percentile,
    LOWER_PERCENTILE: Points(
        "lower_percentile",
        "percentile of the band's edge of smaller caps: percentile and half width"
    ) = level.lower_percentile,
    UPPER_MARKET_CAP: Usd(
        "upper_market_cap",
        "largest cap that the band holds; empty without a band"
    ) = level.upper_market_cap,
    LOWER_MARKET_CAP: Usd(
        "lower_market_cap",
        "smallest cap that the band holds; empty without a band"
    ) = level.lower_market_cap,
}

/// The table, largest companies first.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| rows.all(run.result.levels.iter().map(|level| (run, level))))
}
