//! The quantiles over paths in reports, with the names of their columns.

/// Column name and probability of each quantile.
pub const QUANTILES: [(&str, f64); 5] =
    [("p5", 0.05), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p95", 0.95)];
