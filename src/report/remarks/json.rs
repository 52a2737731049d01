//! Remarks for programs: kind, severity, sentence, effect, figures and places.

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value};

use super::text;
use crate::remark::{Effect, Place, Remark, Severity};

/// A remark as JSON has it.
#[derive(Debug, Serialize)]
pub struct Said<'r> {
    kind: String,
    severity: Severity,
    text: String,
    day: Option<NaiveDate>,
    effect: Effect,
    figures: Map<String, Value>,
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
