//! Projections: a reconstitution that is still to come, from today's universe on.

mod checked;
mod remarks;
mod run;
mod written;

pub use checked::{DatedShock, PATHS, ProjectionScenario, check_projection, read_projection};
pub use run::{ProjectError, Projected, inspect, project};
pub use written::WrittenProject;
