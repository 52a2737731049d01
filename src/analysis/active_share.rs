//! Active share: how much of a portfolio differs from another.
//!
//! With the weights `a` and `b` of the same securities in both, fractions:
//! `1/2 x sum of |a - b|` (Cremers and Petajisto, "How Active Is Your Fund Manager?", *Review of
//! Financial Studies* 22, 2009). Zero where both hold the same, one where they share nothing.
//!
//! Between an index as held and the same index as reconstituted, it equals the one-way turnover of
//! the reconstitution ([`super::turnover`]).

/// Active share of two portfolios, a fraction, from weights in the same order of securities.
///
/// # Panics
///
/// If the slices differ in length.
pub fn active_share(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len(), "weights of the same securities");
    // `sum()` of no floats is -0.0, which a report would print.
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + share_of(*a, *b))
}

/// The amount that a security with these weights adds to the active share, a fraction.
pub fn share_of(a: f64, b: f64) -> f64 {
    // Halving a float is exact, so the halves sum to half of the sum.
    (a - b).abs() / 2.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::methodology::weights::weights;

    #[test]
    fn a_worked_pair() {
        // (.3 + .05 + .25) / 2: .3 of the weight has to move.
        let share = active_share(&[0.5, 0.3, 0.2, 0.0], &[0.5, 0.0, 0.25, 0.25]);
        assert!((share - 0.3).abs() < 1e-12);
    }

    #[test]
    fn disjoint_is_one_and_identical_is_zero() {
        assert!((active_share(&[0.4, 0.6, 0.0], &[0.0, 0.0, 1.0]) - 1.0).abs() < 1e-12);
        assert!(active_share(&[0.4, 0.6], &[0.4, 0.6]).abs() < 1e-12);
        assert_eq!(active_share(&[], &[]).to_bits(), 0f64.to_bits(), "and no -0");
    }

    #[test]
    #[should_panic(expected = "weights of the same securities")]
    fn slices_of_different_length_panic() {
        active_share(&[1.0], &[]);
    }

    proptest! {
        #[test]
        fn active_share_is_a_distance_between_zero_and_one(
            values in proptest::collection::vec((0.0..1e9, 0.0..1e9, 0.0..1e9), 1..40)
        ) {
            let [a, b, c] = [
                weights(&values.iter().map(|v| v.0).collect::<Vec<f64>>()),
                weights(&values.iter().map(|v| v.1).collect::<Vec<f64>>()),
                weights(&values.iter().map(|v| v.2).collect::<Vec<f64>>()),
            ];
            let share = active_share(&a, &b);
            prop_assert!((0.0..=1.0 + 1e-9).contains(&share));
            prop_assert_eq!(share.to_bits(), active_share(&b, &a).to_bits());
            prop_assert!(active_share(&a, &c) <= share + active_share(&b, &c) + 1e-9);
        }
    }
}
