//! Drift between reconstitutions over the closes of each cycle: mean, maximum and mean by month.
//! [`measures::drift`](crate::simulation::measures::drift) defines each measure.

use chrono::NaiveDate;

use super::cycles::HistoryCycle;
use super::row::Values;
use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, FamilyClose, IndexClose};
use crate::analysis::profile::{Profile, profile};
use crate::simulation::measures::{Form, Measure, drift};
use crate::universe::Index;

/// A measure and how to read it from an index at one close.
type Part = (&'static Measure, fn(&IndexClose) -> Option<f64>);

const PARTS: [Part; 10] = [
    (&drift::WRONG_SIDE_WEIGHT, |c| c.of_weights(|c| c.drift.wrong_side.weight)),
    (&drift::WRONG_SIDE_COUNT, |c| c.of_members(|c| c.drift.wrong_side.count as f64)),
    (&drift::TOO_LARGE_WEIGHT, |c| c.of_weights(|c| c.too_large.weight)),
    (&drift::TOO_SMALL_WEIGHT, |c| c.of_weights(|c| c.too_small.weight)),
    (&drift::BEYOND_BAND_WEIGHT, |c| c.of_weights(|c| c.drift.beyond_band.weight)),
    (&drift::BEYOND_BAND_COUNT, |c| c.of_members(|c| c.drift.beyond_band.count as f64)),
    (&drift::WOULD_ENTER_WEIGHT, |c| c.of_fresh_weights(|c| c.drift.would_enter.weight)),
    (&drift::WOULD_ENTER_COUNT, |c| c.of_members(|c| c.drift.would_enter.count as f64)),
    (&drift::ACTIVE_SHARE, |c| c.of_both_weights(|c| c.drift.active_share)),
    (&drift::LOST, |c| c.of_members(|c| c.drift.lost as f64)),
];

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    for (measure, of) in PARTS {
        let of_index = |index| {
            let of_cycle = |cycle| profile(&series(backtest, cycle, index, of));
            (index, taken.cycles.all.iter().map(of_cycle).collect())
        };
        let profiles: Vec<(Index, Vec<Option<Profile>>)> = indexes().map(of_index).collect();
        let mut push = |form, of: &dyn Fn(&Profile) -> Option<f64>| {
            for (index, profiles) in &profiles {
                let of_cycles = profiles.iter().map(|profile| profile.as_ref().and_then(of));
                taken.push(measure, form, Some(*index), Values::OfCycles(of_cycles.collect()));
            }
        };
        push(Form::Mean, &|profile| Some(profile.mean));
        push(Form::Max, &|profile| Some(profile.maximum));
        for month in 0..12 {
            push(Form::Month(month), &|profile| profile.by_month[month]);
        }
    }
}

/// The known values of a measure of an index at the closes of a cycle.
fn series(
    backtest: &Backtest,
    cycle: &HistoryCycle,
    index: Index,
    of: fn(&IndexClose) -> Option<f64>,
) -> Vec<(NaiveDate, f64)> {
    let closes = backtest.closes[cycle.closes.clone()].iter();
    let of_close = |close: &FamilyClose| Some((close.date, of(&close.indexes[index as usize])?));
    closes.filter_map(of_close).collect()
}
