//! Profile of a dated measure: its mean, its maximum, and its mean by calendar month.
//!
//! For dated values `x`: mean `= sum of x / number`; for each calendar month, the same over the values
//! dated in that month of any year. All values have equal weight, so a month with more dates weighs more
//! in the overall mean. It shows how drift (methodology section 9) builds up over the year and is
//! removed by a reconstitution.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// Profile of a measure, in the measure's own unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Profile {
    /// Mean.
    pub mean: f64,
    /// Maximum.
    pub maximum: f64,
    /// The first date of the maximum, in the order given.
    pub maximum_on: NaiveDate,
    /// Mean by calendar month, January first; `None` for a month without values.
    pub by_month: [Option<f64>; 12],
}

/// A sum with the number of its terms.
#[derive(Clone, Copy, Default)]
struct Sum {
    value: f64,
    count: usize,
}

impl Sum {
    fn add(&mut self, value: f64) {
        self.value += value;
        self.count += 1;
    }

    fn mean(self) -> Option<f64> {
        (self.count > 0).then(|| self.value / self.count as f64)
    }
}

/// Profile of a dated series; `None` if it is empty.
pub fn profile(series: &[(NaiveDate, f64)]) -> Option<Profile> {
    let (mut maximum_on, mut maximum) = *series.first()?;
    let mut all = Sum::default();
    let mut months = [Sum::default(); 12];
    for &(date, value) in series {
        all.add(value);
        months[date.month0() as usize].add(value);
        if value > maximum {
            (maximum_on, maximum) = (date, value);
        }
    }
    Some(Profile { mean: all.mean()?, maximum, maximum_on, by_month: months.map(Sum::mean) })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_same_month_of_different_years_is_pooled() {
        let series = [
            ("2024-05-31", 0.04),
            ("2024-06-28", 0.01),
            ("2025-05-30", 0.08),
            ("2025-06-13", 0.08),
            ("2025-06-27", 0.03),
        ]
        .map(|(date, value)| (day(date), value));
        let p = profile(&series).expect("values");
        assert!((p.mean - 0.048).abs() < 1e-12);
        assert_eq!((p.maximum, p.maximum_on), (0.08, day("2025-05-30")));
        assert!((p.by_month[4].expect("May") - 0.06).abs() < 1e-12);
        assert!((p.by_month[5].expect("June") - 0.04).abs() < 1e-12);
        assert_eq!(p.by_month.iter().flatten().count(), 2);
    }

    #[test]
    fn a_maximum_below_zero_is_still_the_maximum() {
        let p = profile(&[(day("2026-01-30"), -2.0), (day("2026-02-27"), -1.0)]).expect("values");
        assert_eq!((p.maximum, p.maximum_on), (-1.0, day("2026-02-27")));
    }

    #[test]
    fn an_empty_series_has_no_profile() {
        assert_eq!(profile(&[]), None);
    }

    proptest! {
        #[test]
        fn the_mean_weights_months_by_their_dates(
            values in proptest::collection::vec(-1.0..1.0, 1..800)
        ) {
            let dates = day("2024-01-01").iter_days();
            let series: Vec<(NaiveDate, f64)> = dates.zip(values.iter().copied()).collect();
            let p = profile(&series).expect("values");
            let mut sum = 0.0;
            for (month, mean) in (0..).zip(p.by_month) {
                let dates = series.iter().filter(|(date, _)| date.month0() == month).count();
                prop_assert_eq!(dates == 0, mean.is_none());
                sum += mean.map_or(0.0, |mean| mean * dates as f64);
            }
            prop_assert!((sum / values.len() as f64 - p.mean).abs() < 1e-9);
            prop_assert!(values.iter().all(|value| *value <= p.maximum));
        }
    }
}
