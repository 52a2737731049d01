//! How many members an index has, how large they are, and how much of it the largest are.
//!
//! All are taken after the June implementation with which the last complete cycle ends, or at the last
//! close of a history without one.

use super::Taken;
use super::measure::{Forms, Measure, Unit};
use crate::analysis::lived::{Lived, Size};
use crate::universe::Index;

static MEMBERS: Measure = Measure::new(
    "members",
    Unit::Count,
    Forms::Once,
    "members at the end of the last complete cycle, after its June implementation; without one, at the \
     last close",
);

/// A measure, with what it is of an index's size.
type Part = (Measure, fn(&Size) -> Option<f64>);

/// At the same close.
static SIZES: [Part; 4] = [
    (
        Measure::new(
            "largest_cap",
            Unit::Usd,
            Forms::Once,
            "cap of the largest company held; at the same close as members",
        ),
        |size| Some(size.largest_cap),
    ),
    (
        Measure::new(
            "median_cap",
            Unit::Usd,
            Forms::Once,
            "median cap of the companies held; at the same close as members",
        ),
        |size| Some(size.median_cap),
    ),
    (
        Measure::new(
            "weighted_mean_cap",
            Unit::Usd,
            Forms::Once,
            "mean cap of the companies held, by their weight in the index; at the same close as members",
        ),
        |size| size.weighted_mean_cap,
    ),
    (
        Measure::new(
            "top_10_weight",
            Unit::Fraction,
            Forms::Once,
            "weight of the ten largest members; at the same close as members",
        ),
        |size| size.top_10_weight,
    ),
];

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    std::iter::once(&MEMBERS).chain(SIZES.iter().map(|(measure, _)| measure))
}

pub(super) fn take(lived: &Lived, taken: &mut Taken<'_>) {
    let after = taken.cycles.complete_closes().map(|closes| closes.end);
    let close = after.and_then(|at| lived.closes.get(at)).or(lived.closes.last());
    let Some(close) = close else { return };
    let of = |index: Index| close.indexes[index as usize].size.as_ref();
    taken.by_index(&MEMBERS, |index| Some(of(index).map_or(0.0, |size| size.members as f64)));
    for (measure, size) in &SIZES {
        taken.by_index(measure, |index| of(index).and_then(size));
    }
}
