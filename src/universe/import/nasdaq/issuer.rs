//! Groups lines into companies by the part of the name that precedes the description of the class.
//!
//! Classes of a tracking stock are separate companies: the words that distinguish them become part of the
//! key.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Where the description of a class begins.
const TAIL: [&str; 29] = [
    " common stock",
    " common share",
    " ordinary stock",
    " ordinary share",
    " capital stock",
    " subordinate ",
    " subordinated ",
    " voting ",
    " nonvoting ",
    " non voting ",
    " unit ",
    " units ",
    " warrant ",
    " warrants ",
    " right ",
    " rights ",
    " share of beneficial",
    " shares of beneficial",
    " american deposit",
    " depositary ",
    " par value",
    " multiple voting",
    " variable ",
    " registered ",
    " when issued",
    " special ",
    " the ",
    " limited voting",
    " restricted voting",
];

/// Words of a class description that do not identify a tracked business.
const GENERIC: [&str; 30] = [
    "class",
    "series",
    "cl",
    "common",
    "ordinary",
    "capital",
    "stock",
    "share",
    "shares",
    "voting",
    "nonvoting",
    "non",
    "limited",
    "subordinate",
    "subordinated",
    "multiple",
    "par",
    "value",
    "of",
    "beneficial",
    "interest",
    "new",
    "per",
    "the",
    "no",
    "restricted",
    "convertible",
    "registered",
    "exchangeable",
    "special",
];

/// Endings of names that state the place of incorporation or have no meaning.
const ENDS: [&str; 6] = [" new", " de", " md", " nv", " delaware", " the"];

/// The issuer key of a normalised name.
///
/// `tracking` states whether the name has any word of tracking stocks.
pub(super) fn issuer_key(normalised: &str, tracking: bool) -> String {
    let text = normalised.trim_end();
    let start = class_phrases().find_iter(normalised).map(|hit| hit.start()).find(|at| *at > 3);
    let (head, tail) = match start {
        Some(at) => (&text[..at.min(text.len())], &normalised[at..]),
        None => (text, ""),
    };
    let mut head = head.trim();
    while let Some(shorter) = ENDS.iter().find_map(|end| head.strip_suffix(end)) {
        head = shorter.trim_end();
    }
    let track = if tracking { track(tail) } else { String::new() };
    if track.is_empty() { head.to_owned() } else { format!("{head}|{track}") }
}

/// The phrases at which the description of a class begins, as one automaton.
fn class_phrases() -> &'static AhoCorasick {
    static PHRASES: OnceLock<AhoCorasick> = OnceLock::new();
    PHRASES.get_or_init(|| {
        let lettered = ["class", "series", "cl"]
            .iter()
            .flat_map(|kind| ('a'..='z').map(move |letter| format!(" {kind} {letter} ")));
        let phrases: Vec<String> =
            TAIL.iter().map(|phrase| (*phrase).to_owned()).chain(lettered).collect();
        AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostFirst)
            .build(phrases)
            .unwrap_or_else(|_| unreachable!("a hundred short phrases make an automaton"))
    })
}

/// The words that identify a tracked business in the description of a class.
fn track(tail: &str) -> String {
    let tracking = [" series ", " group ", " tracking "].iter().any(|word| tail.contains(word));
    if !tracking {
        return String::new();
    }
    let telling = |word: &&str| {
        word.len() > 1 && !GENERIC.contains(word) && !word.bytes().all(|b| b.is_ascii_digit())
    };
    tail.split(' ').filter(telling).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::phrases::{Hint, hints, normalise};
    use super::*;

    fn key(name: &str) -> String {
        let text = normalise(name);
        issuer_key(&text, hints(&text).has(Hint::Track))
    }

    #[test]
    fn classes_of_a_company_share_a_key() {
        assert_eq!(
            key("Qzalis Inc. Class A Common Stock"),
            key("Qzalis Inc. Class B Common Stock")
        );
        assert_eq!(key("Qzalis Inc. Common Stock"), key("Qzalis Inc. Warrants"));
        assert_eq!(key("Qzalis Corporation (The) Common Stock"), "qzalis corporation");
        assert_ne!(key("Qzalis Inc. Common Stock"), key("Qzalis Holdings Common Stock"));
    }

    #[test]
    fn tracking_stocks_are_companies_of_their_own() {
        let (a, b) = (
            key("Qzalis Media Corporation Series A Qzalis Rails Common Stock"),
            key("Qzalis Media Corporation Series C Qzalis Planes Common Stock"),
        );
        assert_ne!(a, b);
        assert_eq!(a, key("Qzalis Media Corporation Series C Qzalis Rails Common Stock"));
    }
}
