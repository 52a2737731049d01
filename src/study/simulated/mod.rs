//! Comparisons of schedules on simulated paths, run whole or in shards.

mod completion;
mod header;
mod origin;
mod run;
mod shard;

pub use completion::{Completion, half_width};
pub use header::Header;
pub use run::{Job, Simulated};
pub(crate) use shard::SCHEMA as SHARD_SCHEMA;
pub use shard::{MANIFEST, Manifest, RESULTS, Share, State, UNFINISHED, go_on_from, read_state};
