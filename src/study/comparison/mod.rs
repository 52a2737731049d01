//! One market under several schedules, side by side.

mod calibrate;
mod days;
mod labels;
mod load;
mod remarks;
mod run;

pub use calibrate::{CalibrateError, Calibrated, How, calibrate};
pub(super) use load::{Loaded, load};
pub use run::{CompareError, Compared, Schedule, Watched, compare, inspect, watch};
pub(super) use run::{RuleSet, backtest_under, remarks as remarks_on};
