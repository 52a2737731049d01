//! Remarks for programs: kind, severity, sentence, effect, figures and places.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::text;
use crate::remark::{Effect, Place, Remark, Severity};

/// A remark on the result.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Remark")]
pub struct Said<'r> {
    /// The name of its kind.
    kind: String,
    /// How severe it is.
    severity: Severity,
    /// The remark in a sentence.
    text: String,
    /// The day that it refers to, if the result covers several; null otherwise.
    day: Option<NaiveDate>,
    /// How much of the result it affects.
    effect: Effect,
    /// The figures of the sentence; which there are depends on the kind.
    figures: Map<String, Value>,
    /// Where in the inputs it was found.
    places: &'r [Place],
}

impl<'r> Said<'r> {
    /// All remarks, in their order.
    pub fn all(remarks: &'r [Remark]) -> Vec<Self> {
        let said = |remark: &'r Remark| Self {
            kind: remark.kind.name(),
            severity: remark.severity(),
            text: text(remark),
            day: remark.day,
            effect: remark.effect,
            figures: remark.kind.figures(),
            places: &remark.places,
        };
        remarks.iter().map(said).collect()
    }
}
