//! Level of an index chained from its period returns, and returns between dates.
//!
//! With the returns `r` of consecutive periods, fractions:
//!
//! - level after a period `= level before x (1 + r)`, from a base of 1,000 unless another is given;
//! - total return between two dates `= level at the later / level at the earlier - 1`;
//! - annualised `= (1 + total return)^(365.25 / calendar days) - 1`.
//!
//! The result is a total return if the period returns include dividends, otherwise a price return.
//! A span of less than a year is annualised like any other, though performance standards
//! (CFA Institute, *GIPS Standards for Firms*, 2020) do not allow it to be shown.

use chrono::NaiveDate;
use serde::Serialize;

/// The level at which an index starts, unless another is given.
pub const BASE: f64 = 1000.0;

/// Average calendar days in a year.
pub const DAYS_PER_YEAR: f64 = 365.25;

/// The level of an index at the close of a date.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Level {
    /// The date.
    pub date: NaiveDate,
    /// The level, in index points.
    pub level: f64,
}

/// Levels from the close of `start`, where the level is `base`, and at the close of each period.
///
/// Each return is given with the last date of its period, in order of date.
pub fn levels(start: NaiveDate, base: f64, returns: &[(NaiveDate, f64)]) -> Vec<Level> {
    let mut levels = Vec::with_capacity(returns.len() + 1);
    let mut level = base;
    levels.push(Level { date: start, level });
    for &(date, value) in returns {
        level *= 1.0 + value;
        levels.push(Level { date, level });
    }
    levels
}

/// Compounded return of consecutive periods, a fraction; zero for none.
pub fn compounded(returns: impl IntoIterator<Item = f64>) -> f64 {
    returns.into_iter().fold(1.0, |growth, value| growth * (1.0 + value)) - 1.0
}

/// Return from the close of one date to the close of another, a fraction. Levels are in order of
/// date.
///
/// `None` if either date has no level of its own, if the dates are in the wrong order, or if the level
/// at the earlier date is not positive.
pub fn total_return(levels: &[Level], from: NaiveDate, to: NaiveDate) -> Option<f64> {
    let at = |date: NaiveDate| {
        let place = levels.binary_search_by_key(&date, |level| level.date).ok()?;
        Some(levels[place].level)
    };
    let (start, end) = (at(from)?, at(to)?);
    (from <= to && start > 0.0).then(|| end / start - 1.0)
}

/// The annual return, a fraction, that compounds to a total return between two dates.
///
/// `None` if `to` is not after `from`, or if the total return is below -100%.
pub fn annualised(total_return: f64, from: NaiveDate, to: NaiveDate) -> Option<f64> {
    let days = (to - from).num_days();
    (days > 0 && total_return >= -1.0)
        .then(|| libm::pow(1.0 + total_return, DAYS_PER_YEAR / days as f64) - 1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn three_years() -> Vec<Level> {
        let returns = [("2022-12-30", -0.2), ("2023-12-29", 0.25), ("2024-12-31", 0.1)]
            .map(|(d, r)| (day(d), r));
        levels(day("2021-12-31"), BASE, &returns)
    }

    #[test]
    fn levels_are_chained_from_the_base() {
        let levels = three_years();
        assert_eq!(levels[0], Level { date: day("2021-12-31"), level: 1000.0 });
        for (level, expected) in levels.iter().zip([1000.0, 800.0, 1000.0, 1100.0]) {
            assert!((level.level - expected).abs() < 1e-9, "{level:?}");
        }
        assert_eq!(levels.len(), 4);
    }

    #[test]
    fn total_return_between_two_dates() {
        let levels = three_years();
        let between = |from, to| total_return(&levels, day(from), day(to));
        let two = between("2022-12-30", "2024-12-31").expect("both dates");
        assert!((two - 0.375).abs() < 1e-12);
        assert_eq!(between("2023-12-29", "2023-12-29"), Some(0.0));
        assert_eq!(between("2023-12-29", "2022-12-30"), None, "wrong order");
        assert_eq!(between("2022-12-31", "2024-12-31"), None, "a Saturday");
    }

    #[test]
    fn a_level_of_zero_has_no_return() {
        let returns = [(day("2022-12-30"), -1.0), (day("2023-12-29"), 0.5)];
        let levels = levels(day("2021-12-31"), BASE, &returns);
        let between = |from, to| total_return(&levels, day(from), day(to));
        assert_eq!(between("2021-12-31", "2023-12-29"), Some(-1.0));
        assert_eq!(between("2022-12-30", "2023-12-29"), None);
    }

    #[test]
    fn annualised_over_calendar_days() {
        // Four years with one leap day are 1,461 days: 1.1^4 - 1 is 10% a year.
        let (from, to) = (day("2021-06-25"), day("2025-06-25"));
        let yearly = annualised(0.4641, from, to).expect("a span");
        assert!((yearly - 0.1).abs() < 1e-12);
        assert_eq!(annualised(-1.0, from, to), Some(-1.0));
        assert_eq!(annualised(0.1, from, from), None);
        assert_eq!(annualised(0.1, to, from), None);
        assert_eq!(annualised(-1.1, from, to), None);
    }

    proptest! {
        #[test]
        fn returns_of_parts_chain_to_that_of_the_whole(
            returns in proptest::collection::vec(-0.5..0.5, 1..60),
            cut in 0usize..60
        ) {
            let start = day("2026-01-02");
            let dated: Vec<(NaiveDate, f64)> =
                start.iter_days().skip(1).zip(returns.iter().copied()).collect();
            let levels = levels(start, BASE, &dated);
            let (middle, end) = (levels[cut.min(returns.len())].date, levels[returns.len()].date);
            let between = |from, to| total_return(&levels, from, to).expect("both dates");
            let whole = between(start, end);
            let parts = compounded([between(start, middle), between(middle, end)]);
            prop_assert!((whole - parts).abs() < 1e-9 * (1.0 + whole));
            prop_assert!((whole - compounded(returns)).abs() < 1e-9 * (1.0 + whole));
        }
    }
}
