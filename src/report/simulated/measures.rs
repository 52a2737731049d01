//! `comparison.csv`: every measure of every schedule over all paths, and its paired difference.

use super::estimate::Estimate;
use crate::report::quantiles::QUANTILES;
use crate::report::table::Holds::{Count, Number, Text};
use crate::report::table::{Column, Rows, Table, col};
use crate::study::simulated::Simulated;

/// The columns.
pub const COLUMNS: [Column; 25] = [
    col("measure", Text, "the measure, named as in the comparison of a history"),
    col("index", Text, "the index; empty for measures of the family as a whole"),
    col("schedule", Text, "the schedule"),
    col(
        "unit",
        Text,
        "the unit of the mean, of its standard error, its interval and its quantiles",
    ),
    col(
        "paths",
        Count,
        "how many paths have a value: all, but where a measure may be undefined on a path",
    ),
    col("mean", Number, "mean over the paths"),
    col(
        "standard_error",
        Number,
        "standard error of the mean: deviation between paths / sqrt(paths)",
    ),
    col(
        "low",
        Number,
        "lower end of the confidence interval of the mean: mean - t x standard error",
    ),
    col("high", Number, "upper end of it"),
    col("p5", Number, "what 5% of the paths are below; quantiles are within 0.4% of the value"),
    col("p25", Number, "what 25% of the paths are below"),
    col("p50", Number, "the median"),
    col("p75", Number, "what 75% of the paths are below"),
    col("p95", Number, "what 95% of the paths are below"),
    col(
        "difference_unit",
        Text,
        "the unit of the differences; for fractions pp, 0.01 being one point",
    ),
    col(
        "difference",
        Number,
        "mean over the paths of the value less that under the first schedule on the same path",
    ),
    col("difference_paths", Count, "how many paths have a value under both schedules"),
    col("difference_standard_error", Number, "standard error of that mean"),
    col("difference_low", Number, "lower end of its confidence interval"),
    col("difference_high", Number, "upper end of it"),
    col("difference_p5", Number, "what 5% of the paths' differences are below"),
    col("difference_p25", Number, "what 25% of them are below"),
    col("difference_p50", Number, "their median"),
    col("difference_p75", Number, "what 75% of them are below"),
    col("difference_p95", Number, "what 95% of them are below"),
];

/// The table: by measure, index and schedule. `low` and `high` are the confidence interval of the mean.
/// Differences are to the first schedule, path by path, and empty for the first schedule itself.
pub(super) fn table(simulated: &Simulated) -> Table<'_> {
    Table::new("comparison", "a measure of a schedule over the paths", &COLUMNS, |rows| {
        let Simulated { header, results, .. } = simulated;
        for (at, quantity) in header.quantities.iter().enumerate() {
            for schedule in &results.schedules {
                let places = quantity.unit.places_of_means();
                let value = Estimate::of(schedule.summary(at), header.confidence);
                let difference = Estimate::of(schedule.difference(at), header.confidence);
                rows.text(&quantity.name)
                    .text(quantity.index.map_or("", Into::into))
                    .text(&schedule.name)
                    .text(quantity.unit.name())
                    .count(value.map_or(0, |value| value.paths));
                cells(rows, value, places, false);
                rows.text(quantity.unit.of_differences());
                cells(rows, difference, places, true);
                rows.end()?;
            }
        }
        Ok(())
    })
}

fn cells(rows: &mut Rows<'_>, value: Option<Estimate>, places: usize, counted: bool) {
    let interval = value.and_then(|value| value.interval);
    rows.known(value.map(|value| value.mean), places);
    if counted {
        rows.known_count(value.map(|value| value.paths));
    }
    rows.known(value.and_then(|value| value.standard_error), places)
        .known(interval.map(|(low, _)| low), places)
        .known(interval.map(|(_, high)| high), places);
    match value {
        Some(value) => value.quantiles.iter().for_each(|quantile| {
            rows.number(*quantile, places);
        }),
        None => (0..QUANTILES.len()).for_each(|_| {
            rows.empty();
        }),
    }
}
