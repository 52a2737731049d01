//! Why a study cannot be done: what the user gave is refused.

use crate::refusal::Refusal;
use crate::scenario::ScenarioError;
use crate::universe::Faults;

/// Input that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// Files are faulty.
    #[error("{}", .0.counted())]
    Faults(#[from] Faults),
    /// A scenario is faulty.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// What was asked for in words, such as the ticker to explain.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl InputError {
    /// What is wrong and what to do about it, for every fault that is listed.
    pub fn refusals(&self) -> Vec<&Refusal> {
        match self {
            Self::Faults(faults) => faults.listed().iter().map(|fault| &fault.refusal).collect(),
            Self::Scenario(error) => vec![&error.refusal],
            Self::Refused(refusal) => vec![refusal],
        }
    }
}
