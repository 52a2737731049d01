//! Schedules side by side on simulated paths, in one piece or in shards.

mod header;
mod origin;
mod run;
mod shard;
mod standing;

pub use header::Header;
pub use origin::OriginError;
pub use run::{Job, SimulateError, Simulated};
pub use shard::{
    MANIFEST, Manifest, RESULTS, Share, State, UNFINISHED, is_finished, merge, read_state,
    shard_files,
};
pub use standing::{Standing, half_width};
