//! Comparisons on simulated paths: several schedules in the model's market.

mod checked;
mod days;
mod tried;
pub mod written;

pub(crate) use checked::{COUNTS, START_YEARS, YEARS};
pub use checked::{Precision, SimulatedScenario, check_simulated, read_simulated};
pub(super) use checked::{check, check_with};
