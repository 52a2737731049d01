//! `reliability.csv`: forecasts by the probability that they gave, and the part that came true.

use std::rc::Rc;

use super::PLACES;
use super::groups::{Group, groups};
use crate::analysis::reliability::{BINS, Bin};
use crate::report::table::{Table, table};
use crate::study::comparison::Calibrated;

/// A range of probabilities of a group.
struct Range<'a> {
    group: Rc<Group<'a>>,
    at: usize,
    bin: Bin,
}

table! {
    TABLE = "reliability", "a range of probabilities";
    |c: Range<'_>|
    Group = &*c.group,
    FROM: Fraction("from", "probabilities from") = (bound(c.at), 1),
    TO: Fraction("to", "to") = (bound(c.at + 1), 1),
    FORECASTS: Count("forecasts", "how many forecasts gave such a probability") = c.bin.pairs,
    MEAN_PROBABILITY: Fraction("mean_probability", "their mean") = (c.bin.mean(), PLACES),
    CAME_TRUE: Count("came_true", "how many of them came true") = c.bin.came_true,
    PART: Fraction("part", "the fraction of them that came true") = (c.bin.part(), PLACES),
}

/// The lower bound of range `at`, which is the upper bound of the range before it; a fraction.
fn bound(at: usize) -> f64 {
    at as f64 / BINS as f64
}

/// The table, by group and range.
pub(super) fn table(found: &Calibrated) -> Table<'_> {
    Table::of(move |rows| {
        groups(found).try_for_each(|group| {
            let group = Rc::new(group);
            let bins = group.of.bins().iter().enumerate();
            rows.all(bins.map(|(at, bin)| Range { group: group.clone(), at, bin: *bin }))
        })
    })
}
