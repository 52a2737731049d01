//! Contributions of stocks to an index's return over a period, and the return they sum to.
//!
//! With the weight `w0` at the start of the period and the stock's return `r`, both fractions:
//!
//! - contribution `= w0 x r`, and the index's return `R = sum of w0 x r` over its members
//!   (methodology section 9);
//! - where only the weight `w` at the end is known: the stock has grown by `1 + r` while the index
//!   grew by `1 + R`, so that `w = w0 x (1 + r) / (1 + R)` and the contribution is
//!   `w x (1 + R) / (1 + r) x r`.
//!
//! This holds for a period without trades. A longer one is split where membership or index
//! shares change, and the returns are chained ([`super::level`]).

use serde::Serialize;

/// Return of an index, with the members whose return is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct IndexReturn {
    /// Sum of the known contributions, a fraction; an unknown return counts as zero.
    pub value: f64,
    /// Number of members with an unknown return.
    pub unknown: usize,
    /// Weight of those members at the start, a fraction.
    pub unknown_weight: f64,
}

impl IndexReturn {
    /// Adds a member by its weight at the start and its return, both fractions.
    pub fn add(&mut self, weight: f64, stock_return: Option<f64>) {
        if let Some(stock_return) = stock_return {
            self.value += from_start_weight(weight, stock_return);
        } else {
            self.unknown += 1;
            self.unknown_weight += weight;
        }
    }
}

/// Contribution of a stock from its weight at the start, a fraction of the index's value then.
pub fn from_start_weight(start_weight: f64, stock_return: f64) -> f64 {
    start_weight * stock_return
}

/// Contribution of a stock from its weight at the end, a fraction of the index's value at the start.
/// `None` if the stock lost everything, because its end weight is then zero whatever it was before.
pub fn from_end_weight(end_weight: f64, stock_return: f64, index_return: f64) -> Option<f64> {
    (stock_return > -1.0).then(|| {
        let start_weight = end_weight * (1.0 + index_return) / (1.0 + stock_return);
        from_start_weight(start_weight, stock_return)
    })
}

/// Return of an index from its members' weights at the start and their returns, in the same order.
///
/// Weights are not normalised: if they sum to less than one, the rest is taken not to move.
///
/// # Panics
///
/// If the slices differ in length.
pub fn index_return(weights: &[f64], returns: &[Option<f64>]) -> IndexReturn {
    assert_eq!(weights.len(), returns.len(), "one return for every weight");
    let mut sum = IndexReturn::default();
    weights.iter().zip(returns).for_each(|(weight, own)| sum.add(*weight, *own));
    sum
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Largest contributors to the Russell 2000's return from the start of 2026 to 15 January, as
    /// published that day: end weight and return in per cent, then the contribution in basis points as
    /// computed from these, and as published.
    const PUBLISHED: [(&str, f64, f64, f64, f64); 5] = [
        ("Bloom Energy", 0.94, 63.41, 39.0, 39.0),
        ("Kratos", 0.65, 64.48, 27.3, 28.0),
        ("AeroVironment", 0.46, 57.64, 18.0, 18.0),
        ("Hecla", 0.49, 31.38, 12.5, 13.0),
        ("TTM", 0.32, 49.36, 11.3, 11.0),
    ];

    /// Return of the index in per cent, published as "more than 7%".
    const INDEX_RETURN: f64 = 7.0;

    fn basis_points(end_weight: f64, stock_return: f64, index_return: f64) -> f64 {
        let contribution =
            from_end_weight(end_weight / 100.0, stock_return / 100.0, index_return / 100.0);
        contribution.expect("the stock is worth something") * 1e4
    }

    #[test]
    fn contributions_published_on_15_january_2026() {
        let mut sum = 0.0;
        for (name, weight, stock_return, expected, _) in PUBLISHED {
            let bp = basis_points(weight, stock_return, INDEX_RETURN);
            assert!((bp - expected).abs() < 0.05, "{name}: {bp}");
            sum += bp;
        }
        assert!(sum > 100.0, "the five together: {sum}");
    }

    #[test]
    fn published_contributions_are_within_the_rounding_of_their_inputs() {
        // Weights are published to 0.01 and "more than 7%" can be up to 8%. The 28 basis points of
        // Kratos are only reached with both.
        for (name, weight, stock_return, _, published) in PUBLISHED {
            let least = basis_points(weight - 0.005, stock_return, INDEX_RETURN);
            let most = basis_points(weight + 0.005, stock_return, INDEX_RETURN + 1.0);
            assert!(
                least < published + 0.5 && published - 0.5 <= most,
                "{name}: {least} to {most}"
            );
        }
    }

    #[test]
    fn unknown_returns_count_as_zero_and_are_counted() {
        let sum = index_return(&[0.5, 0.3, 0.2], &[Some(0.1), None, Some(-0.2)]);
        assert!((sum.value - 0.01).abs() < 1e-15);
        assert_eq!((sum.unknown, sum.unknown_weight), (1, 0.3));
    }

    #[test]
    fn a_stock_that_lost_everything_has_no_contribution_from_its_end_weight() {
        assert_eq!(from_end_weight(0.0, -1.0, 0.07), None);
        assert!((from_start_weight(0.02, -1.0) + 0.02).abs() < 1e-15);
    }

    #[test]
    #[should_panic(expected = "one return for every weight")]
    fn slices_of_different_length_panic() {
        index_return(&[0.5, 0.5], &[Some(0.1)]);
    }

    proptest! {
        #[test]
        fn both_weights_give_the_same_contribution(
            stocks in proptest::collection::vec((1.0..1e6, -0.95..5.0), 1..40)
        ) {
            let total: f64 = stocks.iter().map(|(value, _)| value).sum();
            let weights: Vec<f64> = stocks.iter().map(|(value, _)| value / total).collect();
            let returns: Vec<Option<f64>> = stocks.iter().map(|(_, r)| Some(*r)).collect();
            let index = index_return(&weights, &returns);
            prop_assert_eq!(index.unknown, 0);
            let end_total: f64 = stocks.iter().map(|(value, r)| value * (1.0 + r)).sum();
            prop_assert!((index.value - (end_total / total - 1.0)).abs() < 1e-9);
            let mut sum = 0.0;
            for (weight, (value, r)) in weights.iter().zip(&stocks) {
                let end_weight = value * (1.0 + r) / end_total;
                let contribution = from_end_weight(end_weight, *r, index.value).expect("r > -1");
                prop_assert!((contribution - from_start_weight(*weight, *r)).abs() < 1e-9);
                sum += contribution;
            }
            prop_assert!((sum - index.value).abs() < 1e-9);
        }
    }
}
