//! `fan.csv`: turnover and drift by month of the path, with quantiles, for fan charts.

use chrono::{Datelike as _, Months, NaiveDate};
use strum::IntoEnumIterator as _;

use super::estimate::Estimate;
use crate::report::table::Holds::{Count, Date, Fraction, Text};
use crate::report::table::{Column, FRACTION, Table, col};
use crate::simulation::paths::FanMeasure;
use crate::study::simulated::Simulated;

/// The columns.
pub const COLUMNS: [Column; 11] = [
    col("month", Count, "month of the path, from 1"),
    col("date", Date, "the day on which it ends"),
    col("schedule", Text, "the schedule"),
    col("index", Text, "the index"),
    col("measure", Text, "what is measured, a fraction: a drift at the month's end, or turnover"),
    col("mean", Fraction, "mean over the paths"),
    col("p5", Fraction, "what 5% of the paths are below"),
    col("p25", Fraction, "what 25% of them are below"),
    col("p50", Fraction, "their median"),
    col("p75", Fraction, "what 75% of them are below"),
    col("p95", Fraction, "what 95% of them are below"),
];

/// The table: by month from 1, schedule, index and measure; all values are fractions.
pub(super) fn table(simulated: &Simulated) -> Table<'_> {
    Table::new("fan", "a measure of an index at a month's end", &COLUMNS, |rows| {
        let Simulated { header, results, .. } = simulated;
        for month in 1..=header.cycles.months() {
            let date = end_of_month(header.start, month);
            for schedule in &results.schedules {
                for index in header.indexes() {
                    for measure in FanMeasure::iter() {
                        let fan = schedule.fan(month, measure, index);
                        let Some(value) = Estimate::of(fan, header.confidence) else { continue };
                        rows.count(month)
                            .date(date)
                            .text(&schedule.name)
                            .text(index.into())
                            .text(measure.into())
                            .number(value.mean, FRACTION);
                        for quantile in value.quantiles {
                            rows.number(quantile, FRACTION);
                        }
                        rows.end()?;
                    }
                }
            }
        }
        Ok(())
    })
}

/// The day `months` after the start; if the start is the last day of its month, so is the result.
fn end_of_month(start: NaiveDate, months: u32) -> NaiveDate {
    let is_last = start.succ_opt().is_some_and(|next| next.format("%d").to_string() == "01");
    let day = start.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
    if !is_last {
        return day;
    }
    day.with_day(u32::from(day.num_days_in_month())).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_on_their_last_day_where_the_start_does() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert_eq!(end_of_month(day("2026-06-30"), 1), day("2026-07-31"));
        assert_eq!(end_of_month(day("2026-06-30"), 8), day("2027-02-28"));
        assert_eq!(end_of_month(day("2026-06-15"), 2), day("2026-08-15"));
    }
}
