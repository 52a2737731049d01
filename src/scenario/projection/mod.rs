//! Projections: a reconstitution that is still to come, from today's universe on.

mod checked;
mod written;

pub(super) use checked::check;
pub use checked::{DatedShock, PATHS, ProjectionScenario, check_projection, read_projection};
pub use written::WrittenProject;
