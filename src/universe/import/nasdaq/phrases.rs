//! Words and phrases in the names of securities.
//!
//! A name is normalised (lower case, single blanks, no punctuation) and searched once for all
//! phrases used by any rule of the importer.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// What a phrase in a name implies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum Hint {
    /// When issued, ex distribution.
    WhenIssued,
    /// Warrants.
    Warrant,
    /// Rights and contingent value rights.
    Right,
    /// Notes, debentures, bonds, by a word that counts only together with a due date or a rate.
    DebtWord,
    /// Debt, by a phrase that is sufficient alone.
    Debt,
    /// "due".
    Due,
    /// Preferred shares.
    Preferred,
    /// "American depositary shares" in full.
    AmericanDepositary,
    /// Depositary receipts by other phrases.
    Depositary,
    /// "ordinary shares".
    OrdinaryShares,
    /// Partnerships and limited liability companies.
    Partnership,
    /// Units.
    Unit,
    /// Acquisition companies.
    Acquisition,
    /// Metals and coins that trusts hold.
    Commodity,
    /// "trust" as a word or at the beginning of one.
    TrustWord,
    /// "trust" as a whole word.
    Trust,
    /// Phrases in the names of funds.
    Fund,
    /// Banks, real estate and mortgages: trusts that are operating companies.
    RealBusiness,
    /// REITs and banks: companies within an investment industry.
    ReitOrBank,
    /// Royalty trusts.
    Royalty,
    /// Business development companies.
    Bdc,
    /// Company forms of other countries.
    ForeignForm,
    /// "common shares", the usual term of Canadian companies.
    CommonShares,
    /// Trusts and REITs, which use "common shares" in the US too.
    TrustOrReit,
    /// A class, series or voting right in the name.
    Classed,
    /// The name ends in "common stock" or "common shares".
    CommonAtEnd,
    /// A year of this century.
    Year,
    /// A per cent sign.
    PerCent,
    /// Words of tracking stocks: a series, a group, "tracking".
    Track,
}

/// The phrases found in a name, by their meaning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hints(u32);

impl Hints {
    pub(super) fn has(self, hint: Hint) -> bool {
        self.0 & (1 << hint as u32) != 0
    }

    /// These hints and one more, for tests.
    #[cfg(test)]
    pub(super) fn with(self, hint: Hint) -> Self {
        Self(self.0 | 1 << hint as u32)
    }
}

/// The normalised form of a name, for tests.
#[cfg(test)]
pub(super) fn normalise(name: &str) -> String {
    let mut text = String::new();
    normalise_into(name, &mut text);
    text
}

/// Normalises a name for the search of phrases: ` acme corp class a common stock `.
///
/// Points are removed, so that `L.P.` and `LP` are the same word; `&` becomes "and"; any other
/// character that is not a letter, digit or per cent sign becomes a blank.
pub(super) fn normalise_into(name: &str, text: &mut String) {
    text.clear();
    text.push(' ');
    let mut blank = true;
    for c in name.bytes() {
        match c {
            b'.' | b'\'' => {}
            b'&' => {
                text.push_str(if blank { "and " } else { " and " });
                blank = true;
            }
            c if c.is_ascii_alphanumeric() || c == b'%' => {
                text.push(char::from(c.to_ascii_lowercase()));
                blank = false;
            }
            // The several bytes of a non-ASCII letter become a single blank.
            _ if blank => {}
            _ => {
                text.push(' ');
                blank = true;
            }
        }
    }
    if !text.ends_with(' ') {
        text.push(' ');
    }
}

/// The hints in a normalised name.
pub(super) fn hints(normalised: &str) -> Hints {
    let (automaton, meanings) = automaton();
    let mut found = 0;
    for hit in automaton.find_overlapping_iter(normalised) {
        found |= meanings[hit.pattern().as_usize()];
    }
    let rate = Hints(found).has(Hint::PerCent) && has_rate(normalised);
    let mut mark = |is: bool, hint: Hint| found |= u32::from(is) << hint as u32;
    mark(rate, Hint::Preferred);
    mark(has_year(normalised), Hint::Year);
    let ends = ["common stock ", "common stocks ", "common share ", "common shares "];
    mark(ends.iter().any(|end| normalised.ends_with(end)), Hint::CommonAtEnd);
    Hints(found)
}

/// Whether a number precedes a per cent sign.
fn has_rate(normalised: &str) -> bool {
    let bytes = normalised.as_bytes();
    bytes.windows(2).any(|pair| pair[0].is_ascii_digit() && pair[1] == b'%')
}

/// Whether a word is a year of this century: `2031`.
fn has_year(normalised: &str) -> bool {
    normalised.as_bytes().windows(6).any(|w| {
        w[0] == b' '
            && w[5] == b' '
            && w[1..3] == *b"20"
            && w[3].is_ascii_digit()
            && w[4].is_ascii_digit()
    })
}

fn automaton() -> &'static (AhoCorasick, Vec<u32>) {
    static AUTOMATON: OnceLock<(AhoCorasick, Vec<u32>)> = OnceLock::new();
    AUTOMATON.get_or_init(|| {
        let phrases = phrases();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(phrases.iter().map(|(phrase, _)| phrase))
            .unwrap_or_else(|_| unreachable!("a few hundred short phrases make an automaton"));
        let meanings = phrases.iter().map(|(_, hint)| 1 << *hint as u32).collect();
        (automaton, meanings)
    })
}

