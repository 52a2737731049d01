//! `fan.csv`: turnover and drift by month of the path, with quantiles, for fan charts.

use chrono::{Datelike as _, Months, NaiveDate};

use super::estimate::{Estimate, Estimated};
use crate::report::comparison::SCHEDULE;
use crate::report::table::{FRACTION, Table, table};
use crate::simulation::measures::Statistic;
use crate::simulation::paths::OF_MONTHS;
use crate::study::simulated::Simulated;
use crate::universe::Index;

/// A measure of an index at a month's end.
struct AtMonth<'a> {
    month: u32,
    date: NaiveDate,
    schedule: &'a str,
    index: Index,
    statistic: Statistic,
    value: Estimated,
}

table! {
    TABLE = "fan", "a measure of an index at a month's end";
    |c: AtMonth<'_>|
    MONTH: Count("month", "month of the path, from 1") = c.month,
    DATE: Date("date", "the day on which it ends") = c.date,
    SCHEDULE: Text = c.schedule,
    INDEX: Text("index", "the index") = <&str>::from(c.index),
    MEASURE: Text(
        "measure",
        "what is measured, a fraction: a drift at the month's end, or turnover"
    ) = c.statistic,
    MEAN: Fraction("mean", "mean over the paths") = c.value.mean(),
    P5: Fraction("p5", "what 5% of the paths are below; quantiles are within 1.6% of the value")
        = c.value.quantiles().p5,
    P25: Fraction("p25", "what 25% of them are below") = c.value.quantiles().p25,
    P50: Fraction("p50", "their median") = c.value.quantiles().p50,
    P75: Fraction("p75", "what 75% of them are below") = c.value.quantiles().p75,
    P95: Fraction("p95", "what 95% of them are below") = c.value.quantiles().p95,
}

/// The table: by month from 1, schedule, index and measure; all values are fractions.
pub(super) fn table(simulated: &Simulated) -> Table<'_> {
    Table::of(move |rows| {
        let Simulated { header, results, .. } = simulated;
        for month in 1..=header.cycles.months() {
            let date = end_of_month(header.start, month);
            for schedule in &results.schedules {
                for index in header.indexes() {
                    rows.all(OF_MONTHS.iter().filter_map(|&statistic| {
                        let fan = schedule.fan(month, statistic, index);
                        let of = Some(Estimate::of(fan, header.confidence)?);
                        let value = Estimated { of, places: FRACTION };
                        Some(AtMonth {
                            month,
                            date,
                            schedule: &schedule.name,
                            index,
                            statistic,
                            value,
                        })
                    }))?;
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
