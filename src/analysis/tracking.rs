//! Tracking: how closely an index follows a benchmark over a span of equal periods.
//!
//! With the returns `a` of the index and `b` of the benchmark in each of `n` periods, fractions:
//!
//! - tracking difference `= total return of the index - total return of the benchmark`, over the
//!   span; annualised, the same of both annualised returns ([`super::level::annualised`]);
//! - tracking error `= s x sqrt(periods per year)`, with `s` the sample standard deviation of
//!   `d = a - b`: `s^2 = sum of (d - mean of d)^2 / (n - 1)`.
//!
//! The terms follow ESMA's *Guidelines on ETFs and other UCITS issues* (2014/937): the error is the
//! volatility of the difference, not the difference itself.

use chrono::NaiveDate;
use serde::Serialize;

use super::level::{annualised, compounded};
use super::outperformance::PairedReturn;

/// How closely an index followed its benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tracking {
    /// Number of periods.
    pub periods: usize,
    /// Total return of the index over the span, a fraction.
    pub index_return: f64,
    /// Total return of the benchmark over the span, a fraction.
    pub benchmark_return: f64,
    /// Tracking difference over the span, a fraction.
    pub difference: f64,
    /// Annualised tracking difference, a fraction; `None` if either return cannot be annualised.
    pub annualised_difference: Option<f64>,
    /// Annualised tracking error, a fraction.
    pub error: f64,
}

/// Tracking from the close of `start` to the end of the last period; returns are in order of date.
/// `None` for fewer than two periods, because no deviation can be estimated.
pub fn tracking(
    returns: &[PairedReturn],
    start: NaiveDate,
    periods_per_year: f64,
) -> Option<Tracking> {
    let last = returns.last().filter(|_| returns.len() >= 2)?;
    let index_return = compounded(returns.iter().map(|period| period.index));
    let benchmark_return = compounded(returns.iter().map(|period| period.benchmark));
    let yearly = |total| annualised(total, start, last.date);
    Some(Tracking {
        periods: returns.len(),
        index_return,
        benchmark_return,
        difference: index_return - benchmark_return,
        annualised_difference: yearly(index_return)
            .zip(yearly(benchmark_return))
            .map(|(index, benchmark)| index - benchmark),
        error: deviation_of_differences(returns) * periods_per_year.sqrt(),
    })
}

/// Sample standard deviation of the differences; needs at least two periods.
fn deviation_of_differences(returns: &[PairedReturn]) -> f64 {
    let n = returns.len() as f64;
    let mean = returns.iter().map(PairedReturn::difference).sum::<f64>() / n;
    let square = |x: f64| x * x;
    let squares: f64 = returns.iter().map(|period| square(period.difference() - mean)).sum();
    (squares / (n - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use chrono::Months;
    use proptest::prelude::*;

    use super::*;

    fn start() -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 12, 31).expect("a date")
    }

    /// Monthly periods from the start.
    fn months(returns: &[(f64, f64)]) -> Vec<PairedReturn> {
        let pair = |(month, &(index, benchmark))| {
            let date = start().checked_add_months(Months::new(month)).expect("a date");
            PairedReturn { date, index, benchmark }
        };
        (1..).zip(returns).map(pair).collect()
    }

    #[test]
    fn a_worked_span() {
        // Differences of 1, 2 and 3 points: mean 2, sample variance 1.
        let returns = months(&[(0.02, 0.01), (0.02, 0.0), (0.04, 0.01)]);
        let t = tracking(&returns, start(), 12.0).expect("three periods");
        assert_eq!(t.periods, 3);
        assert!((t.error - 0.01 * 12f64.sqrt()).abs() < 1e-12);
        assert!((t.index_return - (1.02 * 1.02 * 1.04 - 1.0)).abs() < 1e-12);
        assert!((t.difference - (1.02 * 1.02 * 1.04 - 1.01 * 1.01)).abs() < 1e-12);
    }

    #[test]
    fn the_annualised_difference_uses_annualised_returns() {
        // Four years with one leap day: 1.1^4 and 1.05^4 are 10% and 5% a year.
        let mut returns = vec![(0.0, 0.0); 48];
        returns[0] = (1.1f64.powi(4) - 1.0, 0.0);
        returns[47] = (0.0, 1.05f64.powi(4) - 1.0);
        let t = tracking(&months(&returns), start(), 12.0).expect("48 periods");
        assert!((t.annualised_difference.expect("four years") - 0.05).abs() < 1e-12);
    }

    #[test]
    fn a_constant_lead_is_a_difference_without_error() {
        let t = tracking(&months(&[(0.75, 0.5), (0.5, 0.25)]), start(), 12.0).expect("two periods");
        assert!(t.error.abs() < 1e-12 && t.difference > 0.7);
    }

    #[test]
    fn fewer_than_two_periods_have_no_tracking() {
        assert_eq!(tracking(&[], start(), 12.0), None);
        assert_eq!(tracking(&months(&[(0.1, 0.0)]), start(), 12.0), None);
    }

    #[test]
    fn a_span_without_days_has_no_annualised_difference() {
        let returns = months(&[(0.1, 0.0), (0.1, 0.0)]);
        let t = tracking(&returns, returns[1].date, 12.0).expect("two periods");
        assert_eq!(t.annualised_difference, None);
    }

    proptest! {
        #[test]
        fn swapping_both_keeps_the_error_and_negates_the_difference(
            returns in proptest::collection::vec((-0.3..0.3, -0.3..0.3), 2..40)
        ) {
            let turned: Vec<(f64, f64)> = returns.iter().map(|&(a, b)| (b, a)).collect();
            let of = |r: &[(f64, f64)]| tracking(&months(r), start(), 12.0).expect("periods");
            let (one, other) = (of(&returns), of(&turned));
            prop_assert!((one.error - other.error).abs() < 1e-12);
            prop_assert!((one.difference + other.difference).abs() < 1e-12);
            let ahead: Vec<(f64, f64)> = returns.iter().map(|&(a, b)| (a + 0.05, b)).collect();
            prop_assert!((of(&ahead).error - one.error).abs() < 1e-9);
        }
    }
}
