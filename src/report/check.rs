//! The answer of `rankday check --format json` for each scenario.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::remarks::Said;
use super::summary::{self, Document};
use crate::remark::Remark;
use crate::study::FaultRecord;

/// The findings in a scenario and the files that it names.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer<'a> {
    /// The file as the user named it.
    file: &'a str,
    /// Name of the scenario; null if it is faulty.
    scenario: Option<&'a str>,
    /// All faults of the scenario.
    faults: Vec<FaultRecord<'a>>,
    /// The remarks of a result; empty for a faulty scenario.
    remarks: Vec<Said<'a>>,
}

impl Document for Answer<'_> {
    const SCHEMA: &'static str = "rankday.check/2";
}

/// The answer for a scenario without faults.
///
/// # Errors
/// Numbers that JSON cannot hold.
pub fn sound(file: &str, scenario: &str, remarks: &[Remark]) -> serde_json::Result<Value> {
    let remarks = Said::all(remarks);
    summary::value(&Answer { file, scenario: Some(scenario), faults: Vec::new(), remarks })
}

/// The answer for a faulty scenario.
///
/// # Errors
/// As for [`sound`].
pub fn faulty(file: &str, faults: Vec<FaultRecord<'_>>) -> serde_json::Result<Value> {
    summary::value(&Answer { file, scenario: None, faults, remarks: Vec::new() })
}
