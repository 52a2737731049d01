//! Which of many choices no other beats: the efficient frontier of costs that all should be small.
//!
//! A choice beats another if it costs no more of anything and less of something (Pareto dominance). What
//! is no worse in any cost and the same in all beats nobody: two choices of equal costs are both on the
//! frontier, or neither is.

/// Whether one choice beats another; costs are in the same order, and the less the better.
pub fn beats(one: &[f64], other: &[f64]) -> bool {
    let pairs = || one.iter().zip(other);
    pairs().all(|(a, b)| a <= b) && pairs().any(|(a, b)| a < b)
}

/// Which of some choices no other beats; those without all their costs (`None`) take no part.
pub fn frontier(choices: &[Option<Vec<f64>>]) -> Vec<bool> {
    let known = || choices.iter().flatten();
    let is_best = |own: &Option<Vec<f64>>| {
        own.as_ref().is_some_and(|own| !known().any(|other| beats(other, own)))
    };
    choices.iter().map(is_best).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn five_choices_by_hand() {
        let choices = [[3.0, 1.0], [1.0, 3.0], [2.0, 2.0], [2.0, 2.0], [3.0, 2.0]];
        let mut choices: Vec<Option<Vec<f64>>> = choices.map(|c| Some(c.to_vec())).into();
        choices.push(None);
        assert_eq!(frontier(&choices), [true, true, true, true, false, false]);
    }

    proptest! {
        #[test]
        fn whoever_is_not_on_the_frontier_is_beaten_by_somebody_who_is(
            costs in proptest::collection::vec(proptest::collection::vec(0_u8..6, 3), 1..30),
        ) {
            let choices: Vec<Option<Vec<f64>>> =
                costs.iter().map(|c| Some(c.iter().map(|c| f64::from(*c)).collect())).collect();
            let best = frontier(&choices);
            prop_assert!(best.contains(&true));
            for (own, is_best) in choices.iter().zip(&best) {
                let own = own.as_ref().expect("costs");
                let beaten = choices.iter().zip(&best).any(|(other, is_best)| {
                    *is_best && beats(other.as_ref().expect("costs"), own)
                });
                prop_assert_eq!(beaten, !is_best);
            }
        }
    }
}
