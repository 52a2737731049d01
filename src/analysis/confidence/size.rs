//! The probability that a cap stands above a cut, by its distance from the cut.
//!
//! `S(d) = e + (1 - e) F(d / s)`, with `d` the logarithm of cap over cut, `F` the standard normal
//! distribution, `s` the deviation of the file's caps from those by which the provider ranks, and
//! `e` the part of companies that are in however small they look. `s` and `e` are chosen from a
//! grid by maximum likelihood, given the companies of past events.

/// Deviations that are tried, as multiples of `STEP`.
const DEVIATIONS: std::ops::RangeInclusive<u32> = 1..=60;
/// Step between the deviations that are tried.
const STEP: f64 = 0.005;
/// Lapses that are tried: fractions of companies that are in however small they look.
const LAPSES: [f64; 9] = [0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05];
/// Lower bound on the probability of any outcome.
const LEAST: f64 = 1e-4;

/// Companies at about the same distance from a cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Logarithm of cap over cut.
    pub distance: f64,
    /// Number of companies.
    pub companies: u64,
    /// Number of them that the provider had above the cut.
    pub above: u64,
}

/// The probability that a cap stands above a cut, as a curve over its distance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeCurve {
    /// Standard deviation of the logarithm of the caps.
    pub deviation: f64,
    /// The part of companies that are above however small they look.
    pub lapse: f64,
}

impl SizeCurve {
    /// The most likely curve; `top` is the part of companies that are in where size is not in
    /// question. `None` without companies.
    pub fn fit(points: &[Point], top: f64) -> Option<Self> {
        if points.iter().all(|point| point.companies == 0) {
            return None;
        }
        let with_likelihood = DEVIATIONS.flat_map(|steps| {
            let deviation = f64::from(steps) * STEP;
            let normal: Vec<f64> = points.iter().map(|p| normal(p.distance / deviation)).collect();
            let normal = &normal;
            LAPSES.map(|lapse| {
                let curve = Self { deviation, lapse };
                (curve.log_likelihood(points, normal, top), curve)
            })
        });
        // Of equally likely curves, the first one wins.
        let best = with_likelihood.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, curve)| curve)
    }

    /// Log-likelihood of the points, given the value of the normal distribution at each.
    fn log_likelihood(&self, points: &[Point], normal: &[f64], top: f64) -> f64 {
        let of = |(point, normal): (&Point, &f64)| {
            let chance = (top * self.mixed(*normal)).clamp(LEAST, 1.0 - LEAST);
            let (above, below) = (point.above, point.companies.saturating_sub(point.above));
            above as f64 * libm::log(chance) + below as f64 * libm::log(1.0 - chance)
        };
        points.iter().zip(normal).map(of).sum()
    }

    /// The probability that a cap is above a cut; `distance` is the logarithm of cap over cut.
    pub fn above(&self, distance: f64) -> f64 {
        self.mixed(normal(distance / self.deviation))
    }

    fn mixed(&self, normal: f64) -> f64 {
        self.lapse + (1.0 - self.lapse) * normal
    }
}

/// The standard normal distribution.
fn normal(deviations: f64) -> f64 {
    libm::erfc(-deviations / std::f64::consts::SQRT_2) / 2.0
}
