//! One market under several schedules, side by side.

mod calibrate;
mod days;
mod labels;
mod load;
mod remarks;
mod run;

pub use calibrate::{Calibrated, How, calibrate};
pub(super) use load::{Loaded, load};
pub use run::{Compared, Schedule, Watched, compare, inspect, watch};
pub(super) use run::{
    RuleSet, backtest_under, days_under, looks, of_market, remarks as remarks_on, timetables,
};
