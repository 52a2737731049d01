//! Size of the members of an index at the end of a path.

use super::lanes::dollars;

/// Members of an index by size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Size {
    /// Cap of the largest member, USD.
    pub(super) largest: f64,
    /// Median cap, USD.
    pub(super) median: f64,
    /// Mean cap by weight, USD.
    pub(super) weighted_mean: f64,
    /// Weight of the ten largest members, a fraction.
    pub(super) top_10_weight: f64,
}

impl Size {
    /// Computes the sizes from the caps of all members and their values in the same order; both
    /// slices are left reordered. `None` without members.
    pub(super) fn new(caps: &mut [f64], values: &mut [f64]) -> Option<Self> {
        let middle = caps.len() / 2;
        let is_odd = caps.len() % 2 == 1;
        // Sums of whole dollars are exact in any order.
        let total: u64 = values.iter().map(|value| dollars(*value)).sum();
        let by_weight: f64 = caps.iter().zip(&*values).map(|(cap, value)| cap * value).sum();
        let largest = caps.iter().copied().fold(0.0, f64::max);
        let falling = |a: &f64, b: &f64| b.total_cmp(a);
        if caps.is_empty() || total == 0 {
            return None;
        }
        let (above, at, _) = caps.select_nth_unstable_by(middle, falling);
        let next = above.iter().copied().min_by(f64::total_cmp);
        let median = next.filter(|_| !is_odd).map_or(*at, |next| f64::midpoint(next, *at));
        let top = values.len().min(10);
        if top < values.len() {
            values.select_nth_unstable_by(top, falling);
        }
        let top_10: u64 = values[..top].iter().map(|value| dollars(*value)).sum();
        let total = total as f64;
        let top_10_weight = top_10 as f64 / total;
        Some(Self { largest, median, weighted_mean: by_weight / total, top_10_weight })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_by_hand() {
        let mut caps: Vec<f64> = [7, 1, 12, 3, 5, 2, 11, 4, 10, 6, 9, 8].map(f64::from).to_vec();
        let size = Size::new(&mut caps.clone(), &mut caps).expect("members");
        // The squares of 1 to 12 sum to 650, the numbers to 78, and the smallest two to 3.
        let expected = Size {
            largest: 12.0,
            median: 6.5,
            weighted_mean: 650.0 / 78.0,
            top_10_weight: 75.0 / 78.0,
        };
        assert_eq!(size, expected);
        let three = Size::new(&mut [2.0, 9.0, 4.0], &mut [3.0, 0.0, 5.0]).expect("members");
        assert!((three.weighted_mean - 26.0 / 8.0).abs() < 1e-15);
        assert_eq!((three.median, three.largest), (4.0, 9.0));
        assert!((three.top_10_weight - 1.0).abs() < 1e-15);
        assert_eq!(Size::new(&mut [], &mut []), None);
    }
}
