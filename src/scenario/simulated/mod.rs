//! Comparisons on simulated paths: schedules side by side in the model's market.

mod checked;
mod header;
mod origin;
mod run;
mod shard;
mod standing;
mod tried;
pub mod written;

pub(in crate::scenario) use checked::check_with;
pub use checked::{
    Comparable, Precision, SimulatedScenario, check_simulated, read_comparable, read_simulated,
};
pub use header::Header;
pub use origin::OriginError;
pub use run::{Job, SimulateError, Simulated};
pub use shard::{
    MANIFEST, Manifest, RESULTS, Share, State, UNFINISHED, is_finished, merge, read_state,
    shard_files,
};
pub use standing::{Standing, half_width};
