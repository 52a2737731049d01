//! Escapes text that a spreadsheet would take for a formula wherever CSV is written, and unescapes
//! it when CSV is read.
//!
//! A formula starts a cell. Where semicolons separate cells, as in much of Europe, a formula may start
//! after any semicolon. Programs that treat full-width signs as plain ones recognise four more signs.

use std::borrow::Cow;

/// The sign by which a spreadsheet marks a cell as text.
const SIGN_OF_TEXT: char = '\'';

/// Signs with which formulas start.
const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a text starts with a formula, after any apostrophes.
fn begins_formula(text: &str) -> bool {
    let bare = text.trim_start_matches(SIGN_OF_TEXT);
    let mut characters = bare.chars();
    // A single sign is not a formula and is kept as it is.
    let is_sign = characters.next().is_some_and(|first| SIGNS.contains(&first));
    is_sign && (bare.len() < text.len() || characters.next().is_some())
}

/// Where cells may start: at the beginning of the text, and after each semicolon.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(0).chain(text.match_indices(';').map(|(at, _)| at + 1))
}

/// Text for a CSV cell, with an apostrophe before anything that a spreadsheet would take for a formula.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    let begins = |at: &usize| begins_formula(&text[*at..]);
    // Nearly every text begins with a letter or a digit and has no semicolon.
    let bytes = text.as_bytes();
    if bytes.first().is_none_or(u8::is_ascii_alphanumeric) && !bytes.contains(&b';') {
        return Cow::Borrowed(text);
    }
    if !starts(text).any(|at| begins(&at)) {
        return Cow::Borrowed(text);
    }
    let (mut words, mut from) = (String::with_capacity(text.len() + 4), 0);
    for at in starts(text).filter(begins) {
        words.push_str(&text[from..at]);
        words.push(SIGN_OF_TEXT);
        from = at;
    }
    words.push_str(&text[from..]);
    Cow::Owned(words)
}

/// The text of a CSV cell without the apostrophe that [`guarded`] put at its start.
pub(super) fn unguarded(cell: &str) -> &str {
    // Hardly any cell is marked, but every cell is tested.
    if cell.as_bytes().first() != Some(&b'\'') {
        return cell;
    }
    cell.strip_prefix(SIGN_OF_TEXT).filter(|text| begins_formula(text)).unwrap_or(cell)
}

/// The text of a CSV cell without the apostrophes that [`guarded`] put after its semicolons.
pub(super) fn unguarded_within(cell: &str) -> Cow<'_, str> {
    let is_put = |at: &usize| {
        let rest = &cell[*at..];
        *at > 0 && unguarded(rest).len() < rest.len()
    };
    if !starts(cell).any(|at| is_put(&at)) {
        return Cow::Borrowed(cell);
    }
    let (mut words, mut from) = (String::with_capacity(cell.len()), 0);
    for at in starts(cell).filter(is_put) {
        words.push_str(&cell[from..at]);
        from = at + SIGN_OF_TEXT.len_utf8();
    }
    words.push_str(&cell[from..]);
    Cow::Owned(words)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn formulas_are_guarded_and_read_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("+A1", "'+A1"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("＝1+1", "'＝1+1"),
            ("＠SUM(A1)", "'＠SUM(A1)"),
            ("A;=1+1;-2", "A;'=1+1;'-2"),
            ("A;B", "A;B"),
            ("'=1", "''=1"),
            ("-", "-"),
            ("A;-", "A;-"),
            ("A-B", "A-B"),
            ("'s", "'s"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded_within(unguarded(cell)), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read_back(text in "[-=;'A＋]{0,12}") {
            let cell = guarded(&text).into_owned();
            prop_assert_eq!(unguarded_within(unguarded(&cell)), text.clone());
            let within = unguarded_within(&cell).into_owned();
            prop_assert_eq!(unguarded(&within), text);
        }
    }
}
