//! Mean of a sample with its standard error and confidence interval.
//!
//! For `n` values with sample standard deviation `s`: standard error `= s / sqrt(n)`, interval
//! `= mean +- t x standard error`, with Student's t of `n - 1` degrees of freedom (Student, Biometrika
//! 6, 1908). To compare two schedules the values are paired differences, because both were simulated
//! over the same cycles or paths.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Serialize;
use statrs::distribution::{ContinuousCDF as _, FisherSnedecor, StudentsT};

/// Confidence of the intervals over the cycles of a history, a fraction.
pub const CONFIDENCE: f64 = 0.95;

/// A mean with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Number of values.
    pub count: u64,
    /// The mean.
    pub mean: f64,
    /// Standard error of the mean; `None` for fewer than two values.
    pub standard_error: Option<f64>,
    /// Confidence interval of the mean; `None` for fewer than two values.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// Estimates the mean of a sample; `None` if it is empty.
    pub fn of(values: &[f64], confidence: f64) -> Option<Self> {
        let count = values.len() as u64;
        let mean = values.iter().sum::<f64>() / count as f64;
        let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
        let error = (count > 1).then(|| (squares / (count - 1) as f64 / count as f64).sqrt());
        let half = error.and_then(|error| half_width(count, error, confidence));
        let interval = half.map(|half| (mean - half, mean + half));
        (count > 0).then_some(Self { count, mean, standard_error: error, interval })
    }
}

/// The sign of a difference, as far as its interval identifies it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// The whole interval is above zero.
    Higher,
    /// The whole interval is below zero.
    Lower,
    /// The interval is exactly zero: there is no difference.
    Same,
    /// The interval contains zero, or there is none: the data does not identify the sign.
    NotIdentified,
}

impl Sign {
    /// The sign for the interval of a difference; pass `None` if there are too few values for an
    /// interval.
    pub fn of(interval: Option<(f64, f64)>) -> Self {
        match interval {
            Some((low, _)) if low > 0.0 => Self::Higher,
            Some((_, high)) if high < 0.0 => Self::Lower,
            Some((low, high)) if low >= 0.0 && high <= 0.0 => Self::Same,
            _ => Self::NotIdentified,
        }
    }
}

/// True if a ratio of two variances with these degrees of freedom is larger than chance explains,
/// by an F test at [`CONFIDENCE`].
pub fn is_beyond_chance(ratio: f64, (above, below): (u64, u64)) -> bool {
    let distribution = FisherSnedecor::new(above as f64, below as f64);
    // If the lower variance is zero, every ratio is beyond chance.
    ratio == f64::INFINITY || distribution.is_ok_and(|of| ratio > 0.0 && of.cdf(ratio) > CONFIDENCE)
}

/// Half the width of the confidence interval of a mean; `None` for fewer than two values.
pub fn half_width(count: u64, standard_error: f64, confidence: f64) -> Option<f64> {
    let freedom = count.checked_sub(1).filter(|n| *n > 0)?;
    Some(quantile(freedom, f64::midpoint(1.0, confidence))? * standard_error)
}

thread_local! {
    /// Quantiles by degrees of freedom and the bits of the probability. A report needs a few of
    /// them thousands of times, and computing one takes a search of some microseconds.
    static QUANTILES: RefCell<BTreeMap<(u64, u64), f64>> = const { RefCell::new(BTreeMap::new()) };
}

/// The quantile of Student's t.
fn quantile(freedom: u64, probability: f64) -> Option<f64> {
    QUANTILES.with_borrow_mut(|known| {
        let key = (freedom, probability.to_bits());
        if let Some(found) = known.get(&key) {
            return Some(*found);
        }
        let found = StudentsT::new(0.0, 1.0, freedom as f64).ok()?.inverse_cdf(probability);
        known.insert(key, found);
        Some(found)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_of_variances_is_held_against_chance() {
        // The 95% point of F with 2 and 6 degrees of freedom is 5.143.
        assert!(is_beyond_chance(5.15, (2, 6)) && !is_beyond_chance(5.13, (2, 6)));
        assert!(is_beyond_chance(f64::INFINITY, (1, 1)) && !is_beyond_chance(f64::NAN, (1, 1)));
    }

    #[test]
    fn five_worked_values() {
        let found = Estimate::of(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).expect("values");
        assert_eq!((found.count, found.mean), (5, 3.0));
        let error = found.standard_error.expect("five values");
        assert!((error - 0.5_f64.sqrt()).abs() < 1e-15);
        // Student's t of four degrees of freedom at 97.5%: 2.776445.
        let (low, high) = found.interval.expect("five values");
        assert!((high - 3.0 - 2.776_445 * error).abs() < 1e-5 && (low + high - 6.0).abs() < 1e-12);
    }

    #[test]
    fn one_value_has_no_interval_and_no_values_have_no_mean() {
        let one = Estimate::of(&[2.0], 0.95).expect("a value");
        assert_eq!((one.mean, one.standard_error, one.interval), (2.0, None, None));
        assert_eq!(Estimate::of(&[], 0.95), None);
    }

    #[test]
    fn signs_depend_on_intervals_alone() {
        for (interval, sign) in [
            (Some((0.1, 0.3)), Sign::Higher),
            (Some((-0.3, -0.1)), Sign::Lower),
            (Some((-0.1, 0.3)), Sign::NotIdentified),
            (Some((0.0, 0.3)), Sign::NotIdentified),
            (Some((0.0, 0.0)), Sign::Same),
            (None, Sign::NotIdentified),
        ] {
            assert_eq!(Sign::of(interval), sign, "{interval:?}");
        }
    }
}
