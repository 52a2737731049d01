//! The words of doubts: what looks wrong, and the likely remedy.

mod members;
mod outcomes;
mod panels;
mod values;

use crate::remark::Doubt;

/// A doubt in a sentence.
pub(super) fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Value(doubt) => values::doubt(doubt),
        Doubt::Member(doubt) => members::doubt(doubt),
        Doubt::Outcome(doubt) => outcomes::doubt(doubt),
        Doubt::Panel(doubt) => panels::doubt(doubt),
    }
}
