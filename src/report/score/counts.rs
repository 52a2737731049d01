//! `score.csv`: counts, precision and recall of every event and measure.

use crate::analysis::score::{Measure, Score, Tally};
use crate::report::table::{Table, table};

/// Decimal places of precision and recall.
const PLACES: usize = 6;

/// A measure of an event, or of several together.
struct Counted<'a> {
    event: &'a str,
    measure: Measure,
    tally: Tally,
}

table! {
    TABLE = "score", "a measure of an event";
    |c: Counted<'_>|
    EVENT: Text("event", "the reconstitution; all for several together") = c.event,
    MEASURE: Text(
        "measure",
        "r3000_additions, r3000_deletions, up, down, or migrations for both of them"
    ) = <&str>::from(c.measure),
    PRECISION: Fraction(
        "precision",
        "of those that the result names, the part that the lists name too"
    ) = (c.tally.precision(), PLACES),
    RECALL: Fraction("recall", "of those that the lists name, the part that the result names too")
        = (c.tally.recall(), PLACES),
    RIGHT: Count("right", "companies that both name") = c.tally.right,
    PREDICTED: Count("predicted", "companies that the result names") = c.tally.predicted,
    TRUE: Count("true", "companies that the lists name") = c.tally.actual,
}

/// The table, by event, then all events together.
pub(super) fn table(scores: &[Score]) -> Table<'_> {
    Table::of(move |rows| {
        let all = super::rows(scores).into_iter();
        rows.all(all.map(|(event, measure, tally)| Counted { event, measure, tally }))
    })
}
