//! `cycles.csv`: the main measures of the comparison in each cycle of the paths.

use strum::IntoEnumIterator as _;

use super::estimate::Estimate;
use crate::report::table::Holds::{Count, Number, Text};
use crate::report::table::{Column, Rows, Table, col};
use crate::simulation::Unit;
use crate::simulation::paths::{CycleMeasure, Summary};
use crate::study::simulated::Simulated;

/// The columns.
pub const COLUMNS: [Column; 15] = [
    col(
        "cycle",
        Text,
        "from just after the June implementation of one year to that of the next: 2026/27",
    ),
    col("number", Count, "its number on the path, from 1"),
    col("measure", Text, "the measure, as comparison.csv names it"),
    col("index", Text, "the index"),
    col("schedule", Text, "the schedule"),
    col("unit", Text, "the unit of the mean, of its standard error and its interval"),
    col("mean", Number, "mean over the paths"),
    col(
        "standard_error",
        Number,
        "standard error of the mean: deviation between paths / sqrt(paths)",
    ),
    col("low", Number, "lower end of the confidence interval of the mean"),
    col("high", Number, "upper end of it"),
    col(
        "difference_unit",
        Text,
        "the unit of the difference; for fractions pp, 0.01 being one point",
    ),
    col(
        "difference",
        Number,
        "mean over the paths of the value less that under the first schedule",
    ),
    col("difference_standard_error", Number, "standard error of that mean"),
    col("difference_low", Number, "lower end of its confidence interval"),
    col("difference_high", Number, "upper end of it"),
];

/// The table: by measure, index, cycle and schedule.
pub(super) fn table(simulated: &Simulated) -> Table<'_> {
    Table::new("cycles", "a cycle and a measure of a schedule", &COLUMNS, |rows| {
        let Simulated { header, results, .. } = simulated;
        for measure in CycleMeasure::iter() {
            let unit = unit(measure);
            for index in header.indexes() {
                for cycle in 0..header.years {
                    for schedule in &results.schedules {
                        let Some((value, difference)) = schedule.cycle(cycle, measure, index)
                        else {
                            continue;
                        };
                        rows.text(&header.cycle_name(cycle))
                            .count(cycle + 1)
                            .text(measure.into())
                            .text(index.into())
                            .text(&schedule.name)
                            .text(unit.name());
                        cells(rows, Some(value), header.confidence, unit);
                        rows.text(unit.of_differences());
                        cells(rows, difference, header.confidence, unit);
                        rows.end()?;
                    }
                }
            }
        }
        Ok(())
    })
}

fn unit(measure: CycleMeasure) -> Unit {
    match measure {
        CycleMeasure::ScheduledOneWay | CycleMeasure::DriftBeyondBandWeightMean => Unit::Fraction,
        CycleMeasure::DriftLostMean => Unit::Count,
    }
}

fn cells(rows: &mut Rows<'_>, summary: Option<&Summary>, confidence: f64, unit: Unit) {
    let (value, places) = (Estimate::of(summary, confidence), unit.places_of_means());
    let interval = value.and_then(|value| value.interval);
    rows.known(value.map(|value| value.mean), places)
        .known(value.and_then(|value| value.standard_error), places)
        .known(interval.map(|(low, _)| low), places)
        .known(interval.map(|(_, high)| high), places);
}
