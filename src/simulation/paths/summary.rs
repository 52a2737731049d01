//! The summary of one value over very many paths: sums and a histogram, all of integers.
//!
//! Values are rounded to multiples of 2^-32 (2.3e-10). Sums of values and of their squares, the
//! smallest and the largest value and the counts of the histogram are then exact and do not depend
//! on any order: summaries merge to the same bytes however paths are split. Memory does not grow
//! with the number of paths.
//!
//! The histogram holds values to nine significant bits, so that a quantile is within 0.4% of the
//! exact one; whole numbers up to 512 are exact. (Sketches such as `DDSketch` bound the same error;
//! their bins come from logarithms that differ between platforms.) Values that are very numerous,
//! one for each month, are held to six bits, that is, to within 1.6%. Values in USD are rounded to
//! whole dollars.

use serde::{Deserialize, Serialize};

/// The resolution of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Grain {
    /// In units of 2^-32, up to a million; to nine significant bits.
    #[default]
    Fine,
    /// In units of 2^-32, up to a million; to six significant bits.
    Coarse,
    /// Whole numbers up to 10^15; to nine significant bits.
    Whole,
}

impl Grain {
    /// Values are rounded to one over this number.
    fn parts(self) -> f64 {
        match self {
            Self::Fine | Self::Coarse => 4_294_967_296.0,
            Self::Whole => 1.0,
        }
    }

    /// The limit to which values are cut off, so that the squares of any number of paths fit their
    /// sum.
    fn largest(self) -> f64 {
        match self {
            Self::Fine | Self::Coarse => 1e6,
            Self::Whole => 1e15,
        }
    }

    /// The number of trailing bits of a floating-point number that bins ignore.
    fn dropped_bits(self) -> u32 {
        match self {
            Self::Fine | Self::Whole => 52 - 8,
            Self::Coarse => 52 - 5,
        }
    }
}

/// A summary of one value over paths.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    grain: Grain,
    count: u64,
    /// Sum of the values, in units of the grain.
    #[serde(with = "decimal")]
    sum: i128,
    /// Sum of the squares of the values, in squared units of the grain.
    #[serde(with = "decimal")]
    squares: i128,
    smallest: i64,
    largest: i64,
    /// Counts by the leading bits of a value, in order of the values; at most 2^32 - 1 for each
    /// bin.
    bins: Vec<(i32, u32)>,
}

impl Summary {
    /// An empty summary.
    pub(super) fn new(grain: Grain) -> Self {
        Self { grain, ..Self::default() }
    }

    /// Adds a value; not-a-number means unknown, and is not counted.
    pub fn push(&mut self, value: f64) {
        self.push_all([value].into_iter(), &mut Vec::with_capacity(1));
    }

    /// Adds many values, each as [`Self::push`] does; `bins` is a buffer. The bins are processed in
    /// order, so that each is searched from the previous one on.
    #[expect(clippy::cast_possible_truncation, reason = "rounded and within the range")]
    pub(super) fn push_all(&mut self, values: impl Iterator<Item = f64>, bins: &mut Vec<i32>) {
        let (largest, parts) = (self.grain.largest(), self.grain.parts());
        bins.clear();
        for value in values.filter(|value| !value.is_nan()) {
            let units = (value.clamp(-largest, largest) * parts).round() as i64;
            let is_first = self.count == 0;
            self.smallest = if is_first { units } else { self.smallest.min(units) };
            self.largest = if is_first { units } else { self.largest.max(units) };
            self.count += 1;
            self.sum += i128::from(units);
            self.squares += i128::from(units) * i128::from(units);
            bins.push(bin(units, self.grain));
        }
        bins.sort_unstable();
        let mut from = 0;
        for same in bins.chunk_by(|a, b| a == b) {
            from = self.count_in(same[0], u32::try_from(same.len()).unwrap_or(u32::MAX), from);
        }
    }

    /// Counts values of a bin that is not among the first `from` bins; returns the bin's place.
    fn count_in(&mut self, bin: i32, count: u32, from: usize) -> usize {
        // The bin is mostly near, so steps that double find an upper end for the search.
        let (mut from, mut step) = (from, 1);
        while self.bins.get(from + step).is_some_and(|(other, _)| *other < bin) {
            from += step;
            step *= 2;
        }
        let to = self.bins.len().min(from + step + 1);
        let at = from + self.bins[from..to].partition_point(|(other, _)| *other < bin);
        match self.bins.get_mut(at) {
            Some((other, counted)) if *other == bin => *counted = counted.saturating_add(count),
            _ => self.bins.insert(at, (bin, count)),
        }
        at
    }

