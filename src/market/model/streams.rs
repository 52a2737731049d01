//! Random numbers identified by their place, not by the order in which they are drawn.
//!
//! A number depends only on the seed, the path, its purpose, the step and the company. Therefore paths
//! can be run in any order, by any thread, and a company listed or taken over on a path leaves the shocks
//! of all others as they are. Each place is a counter whose bits are mixed; company keys are themselves
//! mixed, so that no two streams run along the same counters.

use super::kernels::{mix, normals, unit};

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The purpose of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
pub(crate) enum Purpose {
    /// The factors that companies have in common.
    Factors = 1,
    /// A company's own return.
    Shock,
    /// Whether a company leaves.
    Fate,
    /// The terms on which a company leaves.
    Outcome,
    /// How many companies are listed, and which.
    Listings,
    /// How many shares a company issues.
    Shares,
    /// The price of a company's share.
    Price,
    /// Whether a company merges its shares.
    Split,
    /// Whether a company's float changes.
    Float,
    /// A company's position among those of its bucket at the start; drawn at step 0 only.
    Traits,
    /// Whether a company is eligible; drawn at step 0 only.
    Eligibility,
}

/// The random numbers of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathKey(u64);

impl PathKey {
    /// The key of a path, given by its number, under a seed.
    pub fn new(seed: u64, path: u64) -> Self {
        let seed = mix(seed.wrapping_add(GOLDEN));
        Self(mix(seed ^ mix(path.wrapping_mul(GOLDEN).wrapping_add(1))))
    }

    /// A number from 0 up to 1 that decides whether a company, given by its number, is eligible on the path.
    pub fn eligibility(self, company: u64) -> f64 {
        Draws::of(self.at(Purpose::Eligibility, 0), company_key(company)).unit()
    }

    /// The base of the counters for a purpose at a step.
    pub(crate) fn at(self, purpose: Purpose, step: u64) -> u64 {
        let place = step.wrapping_mul(16).wrapping_add(purpose as u64);
        mix(self.0.wrapping_add(mix(place.wrapping_mul(GOLDEN))))
    }

    /// Numbers for a purpose at a step, drawn one after another.
    pub(crate) fn draws(self, purpose: Purpose, step: u64) -> Draws {
        Draws(self.at(purpose, step))
    }
}

/// Numbers taken one after another (`SplitMix64`).
#[derive(Debug)]
pub(crate) struct Draws(u64);

impl Draws {
    /// The random numbers of one company, independent of those of others.
    pub(crate) fn of(at: u64, company: u64) -> Self {
        Self(mix(at.wrapping_add(company)))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// Uniform from 0 up to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        unit(self.bits())
    }

    /// Two independent standard normal numbers.
    pub(crate) fn normals(&mut self) -> (f64, f64) {
        normals(self.bits())
    }

    /// A random number of events with the expected number `mean` (Poisson).
    pub(crate) fn count(&mut self, mean: f64) -> u32 {
        // The product falls below the bound after one more draw than there are events. The bound is split
        // into factors, as it would underflow for large means.
        let (mut left, mut count) = (mean, 0);
        while left > 0.0 {
            let part = left.min(30.0);
            let bound = libm::exp(-part);
            let mut product = self.unit();
            while product > bound {
                count += 1;
                product *= self.unit();
            }
            left -= part;
        }
        count
    }
}

/// A company's key, derived from its number so that keys are far apart.
pub(crate) fn company_key(number: u64) -> u64 {
    mix(number.wrapping_mul(GOLDEN).wrapping_add(GOLDEN))
}

/// The key of a path's listed company number `count`.
pub(crate) fn listing_key(count: u64) -> u64 {
    mix(!company_key(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_differ_in_every_part() {
        let mut seen = std::collections::BTreeSet::new();
        for seed in 0..4 {
            for path in 0..25 {
                for step in 0..25 {
                    for purpose in [Purpose::Factors, Purpose::Shock, Purpose::Listings] {
                        assert!(seen.insert(PathKey::new(seed, path).at(purpose, step)));
                    }
                }
            }
        }
        let keys = (0..5_000).flat_map(|n| [company_key(n), listing_key(n)]);
        assert_eq!(keys.collect::<std::collections::BTreeSet<_>>().len(), 10_000);
    }

    #[test]
    fn counts_have_the_mean_and_variance_of_poisson() {
        for mean in [0.0, 0.14, 5.4, 70.0] {
            let mut draws = PathKey::new(7, 3).draws(Purpose::Listings, 1);
            let n = 4_000;
            let counts: Vec<f64> = (0..n).map(|_| f64::from(draws.count(mean))).collect();
            let average = counts.iter().sum::<f64>() / f64::from(n);
            let variance =
                counts.iter().map(|c| (c - average).powi(2)).sum::<f64>() / f64::from(n - 1);
            // Five standard deviations of either estimate.
            let n = f64::from(n);
            assert!((average - mean).abs() <= 5.0 * (mean / n).sqrt(), "mean {average}");
            let error = ((mean + 2.0 * mean * mean) / n).sqrt();
            assert!((variance - mean).abs() <= 5.0 * error, "variance {variance} of {mean}");
        }
    }
}
