//! Comparisons: one market under several schedules, side by side.

mod checked;
pub mod written;

pub(super) use checked::check;
pub use checked::{
    ComparisonScenario, LabelSource, MarketSource, check_comparison, read_comparison,
};
