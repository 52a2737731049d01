//! Why a study cannot run: something that the user gave is refused.

use std::borrow::Cow;

use serde::Serialize;

use crate::refusal::{Refusal, plain};
use crate::scenario::ScenarioError;
use crate::universe::{Fault, Faults, cut};

/// Input that is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// Files are faulty.
    #[error("{}", .0.counted())]
    Faults(#[from] Faults),
    /// A scenario is faulty.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// A request of the user, such as the ticker to explain, cannot be met.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// A fault in fields, for programs to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(rename = "Fault")]
pub struct FaultRecord<'a> {
    /// The file as the user named it; `None` for a refusal that concerns no file.
    pub file: Option<Cow<'a, str>>,
    /// Line, counted from 1.
    pub line: Option<u64>,
    /// The character in that line, counted from 1; only for scenarios.
    pub column: Option<u64>,
    /// The key of a scenario, or the column of a table.
    pub key: Option<Cow<'a, str>>,
    /// The value as written, or the beginning of a long one.
    pub value: Option<Cow<'a, str>>,
    /// The problem.
    pub problem: Cow<'a, str>,
    /// The remedy.
    pub remedy: Cow<'a, str>,
}

impl<'a> FaultRecord<'a> {
    /// A fault without a known place.
    pub fn of(refusal: &'a Refusal) -> Self {
        let (problem, remedy) = (plain(&refusal.problem), plain(&refusal.remedy));
        Self { file: None, line: None, column: None, key: None, value: None, problem, remedy }
    }

    fn of_table(fault: Fault) -> Self {
        let Refusal { problem, remedy } = &fault.refusal;
        let owned = |text: &str| Cow::Owned(plain(text).into_owned());
        Self {
            file: Some(fault.file.into()),
            line: fault.line,
            column: None,
            key: fault.column.map(Cow::from),
            value: fault.value.map(|value| Cow::Owned(cut(&value).into_owned())),
            problem: owned(problem),
            remedy: owned(remedy),
        }
    }

    fn of_scenario(error: &'a ScenarioError) -> Self {
        let position = error.place.position;
        Self {
            file: Some(error.place.file.as_str().into()),
            line: position.map(|at| at.line as u64),
            column: position.map(|at| at.column as u64),
            key: error.key.as_deref().map(Cow::from),
            ..Self::of(&error.refusal)
        }
    }
}

impl InputError {
    /// All listed faults, in fields.
    pub fn records(&self) -> Vec<FaultRecord<'_>> {
        match self {
            Self::Faults(faults) => {
                faults.listed().into_iter().map(FaultRecord::of_table).collect()
            }
            Self::Scenario(error) => vec![FaultRecord::of_scenario(error)],
            Self::Refused(refusal) => vec![FaultRecord::of(refusal)],
        }
    }
}
