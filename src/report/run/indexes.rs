//! `indexes.csv`: market-cap range of every index, with bands and unbanded.

use crate::report::table::Holds::{Count, Text, Usd};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 12] = [
    col("event", Text, "the reconstitution"),
    col("index", Text, "the index"),
    col("companies", Count, "companies in it"),
    col("largest", Usd, "its largest company cap on rank day"),
    col("smallest", Usd, "its smallest"),
    col("median", Usd, "its median"),
    col("total", Usd, "their sum"),
    col("unbanded_companies", Count, "companies in it if there were no bands"),
    col("unbanded_largest", Usd, "the largest then"),
    col("unbanded_smallest", Usd, "the smallest then"),
    col("unbanded_median", Usd, "the median then"),
    col("unbanded_total", Usd, "their sum then"),
];

/// The table, in the family's order.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("indexes", "an index", &COLUMNS, |rows| {
        run.sizes.iter().try_for_each(|size| {
            rows.text(&run.scenario.event.name).text(size.index.into());
            for range in [&size.banded, &size.unbanded] {
                rows.count(range.companies)
                    .usd(range.largest)
                    .usd(range.smallest)
                    .usd(range.median)
                    .usd(Some(range.total));
            }
            rows.end()
        })
    })
}
