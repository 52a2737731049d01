//! Drift between reconstitutions over the closes of each cycle: mean, maximum and mean by month.

use chrono::NaiveDate;

use super::cycles::HistoryCycle;
use super::measure::{Form, Forms, Measure, Unit};
use super::row::Sample;
use super::{Taken, indexes};
use crate::analysis::backtest::{Backtest, FamilyClose, IndexClose};
use crate::analysis::profile::{Profile, profile};
use crate::universe::Index;

/// A measure and how to read it from an index at one close.
type Part = (Measure, fn(&IndexClose) -> Option<f64>);

const fn part(
    name: &'static str,
    unit: Unit,
    of: fn(&IndexClose) -> Option<f64>,
    meaning: &'static str,
) -> Part {
    (Measure::new(name, unit, Forms::Profile, meaning), of)
}

static PARTS: [Part; 10] = [
    part(
        "drift_wrong_side_weight",
        Unit::Fraction,
        |c| c.of_weights(|c| c.drift.wrong_side.weight),
        "weight of members on the wrong side of the plain break as ranked at the close",
    ),
    part(
        "drift_wrong_side_count",
        Unit::Count,
        |c| c.of_members(|c| c.drift.wrong_side.count as f64),
        "members on the wrong side of the plain break as ranked at the close",
    ),
    part(
        "drift_too_large_weight",
        Unit::Fraction,
        |c| c.of_weights(|c| c.too_large.weight),
        "the part of drift_wrong_side_weight that ranks above the index's first rank: of the \
         Russell 2000, what ranks in the top 1,000",
    ),
    part(
        "drift_too_small_weight",
        Unit::Fraction,
        |c| c.of_weights(|c| c.too_small.weight),
        "the rest of it: members that rank below the index's last rank or are not eligible any more",
    ),
    part(
        "drift_beyond_band_weight",
        Unit::Fraction,
        |c| c.of_weights(|c| c.drift.beyond_band.weight),
        "weight of members that would move out if reconstituted at the close, bands applied",
    ),
    part(
        "drift_beyond_band_count",
        Unit::Count,
        |c| c.of_members(|c| c.drift.beyond_band.count as f64),
        "members that would move out if reconstituted at the close, bands applied",
    ),
    part(
        "drift_would_enter_weight",
        Unit::Fraction,
        |c| c.of_fresh_weights(|c| c.drift.would_enter.weight),
        "weight, in the index as reconstituted at the close, of companies that it does not hold",
    ),
    part(
        "drift_would_enter_count",
        Unit::Count,
        |c| c.of_members(|c| c.drift.would_enter.count as f64),
        "companies that would enter if reconstituted at the close",
    ),
    part(
        "drift_active_share",
        Unit::Fraction,
        |c| c.of_both_weights(|c| c.drift.active_share),
        "1/2 sum of abs(w - f), with the weights f of the index as reconstituted at the close",
    ),
    part(
        "drift_lost",
        Unit::Count,
        |c| c.of_members(|c| c.drift.lost as f64),
        "members lost since the last reconstitution and not replaced",
    ),
];

pub(super) fn measures() -> impl Iterator<Item = &'static Measure> {
    PARTS.iter().map(|(measure, _)| measure)
}

pub(super) fn take(backtest: &Backtest, taken: &mut Taken<'_>) {
    for (measure, of) in &PARTS {
        let of_index = |index| {
            let of_cycle = |cycle| profile(&series(backtest, cycle, index, *of));
            (index, taken.cycles.all.iter().map(of_cycle).collect())
        };
        let profiles: Vec<(Index, Vec<Option<Profile>>)> = indexes().map(of_index).collect();
        let mut push = |form, of: &dyn Fn(&Profile) -> Option<f64>| {
            for (index, profiles) in &profiles {
                let of_cycles = profiles.iter().map(|profile| profile.as_ref().and_then(of));
                taken.push(measure, form, Some(*index), Sample::OfCycles(of_cycles.collect()));
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
