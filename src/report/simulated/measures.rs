//! `comparison.csv`: every measure of every schedule over all paths, and its paired difference.

use super::estimate::{Estimate, Estimated};
use crate::report::comparison::SCHEDULE;
use crate::report::table::{Table, table};
use crate::simulation::paths::Quantity;
use crate::study::simulated::Simulated;

/// A measure of a schedule over the paths.
struct Measured<'a> {
    quantity: Quantity,
    schedule: &'a str,
    value: Estimated,
    difference: Estimated,
}

table! {
    TABLE = "comparison", "a measure of a schedule over the paths";
    |c: Measured<'_>|
    MEASURE: Text("measure", "the measure, named as in the comparison of a history")
        = c.quantity.statistic,
    INDEX: Text("index", "the index; empty for measures of the family as a whole")
        = c.quantity.index.map_or("", <&str>::from),
    SCHEDULE: Text = c.schedule,
    UNIT: Text(
        "unit",
        "the unit of the mean, of its standard error, its interval and its quantiles"
    ) = c.quantity.unit().name(),
    PATHS: Count(
        "paths",
        "how many paths have a value: all, but where a measure may be undefined on a path"
    ) = c.value.paths().unwrap_or(0),
    MEAN: Number("mean", "mean over the paths") = c.value.mean(),
    STANDARD_ERROR: Number(
        "standard_error",
        "standard error of the mean: deviation between paths / sqrt(paths)"
    ) = c.value.standard_error(),
    LOW: Number(
        "low",
        "lower end of the confidence interval of the mean: mean - t x standard error"
    ) = c.value.low(),
    HIGH: Number("high", "upper end of it") = c.value.high(),
    P5: Number(
        "p5",
        "what 5% of the paths are below; quantiles are within 0.4% of the value, those of means by \
         calendar month within 1.6%"
    ) = c.value.quantiles().p5,
    P25: Number("p25", "what 25% of the paths are below") = c.value.quantiles().p25,
    P50: Number("p50", "the median") = c.value.quantiles().p50,
    P75: Number("p75", "what 75% of the paths are below") = c.value.quantiles().p75,
    P95: Number("p95", "what 95% of the paths are below") = c.value.quantiles().p95,
    DIFFERENCE_UNIT: Text(
        "difference_unit",
        "the unit of the differences; of fractions `pp as a fraction`: 0.01 is one percentage point"
    ) = c.quantity.unit().of_differences(),
    DIFFERENCE: Number(
        "difference",
        "mean over the paths of the value less that under the first schedule on the same path"
    ) = c.difference.mean(),
    DIFFERENCE_PATHS: Count("difference_paths", "how many paths have a value under both schedules")
        = c.difference.paths(),
    DIFFERENCE_STANDARD_ERROR: Number("difference_standard_error", "standard error of that mean")
        = c.difference.standard_error(),
    DIFFERENCE_LOW: Number("difference_low", "lower end of its confidence interval")
        = c.difference.low(),
    DIFFERENCE_HIGH: Number("difference_high", "upper end of it") = c.difference.high(),
    DIFFERENCE_P5: Number("difference_p5", "what 5% of the paths' differences are below")
        = c.difference.quantiles().p5,
    DIFFERENCE_P25: Number("difference_p25", "what 25% of them are below")
        = c.difference.quantiles().p25,
    DIFFERENCE_P50: Number("difference_p50", "their median") = c.difference.quantiles().p50,
    DIFFERENCE_P75: Number("difference_p75", "what 75% of them are below")
        = c.difference.quantiles().p75,
    DIFFERENCE_P95: Number("difference_p95", "what 95% of them are below")
        = c.difference.quantiles().p95,
}

/// The table: by measure, index and schedule. `low` and `high` are the confidence interval of the mean.
/// Differences are to the first schedule, path by path, and empty for the first schedule itself.
pub(super) fn table(simulated: &Simulated) -> Table<'_> {
    Table::of(move |rows| {
        let Simulated { header, results, .. } = simulated;
        for (at, &quantity) in header.quantities.iter().enumerate() {
            let places = quantity.unit().places_of_means();
            let estimated =
                |summary| Estimated { of: Estimate::of(summary, header.confidence), places };
            rows.all(results.schedules.iter().map(|schedule| Measured {
                quantity,
                schedule: &schedule.name,
                value: estimated(schedule.summary(at)),
                difference: estimated(schedule.difference(at)),
            }))?;
        }
        Ok(())
    })
}
