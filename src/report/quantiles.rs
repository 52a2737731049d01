//! The quantiles over paths that reports give, and what their columns are called.

/// Names, and parts of the paths that are below.
pub const QUANTILES: [(&str, f64); 5] =
    [("p5", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95)];
