//! `comparison.csv`: every measure of every schedule over all paths, and its paired difference.

use std::io::{self, Write};

use super::estimate::Estimate;
use crate::analysis::comparison::Unit;
use crate::report::comparison::table::{FRACTION, Table};
use crate::report::quantiles::QUANTILES;
use crate::scenario::simulated::Simulated;

/// The columns with what they hold.
pub const COLUMNS: [(&str, &str); 23] = [
    ("measure", "the measure, named as in the comparison of a history"),
    ("index", "the index; empty for measures of the family as a whole"),
    ("schedule", "the schedule"),
    ("paths", "how many paths have a value: all, but where a measure may be undefined on a path"),
    ("mean", "mean over the paths"),
    ("standard_error", "standard error of the mean: deviation between paths / sqrt(paths)"),
    ("low", "lower end of the confidence interval of the mean: mean - t x standard error"),
    ("high", "upper end of it"),
    ("p5", "what 5% of the paths are below; quantiles are within 0.4% of the value"),
    ("p25", "what 25% of the paths are below"),
    ("p50", "the median"),
    ("p75", "what 75% of the paths are below"),
    ("p95", "what 95% of the paths are below"),
    (
        "difference",
        "mean over the paths of the value less that under the first schedule on the same path",
    ),
    ("difference_paths", "how many paths have a value under both schedules"),
    ("difference_standard_error", "standard error of that mean"),
    ("difference_low", "lower end of its confidence interval"),
    ("difference_high", "upper end of it"),
    ("difference_p5", "what 5% of the paths' differences are below"),
    ("difference_p25", "what 25% of them are below"),
    ("difference_p50", "their median"),
    ("difference_p75", "what 75% of them are below"),
    ("difference_p95", "what 95% of them are below"),
];

/// Writes the table: by measure, index and schedule. `low` and `high` are the confidence interval of
/// the mean; differences are those from the first schedule, path by path, and empty of itself.
///
/// # Errors
/// What the writer reports.
pub(super) fn write(simulated: &Simulated, out: impl Write) -> io::Result<()> {
    let Simulated { header, results, .. } = simulated;
    let mut table = Table::new(out, &COLUMNS.map(|(name, _)| name))?;
    for (at, quantity) in header.quantities.iter().enumerate() {
        for schedule in &results.schedules {
            let places = places(quantity.unit);
            let value = Estimate::of(schedule.summary(at), header.confidence);
            let difference = Estimate::of(schedule.difference(at), header.confidence);
            table
                .text(&quantity.name)
                .text(quantity.index.map_or("", |index| <&str>::from(&index)))
                .text(&schedule.name)
                .shown(value.map_or(0, |value| value.paths));
            cells(&mut table, value, places, false);
            cells(&mut table, difference, places, true);
            table.end()?;
        }
    }
    table.finish()
}

/// Decimal places of a mean in a unit.
pub(super) fn places(unit: Unit) -> usize {
    match unit {
        Unit::Fraction => FRACTION,
        Unit::Usd => 0,
        Unit::Count | Unit::Days | Unit::Periods | Unit::Points => 6,
    }
}

fn cells(table: &mut Table<impl Write>, value: Option<Estimate>, places: usize, counted: bool) {
    let interval = value.and_then(|value| value.interval);
    table.known(value.map(|value| value.mean), places);
    if counted {
        table.known(value.map(|value| value.paths as f64), 0);
    }
    table
        .known(value.and_then(|value| value.standard_error), places)
        .known(interval.map(|(low, _)| low), places)
        .known(interval.map(|(_, high)| high), places);
    match value {
        Some(value) => value.quantiles.iter().for_each(|quantile| {
            table.number(*quantile, places);
        }),
        None => (0..QUANTILES.len()).for_each(|_| {
            table.text("");
        }),
    }
}
