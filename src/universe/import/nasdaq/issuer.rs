//! Which lines belong to one company: the name before what it says of the class.
//!
//! Classes of a tracking stock are companies of their own: the words that tell them apart join the
//! key.

/// Where the description of a class begins.
const TAIL: [&str; 32] = [
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
    " class ",
    " series ",
    " cl ",
];

/// Words of a class description that tell nothing of a tracked business.
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

/// Ends of names that say where a company is incorporated, or nothing.
const ENDS: [&str; 6] = [" new", " de", " md", " nv", " delaware", " the"];

/// The key of the company that a normalised name is of.
pub(super) fn issuer_key(normalised: &str) -> String {
    let text = normalised.trim_end();
    let start = TAIL.iter().filter_map(|phrase| find_class(normalised, phrase)).min();
    let (head, tail) = match start {
        Some(at) if at > 3 => (&text[..at.min(text.len())], &normalised[at..]),
        _ => (text, ""),
    };
    let mut head = head.trim();
    while let Some(shorter) = ENDS.iter().find_map(|end| head.strip_suffix(end)) {
        head = shorter.trim_end();
    }
    let mut key = head.to_owned();
    let track = track(tail);
    if !track.is_empty() {
        key.push('|');
        key.push_str(&track);
    }
    key
}

/// The first place of a phrase; a class, series or "cl" needs a single letter behind it.
fn find_class(normalised: &str, phrase: &str) -> Option<usize> {
    if ![" class ", " series ", " cl "].contains(&phrase) {
        return normalised.find(phrase);
    }
    normalised.match_indices(phrase).map(|(at, _)| at).find(|at| {
        let rest = &normalised.as_bytes()[at + phrase.len()..];
        rest.first().is_some_and(u8::is_ascii_lowercase) && rest.get(1) == Some(&b' ')
    })
}

/// The words of a tracked business in the description of a class.
fn track(tail: &str) -> String {
    let tracking = find_class(tail, " series ").is_some()
        || tail.contains(" group ")
        || tail.contains(" tracking ");
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
    use super::super::phrases::normalise;
    use super::*;

    fn key(name: &str) -> String {
        issuer_key(&normalise(name))
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
