//! Efficient frontier: the choices that no other choice beats on all costs.
//!
//! A choice beats another if no cost is higher and at least one is lower (Pareto dominance). Choices
//! with equal costs do not beat each other, so either both are on the frontier or neither is.

/// True if one choice beats another. Costs are in the same order; lower is better.
pub fn beats(one: &[f64], other: &[f64]) -> bool {
    let pairs = || one.iter().zip(other);
    pairs().all(|(a, b)| a <= b) && pairs().any(|(a, b)| a < b)
}

/// Marks the choices that no other beats. A choice with an unknown cost (`None`) is never on the
/// frontier.
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
    fn five_worked_choices() {
        let choices = [[3.0, 1.0], [1.0, 3.0], [2.0, 2.0], [2.0, 2.0], [3.0, 2.0]];
        let mut choices: Vec<Option<Vec<f64>>> = choices.map(|c| Some(c.to_vec())).into();
        choices.push(None);
        assert_eq!(frontier(&choices), [true, true, true, true, false, false]);
    }

    proptest! {
        #[test]
        fn choices_off_the_frontier_are_beaten_by_one_on_it(
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
