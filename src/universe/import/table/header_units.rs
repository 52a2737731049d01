//! Units that vendors state in the name of a column: `Market Cap ($mm)`, `Shares Out (000s)`, `Cap in millions`.

use rust_decimal::Decimal;

/// A header and the unit that it states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::universe::import) struct Named<'h> {
    /// The header without the unit.
    pub(in crate::universe::import) name: &'h str,
    /// The unit, if one other than the own unit is stated.
    pub(in crate::universe::import) unit: Option<Stated<'h>>,
}

/// A unit that a header states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::universe::import) struct Stated<'h> {
    /// The operation that converts to the own unit: `*1e6`, `/100`.
    pub(super) factor: &'static str,
    /// The unit as written in the header.
    pub(super) words: &'h str,
}

impl Stated<'_> {
    /// The factor as a number.
    pub(in crate::universe::import) fn multiplier(&self) -> Option<Decimal> {
        let (operator, number) = self.factor.split_at_checked(1)?;
        let number = Decimal::from_scientific(number).or_else(|_| number.parse()).ok()?;
        if operator == "*" { Some(number) } else { Decimal::ONE.checked_div(number) }
    }
}

/// Words for units, in lower case.
const UNITS: [(&str, &str); 4] = [
    ("*1e3", "000 000s k thousand thousands th ths thous"),
    ("*1e6", "000000 m mm mn mil mill mio mln million millions"),
    ("*1e9", "000000000 b bn bil bln billion billions"),
    ("/100", "cent cents usc usx"),
];

/// Accompanying words that do not change the size of a unit.
const BESIDE: &str = "in of us usd u s dollar dollars shares shs sh";

/// Length in bytes of the longest header that is examined; a longer text is not a name.
const LONGEST: usize = 256;

/// Splits a header: the unit is in brackets, or is its last words.
pub(in crate::universe::import) fn named(header: &str) -> Named<'_> {
    if header.len() > LONGEST {
        return Named { name: header, unit: None };
    }
    let parted = |at: usize, factor: &'static str| {
        let no_word = |c: char| !c.is_alphanumeric();
        let name = header[..at].trim_end_matches(no_word);
        let words = header[at..].trim_matches(['(', ')', '[', ']', '{', '}', ' ']);
        let unit = (!factor.is_empty()).then_some(Stated { factor, words });
        (!name.is_empty()).then_some(Named { name, unit })
    };
    let found = match header.find(['(', '[', '{']) {
        Some(at) => said(&header[at..]).and_then(|factor| parted(at, factor)),
        None => word_starts(header).find_map(|at| {
            let end = &header[at..];
            // A single letter is more often a class than a unit.
            let is_clear =
                end.contains(' ') || end.chars().filter(|c| c.is_alphanumeric()).count() > 1;
            let factor = said(end).filter(|factor| is_clear && !factor.is_empty())?;
            parted(at, factor)
        }),
    };
    found.unwrap_or(Named { name: header, unit: None })
}

/// The start of each word except the first.
fn word_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let is_part = |c: char| c.is_alphanumeric() || c == '$';
    let mut was_part = true;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = is_part(c) && !was_part;
        was_part = is_part(c);
        begins.then_some(at)
    })
}

/// The factor that some words state, empty for the own unit; `None` if they mean something else.
fn said(words: &str) -> Option<&'static str> {
    let lower = words.to_lowercase().replace(['\'', '’'], "");
    let mut texts: Vec<String> = Vec::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let is_zeros = |text: &str| text.bytes().all(|b| b == b'0');
        match texts.last_mut().filter(|last| is_zeros(last) && is_zeros(word)) {
            // "000,000" is one number.
            Some(last) => last.push_str(word),
            None => texts.push(word.to_owned()),
        }
    }
    let is_among = |all: &str, word: &str| all.split(' ').any(|known| known == word);
    let mut factor = "";
    for word in texts.iter().filter(|word| !is_among(BESIDE, word)) {
        let word = word.strip_prefix("usd").unwrap_or(word);
        let known = UNITS.iter().find(|(_, words)| is_among(words, word))?;
        if !factor.is_empty() {
            return None;
        }
        factor = known.0;
    }
    Some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_told_from_what_else_a_header_says() {
        for (header, name, factor) in [
            ("Market Cap ($mm)", "Market Cap", Some("*1e6")),
            ("Mkt Cap (MM USD)", "Mkt Cap", Some("*1e6")),
            ("Market Cap [USDm]", "Market Cap", Some("*1e6")),
            ("Market Cap (M)", "Market Cap", Some("*1e6")),
            ("Market Cap (B)", "Market Cap", Some("*1e9")),
            ("Market cap, US$ bn", "Market cap", Some("*1e9")),
            ("Market Cap in millions", "Market Cap", Some("*1e6")),
            ("Market Cap ($000,000)", "Market Cap", Some("*1e6")),
            ("MKT_CAP_MM", "MKT_CAP", Some("*1e6")),
            ("Shares Out (000)", "Shares Out", Some("*1e3")),
            ("Shares Out ('000s)", "Shares Out", Some("*1e3")),
            ("Shares (000's)", "Shares", Some("*1e3")),
            ("Shares Outstanding in thousands of shares", "Shares Outstanding", Some("*1e3")),
            ("Close (cents)", "Close", Some("/100")),
            ("Price ($)", "Price", None),
            ("Price (USD)", "Price", None),
            ("Free Float (%)", "Free Float", None),
        ] {
            let found = named(header);
            assert_eq!((found.name, found.unit.map(|u| u.factor)), (name, factor), "{header}");
        }
        for header in [
            "Avg Volume (3M)",
            "Avg Volume (3 months)",
            "Shares Class B",
            "Volume 3M",
            "Market Cap (EUR m)",
            "Shares (float)",
            "Market Cap",
            "(000)",
            "000s",
            "",
        ] {
            assert_eq!(named(header), Named { name: header, unit: None });
        }
    }
}
