//! The calendar years of a history, and which of them are full.
//!
//! A year is full where the history has a close on 4 January or before and one on 29 December or
//! after: no year's first session is later, and no year's last one earlier. Only full years count
//! in a mean of years.

use chrono::{Datelike, NaiveDate};

/// Calendar years.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Years {
    /// All that the history touches.
    pub all: Vec<i32>,
    /// Those that it covers.
    pub full: Vec<i32>,
}

impl Years {
    /// The years from the close of one date to that of another.
    pub fn new(first: NaiveDate, last: NaiveDate) -> Self {
        let all: Vec<i32> = (first.year()..=last.year()).collect();
        let is_full = |year: &i32| begins(*year, first) && ends(*year, last);
        let full = all.iter().copied().filter(is_full).collect();
        Self { all, full }
    }

    /// The place of a date's year among all.
    pub(super) fn place(&self, date: NaiveDate) -> Option<usize> {
        self.all.binary_search(&date.year()).ok()
    }

    /// Mean over the full years of a value for each of all years; `None` without full years.
    pub(super) fn mean(&self, of_years: &[f64]) -> Option<f64> {
        let full = self.all.iter().zip(of_years).filter(|(year, _)| self.full.contains(year));
        let sum: f64 = full.map(|(_, value)| value).sum();
        (!self.full.is_empty()).then(|| sum / self.full.len() as f64)
    }
}

fn begins(year: i32, first: NaiveDate) -> bool {
    NaiveDate::from_ymd_opt(year, 1, 4).is_some_and(|day| first <= day)
}

/// Whether a history that ends on `last` has the close of a year.
pub(super) fn ends(year: i32, last: NaiveDate) -> bool {
    NaiveDate::from_ymd_opt(year, 12, 29).is_some_and(|day| last >= day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_years_with_both_their_ends_are_full() {
        let day = |text: &str| text.parse().expect("a date");
        for (first, last, full) in [
            ("2020-12-31", "2023-08-21", &[2021, 2022][..]),
            ("2021-01-04", "2023-12-29", &[2021, 2022, 2023]),
            ("2021-01-29", "2022-12-30", &[2022]),
            ("2021-01-29", "2022-11-30", &[]),
        ] {
            assert_eq!(Years::new(day(first), day(last)).full, full, "{first} to {last}");
        }
    }

    #[test]
    fn a_mean_leaves_out_what_is_not_full() {
        let day = |text: &str| text.parse().expect("a date");
        let years = Years::new(day("2020-12-31"), day("2023-08-21"));
        assert_eq!(years.all, [2020, 2021, 2022, 2023]);
        assert_eq!(years.mean(&[100.0, 1.0, 2.0, 100.0]), Some(1.5));
        let none = Years::new(day("2021-06-30"), day("2021-08-31"));
        assert_eq!(none.mean(&[1.0]), None);
    }
}
