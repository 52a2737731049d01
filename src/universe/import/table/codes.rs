//! Vendors' words for values that the project writes as codes: exchanges, kinds of securities, indexes.

use crate::universe::index::{Index, Segment};
use crate::universe::security::{Exchange, SecurityType, Structure};

/// The letters and digits of a word, in lower case; words are compared in this form.
pub(super) fn plain(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a blank-separated list has a word.
fn has(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

/// Vendors' words for exchanges, in plain form: names, and codes of MIC, Bloomberg, Refinitiv, Yahoo,
/// CRSP and Compustat.
const EXCHANGES: &[(Exchange, &str)] = &[
    (
        Exchange::Nyse,
        "nyse xnys newyork newyorkstockexchange newyorkstockexchangeinc un nyq nys \
            nysestockmarket thenewyorkstockexchange newyorkstockexchangellc",
    ),
    (
        Exchange::NyseAmerican,
        "nyseamerican nysemkt amex xase ase ua asq americanstockexchange \
            nyseamericanllc nyseamericanstockexchange nyseamex",
    ),
    (Exchange::NyseArca, "nysearca arca arcx pcx up pse nysearcainc nysearcaexchange"),
    (
        Exchange::Nasdaq,
        "nasdaq xnas nas nasd nasdaqgs nasdaqgm nasdaqcm nasdaqngs nasdaqngm nasdaqncm nms \
            ngm ncm nsm nsq uw uq ur xngs xnms xncm nasdaqglobalselect \
            nasdaqglobalselectmarket nasdaqglobalselectconsolidated nasdaqglobalmarket \
            nasdaqcapitalmarket nasdaqstockmarket nasdaqnms nasdaqomx nasdaqstockexchange \
            nasdaqstockmarketllc nasdaqall nasdaqglobalmarketconsolidated \
            nasdaqcapitalmarketconsolidated nasdaqngsglobalselectmarket \
            nasdaqnmsglobalmarket nasdaqngmglobalmarket",
    ),
    (Exchange::Cboe, "cboe bats batsz bzx xcbo uf cboebzx cboeus batstrading cboebzxexchange"),
    (Exchange::UsListed, "uslisted us usa usconsolidated uscomposite"),
    (
        Exchange::Otc,
        "otc pnk otcm otcmarkets otcpk ootc pinksheets pink otcbb otcqb otcqx otcus uv \
            uu pq otcpink greymarket expertmarket otcbulletinboard otherotc",
    ),
    (Exchange::Unlisted, "unlisted notlisted private"),
];

/// The exchange that a vendor's word stands for.
pub(super) fn exchange(word: &str) -> Option<Exchange> {
    if let Ok(own) = word.parse() {
        return Some(own);
    }
    let plain = plain(word);
    let is_meant = |words: &&str| has(words, &plain);
    EXCHANGES.iter().find(|(_, words)| is_meant(words)).map(|(exchange, _)| *exchange)
}

/// Which vendor's codes of one letter or number a column of exchanges holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExchangeCodes {
    /// CRSP's EXCHCD: 1 NYSE, 2 American, 3 NASDAQ, 4 Arca, 5 Cboe.
    Crsp,
    /// Compustat's EXCHG: 11 NYSE, 12 American, 14 NASDAQ, 17 Arca, 19 over the counter.
    Compustat,
    /// One letter, as in NASDAQ's symbol directory and CRSP's PRIMEXCH.
    Letters,
}

impl ExchangeCodes {
    /// The codes of a column, if all its words belong to one system.
    pub(super) fn of<'a>(words: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let mut filled = words.filter(|word| !word.is_empty()).peekable();
        filled.peek()?;
        let all = |known: &dyn Fn(&str) -> bool| filled.clone().all(known);
        if all(&|w| w.len() == 1 && w.bytes().all(|b| b.is_ascii_uppercase())) {
            Some(Self::Letters)
        } else if all(&|w| matches!(w.parse::<i32>(), Ok(-2..=5 | 10 | 13 | 16 | 20 | 31..=34))) {
            Some(Self::Crsp)
        } else if all(&|w| matches!(w.parse::<i32>(), Ok(0..=299))) {
            Some(Self::Compustat)
        } else {
            None
        }
    }

    /// The exchange of a code.
    pub(super) fn exchange(self, code: &str) -> Option<Exchange> {
        Some(match (self, code) {
            (Self::Crsp, "1" | "31") | (Self::Compustat, "11") | (Self::Letters, "N") => {
                Exchange::Nyse
            }
            (Self::Crsp, "2" | "32") | (Self::Compustat, "12") | (Self::Letters, "A") => {
                Exchange::NyseAmerican
            }
            (Self::Crsp, "3" | "33") | (Self::Compustat, "14") | (Self::Letters, "Q") => {
                Exchange::Nasdaq
            }
            (Self::Crsp, "4" | "34") | (Self::Compustat, "17") | (Self::Letters, "P" | "R") => {
                Exchange::NyseArca
            }
            (Self::Crsp, "5") | (Self::Letters, "Z" | "B") => Exchange::Cboe,
            (Self::Compustat, "13" | "19") | (Self::Letters, "O" | "U" | "X") => Exchange::Otc,
            // NASDAQ's own tiers in its symbol directory.
            (Self::Letters, "G" | "S") => Exchange::Nasdaq,
            _ => return None,
        })
    }
}

