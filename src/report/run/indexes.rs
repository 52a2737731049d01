//! `indexes.csv`: market-cap range of every index, with bands and unbanded.

use super::EVENT;
use crate::analysis::size::IndexSize;
use crate::report::table::{Table, table};
use crate::study::Run;

table! {
    TABLE = "indexes", "an index";
    |(run, size): (&Run, &IndexSize)|
    EVENT: Text = &run.scenario.event.name,
    INDEX: Text("index", "the index") = <&str>::from(size.index),
    COMPANIES: Count("companies", "companies in it whose cap is known") = size.banded.companies,
    LARGEST: Usd("largest", "its largest company cap on rank day") = size.banded.largest,
    SMALLEST: Usd("smallest", "its smallest") = size.banded.smallest,
    MEDIAN: Usd("median", "its median") = size.banded.median,
    TOTAL: Usd("total", "their sum") = size.banded.total,
    UNBANDED_COMPANIES: Count("unbanded_companies", "the same if there were no bands")
        = size.unbanded.companies,
    UNBANDED_LARGEST: Usd("unbanded_largest", "the largest then") = size.unbanded.largest,
    UNBANDED_SMALLEST: Usd("unbanded_smallest", "the smallest then") = size.unbanded.smallest,
    UNBANDED_MEDIAN: Usd("unbanded_median", "the median then") = size.unbanded.median,
    UNBANDED_TOTAL: Usd("unbanded_total", "their sum then") = size.unbanded.total,
}

/// The table, in the family's order.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| rows.all(run.sizes.iter().map(|size| (run, size))))
}
