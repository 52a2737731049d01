//! Words that a spreadsheet would take for a formula: kept from being one wherever CSV is written, and
//! read back as they were.

use std::borrow::Cow;

/// What a spreadsheet takes for a sign that words follow.
const SIGN_OF_TEXT: char = '\'';

/// Whether a spreadsheet that opens the file would take words for a formula.
fn is_formula(text: &str) -> bool {
    // A sign alone is none, and stands for itself.
    text.len() > 1 && text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Words for a cell of CSV: an apostrophe before what would be a formula.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("{SIGN_OF_TEXT}{text}")) } else { Cow::Borrowed(text) }
}

/// Words of a cell of CSV without the apostrophe that [`guarded`] gave them.
pub(super) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix(SIGN_OF_TEXT).filter(|text| is_formula(text)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_read_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+A1", "'+A1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("-", "-"),
            ("A-B", "A-B"),
            ("'s", "'s"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
    }
}
