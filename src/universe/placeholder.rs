//! Words that stand for "unknown": `N/A`, `nan`, `--`, `#VALUE!` and their kin.
//!
//! Files of vendors are full of them, and importers take them for unknown. In the project's own files
//! nothing stands for unknown but an empty cell; what is written instead is a fault that says so.

/// Words for "unknown" wherever they stand, in lower case.
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

/// Words for "unknown" where a number should be, in lower case.
const NO_NUMBERS: [&str; 9] =
    ["nm", "n.m.", "nmf", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"];

/// Whether a text stands for no value at all: a placeholder for words.
pub(crate) fn is_no_text(text: &str) -> bool {
    if !may_be_placeholder(text) {
        return false;
    }
    is_dashes(text) || is_spreadsheet_error(text) || is_among(text, &PLACEHOLDERS)
}

/// Whether a text stands for an unknown number.
pub(crate) fn is_no_value(text: &str) -> bool {
    // Nearly every number starts with a digit, and no placeholder does.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    is_no_text(text) || is_among(text, &NO_NUMBERS)
}

/// Whether a text starts as any placeholder does: nearly every other text does not, and need not be
/// compared with them.
fn may_be_placeholder(text: &str) -> bool {
    let starts = b"nNuUmM-.?*_#@(<";
    text.as_bytes().first().is_some_and(|first| starts.contains(first) || *first >= 0x80)
}

/// Whether a text stands where a ticker should be and is none. In capitals NA, NAN, NULL and NONE may
/// be tickers; so may nat, as no program writes its word for no day so.
pub(crate) fn is_no_ticker(text: &str) -> bool {
    let is_in_capitals = text.bytes().all(|b| b.is_ascii_uppercase());
    if is_in_capitals && !text.is_empty() || text == "nat" {
        return false;
    }
    !text.bytes().any(|b| b.is_ascii_alphanumeric()) || is_no_text(text)
}

/// `-`, `--`, `—`, `.`, `?` and the like: nothing but such signs.
fn is_dashes(text: &str) -> bool {
    let sign = |c: char| {
        matches!(c, '-' | '.' | '?' | '*' | '_' | '…' | '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    text.chars().all(sign)
}

/// `#N/A`, `#VALUE!`, `#DIV/0!`, and what terminals write into cells, such as `#N/A Field Not Applicable`.
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
    fn numbers_names_and_tickers_are_told_from_placeholders() {
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
        for ticker in ["NA", "NAN", "TRUE", "NULL", "NONE", "NAT", "nat", "BRK-A", "a"] {
            assert!(!is_no_ticker(ticker), "{ticker}");
        }
    }
}
