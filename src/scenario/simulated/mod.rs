//! Comparisons on simulated paths: schedules side by side in the model's market.

mod checked;
mod tried;
pub mod written;

pub(super) use checked::check_with;
pub(crate) use checked::{COUNTS, START_YEARS, YEARS};
pub use checked::{
    Comparable, Precision, SimulatedScenario, check_simulated, read_comparable, read_simulated,
};
