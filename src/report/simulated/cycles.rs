//! `cycles.csv`: the main measures of the comparison in each cycle of the paths.

use super::estimate::{Estimate, Estimated};
use crate::report::comparison::SCHEDULE;
use crate::report::table::{Table, table};
use crate::simulation::measures::Statistic;
use crate::simulation::paths::OF_CYCLES;
use crate::study::simulated::Simulated;
use crate::universe::Index;

/// A measure of a schedule in a cycle of the paths.
struct OfCycle<'a> {
    name: String,
    /// Its number on the path, from 0.
    cycle: u32,
    statistic: Statistic,
    index: Index,
    schedule: &'a str,
    value: Estimated,
    difference: Estimated,
}

table! {
    TABLE = "cycles", "a cycle and a measure of a schedule";
    |c: OfCycle<'_>|
    CYCLE: Text(
        "cycle",
        "from just after the June implementation of one year to that of the next: 2026/27"
    ) = &c.name,
    NUMBER: Count("number", "its number on the path, from 1") = c.cycle + 1,
    MEASURE: Text("measure", "the measure, as comparison.csv names it") = c.statistic,
    INDEX: Text("index", "the index") = <&str>::from(c.index),
    SCHEDULE: Text = c.schedule,
    UNIT: Text("unit", "the unit of the mean, of its standard error and its interval")
        = c.statistic.unit().name(),
    MEAN: Number("mean", "mean over the paths") = c.value.mean(),
    STANDARD_ERROR: Number(
        "standard_error",
        "standard error of the mean: deviation between paths / sqrt(paths)"
    ) = c.value.standard_error(),
    LOW: Number("low", "lower end of the confidence interval of the mean") = c.value.low(),
    HIGH: Number("high", "upper end of it") = c.value.high(),
    DIFFERENCE_UNIT: Text(
        "difference_unit",
        "the unit of the difference; of fractions `pp as a fraction`: 0.01 is one percentage point"
    ) = c.statistic.unit().of_differences(),
    DIFFERENCE: Number(
        "difference",
        "mean over the paths of the value less that under the first schedule"
    ) = c.difference.mean(),
    DIFFERENCE_STANDARD_ERROR: Number("difference_standard_error", "standard error of that mean")
        = c.difference.standard_error(),
    DIFFERENCE_LOW: Number("difference_low", "lower end of its confidence interval")
        = c.difference.low(),
    DIFFERENCE_HIGH: Number("difference_high", "upper end of it") = c.difference.high(),
}

/// The table: by measure, index, cycle and schedule.
pub(super) fn table(simulated: &Simulated) -> Table<'_> {
    Table::of(move |rows| {
        let Simulated { header, results, .. } = simulated;
        for &statistic in OF_CYCLES {
            let places = statistic.unit().places_of_means();
            let estimated =
                |summary| Estimated { of: Estimate::of(summary, header.confidence), places };
            for index in header.indexes() {
                for cycle in 0..header.years {
                    rows.all(results.schedules.iter().filter_map(|schedule| {
                        let (value, difference) = schedule.cycle(cycle, statistic, index)?;
                        Some(OfCycle {
                            name: header.cycle_name(cycle),
                            cycle,
                            statistic,
                            index,
                            schedule: &schedule.name,
                            value: estimated(Some(value)),
                            difference: estimated(difference),
                        })
                    }))?;
                }
            }
        }
        Ok(())
    })
}
