//! A leg: a stretch of every path with its own length of steps.

use super::start::Start;
use super::steps::Model;

/// The model with which a path continues in steps of another length than those that it started with.
#[derive(Debug, Clone)]
pub struct Leg {
    pub(super) model: Model,
}

impl Leg {
    /// A leg of paths from a start: equal steps in so many sessions, of which a month has 21.
    pub fn new(start: &Start, sessions: u32, steps: u32) -> Self {
        Self { model: start.model.in_steps(sessions, steps) }
    }
}
