//! Projections: an upcoming reconstitution, simulated from today's universe.

mod remarks;
mod run;

pub use run::{Projected, inspect, project};
