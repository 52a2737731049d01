//! Doubts about inputs or results: one value for each, holding its figures.

mod members;
mod outcomes;
mod panels;
mod values;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use members::MemberDoubt;
pub use outcomes::OutcomeDoubt;
pub use panels::{PanelDoubt, ReturnForm};
pub use values::ValueDoubt;

use super::named;

/// A doubt; every one is a warning.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Doubt {
    /// About what columns hold and how lines go together.
    Value(ValueDoubt),
    /// About members held before.
    Member(MemberDoubt),
    /// About what rules make of the inputs, and about an event.
    Outcome(OutcomeDoubt),
    /// About a panel.
    Panel(PanelDoubt),
}

impl Doubt {
    /// Its name and its figures.
    pub(super) fn named(&self) -> (String, Map<String, Value>) {
        match self {
            Self::Value(doubt) => named(doubt),
            Self::Member(doubt) => named(doubt),
            Self::Outcome(doubt) => named(doubt),
            Self::Panel(doubt) => named(doubt),
        }
    }
}
