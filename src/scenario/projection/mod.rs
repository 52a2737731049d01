//! Projections: an upcoming reconstitution, starting from today's universe.

mod checked;
mod written;

pub(super) use checked::check;
pub use checked::{DatedShock, PATHS, ProjectionScenario, check_projection, read_projection};
pub use written::WrittenProject;
