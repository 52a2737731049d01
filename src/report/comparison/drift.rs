//! `drift.csv`: measures of every index at every close, one row per measure.

use chrono::NaiveDate;
use strum::IntoEnumIterator as _;

use super::{ComparisonReport, SCHEDULE};
use crate::analysis::backtest::IndexClose;
use crate::analysis::comparison::levels_of;
use crate::report::table::{FRACTION, LEVEL, Table, table};
use crate::simulation::measures::{Measure, Unit, drift, size};
use crate::universe::Index;

/// A measure of an index at a close.
struct Measured<'a> {
    date: NaiveDate,
    schedule: &'a str,
    index: Index,
    measure: &'static str,
    value: f64,
    places: usize,
}

table! {
    TABLE = "drift", "a measure of an index at a close";
    |c: Measured<'_>|
    DATE: Date("date", "the close") = c.date,
    SCHEDULE: Text = c.schedule,
    INDEX: Text("index", "the index") = <&str>::from(c.index),
    MEASURE: Text(
        "measure",
        "what is measured at the close: NAME where `rankday columns comparison` has drift_NAME_mean, \
         and members, caps, top_10_weight and level as there; return: the index's price return since the \
         close before; breadth: the fraction of members that rose since then"
    ) = c.measure,
    VALUE: Number(
        "value",
        "weights, active share, returns and breadth are fractions, caps USD, the level points, the others counts"
    ) = (c.value, c.places),
}

/// Reads a value of an index at a close; `None` if it is unknown.
type Of = fn(&IndexClose) -> Option<f64>;

/// Name, decimal places, and how to read it from an index at a close.
type Part = (&'static str, usize, Of);

/// The measures other than the level. Weights, shares, returns and breadth are fractions, caps USD.
fn measures() -> [Part; 17] {
    let measure = |measure: &'static Measure, of: Of| {
        let places = if measure.unit == Unit::Fraction { FRACTION } else { 0 };
        (measure.name_at_close(), places, of)
    };
    [
        measure(&drift::WRONG_SIDE_WEIGHT, |c| c.of_weights(|c| c.drift.wrong_side.weight)),
        measure(&drift::WRONG_SIDE_COUNT, |c| c.of_members(|c| c.drift.wrong_side.count as f64)),
        measure(&drift::TOO_LARGE_WEIGHT, |c| c.of_weights(|c| c.too_large.weight)),
        measure(&drift::TOO_SMALL_WEIGHT, |c| c.of_weights(|c| c.too_small.weight)),
        measure(&drift::BEYOND_BAND_WEIGHT, |c| c.of_weights(|c| c.drift.beyond_band.weight)),
        measure(&drift::BEYOND_BAND_COUNT, |c| c.of_members(|c| c.drift.beyond_band.count as f64)),
        measure(&drift::WOULD_ENTER_WEIGHT, |c| c.of_fresh_weights(|c| c.drift.would_enter.weight)),
        measure(&drift::WOULD_ENTER_COUNT, |c| c.of_members(|c| c.drift.would_enter.count as f64)),
        measure(&drift::ACTIVE_SHARE, |c| c.of_both_weights(|c| c.drift.active_share)),
        measure(&drift::LOST, |c| c.of_members(|c| c.drift.lost as f64)),
        measure(&size::MEMBERS, |c| match &c.size {
            Some(size) => Some(size.members as f64),
            None => c.is_measured.then_some(0.0),
        }),
        measure(&size::LARGEST_CAP, |c| Some(c.size.as_ref()?.largest_cap)),
        measure(&size::MEDIAN_CAP, |c| Some(c.size.as_ref()?.median_cap)),
        measure(&size::WEIGHTED_MEAN_CAP, |c| c.size.as_ref()?.weighted_mean_cap),
        measure(&size::TOP_10_WEIGHT, |c| c.size.as_ref()?.top_10_weight),
        // Values of the period that ends with the close, which are not measures of a comparison.
        ("return", FRACTION, |c| Some(c.period?.index_return.value)),
        ("breadth", FRACTION, |c| c.period?.breadth.by_count),
    ]
}

/// The table: by date, schedule and index. Unknown values, such as the return at the first close, have
/// no row.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
    let measures = measures();
    Table::of(move |rows| {
        let schedules = &report.compared.schedules;
        let levels: Vec<Vec<_>> = schedules
            .iter()
            .map(|s| Index::iter().map(|index| levels_of(&s.backtest, index)).collect())
            .collect();
        for (at, day) in report.compared.history.backtest_days().iter().enumerate() {
            for (schedule, levels) in schedules.iter().zip(&levels) {
                let Some(close) = schedule.backtest.closes.get(at) else { continue };
                for (index, levels) in close.indexes.iter().zip(levels) {
                    let (date, schedule) = (day.date, schedule.name.as_str());
                    let row = |measure, value, places| {
                        let index = index.index;
                        Measured { date, schedule, index, measure, value, places }
                    };
                    rows.all(measures.iter().filter_map(|(measure, places, of)| {
                        Some(row(*measure, of(index)?, *places))
                    }))?;
                    rows.all(levels.get(at).map(|level| row("level", level.level, LEVEL)))?;
                }
            }
        }
        Ok(())
    })
}
