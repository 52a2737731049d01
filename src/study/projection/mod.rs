//! A reconstitution that is still to come, simulated from today's universe on.

mod remarks;
mod run;

pub use run::{ProjectError, Projected, inspect, project};
