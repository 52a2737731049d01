//! Measures of a reconstitution, one per file, each with its formula.

pub mod holdings;
pub mod score;
pub mod size;
pub mod turnover;