/// Every phrase with its meaning; blanks at its ends match the ends of words.
fn phrases() -> Vec<(String, Hint)> {
    use Hint::{
        Acquisition, AmericanDepositary, Bdc, Classed, Commodity, CommonShares, Debt, DebtWord,
        Depositary, Due, ForeignForm, Fund, OrdinaryShares, Partnership, PerCent, Preferred,
        RealBusiness, ReitOrBank, Right, Royalty, Track, Trust, TrustOrReit, TrustWord, Unit,
        Warrant, WhenIssued,
    };
    let listed: &[(Hint, &[&str])] = &[
        (WhenIssued, &[" when issued", " whenissued", " ex distribution", " exdistribution"]),
        (Warrant, &[" warrant ", " warrants "]),
        (Right, &[" right ", " rights ", " cvr ", " contingent value"]),
        (DebtWord, &[" note ", " notes ", " bond ", " bonds "]),
        (
            Debt,
            &[
                " debenture ",
                " debentures ",
                " corporate backed trust",
                " trust securities",
                " trust preferred securities",
                " strats ",
                " corts ",
            ],
        ),
        (Due, &[" due "]),
        (
            Preferred,
            &[
                " preferred ",
                " preference ",
                " pfd ",
                " pref ",
                " perpetual ",
                " cumulative ",
                " noncumulative ",
                " convertible stock",
                " zones ",
                " capital trust i",
                " capital trust v",
                " capital trust x",
            ],
        ),
        (AmericanDepositary, &[" american deposit"]),
        (
            Depositary,
            &[
                " depositary ",
                " depository ",
                " ads ",
                " adss ",
                " adr ",
                " adrs ",
                " gdr ",
                " gdrs ",
                "cdi ",
                " registry shares ",
                " new york registered shares ",
                " registry registered shares ",
            ],
        ),
        (OrdinaryShares, &[" ordinary shares "]),
        (
            Partnership,
            &[
                " lp ",
                " limited partner",
                " partnership ",
                " partnerships ",
                " partner interest",
                " partners interest",
                " common units",
                " master limited",
                " llc ",
                " limited liability co",
                " membership interest",
            ],
        ),
        (Unit, &[" unit ", " units ", " tangible equity ", "subunit"]),
        (
            Acquisition,
            &[
                " acquisition ",
                " acquisitions ",
                " blank check",
                " merger corp",
                " merger sub",
                " spac ",
            ],
        ),
        (
            Commodity,
            &[
                "bitcoin ",
                "ethereum ",
                "ether ",
                "solana ",
                "gold ",
                "silver ",
                "physical ",
                "bullion ",
            ],
        ),
        (TrustWord, &[" trust"]),
        (Trust, &[" trust "]),
        (
            Fund,
            &[
                " fund ",
                " funds ",
                " etf ",
                " etn ",
                " bdc ",
                " closed end",
                " exchange traded",
                " business development",
            ],
        ),
        (
            RealBusiness,
            &[" bank", " real estate", " reit", " realty", " propert", " mortgage", " trustco"],
        ),
        (ReitOrBank, &[" reit ", "realty", "real estate", "bank", "mortgage"]),
        (
            Royalty,
            &[" royalty trust ", " royalty partners ", "unit of beneficial", "units of beneficial"],
        ),
        (
            ForeignForm,
            &[
                " ordinary share ",
                " ordinary shares ",
                " ordinary stock ",
                " subordinate",
                " plc ",
                " nv ",
                " sa ",
                " ag ",
                " limited voting",
            ],
        ),
        (CommonShares, &[" common share ", " common shares "]),
        (TrustOrReit, &["trust", "reit", "beneficial", "realty", "properties"]),
        (Classed, &["voting", " subordinate "]),
        (PerCent, &["%"]),
        (Track, &[" series ", " group ", " tracking "]),
    ];
    let mut phrases: Vec<(String, Hint)> = listed
        .iter()
        .flat_map(|(hint, all)| all.iter().map(|phrase| ((*phrase).to_owned(), *hint)))
        .collect();
    for kind in ["senior", "subordinated", "global", "medium term"] {
        phrases.push((format!(" {kind} note"), Debt));
    }
    let kinds = [
        "municipal",
        "municipals",
        "income",
        "term",
        "dividend",
        "value",
        "credit",
        "securities",
        "opportunity",
        "opportunities",
        "allocation",
        "capital",
        "investment",
        "bitcoin",
        "ethereum",
        "gold",
        "silver",
        "physical",
        "commodity",
    ];
    for kind in kinds {
        for between in ["", "income ", "ii ", "iii "] {
            phrases.push((format!(" {kind} {between}trust "), Fund));
        }
    }
    for kind in ["lending", "credit", "investment"] {
        phrases.extend(["corp", "company ", "inc "].map(|form| (format!(" {kind} {form}"), Bdc)));
    }
    phrases.extend(["specialty", "venture"].map(|kind| (format!(" {kind} finance "), Bdc)));
    for letter in 'a'..='z' {
        phrases.push((format!(" class {letter} "), Classed));
        phrases.push((format!(" series {letter} "), Classed));
    }
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalised() {
        assert_eq!(normalise("Qzalis & Sons, L.P."), " qzalis and sons lp ");
        assert_eq!(normalise("  A-B (The)  "), " a b the ");
        assert_eq!(normalise("6.25% Notes due 2031"), " 625% notes due 2031 ");
    }

    #[test]
    fn phrases_are_whole_words_where_they_must_be() {
        let has = |name: &str, hint| hints(&normalise(name)).has(hint);
        assert!(has("Zed Warrants", Hint::Warrant) && !has("Warrantech Inc", Hint::Warrant));
        assert!(has("Zed 5.875% Series A", Hint::Preferred));
        assert!(has("Zed Municipal Income Trust", Hint::Fund));
        assert!(has("Zed Class B Common Stock", Hint::Classed));
        assert!(!has("Zed Units of", Hint::Royalty) && has("Zed Units of", Hint::Unit));
        assert!(has_year(" notes 2031 ") && !has_year(" 20311 "));
    }
}
