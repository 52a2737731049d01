//! Placeholders for "unknown": `N/A`, `nan`, `--`, `#VALUE!` and the like.
//!
//! Vendors' files are full of them, and importers read them as unknown. In the project's own files
//! only an empty cell is unknown; a placeholder is a fault.

/// Placeholders in any column, in lower case.
const PLACEHOLDERS: [&str; 22] = [
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "n/d",
    "n/m",
    "<na>",
    "@na",
    "nan",
    "-nan",
    "nat",
    "null",
    "(null)",
    "<null>",
    "none",
    "nil",
    "undefined",
    "unknown",
    "not available",
    "not applicable",
    "unavailable",
    "missing",
];

/// Placeholders in a column of numbers, in lower case.
const NO_NUMBERS: [&str; 9] =
    ["nm", "n.m.", "nmf", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"];

/// Whether a text is a placeholder for words.
pub(crate) fn is_no_text(text: &str) -> bool {
    if !may_be_placeholder(text) {
        return false;
    }
    is_dashes(text) || is_spreadsheet_error(text) || is_among(text, &PLACEHOLDERS)
}

/// Whether a text is a placeholder for a number.
pub(crate) fn is_no_value(text: &str) -> bool {
    // Nearly every number starts with a digit, and no placeholder does.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    is_no_text(text) || is_among(text, &NO_NUMBERS)
}

/// A quick test whether a text may be a placeholder: nearly all other texts start with other characters.
fn may_be_placeholder(text: &str) -> bool {
    let starts = b"nNuUmM-.?*_#@(<";
    text.as_bytes().first().is_some_and(|first| starts.contains(first) || *first >= 0x80)
}

/// Whether a text in a column of tickers is a placeholder. In capitals, NA, NAN, NULL and NONE may
/// be tickers; so may nat, because no program writes its word for an unknown day in lower case.
pub(crate) fn is_no_ticker(text: &str) -> bool {
    let is_in_capitals = text.bytes().all(|b| b.is_ascii_uppercase());
    if is_in_capitals && !text.is_empty() || text == "nat" {
        return false;
    }
    !text.bytes().any(|b| b.is_ascii_alphanumeric()) || is_no_text(text)
}

/// The problem with a text that should be a ticker, and the remedy; `None` if it may be one.
pub(crate) fn no_ticker(text: &str) -> Option<(&'static str, &'static str)> {
    if is_no_ticker(text) {
        return Some(("is no ticker", "a ticker has letters from A to Z or digits"));
    }
    if is_spoilt(text) {
        let problem = "is a date or a number that a spreadsheet has made of a ticker";
        return Some((problem, "write the ticker, as text"));
    }
    let is_plain = |b: &u8| (b' '..=b'~').contains(b);
    let does_not_show =
        |c: char| crate::universe::is_obeyed(c) || crate::universe::shows_nothing(c);
    let has_unseen = !text.as_bytes().iter().all(is_plain) && text.contains(does_not_show);
    has_unseen.then_some(("has a sign in it that does not show", "write the ticker anew"))
}

/// Whether a spreadsheet has converted a ticker to a date or a number: `1-Mar`, `Sep-05`, `1.2E+03`.
fn is_spoilt(text: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_date = text.split_once('-').is_some_and(|(one, other)| {
        let is_month = |text: &str| MONTHS.contains(&text);
        is_number(one) && is_month(other) || is_month(one) && is_number(other)
    });
    let is_scientific = text.split_once("E+").is_some_and(|(mantissa, exponent)| {
        is_number(&mantissa.replace('.', "")) && is_number(exponent)
    });
    is_date || is_scientific
}

/// Whether a text consists only of signs such as `-`, `--`, `—`, `.` or `?`.
fn is_dashes(text: &str) -> bool {
    let sign = |c: char| {
        matches!(c, '-' | '.' | '?' | '*' | '_' | '…' | '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    text.chars().all(sign)
}

/// Whether a text is `#N/A`, `#VALUE!`, `#DIV/0!`, or an error that data terminals write into cells, such
/// as `#N/A Field Not Applicable`.
fn is_spreadsheet_error(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|rest| {
        let ends = rest.ends_with(['!', '?']) && rest.len() > 1;
        ends || rest.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("n/a"))
            || rest.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("na"))
    })
}

pub(super) fn is_among(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_tickers_are_not_placeholders() {
        for text in ["N/A", "nan", "-", "--", "#DIV/0!", "#N/A N/A", "None", "\u{2014}"] {
            assert!(
                is_no_value(text) && is_no_text(text) && (text == "None" || is_no_ticker(text))
            );
        }
        for text in ["1", "-1", "5e7", "$5", "0", "-0.5", "1-"] {
            assert!(!is_no_value(text), "{text}");
        }
        assert!(is_no_value("inf") && !is_no_text("inf"), "a company may be called so");
        assert!(is_no_ticker("NaT") && is_no_ticker("nan"));
        for ticker in ["Q\u{200b}A", "Q\nA", "Q\u{ad}A", "-", "", "1-Mar", "Sep-05", "1.2E+03"] {
            assert!(no_ticker(ticker).is_some(), "{ticker:?}");
        }
        assert!(
            ["BRK.B", "QÄ", "Q A", "1-MAR", "Q-05", "600519"]
                .iter()
                .all(|ticker| no_ticker(ticker).is_none())
        );
        for ticker in ["NA", "NAN", "TRUE", "NULL", "NONE", "NAT", "nat", "BRK-A", "a"] {
            assert!(!is_no_ticker(ticker), "{ticker}");
        }
    }
}
