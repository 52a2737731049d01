//! Timing luck: how much a result depends on the particular dates of a schedule.
//!
//! The same rule is run with its days shifted by some sessions; `luck = sample standard deviation of the
//! result over the shifts`, taken by cycle or by path if the result is known for each, and then averaged
//! (Hoffstein, Sibears and Faber, "Rebalance Timing Luck: The Difference Between Hired and Fired",
//! Journal of Index Investing 10 (1), 2019).

use crate::simulation::deviation;

/// Standard deviation over shifts for each cycle, from results by shift and cycle; `None` for a cycle
/// with an unknown result.
pub fn by_cycle(shifts: &[&[Option<f64>]]) -> Vec<Option<f64>> {
    let cycles = shifts.iter().map(|of| of.len()).min().unwrap_or(0);
    let of_cycle = |cycle: usize| {
        let results: Option<Vec<f64>> = shifts.iter().map(|of| of[cycle]).collect();
        deviation(&results?)
    };
    (0..cycles).map(of_cycle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_with_an_unknown_result_has_no_deviation() {
        let (one, other) = ([Some(1.0), Some(2.0)], [Some(1.0), None]);
        assert_eq!(by_cycle(&[&one, &other]), [Some(0.0), None]);
        assert_eq!(by_cycle(&[]), []);
    }
}
