//! The quantiles over paths that reports give.

use schemars::JsonSchema;
use serde::Serialize;

use crate::simulation::paths::Summary;

/// A value for each quantile.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Quantiles")]
pub struct Quantiles<T> {
    /// What 5% of the paths are below.
    pub p5: T,
    /// What 25% are below.
    pub p25: T,
    /// The median.
    pub p50: T,
    /// What 75% are below.
    pub p75: T,
    /// What 95% are below.
    pub p95: T,
}

impl Quantiles<Option<f64>> {
    /// The quantiles of a summary; `None` if no path has a value.
    pub fn over(summary: &Summary) -> Self {
        let at = |part| summary.quantile(part);
        Self { p5: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) }
    }

    /// All of them; `None` if one is unknown.
    pub fn known(self) -> Option<Quantiles<f64>> {
        let Self { p5, p25, p50, p75, p95 } = self;
        Some(Quantiles { p5: p5?, p25: p25?, p50: p50?, p75: p75?, p95: p95? })
    }
}

impl<T> Quantiles<T> {
    /// Each value put through a function.
    pub fn map<U>(self, of: impl Fn(T) -> U) -> Quantiles<U> {
        let Self { p5, p25, p50, p75, p95 } = self;
        Quantiles { p5: of(p5), p25: of(p25), p50: of(p50), p75: of(p75), p95: of(p95) }
    }

    /// The values with the names of their columns, ascending.
    pub fn named(self) -> [(&'static str, T); 5] {
        let Self { p5, p25, p50, p75, p95 } = self;
        [("p5", p5), ("p25", p25), ("p50", p50), ("p75", p75), ("p95", p95)]
    }

    /// The values, ascending.
    pub fn each(self) -> [T; 5] {
        self.named().map(|(_, value)| value)
    }
}
