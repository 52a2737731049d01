//! Runs scenarios: reads the files that they name, then decides, measures or simulates.

pub mod comparison;
mod confidence;
mod control;
mod error;
pub mod explanation;
mod files;
mod filings;
mod funds;
mod imported;
mod interim;
mod load;
pub mod model_check;
pub mod parts;
mod plausible;
mod prepared;
pub mod projection;
mod rules;
mod run;
mod shared;
mod shock;
pub mod simulated;
pub mod sweep;

pub use confidence::{FIGURE_COLUMNS, read_figures};
pub use control::Control;
pub use error::{FaultRecord, InputError};
pub(crate) use files::rounded_remark;
pub use run::{Run, STEPS, run, run_with};
pub use shared::SharedFiles;