    /// Adds the values of another summary, which must have the same grain.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let is_first = self.count == 0;
        self.smallest = if is_first { other.smallest } else { self.smallest.min(other.smallest) };
        self.largest = if is_first { other.largest } else { self.largest.max(other.largest) };
        self.count += other.count;
        self.sum = self.sum.saturating_add(other.sum);
        self.squares = self.squares.saturating_add(other.squares);
        let mut from = 0;
        for (bin, count) in &other.bins {
            from = self.count_in(*bin, *count, from);
        }
    }

    /// True if it can be a summary of values on so many paths; a summary read from a file may
    /// contain anything.
    pub(super) fn is_sound(&self, paths: u64) -> bool {
        let count = i128::from(self.count);
        let of_all = |value: i64| i128::from(value).saturating_mul(count);
        self.count <= paths
            && self.smallest <= self.largest
            && self.squares >= 0
            && (of_all(self.smallest)..=of_all(self.largest)).contains(&self.sum)
            && self.bins.is_sorted_by(|before, after| before.0 < after.0)
    }

    /// Number of paths with a known value.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The mean; `None` without paths.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64 / self.grain.parts())
    }

    /// The variance, with the number of paths less one as divisor; `None` for fewer than two paths.
    pub fn variance(&self) -> Option<f64> {
        if self.count < 2 {
            return None;
        }
        let count = i128::from(self.count);
        // Sums around a whole number near the mean are exact, although the products may wrap
        // around.
        let middle = self.sum.div_euclid(count);
        let around = self
            .squares
            .wrapping_sub(middle.wrapping_mul(2).wrapping_mul(self.sum))
            .wrapping_add(count.wrapping_mul(middle).wrapping_mul(middle));
        let rest = self.sum.rem_euclid(count) as f64;
        let around = around as f64 - rest * rest / self.count as f64;
        let parts = self.grain.parts();
        Some(around.max(0.0) / (self.count - 1) as f64 / (parts * parts))
    }

    /// Standard error of the mean: the standard deviation over paths, divided by the root of their
    /// number.
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(|variance| (variance / self.count as f64).sqrt())
    }

    /// The smallest value.
    pub fn smallest(&self) -> Option<f64> {
        (self.count > 0).then(|| self.smallest as f64 / self.grain.parts())
    }

    /// The largest value.
    pub fn largest(&self) -> Option<f64> {
        (self.count > 0).then(|| self.largest as f64 / self.grain.parts())
    }

    /// The smallest value that at least this part of all values, 0 to 1, does not exceed; exact to
    /// 0.4%, or to 1.6% for values of a month.
    pub fn quantile(&self, part: f64) -> Option<f64> {
        let rank = (part.clamp(0.0, 1.0) * self.count as f64).ceil().max(1.0);
        let mut passed = 0.0;
        for (bin, count) in &self.bins {
            passed += f64::from(*count);
            if passed >= rank {
                let (smallest, largest) = (self.smallest as f64, self.largest as f64);
                let middle = middle(*bin, self.grain).clamp(smallest, largest);
                return Some(middle / self.grain.parts());
            }
        }
        None
    }

    /// Number of values below zero.
    pub fn below_zero(&self) -> u64 {
        self.bins.iter().filter(|(bin, _)| *bin < 0).map(|(_, count)| u64::from(*count)).sum()
    }

    /// Number of values equal to zero.
    pub fn zeros(&self) -> u64 {
        self.bins.iter().find(|(bin, _)| *bin == 0).map_or(0, |(_, count)| u64::from(*count))
    }
}

/// The bin of a value in units: the leading bits of its size, negated for negative values.
fn bin(units: i64, grain: Grain) -> i32 {
    let size = (units.unsigned_abs() as f64).to_bits() >> grain.dropped_bits();
    // The leading bits are eleven bits of exponent and up to eight of the fraction.
    let size = i32::try_from(size).unwrap_or(i32::MAX);
    if units < 0 { -size } else { size }
}

