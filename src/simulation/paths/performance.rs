//! Returns of an index along a path, compared with the same index under the first schedule and with
//! another index.

/// Returns of one index, month by month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Performance {
    /// Growth since the start, and since the last month end.
    growth: f64,
    of_month: f64,
    months: Moments,
    /// Moments of the cycle's monthly differences from the first schedule.
    against_first: Moments,
    /// Growth since the beginning of the cycle, of this index and of the same index under the first
    /// schedule.
    of_cycle: [f64; 2],
    breadth: Moments,
}

/// Running moments of a series of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Moments {
    count: f64,
    mean: f64,
    /// Sum of squares around the mean.
    squares: f64,
}

impl Moments {
    /// Adds a number (Welford, Technometrics 4, 1962).
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        let from_mean = value - self.mean;
        self.mean += from_mean / self.count;
        self.squares += from_mean * (value - self.mean);
    }

    /// Sample standard deviation; not-a-number for fewer than two.
    fn deviation(&self) -> f64 {
        if self.count < 2.0 { f64::NAN } else { (self.squares / (self.count - 1.0)).sqrt() }
    }
}

const MONTHS_A_YEAR: f64 = 12.0;

impl Performance {
    pub(super) const START: Self = {
        let none = Moments { count: 0.0, mean: 0.0, squares: 0.0 };
        Self {
            growth: 1.0,
            of_month: 1.0,
            months: none,
            against_first: none,
            of_cycle: [1.0; 2],
            breadth: none,
        }
    };

    /// Adds a period, by the index's growth factor and the fraction of its members that rose.
    pub(super) fn pass(&mut self, growth: f64, rose: Option<f64>) {
        self.growth *= growth;
        self.of_month *= growth;
        if let Some(rose) = rose {
            self.breadth.add(rose);
        }
    }

    /// The return since the last month end, a fraction.
    pub(super) fn of_month(&self) -> f64 {
        self.of_month - 1.0
    }

    /// Ends a month; `first` is the index's return in it under the first schedule.
    pub(super) fn end_month(&mut self, first: f64) {
        let of_month = self.of_month();
        self.months.add(of_month);
        self.against_first.add(of_month - first);
        self.of_cycle[0] *= self.of_month;
        self.of_cycle[1] *= 1.0 + first;
        self.of_month = 1.0;
    }

    /// Growth since the start.
    pub(super) fn growth(&self) -> f64 {
        self.growth
    }

    /// Annualised return, a fraction.
    pub(super) fn annualised(&self, years: f64) -> f64 {
        libm::pow(self.growth, 1.0 / years) - 1.0
    }

    /// Annualised volatility of monthly returns.
    pub(super) fn volatility(&self) -> f64 {
        self.months.deviation() * MONTHS_A_YEAR.sqrt()
    }

    /// Ends a cycle: returns its return less that under the first schedule, and the annualised
    /// volatility of the monthly differences.
    pub(super) fn end_cycle(&mut self) -> [f64; 2] {
        let [own, first] = std::mem::replace(&mut self.of_cycle, [1.0; 2]);
        let months = std::mem::take(&mut self.against_first);
        [own - first, months.deviation() * MONTHS_A_YEAR.sqrt()]
    }

    /// Mean fraction of the members that rose; not-a-number if there were no members.
    pub(super) fn breadth(&self) -> f64 {
        if self.breadth.count > 0.0 { self.breadth.mean } else { f64::NAN }
    }
}

/// Consecutive months in which one index returned more than another.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Run {
    months: u32,
    growth: [f64; 2],
}

const NO_RUN: Run = Run { months: 0, growth: [1.0; 2] };

/// The current and the longest run of such months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Streak {
    now: Run,
    longest: Run,
}

impl Streak {
    pub(super) const START: Self = Self { now: NO_RUN, longest: NO_RUN };

    /// Ends a month with these returns of the index and of the other index.
    pub(super) fn add(&mut self, returns: [f64; 2]) {
        if returns[0] <= returns[1] {
            self.now = NO_RUN;
            return;
        }
        self.now.months += 1;
        self.now.growth.iter_mut().zip(returns).for_each(|(growth, of)| *growth *= 1.0 + of);
        // If two runs have the same length, the earlier one counts.
        if self.now.months > self.longest.months {
            self.longest = self.now;
        }
    }

    /// Number of months of the longest run.
    pub(super) fn months(&self) -> u32 {
        self.longest.months
    }

    /// The compounded return of the index in the longest run less that of the other index.
    pub(super) fn outperformance(&self) -> f64 {
        self.longest.growth[0] - self.longest.growth[1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_by_hand() {
        let mut index = Performance::START;
        for (parts, first, rose) in [([1.1, 1.0], 0.05, 0.5), ([0.5, 2.0], 0.0, 0.2)] {
            for part in parts {
                index.pass(part, Some(rose));
            }
            index.end_month(first);
        }
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-14, "{found}");
        near(index.growth(), 1.1);
        near(index.annualised(2.0), 1.1_f64.sqrt() - 1.0);
        // Returns are 10% and nothing; differences are 5 percentage points and none.
        near(index.volatility(), 0.1 / 2.0_f64.sqrt() * 12.0_f64.sqrt());
        let [difference, error] = index.end_cycle();
        near(error, 0.05 / 2.0_f64.sqrt() * 12.0_f64.sqrt());
        near(difference, 0.05);
        assert!(index.end_cycle()[1].is_nan(), "the next cycle has no months yet");
        near(index.breadth(), 0.35);
        assert!(Performance::START.volatility().is_nan() && Performance::START.breadth().is_nan());
    }

    #[test]
    fn the_earlier_of_two_streaks_counts_and_a_tie_ends_one() {
        let mut streak = Streak::START;
        for returns in [[0.0, 0.1], [0.2, 0.1], [0.1, 0.0], [0.1, 0.1], [0.3, 0.0], [0.3, 0.0]] {
            streak.add(returns);
        }
        assert_eq!(streak.months(), 2);
        assert!((streak.outperformance() - (1.2 * 1.1 - 1.1)).abs() < 1e-14);
        assert_eq!(Streak::START.months(), 0);
    }
}
