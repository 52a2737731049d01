//! Size and concentration of the indexes: number of members, caps, and weight of the largest.
//!
//! All are taken after the June implementation that ends the last complete cycle, or at the last close
//! of a history without a complete cycle.

use super::Taken;
use super::measure::{Forms, Measure, Unit};
use crate::analysis::backtest::{Backtest, Size};
use crate::universe::Index;

static MEMBERS: Measure = Measure::new(
    "members",
    Unit::Count,
    Forms::Once,
    "members at the end of the last complete cycle, after its June implementation; without one, at the \
     last close",
);

/// A measure and how to read it from an index's size.
type Part = (Measure, fn(&Size) -> Option<f64>);

/// Measures at the same close as `members`.
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

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    let after = taken.cycles.complete_closes().map(|closes| closes.end);
    let close = after.and_then(|at| backtest.closes.get(at)).or(backtest.closes.last());
    let Some(close) = close else { return };
    let of = |index: Index| close.indexes[index as usize].size.as_ref();
    taken.by_index(&MEMBERS, |index| Some(of(index).map_or(0.0, |size| size.members as f64)));
    for (measure, size) in &SIZES {
        taken.by_index(measure, |index| of(index).and_then(size));
    }
}
