//! `fan.csv`: turnover and drift by month of the path, with quantiles: the data of fan charts.

use std::io::{self, Write};

use chrono::{Datelike as _, Months, NaiveDate};
use strum::IntoEnumIterator as _;

use super::estimate::Estimate;
use crate::report::comparison::table::{FRACTION, Table};
use crate::scenario::simulated::Simulated;
use crate::simulation::paths::FanMeasure;

/// The columns with what they hold.
pub const COLUMNS: [(&str, &str); 11] = [
    ("month", "month of the path, from 1"),
    ("date", "the day on which it ends"),
    ("schedule", "the schedule"),
    ("index", "the index"),
    ("measure", "what is measured, a fraction: a drift at the month's end, or turnover"),
    ("mean", "mean over the paths"),
    ("p5", "what 5% of the paths are below"),
    ("p25", "what 25% of them are below"),
    ("p50", "their median"),
    ("p75", "what 75% of them are below"),
    ("p95", "what 95% of them are below"),
];

/// Writes the table: by month from 1, schedule, index and measure; all values are fractions.
///
/// # Errors
/// What the writer reports.
pub(super) fn write(simulated: &Simulated, out: impl Write) -> io::Result<()> {
    let Simulated { header, results, .. } = simulated;
    let mut table = Table::new(out, &COLUMNS.map(|(name, _)| name))?;
    for month in 1..=12 * header.years {
        let date = end_of_month(header.start, month);
        for schedule in &results.schedules {
            for index in header.indexes() {
                for measure in FanMeasure::iter() {
                    let fan = schedule.fan(month, measure, index);
                    let Some(value) = Estimate::of(fan, header.confidence) else { continue };
                    table
                        .shown(month)
                        .shown(date)
                        .text(&schedule.name)
                        .text(<&str>::from(&index))
                        .text(<&str>::from(measure))
                        .number(value.mean, FRACTION);
                    for quantile in value.quantiles {
                        table.number(quantile, FRACTION);
                    }
                    table.end()?;
                }
            }
        }
    }
    table.finish()
}

/// The day so many months after the start; the last of its month where the start is the last of
/// its own.
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
