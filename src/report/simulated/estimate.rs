//! Estimates over paths, as shown in reports.

use serde::Serialize;

use crate::report::quantiles::QUANTILES;
use crate::simulation::paths::Summary;
use crate::study::simulated::half_width;

/// An estimate over paths.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Estimate {
    /// Number of paths with a value.
    pub(super) paths: u64,
    /// Mean over these paths.
    pub(super) mean: f64,
    /// Standard error of the mean.
    pub(super) standard_error: Option<f64>,
    /// The confidence interval of the mean.
    pub(super) interval: Option<(f64, f64)>,
    /// Quantiles over these paths, in the order of [`QUANTILES`].
    pub(super) quantiles: [f64; QUANTILES.len()],
    /// The smallest and the largest value.
    pub(super) range: (f64, f64),
}

impl Estimate {
    /// Estimates from a summary; `None` if no path has a value.
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
