//! Comparisons of schedules on simulated paths, run whole or in shards.

mod completion;
mod header;
mod origin;
mod run;

pub use completion::{Completion, half_width};
pub use header::Header;
pub use run::{Job, Simulated};
