//! Size and concentration of the indexes at the end of a history.
//! [`measures::size`](crate::simulation::measures::size) defines each measure.

use super::Taken;
use crate::analysis::backtest::{Backtest, Size};
use crate::simulation::measures::{Measure, size};
use crate::universe::Index;

/// A measure and how to read it from an index's size.
type Part = (&'static Measure, fn(&Size) -> Option<f64>);

/// Measures at the same close as the number of members.
const SIZES: [Part; 4] = [
    (&size::LARGEST_CAP, |size| Some(size.largest_cap)),
    (&size::MEDIAN_CAP, |size| Some(size.median_cap)),
    (&size::WEIGHTED_MEAN_CAP, |size| size.weighted_mean_cap),
    (&size::TOP_10_WEIGHT, |size| size.top_10_weight),
];

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    let after = taken.cycles.complete_closes().map(|closes| closes.end);
    let close = after.and_then(|at| backtest.closes.get(at)).or(backtest.closes.last());
    let Some(close) = close else { return };
    let of = |index: Index| close.indexes[index as usize].size.as_ref();
    taken.by_index(&size::MEMBERS, |index| Some(of(index).map_or(0.0, |size| size.members as f64)));
    for (measure, size) in SIZES {
        taken.by_index(measure, |index| of(index).and_then(size));
    }
}
