//! Estimates over paths, as shown in reports.

use crate::report::quantiles::Quantiles;
use crate::simulation::paths::Summary;
use crate::study::simulated::half_width;

/// An estimate over paths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Estimate {
    /// Number of paths with a value.
    pub(super) paths: u64,
    /// Mean over these paths.
    pub(super) mean: f64,
    /// Standard error of the mean.
    pub(super) standard_error: Option<f64>,
    /// The confidence interval of the mean.
    pub(super) interval: Option<(f64, f64)>,
    /// Quantiles over these paths.
    pub(super) quantiles: Quantiles<f64>,
    /// The smallest and the largest value.
    pub(super) range: (f64, f64),
}

impl Estimate {
    /// Estimates from a summary; `None` if no path has a value.
    pub(super) fn of(summary: Option<&Summary>, confidence: f64) -> Option<Self> {
        let summary = summary?;
        let mean = summary.mean()?;
        let half = half_width(summary, confidence);
        Some(Self {
            paths: summary.count(),
            mean,
            standard_error: summary.standard_error(),
            interval: half.map(|half| (mean - half, mean + half)),
            quantiles: Quantiles::over(summary).known()?,
            range: (summary.smallest()?, summary.largest()?),
        })
    }
}

/// The figures of an estimate as cells, with their decimal places; empty if no path has a value.
pub(super) struct Estimated {
    pub(super) of: Option<Estimate>,
    pub(super) places: usize,
}

/// A number with its decimal places.
type Rounded = (Option<f64>, usize);

impl Estimated {
    pub(super) fn paths(&self) -> Option<u64> {
        self.of.map(|of| of.paths)
    }

    pub(super) fn mean(&self) -> Rounded {
        (self.of.map(|of| of.mean), self.places)
    }

    pub(super) fn standard_error(&self) -> Rounded {
        (self.of.and_then(|of| of.standard_error), self.places)
    }

    /// Lower end of the confidence interval of the mean.
    pub(super) fn low(&self) -> Rounded {
        (self.of.and_then(|of| of.interval).map(|(low, _)| low), self.places)
    }

    /// Upper end of the confidence interval of the mean.
    pub(super) fn high(&self) -> Rounded {
        (self.of.and_then(|of| of.interval).map(|(_, high)| high), self.places)
    }

    /// The quantiles over the paths.
    pub(super) fn quantiles(&self) -> Quantiles<Rounded> {
        let places = self.places;
        let of = |quantile: fn(Quantiles<f64>) -> f64| {
            (self.of.map(|of| quantile(of.quantiles)), places)
        };
        Quantiles {
            p5: of(|q| q.p5),
            p25: of(|q| q.p25),
            p50: of(|q| q.p50),
            p75: of(|q| q.p75),
            p95: of(|q| q.p95),
        }
    }
}
