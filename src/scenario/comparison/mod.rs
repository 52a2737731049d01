//! Comparisons: one market under several schedules, side by side.

mod calibrate;
mod checked;
mod days;
mod labels;
mod load;
mod remarks;
mod run;
pub mod written;

pub use calibrate::{CalibrateError, Calibrated, How, calibrate};
pub use checked::{
    ComparisonScenario, LabelSource, MarketSource, check_comparison, read_comparison,
};
pub use run::{CompareError, Compared, Schedule, Watched, compare, inspect, watch};
