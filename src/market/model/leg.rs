//! A leg: a stretch of every path with its own step length.

use super::start::Start;
use super::steps::Model;

/// The model with which a path continues in steps of another length than at its start.
#[derive(Debug, Clone)]
pub struct Leg {
    pub(super) model: Model,
}

impl Leg {
    /// A leg of paths from a start: `sessions` sessions in `steps` equal steps; a month has 21 sessions.
    pub fn new(start: &Start, sessions: u32, steps: u32) -> Self {
        Self { model: start.model.in_steps(sessions, steps) }
    }
}