/// The middle of a bin, in units, or the only value that the bin can hold.
fn middle(bin: i32, grain: Grain) -> f64 {
    if bin == 0 {
        return 0.0;
    }
    let of = |leading: u64| f64::from_bits(leading << grain.dropped_bits());
    let leading = u64::from(bin.unsigned_abs());
    let (from, to) = (of(leading), of(leading + 1));
    // Whole values are the most likely, so a bin that begins with a whole value is represented by
    // it.
    let whole = (from / grain.parts()).fract() == 0.0 && (to - from) <= grain.parts();
    let size = if whole { from } else { f64::midpoint(from, to) };
    if bin < 0 { -size } else { size }
}

/// Stores 128-bit numbers as text, because not every format has numbers of that size.
mod decimal {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(number: &i128, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(number)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i128, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(|_| D::Error::custom(format!("{text:?} is no whole number")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[f64]) -> Summary {
        let mut summary = Summary::default();
        for value in values {
            summary.push(*value);
        }
        summary
    }

    #[test]
    fn nothing_has_no_mean() {
        let none = Summary::default();
        assert_eq!((none.mean(), none.variance(), none.quantile(0.5)), (None, None, None));
        assert_eq!(of(&[1.0]).variance(), None);
    }

    #[test]
    fn small_whole_numbers_are_exact() {
        let values: Vec<f64> = (0..=511).map(f64::from).collect();
        let summary = of(&values);
        for at in [0.0, 0.05, 0.5, 0.95, 1.0] {
            let expected = (at * 512.0_f64).ceil().max(1.0) - 1.0;
            assert_eq!(summary.quantile(at), Some(expected), "{at}");
        }
        assert_eq!((summary.mean(), summary.variance()), (Some(255.5), Some(21_888.0)));
        assert_eq!((summary.zeros(), summary.below_zero()), (1, 0));
    }

    #[test]
    fn the_variance_survives_a_large_mean() {
        let summary = of(&[5e5, 5e5 + 1.0, 5e5 + 2.0]);
        assert_eq!(summary.variance(), Some(1.0));
    }

    #[test]
    fn dollars_are_whole_and_months_coarse() {
        let mut dollars = Summary::new(Grain::Whole);
        let mut month = Summary::new(Grain::Coarse);
        for at in 0..1_000 {
            dollars.push(4e12 + f64::from(at));
            month.push(f64::from(at) * 1e-5);
        }
        for unknown in [&mut dollars, &mut month] {
            unknown.push(f64::NAN);
            assert_eq!(unknown.count(), 1_000);
        }
        assert_eq!((dollars.mean(), dollars.largest()), (Some(4e12 + 499.5), Some(4e12 + 999.0)));
        let variance = dollars.variance().expect("values");
        assert!((variance - 83_416.666_666_666_67).abs() < 1e-6, "{variance}");
        let median = month.quantile(0.5).expect("values");
        assert!((median / 4.99e-3 - 1.0).abs() < 0.016, "{median}");
        assert!(month.bins.len() < 250, "{}", month.bins.len());
    }

    proptest! {
        #[test]
        fn close_to_the_values_themselves(values in proptest::collection::vec(-3e3..3e3, 2..80)) {
            let summary = of(&values);
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
            prop_assert!((summary.mean().expect("values") - mean).abs() < 1e-8);
            let error = (summary.variance().expect("values") - variance).abs();
            prop_assert!(error <= 1e-9 * (1.0 + variance));
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            for (at, value) in sorted.iter().enumerate() {
                let quantile = summary.quantile((at as f64 + 0.5) / n).expect("values");
                prop_assert!((quantile - value).abs() <= 0.004 * value.abs() + 1e-9);
            }
        }

        #[test]
        fn any_split_merges_to_the_same_and_comes_back_from_text(
            values in proptest::collection::vec(-1.0..1.0, 0..40),
            at in 0_usize..40,
        ) {
            let (first, second) = values.split_at(at.min(values.len()));
            let (mut ahead, mut behind) = (of(first), of(second));
            ahead.merge(&of(second));
            behind.merge(&of(first));
            prop_assert_eq!(&ahead, &of(&values));
            prop_assert_eq!(&behind, &ahead);
            let text = serde_json::to_string(&ahead).expect("JSON");
            prop_assert_eq!(serde_json::from_str::<Summary>(&text).expect("JSON"), ahead);
        }
    }
}
