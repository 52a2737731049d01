//! Currencies that vendors state next to their numbers. All amounts in the project are in US dollars and
//! nothing is converted: if another currency is stated, the amount is unknown.

/// Words for the US dollar, in lower case without blanks and punctuation.
const DOLLARS: [&str; 9] = [
    "usd",
    "us",
    "usdollar",
    "usdollars",
    "unitedstatesdollar",
    "unitedstatesdollars",
    "dollar",
    "dollars",
    "840",
];

/// Codes of the cent, which differ from those of the dollar at most in the case of a letter.
const CENTS: [&str; 3] = ["USd", "USc", "USX"];

/// Whether a currency, as a vendor writes it, is other than the US dollar; an empty text is not.
pub(crate) fn is_other(currency: &str) -> bool {
    let currency = currency.trim();
    let plain: String =
        currency.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if plain.is_empty() {
        return currency.chars().any(|c| !c.is_ascii() && !c.is_whitespace());
    }
    CENTS.contains(&currency) || !DOLLARS.contains(&plain.as_str())
}

/// Whether a text may be the name or the code of a currency.
pub(crate) fn may_be(text: &str) -> bool {
    const SIGNS: [char; 6] = ['$', '€', '£', '¥', '₩', '₹'];
    let is_code = text.len() == 3 && text.bytes().all(|b| b.is_ascii_alphabetic());
    is_code
        || text.chars().all(|c| SIGNS.contains(&c))
        || !is_other(text)
        || CENTS.contains(&text)
        || ["dollar", "euro", "pound", "pence", "yen", "franc", "krona", "krone", "peso", "real"]
            .iter()
            .any(|word| text.to_lowercase().contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_and_other_dollars_are_other_currencies() {
        for text in ["USD", "usd", " USD ", "US$", "$", "U.S. Dollar", "", "840"] {
            assert!(!is_other(text), "{text}");
        }
        for text in ["EUR", "GBp", "CAD", "USd", "USX", "€", "C$", "HK$", "Canadian Dollar"] {
            assert!(is_other(text), "{text}");
        }
        assert!(may_be("GBp") && may_be("Swiss franc") && !may_be("NYSE") && !may_be("12.5"));
    }
}