/// The meaning of a yes or no.
pub(super) fn flag(word: &str) -> Option<bool> {
    match plain(word).as_str() {
        "y" | "yes" | "true" | "1" => Some(true),
        "n" | "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// The meaning of a vendor's word for a kind of security, with a structure if it describes the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) security_type: SecurityType,
    pub(super) structure: Option<Structure>,
    /// Whether it says that the company is incorporated outside the United States.
    pub(super) is_abroad: bool,
}

impl Kind {
    fn new(security_type: SecurityType, structure: Option<Structure>) -> Self {
        Self { security_type, structure, is_abroad: false }
    }
}

/// Vendors' words for kinds of securities, in plain form.
const KINDS: &[(SecurityType, Option<Structure>, &str)] = &[
    (
        SecurityType::Common,
        None,
        "common commonstock commonshare commonshares ordinary ordinaryshare \
            ordinaryshares cs equity stock share reit realestateinvestmenttrust \
            equityshare comstk commonequity eqty shr trackingstk trackingstock nyregshrs \
            savingsshare tpcommon com eqty ns sb sharesofbeneficialinterest",
    ),
    (
        SecurityType::Preferred,
        None,
        "preferred preferredstock preferredshare preferredshares pref pfd preference \
            preferenceshare preferredequity ps",
    ),
    (
        SecurityType::ConvertiblePreferred,
        None,
        "convertiblepreferred convpreferred convertiblepreferredstock cvtpfd",
    ),
    (
        SecurityType::DepositaryReceipt,
        None,
        "depositaryreceipt depositaryreceipts adr ads gdr adrc dr \
            americandepositaryreceipt americandepositaryreceipts americandepositaryshare \
            americandepositoryreceipt nyregistry ad",
    ),
    (SecurityType::Warrant, None, "warrant warrants equitywrt wrt wt"),
    (SecurityType::Right, None, "right rights cvr rt rgt"),
    (SecurityType::Unit, None, "unit units un stapledsecurity"),
    (SecurityType::Note, None, "note notes bond etn etns exchangetradednote babybond debt"),
    (
        SecurityType::Common,
        Some(Structure::Etf),
        "etf etp exchangetradedfund exchangetradedproduct exchangetradedfunds etc",
    ),
    (
        SecurityType::Common,
        Some(Structure::ClosedEndFund),
        "closedendfund closedendfunds cef closedend investmenttrust",
    ),
    (
        SecurityType::Common,
        Some(Structure::MutualFund),
        "mutualfund openendfund fund mf openend fundofferings moneymarket",
    ),
    (SecurityType::Common, Some(Structure::RoyaltyTrust), "royaltytrst royaltytrust"),
    (
        SecurityType::Common,
        Some(Structure::LimitedPartnership),
        "mlp ltdpart limitedpartnership lp partnership ltdpartnership \
            masterlimitedpartnership partnershipshares",
    ),
    (
        SecurityType::Common,
        Some(Structure::BusinessDevelopmentCompany),
        "bdc businessdevelopmentcompany",
    ),
    (
        SecurityType::Common,
        Some(Structure::BlankCheque),
        "spac blankcheque blankcheck shellcompany",
    ),
];

/// Whether a header is that of Compustat's issue types, whose codes are of one letter.
pub(super) fn is_issue_type(header: &str) -> bool {
    matches!(plain(header).as_str(), "tpci" | "issuetype" | "issuetypecode")
}

/// The kind of security that a word stands for in a column of kinds, which may hold Compustat's issue types.
pub(super) fn kind_in(word: &str, has_issue_types: bool) -> Option<Kind> {
    let of_compustat = if has_issue_types { issue_type(word) } else { None };
    of_compustat.or_else(|| kind(word))
}

/// Compustat's TPCI.
fn issue_type(word: &str) -> Option<Kind> {
    Some(match word {
        "0" => Kind::new(SecurityType::Common, None),
        "1" => Kind::new(SecurityType::Preferred, None),
        "2" => Kind::new(SecurityType::Warrant, None),
        "4" => Kind::new(SecurityType::Unit, None),
        "7" => Kind::new(SecurityType::Common, Some(Structure::MutualFund)),
        "%" => Kind::new(SecurityType::Common, Some(Structure::Etf)),
        "F" => Kind::new(SecurityType::DepositaryReceipt, None),
        "G" => Kind::new(SecurityType::ConvertiblePreferred, None),
        _ => return None,
    })
}

/// The kind of security that a vendor's word stands for.
pub(super) fn kind(word: &str) -> Option<Kind> {
    if let Ok(security_type) = word.parse() {
        return Some(Kind::new(security_type, None));
    }
    if let Some(kind) = numbered_kind(word) {
        return Some(kind);
    }
    let plain = plain(word);
    let found = KINDS.iter().find(|(.., words)| has(words, &plain))?;
    Some(Kind::new(found.0, found.1))
}

/// CRSP's SHRCD: the first digit is the kind of security, the second the kind of issuer.
fn numbered_kind(word: &str) -> Option<Kind> {
    let [first, second] = word.as_bytes() else { return None };
    let structure = match second {
        b'4' => Some(Structure::ClosedEndFund),
        b'0' | b'1' | b'2' | b'5' | b'8' => None,
        b'3' => Some(Structure::Etf),
        _ => return None,
    };
    let security_type = match first {
        b'1' => SecurityType::Common,
        b'2' => SecurityType::Note,
        b'3' => SecurityType::DepositaryReceipt,
        b'4' | b'7' => SecurityType::Unit,
        _ => return None,
    };
    // An exchange-traded fund is code 73.
    match word {
        "73" => Some(Kind::new(SecurityType::Common, Some(Structure::Etf))),
        _ if *second == b'3' => None,
        _ => Some(Kind { is_abroad: *second == b'2', ..Kind::new(security_type, structure) }),
    }
}

/// Vendors' words for indexes, in plain form.
const INDEXES: &[(Index, &str)] = &[
    (
        Index::R1000,
        "r1000 russell1000 russell1000index rui riy ru10 ru1000 1000 russ1000 rus1000 iwb vone",
    ),
    (
        Index::R2000,
        "r2000 russell2000 russell2000index rut rty ru20 ru2000 2000 russ2000 rus2000 iwm vtwo",
    ),
    (
        Index::R3000,
        "r3000 russell3000 russell3000index rua ray ru30 ru3000 3000 russ3000 rus3000 iwv vthr",
    ),
    (
        Index::Microcap,
        "microcap russellmicrocap russellmicrocapindex rumic rmicro micro rmicroc iwc",
    ),
];

/// The index that a vendor's word stands for.
pub(super) fn index(word: &str) -> Option<Index> {
    let own = word.parse().ok();
    let plain = plain(word);
    let plain = plain.strip_suffix("index").unwrap_or(&plain);
    own.or_else(|| {
        let is_meant = |words: &&str| has(words, plain);
        INDEXES.iter().find(|(_, words)| is_meant(words)).map(|(index, _)| *index)
    })
}

/// The indexes of the family that a cell names, each once: `Russell 1000, S&P 500`. Other indexes are
/// ignored.
pub(super) fn indexes(cell: &str) -> Vec<Index> {
    if let Some(index) = index(cell) {
        return vec![index];
    }
    let mut found = Vec::new();
    let names = cell.split([',', ';', '|', '/', '\n']).flat_map(|names| names.split(" and "));
    for index in names.filter_map(|name| index(name.trim())) {
        if !found.contains(&index) {
            found.push(index);
        }
    }
    found
}

/// The segment that a vendor's word stands for.
pub(super) fn segment(word: &str) -> Option<Segment> {
    word.parse().ok().or_else(|| match index(word)? {
        Index::R1000 => Some(Segment::R1000),
        Index::R2000 => Some(Segment::R2000),
        Index::R3000 => Some(Segment::R3000),
        Index::Microcap => Some(Segment::Micro),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendors_words_are_codes() {
        for (word, expected) in [
            ("New York Stock Exchange Inc.", Exchange::Nyse),
            ("NMS", Exchange::Nasdaq),
            ("NasdaqGS", Exchange::Nasdaq),
            ("XASE", Exchange::NyseAmerican),
            ("nyse-arca", Exchange::NyseArca),
            ("BATS", Exchange::Cboe),
            ("PNK", Exchange::Otc),
        ] {
            assert_eq!(exchange(word), Some(expected), "{word}");
        }
        assert_eq!(exchange("XETR"), None);
        let kinds = |word| kind(word).map(|kind| (kind.security_type, kind.structure));
        assert_eq!(kinds("Common Stock"), Some((SecurityType::Common, None)));
        assert_eq!(kinds("11"), Some((SecurityType::Common, None)));
        assert_eq!(kinds("14"), Some((SecurityType::Common, Some(Structure::ClosedEndFund))));
        assert_eq!(kinds("31"), Some((SecurityType::DepositaryReceipt, None)));
        assert_eq!(kinds("73"), Some((SecurityType::Common, Some(Structure::Etf))));
        assert_eq!(kinds("ETP"), Some((SecurityType::Common, Some(Structure::Etf))));
        assert_eq!(kinds("Something"), None);
        assert_eq!(index("Russell 2000 Index"), Some(Index::R2000));
        assert_eq!(index("S&P 500"), None);
        assert_eq!(segment("RUI"), Some(Segment::R1000));
        assert_eq!(
            indexes("S&P 500 / Russell 1000 and Russell 3000"),
            [Index::R1000, Index::R3000]
        );
        assert_eq!(indexes("S&P 500; Nasdaq 100"), []);
    }

    #[test]
    fn codes_of_one_letter_are_told_by_their_column() {
        let of = |words: &[&str]| ExchangeCodes::of(words.iter().copied());
        assert_eq!(of(&["1", "2", "3", ""]), Some(ExchangeCodes::Crsp));
        assert_eq!(of(&["11", "14"]), Some(ExchangeCodes::Compustat));
        assert_eq!(of(&["N", "A", "Z"]), Some(ExchangeCodes::Letters));
        assert_eq!(of(&["NYSE", "NASDAQ"]), None);
        assert_eq!(of(&[""]), None);
        assert_eq!(ExchangeCodes::Compustat.exchange("19"), Some(Exchange::Otc));
    }
}
