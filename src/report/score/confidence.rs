//! `score_confidence.csv`: probabilities of the changes by tenths, compared with outcomes.

use super::counts::EVENT;
use super::sure;
use crate::analysis::reliability::{BINS, Bin};
use crate::analysis::score::Score;
use crate::report::table::{Table, table};

/// Decimal places of a mean probability.
const PLACES: usize = 6;

/// A range of probabilities of an event, or of several together.
struct Range<'a> {
    event: &'a str,
    at: usize,
    bin: Bin,
}

table! {
    TABLE = "score_confidence", "a range of probabilities";
    |c: Range<'_>|
    EVENT: Text = c.event,
    FROM: Fraction("from", "probabilities from here") = (bound(c.at), 1),
    TO: Fraction("to", "up to here; not included, but for 1") = (bound(c.at + 1), 1),
    CHANGES: Count("changes", "additions, deletions and moves with such a probability")
        = c.bin.pairs,
    MEAN: Fraction("mean", "their mean probability; empty where there are none")
        = (c.bin.mean(), PLACES),
    CAME_TRUE: Count("came_true", "of them, those that the lists name too") = c.bin.came_true,
}

/// The lower bound of range `at`, which is the upper bound of the range before it; a fraction.
fn bound(at: usize) -> f64 {
    at as f64 / BINS as f64
}

/// The table, by event and range, then all events together.
pub(super) fn table(scores: &[Score]) -> Table<'_> {
    Table::of(move |rows| {
        sure::rows(scores).iter().try_for_each(|(event, reliability)| {
            let bins = reliability.bins().iter().enumerate();
            rows.all(bins.map(|(at, bin)| Range { event, at, bin: *bin }))
        })
    })
}
