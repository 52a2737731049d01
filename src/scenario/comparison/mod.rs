//! Comparisons: one historical market under several schedules.

mod checked;
pub mod written;

pub(super) use checked::check;
pub use checked::{
    ComparisonScenario, LabelSource, MarketSource, check_comparison, read_comparison,
};
