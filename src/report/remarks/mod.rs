//! Remarks in words: for the screen, for pages and for programs.
//!
//! Warnings always come first and in full, then assumptions, those with the larger effect first, then notes.

mod columns;
mod companies;
mod console;
mod counts;
mod doubts;
mod event;
mod json;
mod members;
mod mends;
mod panels;
mod phrases;
mod reading;
mod words;

use crate::remark::{Remark, Severity, of_severity};

pub use console::{assumptions, warnings};
pub use json::Said;
pub use words::words;

/// A remark in a sentence, with its day if the result covers several.
pub fn text(remark: &Remark) -> String {
    let said = words(&remark.kind);
    match remark.day {
        Some(day) => format!("{day}: {said}"),
        None => said,
    }
}

/// Remarks of a severity in sentences.
pub fn texts(remarks: &[Remark], severity: Severity) -> Vec<String> {
    of_severity(remarks, severity).map(text).collect()
}

/// The number of remarks of a severity, in words: `2 warnings`.
pub fn count(remarks: &[Remark], severity: Severity) -> String {
    let count = of_severity(remarks, severity).count();
    format!("{count} {severity}{}", if count == 1 { "" } else { "s" })
}
