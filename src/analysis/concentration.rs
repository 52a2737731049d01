//! Concentration: largest member, median and weighted mean cap, and weight of the top members.
//!
//! Over members with cap `c`, USD, and weight `w`, a fraction:
//!
//! - median cap: the middle one, or the mean of the middle two if the number is even;
//! - weighted mean cap `= sum of w x c / sum of w`, the "average market cap (dollar-weighted)" of
//!   the provider's fact sheets;
//! - weight of the top n `= sum of the n largest w`.
//!
//! The caller decides whether caps are of companies or securities, total or investable.

use serde::Serialize;

/// A member with its size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SizedMember<K> {
    /// Identifies the member.
    pub key: K,
    /// Market cap, USD.
    pub cap: f64,
    /// Weight in the index, a fraction.
    pub weight: f64,
}

/// Concentration of an index.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Concentration<K> {
    /// Number of members.
    pub members: usize,
    /// The member with the largest cap; ties go to the first.
    pub largest: SizedMember<K>,
    /// Median cap, USD.
    pub median_cap: f64,
    /// Weighted mean cap, USD; `None` if the total weight is zero.
    pub weighted_mean_cap: Option<f64>,
    /// Weight of the ten members with the largest weights, a fraction; `None` if the total weight is
    /// zero.
    pub top_10_weight: Option<f64>,
}

/// Concentration of an index; `None` if it has no members.
pub fn concentration<K: Clone>(members: &[SizedMember<K>]) -> Option<Concentration<K>> {
    let mut largest = members.first()?;
    let (mut weight, mut weighted_cap) = (0.0, 0.0);
    for member in members {
        if member.cap > largest.cap {
            largest = member;
        }
        weight += member.weight;
        weighted_cap += member.weight * member.cap;
    }
    let mut caps: Vec<f64> = members.iter().map(|member| member.cap).collect();
    let middle = caps.len() / 2;
    let odd = caps.len() % 2 == 1;
    let (below, at, _) = caps.select_nth_unstable_by(middle, f64::total_cmp);
    let below = below.iter().copied().max_by(f64::total_cmp);
    let median_cap = below.filter(|_| !odd).map_or(*at, |below| f64::midpoint(below, *at));
    Some(Concentration {
        members: members.len(),
        largest: largest.clone(),
        median_cap,
        weighted_mean_cap: (weight > 0.0).then(|| weighted_cap / weight),
        top_10_weight: (weight > 0.0).then(|| top_weight(members, 10)),
    })
}

/// Weight of the `n` members with the largest weights, a fraction; of all members if there are
/// fewer.
pub fn top_weight<K>(members: &[SizedMember<K>], n: usize) -> f64 {
    // From the largest down, so that the order of the members does not affect the float result.
    let mut top: Vec<f64> = Vec::with_capacity(n + 1);
    for SizedMember { weight, .. } in members {
        let is_smaller = |least: &f64| weight.total_cmp(least).is_le();
        if top.len() == n && top.last().is_none_or(is_smaller) {
            continue;
        }
        let place = top.partition_point(|larger| larger.total_cmp(weight).is_ge());
        top.insert(place, *weight);
        top.truncate(n);
    }
    // `sum()` of no floats is -0.0, which a report would print.
    top.iter().fold(0.0, |sum, weight| sum + weight)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn members(caps_and_weights: &[(f64, f64)]) -> Vec<SizedMember<u32>> {
        let member = |(key, &(cap, weight))| SizedMember { key, cap, weight };
        (0..).zip(caps_and_weights).map(member).collect()
    }

    #[test]
    fn a_worked_index() {
        // The largest cap does not have the largest weight, because of its small free float.
        let list = members(&[(4e9, 0.5), (9e9, 0.2), (2e9, 0.2), (1e9, 0.1)]);
        let c = concentration(&list).expect("members");
        assert_eq!((c.members, c.largest), (4, list[1]));
        assert!((c.median_cap - 3e9).abs() < 1.0);
        let mean = c.weighted_mean_cap.expect("weights");
        assert!((mean - (2e9 + 1.8e9 + 0.4e9 + 0.1e9)).abs() < 1.0);
        assert!((c.top_10_weight.expect("weights") - 1.0).abs() < 1e-12);
        assert!((top_weight(&list, 2) - 0.7).abs() < 1e-12);
    }

    #[test]
    fn ties_go_to_the_first_and_an_odd_number_has_a_middle() {
        let list = members(&[(1.0, 0.2), (5.0, 0.4), (5.0, 0.4)]);
        let c = concentration(&list).expect("members");
        assert_eq!(c.largest.key, 1);
        assert!((c.median_cap - 5.0).abs() < 1e-12);
    }

    #[test]
    fn without_members_or_weights_figures_are_unknown() {
        assert_eq!(concentration::<u32>(&[]), None);
        let weightless = concentration(&members(&[(1.0, 0.0)])).expect("a member");
        assert_eq!((weightless.weighted_mean_cap, weightless.top_10_weight), (None, None));
        assert_eq!(top_weight::<u32>(&[], 10).to_bits(), 0f64.to_bits(), "and no -0");
    }

    proptest! {
        #[test]
        fn measures_lie_between_the_smallest_and_the_largest(
            list in proptest::collection::vec((1.0..1e12, 0.001..1.0), 1..40),
            n in 0usize..45
        ) {
            let list = members(&list);
            let c = concentration(&list).expect("members");
            let least = list.iter().map(|m| m.cap).fold(f64::INFINITY, f64::min);
            let inside = least * (1.0 - 1e-9)..=c.largest.cap * (1.0 + 1e-9);
            prop_assert!(inside.contains(&c.median_cap));
            prop_assert!(inside.contains(&c.weighted_mean_cap.expect("weights")));
            let total: f64 = list.iter().map(|m| m.weight).sum();
            let (top, next) = (top_weight(&list, n), top_weight(&list, n + 1));
            prop_assert!(top <= next && next <= total * (1.0 + 1e-9));
            let mut backwards = list.clone();
            backwards.reverse();
            prop_assert_eq!(top_weight(&backwards, n).to_bits(), top.to_bits());
        }
    }
}
