//! Reliability of probabilities: a table by bin and the Brier score.
//!
//! For the pairs of probability and outcome in a bin, the fraction that came true is compared with the
//! mean probability. The Brier score (Brier 1950) is the mean of `(p - o)^2` with the outcome `o` zero
//! or one. A constant forecast of the base rate `r` has the score `r (1 - r)` (climatology). The skill
//! is `1 - score / reference`.

/// Number of bins, each a tenth wide.
pub const BINS: usize = 10;

/// The pairs of one bin.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Bin {
    /// Number of pairs.
    pub pairs: u64,
    /// Sum of their probabilities.
    pub expected: f64,
    /// Number of pairs that came true.
    pub came_true: u64,
}

impl Bin {
    /// Mean probability, 0 to 1; `None` without pairs.
    pub fn mean(&self) -> Option<f64> {
        (self.pairs > 0).then(|| self.expected / self.pairs as f64)
    }

    /// Fraction that came true, 0 to 1; `None` without pairs.
    pub fn part(&self) -> Option<f64> {
        (self.pairs > 0).then(|| self.came_true as f64 / self.pairs as f64)
    }

    fn add(&mut self, other: &Self) {
        self.pairs += other.pairs;
        self.expected += other.expected;
        self.came_true += other.came_true;
    }
}

/// Forecast probabilities compared with outcomes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reliability {
    bins: [Bin; BINS],
    squares: f64,
    /// Number of pairs in which a reconstitution on the day of the forecast gives the wrong
    /// outcome.
    wrong_if_ranked_today: u64,
}

impl Reliability {
    /// Adds a probability, its outcome, and the outcome of a reconstitution on the day of the
    /// forecast.
    pub fn push(&mut self, probability: f64, came_true: bool, if_ranked_today: bool) {
        let bin = &mut self.bins[bin_of(probability)];
        bin.pairs += 1;
        bin.expected += probability;
        bin.came_true += u64::from(came_true);
        let off = probability - f64::from(u8::from(came_true));
        self.squares += off * off;
        self.wrong_if_ranked_today += u64::from(came_true != if_ranked_today);
    }

    /// Adds the pairs of `other`. Float sums depend on the order of merging.
    pub fn merge(&mut self, other: &Self) {
        for (bin, other) in self.bins.iter_mut().zip(&other.bins) {
            bin.add(other);
        }
        self.squares += other.squares;
        self.wrong_if_ranked_today += other.wrong_if_ranked_today;
    }

    /// The bins, from 0-10% to 90-100%. Upper bounds are exclusive, except for 100%.
    pub fn bins(&self) -> &[Bin; BINS] {
        &self.bins
    }

    /// All pairs pooled.
    pub fn all(&self) -> Bin {
        let mut all = Bin::default();
        self.bins.iter().for_each(|bin| all.add(bin));
        all
    }

    /// The pairs of a range of bins pooled.
    pub fn pooled(&self, bins: std::ops::RangeInclusive<usize>) -> Bin {
        let mut pooled = Bin::default();
        self.bins[bins].iter().for_each(|bin| pooled.add(bin));
        pooled
    }

    /// The Brier score; `None` without pairs.
    pub fn brier(&self) -> Option<f64> {
        let pairs = self.all().pairs;
        (pairs > 0).then(|| self.squares / pairs as f64)
    }

    /// The Brier score of always forecasting the base rate; `None` without pairs.
    pub fn climatology(&self) -> Option<f64> {
        self.all().part().map(|rate| rate * (1.0 - rate))
    }

    /// The Brier score of the rules applied on the day of the forecast, as probabilities of zero or
    /// one; `None` without pairs.
    pub fn brier_if_ranked_today(&self) -> Option<f64> {
        let pairs = self.all().pairs;
        (pairs > 0).then(|| self.wrong_if_ranked_today as f64 / pairs as f64)
    }

    /// Skill against climatology: one at best, zero if no better; `None` if climatology is perfect.
    pub fn skill(&self) -> Option<f64> {
        let reference = self.climatology().filter(|reference| *reference > 0.0)?;
        self.brier().map(|score| 1.0 - score / reference)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10")]
fn bin_of(probability: f64) -> usize {
    // 0.7 belongs to 70-80%, though it may be slightly less in binary.
    ((probability * BINS as f64 + 1e-9) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_fall_into_their_bins() {
        assert_eq!([0.0, 0.0999, 0.1, 0.7, 0.799, 0.95, 1.0].map(bin_of), [0, 0, 1, 7, 7, 9, 9]);
    }

    #[test]
    fn worked_scores() {
        let mut reliability = Reliability::default();
        assert_eq!((reliability.brier(), reliability.skill()), (None, None));
        for (probability, came_true, today) in
            [(0.75, true, true), (0.75, true, false), (0.75, false, true), (0.25, false, false)]
        {
            reliability.push(probability, came_true, today);
        }
        let bin = reliability.bins()[7];
        assert_eq!((bin.pairs, bin.came_true, bin.mean()), (3, 2, Some(0.75)));
        // (0.0625 + 0.0625 + 0.5625 + 0.0625) / 4.
        assert_eq!(reliability.brier(), Some(0.1875));
        assert_eq!(reliability.climatology(), Some(0.25));
        assert_eq!(reliability.brier_if_ranked_today(), Some(0.5));
        assert_eq!(reliability.skill(), Some(0.25));
        let mut twice = reliability.clone();
        twice.merge(&reliability);
        assert_eq!((twice.all().pairs, twice.brier()), (8, Some(0.1875)));
        assert_eq!(twice.pooled(6..=8).pairs, 6);
    }
}
