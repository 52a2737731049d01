//! `turnover_distribution.csv`: turnover of every index, and counts of companies that move.

use strum::{EnumCount as _, IntoEnumIterator as _};

use crate::report::table::{FRACTION, Table, table};
use crate::simulation::paths::Summary;
use crate::simulation::projection::Count;
use crate::study::projection::Projected;
use crate::universe::Index;

/// Decimal places of a count.
const COUNT: usize = 4;

/// A measure of an index, or a count of companies.
struct Measured<'a> {
    index: &'static str,
    measure: &'static str,
    /// `None` where it is unknown.
    summary: Option<&'a Summary>,
    places: usize,
}

table! {
    TABLE = "turnover_distribution", "a measure of an index";
    |c: Measured<'_>|
    INDEX: Text("index", "the index; empty for counts of companies") = c.index,
    MEASURE: Text("measure", "one_way or membership_turnover, fractions; or what is counted")
        = c.measure,
    MEAN: Number("mean", "mean over the paths") = c.of(Summary::mean),
    STANDARD_ERROR: Number("standard_error", "standard error of the mean")
        = c.of(Summary::standard_error),
    P5: Number("p5", "what 5% of the paths are below") = c.of(|paths| paths.quantile(0.05)),
    P25: Number("p25", "what 25% of them are below") = c.of(|paths| paths.quantile(0.25)),
    P50: Number("p50", "their median") = c.of(|paths| paths.quantile(0.5)),
    P75: Number("p75", "what 75% of them are below") = c.of(|paths| paths.quantile(0.75)),
    P95: Number("p95", "what 95% of them are below") = c.of(|paths| paths.quantile(0.95)),
}

impl Measured<'_> {
    /// A number over the paths, with its decimal places.
    fn of(&self, of: impl Fn(&Summary) -> Option<f64>) -> (Option<f64>, usize) {
        (self.summary.and_then(of), self.places)
    }
}

/// The table: turnover of the indexes in the family's order, then counts of companies. Turnover of an
/// index is empty if its members before are unknown.
pub fn table(found: &Projected) -> Table<'_> {
    Table::of(move |rows| {
        for (index, turnover) in Index::iter().zip(&found.tally.turnover) {
            for (measure, summary) in
                [("one_way", &turnover.one_way), ("membership_turnover", &turnover.membership)]
            {
                let is_known = found.known_before.contains(index);
                let summary = is_known.then_some(summary);
                rows.row(&Measured { index: index.into(), measure, summary, places: FRACTION })?;
            }
        }
        debug_assert_eq!(found.tally.counts.len(), Count::COUNT);
        rows.all(Count::iter().zip(&found.tally.counts).map(|(what, summary)| Measured {
            index: "",
            measure: what.into(),
            summary: Some(summary),
            places: COUNT,
        }))
    })
}
