//! A year's schedule as a text table, as JSON and as a calendar file.
//!
//! The table and the calendar file print the same [`Milestone`]s in the same order; JSON is the
//! schedule itself.

pub mod ics;
pub mod json;
mod milestone;
pub mod text;

pub use milestone::{Milestone, milestones};
