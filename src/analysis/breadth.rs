//! Breadth: the share of an index's members that rose in a period, by count and by weight.
//!
//! Over the members whose return `r` is known, with weights `w` at the start of the period:
//!
//! - by count `= members with r > 0 / members`;
//! - by weight `= sum of w where r > 0 / sum of w`.
//!
//! The first is the share of advancing issues (Colby, *The Encyclopedia of Technical Market
//! Indicators*) within one index. An unchanged member does not count as risen.

use serde::Serialize;

/// How many members of an index rose.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Breadth {
    /// Members whose return is known.
    pub known: usize,
    /// Members whose return is not known, excluded from all other figures.
    pub unknown: usize,
    /// Members that rose.
    pub rose: usize,
    /// Risen members over known members, a fraction; `None` if no return is known.
    pub by_count: Option<f64>,
    /// Weight of the members that rose over the weight of the known members, a fraction; `None` if
    /// the known members have no weight.
    pub by_weight: Option<f64>,
}

/// Adds up the breadth of a period as the members of an index are given one by one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Members {
    breadth: Breadth,
    known_weight: f64,
    rose_weight: f64,
}

impl Members {
    /// Adds a member by its weight at the start and its return, both fractions.
    pub fn add(&mut self, weight: f64, stock_return: Option<f64>) {
        let Some(stock_return) = stock_return else {
            self.breadth.unknown += 1;
            return;
        };
        self.breadth.known += 1;
        self.known_weight += weight;
        if stock_return > 0.0 {
            self.breadth.rose += 1;
            self.rose_weight += weight;
        }
    }

    /// Breadth of the members added so far.
    pub fn breadth(self) -> Breadth {
        let Self { breadth, known_weight, rose_weight } = self;
        Breadth {
            by_count: (breadth.known > 0).then(|| breadth.rose as f64 / breadth.known as f64),
            by_weight: (known_weight > 0.0).then(|| rose_weight / known_weight),
            ..breadth
        }
    }
}

/// Breadth of a period, from the weights at its start and the returns of the same members.
///
/// # Panics
///
/// If the slices differ in length.
pub fn breadth(weights: &[f64], returns: &[Option<f64>]) -> Breadth {
    assert_eq!(weights.len(), returns.len(), "one return for every weight");
    let mut members = Members::default();
    weights.iter().zip(returns).for_each(|(weight, own)| members.add(*weight, *own));
    members.breadth()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_worked_index() {
        // The unknown return leaves a weight of 0.8, of which 0.5 + 0.1 rose. The unchanged member
        // did not.
        let weights = [0.5, 0.1, 0.15, 0.05, 0.2];
        let b = breadth(&weights, &[Some(0.01), Some(0.3), Some(-0.02), Some(0.0), None]);
        assert_eq!((b.known, b.unknown, b.rose), (4, 1, 2));
        assert_eq!(b.by_count, Some(0.5));
        assert!((b.by_weight.expect("known") - 0.75).abs() < 1e-12);
    }

    #[test]
    fn unknown_returns_have_no_breadth() {
        let b = breadth(&[0.6, 0.4], &[None, None]);
        assert_eq!(b, Breadth { unknown: 2, ..Breadth::default() });
        assert_eq!(breadth(&[], &[]), Breadth::default());
        let weightless = breadth(&[0.0], &[Some(0.1)]);
        assert_eq!((weightless.by_count, weightless.by_weight), (Some(1.0), None));
    }

    #[test]
    #[should_panic(expected = "one return for every weight")]
    fn slices_of_different_length_panic() {
        breadth(&[1.0], &[]);
    }

    proptest! {
        #[test]
        fn equal_weights_make_both_shares_equal(
            returns in proptest::collection::vec(proptest::option::of(-0.5..0.5), 1..50)
        ) {
            let b = breadth(&vec![0.125; returns.len()], &returns);
            prop_assert_eq!(b.known + b.unknown, returns.len());
            prop_assert_eq!(b.by_count, b.by_weight);
            prop_assert!(b.by_count.is_none_or(|share| (0.0..=1.0).contains(&share)));
        }
    }
}
