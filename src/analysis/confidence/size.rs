//! The chance that a cap stands above a cut, by how far it is from it.
//!
//! `S(d) = e + (1 - e) F(d / s)`, with `d` the logarithm of cap over cut, `F` the standard normal
//! distribution, `s` the deviation of what the provider ranks by from what the file has, and `e` the
//! part of companies that are in however small they look. Both are the likeliest on a grid, by the
//! companies of past events (maximum likelihood).

/// Deviations that are tried, in parts of one.
const DEVIATIONS: std::ops::RangeInclusive<u32> = 1..=60;
/// How far they are apart.
const STEP: f64 = 0.005;
/// Parts of companies that are in however small, as far as they are tried.
const LAPSES: [f64; 9] = [0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05];
/// No outcome is less likely than this.
const LEAST: f64 = 1e-4;

/// Companies about as far from a cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Logarithm of cap over cut.
    pub distance: f64,
    /// How many there are.
    pub companies: u64,
    /// How many of them the provider had above the cut.
    pub above: u64,
}

/// The chance of standing above a cut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SizeCurve {
    /// Deviation of the logarithm of caps.
    pub deviation: f64,
    /// The part of companies that are above however small they look.
    pub lapse: f64,
}

impl SizeCurve {
    /// The likeliest curve; `top` is the part of companies that are in where size is no question.
    /// `None` without companies.
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
        // Of equally likely ones, the first.
        let best = with_likelihood.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, curve)| curve)
    }

    /// Of points with these values of the normal distribution.
    fn log_likelihood(&self, points: &[Point], normal: &[f64], top: f64) -> f64 {
        let of = |(point, normal): (&Point, &f64)| {
            let chance = (top * self.mixed(*normal)).clamp(LEAST, 1.0 - LEAST);
            let (above, below) = (point.above, point.companies.saturating_sub(point.above));
            above as f64 * libm::log(chance) + below as f64 * libm::log(1.0 - chance)
        };
        points.iter().zip(normal).map(of).sum()
    }

    /// The chance that a cap is above a cut from which it is this far: the logarithm of their ratio.
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
