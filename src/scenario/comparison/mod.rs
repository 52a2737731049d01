//! Comparisons: one market under several schedules, side by side.

mod checked;
pub mod written;

pub use checked::{
    ComparisonScenario, LabelSource, MarketSource, check_comparison, read_comparison,
};
