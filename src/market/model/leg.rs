//! A leg of all paths: a stretch of them in steps of a length of its own.

use super::start::Start;
use super::steps::Model;

/// What a path needs to know to go on in steps of another length than those it started with.
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
