//! Remarks in words: for the screen, for pages and for programs.

mod words;

use crate::remark::Remark;

pub use words::words;

/// A remark in a sentence, with the day that it is about where there are several.
pub fn text(remark: &Remark) -> String {
    let said = words(&remark.kind);
    match remark.day {
        Some(day) => format!("{day}: {said}"),
        None => said,
    }
}

/// Remarks in sentences.
pub fn texts<'r>(remarks: impl IntoIterator<Item = &'r Remark>) -> Vec<String> {
    remarks.into_iter().map(text).collect()
}
