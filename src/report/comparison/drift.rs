//! `drift.csv`: measures of every index at every close, one row per measure.

use chrono::NaiveDate;
use strum::IntoEnumIterator as _;

use super::{ComparisonReport, SCHEDULE};
use crate::analysis::backtest::IndexClose;
use crate::analysis::comparison::levels_of;
use crate::report::table::{FRACTION, LEVEL, Table, table};
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
    MEASURE: Text("measure", "what is measured; `rankday columns comparison` has the meanings")
        = c.measure,
    VALUE: Number("value", "weights, shares, returns and breadth are fractions, caps USD")
        = (c.value, c.places),
}

/// The measure that the page draws.
pub(super) const BEYOND_BAND_WEIGHT: &str = "beyond_band_weight";

/// A measure: name, decimal places, and how to read it from an index at a close (`None` if
/// unknown).
type Part = (&'static str, usize, fn(&IndexClose) -> Option<f64>);

/// The measures other than the level. Weights, shares, returns and breadth are fractions, caps USD.
pub const MEASURES: [Part; 17] = [
    ("wrong_side_weight", FRACTION, |c| c.of_weights(|c| c.drift.wrong_side.weight)),
    ("wrong_side_count", 0, |c| c.of_members(|c| c.drift.wrong_side.count as f64)),
    ("too_large_weight", FRACTION, |c| c.of_weights(|c| c.too_large.weight)),
    ("too_small_weight", FRACTION, |c| c.of_weights(|c| c.too_small.weight)),
    (BEYOND_BAND_WEIGHT, FRACTION, |c| c.of_weights(|c| c.drift.beyond_band.weight)),
    ("beyond_band_count", 0, |c| c.of_members(|c| c.drift.beyond_band.count as f64)),
    ("would_enter_weight", FRACTION, |c| c.of_fresh_weights(|c| c.drift.would_enter.weight)),
    ("would_enter_count", 0, |c| c.of_members(|c| c.drift.would_enter.count as f64)),
    ("active_share", FRACTION, |c| c.of_both_weights(|c| c.drift.active_share)),
    ("lost", 0, |c| c.of_members(|c| c.drift.lost as f64)),
    ("members", 0, |c| match &c.size {
        Some(size) => Some(size.members as f64),
        None => c.is_measured.then_some(0.0),
    }),
    ("largest_cap", 0, |c| Some(c.size.as_ref()?.largest_cap)),
    ("median_cap", 0, |c| Some(c.size.as_ref()?.median_cap)),
    ("weighted_mean_cap", 0, |c| c.size.as_ref()?.weighted_mean_cap),
    ("top_10_weight", FRACTION, |c| c.size.as_ref()?.top_10_weight),
    ("return", FRACTION, |c| Some(c.period?.index_return.value)),
    ("breadth", FRACTION, |c| c.period?.breadth.by_count),
];

/// The table: by date, schedule and index. Unknown values, such as the return at the first close, have
/// no row.
pub fn table<'a>(report: &'a ComparisonReport<'_>) -> Table<'a> {
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
                    rows.all(MEASURES.iter().filter_map(|(measure, places, of)| {
                        Some(row(*measure, of(index)?, *places))
                    }))?;
                    rows.all(levels.get(at).map(|level| row("level", level.level, LEVEL)))?;
                }
            }
        }
        Ok(())
    })
}
