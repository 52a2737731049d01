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
pub(in crate::scenario) use load::{Loaded, load};
pub use run::{CompareError, Compared, Schedule, Watched, compare, inspect, watch};
pub(in crate::scenario) use run::{RuleSet, live_under, remarks as remarks_on};
