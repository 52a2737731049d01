//! A value over paths, as reports give it.

use serde::Serialize;

use crate::report::quantiles::QUANTILES;
use crate::simulation::paths::Summary;
use crate::study::simulated::half_width;

/// A value over paths.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Estimate {
    /// How many paths have it.
    pub(super) paths: u64,
    /// The mean over them.
    pub(super) mean: f64,
    /// Standard error of the mean.
    pub(super) standard_error: Option<f64>,
    /// The confidence interval of the mean.
    pub(super) interval: Option<(f64, f64)>,
    /// By [`QUANTILES`].
    pub(super) quantiles: [f64; QUANTILES.len()],
    /// The smallest and the largest.
    pub(super) range: (f64, f64),
}

impl Estimate {
    /// `None` where no path has the value.
    pub(super) fn of(summary: Option<&Summary>, confidence: f64) -> Option<Self> {
        let summary = summary?;
        let mean = summary.mean()?;
        let half = half_width(summary, confidence);
        let mut quantiles = [0.0; QUANTILES.len()];
        for (quantile, (_, part)) in quantiles.iter_mut().zip(QUANTILES) {
            *quantile = summary.quantile(part)?;
        }
        Some(Self {
            paths: summary.count(),
            mean,
            standard_error: summary.standard_error(),
            interval: half.map(|half| (mean - half, mean + half)),
            quantiles,
            range: (summary.smallest()?, summary.largest()?),
        })
    }
}
