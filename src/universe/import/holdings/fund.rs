//! The index that a fund follows, by its whole name or its ticker.
//!
//! Every word of a name must be understood: the Russell 2000 Value, the Russell 2000 Growth and the
//! Russell Top 200 have other members than the Russell 2000.

use crate::universe::index::Index;

/// The index that a fund follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Follows {
    pub(super) index: Index,
    /// Whether it weights the members as the index does.
    pub(super) by_cap: bool,
}

/// Tickers of US funds that follow one of the four indexes.
const TICKERS: [(&str, Index, bool); 9] = [
    ("IWB", Index::R1000, true),
    ("VONE", Index::R1000, true),
    ("EQAL", Index::R1000, false),
    ("IWM", Index::R2000, true),
    ("VTWO", Index::R2000, true),
    ("IWV", Index::R3000, true),
    ("VTHR", Index::R3000, true),
    ("IWC", Index::Microcap, true),
    ("THRK", Index::R3000, true),
];

/// Words for an issuer before the name of the index.
const ISSUERS: [&str; 11] = [
    "ishares",
    "blackrock",
    "vanguard",
    "spdr",
    "state",
    "street",
    "ssga",
    "invesco",
    "schwab",
    "xtrackers",
    "amundi",
];

/// Words for the kind of fund and of its shares, after the name of the index.
const KINDS: [&str; 24] = [
    "etf",
    "etfs",
    "fund",
    "index",
    "shares",
    "share",
    "class",
    "ucits",
    "trust",
    "usd",
    "eur",
    "gbp",
    "chf",
    "acc",
    "dist",
    "accumulating",
    "distributing",
    "institutional",
    "admiral",
    "investor",
    "plus",
    "select",
    "hedged",
    "1c",
];

/// The index that a fund of this name or ticker follows; `None` if neither is understood.
pub(super) fn index_of(name: &str, ticker: Option<&str>) -> Option<Follows> {
    let ticker = ticker.or_else(|| in_parentheses(name));
    by_name(name).or_else(|| {
        let ticker = ticker?;
        let known = TICKERS.iter().find(|(own, ..)| own.eq_ignore_ascii_case(ticker.trim()))?;
        Some(Follows { index: known.1, by_cap: known.2 })
    })
}

fn by_name(name: &str) -> Option<Follows> {
    let outside: String = match name.find('(') {
        Some(open) => name[..open].to_owned(),
        None => name.to_owned(),
    };
    let lower = outside.to_lowercase().replace("russell2000", "russell 2000");
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let start = words.iter().take_while(|word| ISSUERS.contains(word)).count();
    let kinds = words[start..].iter().rev().take_while(|word| KINDS.contains(word)).count();
    let own = words[start..words.len() - kinds].join(" ");
    let (own, by_cap) = match own.strip_suffix(" equal weight") {
        Some(own) => (own, false),
        None => (own.as_str(), true),
    };
    let index = match own.trim_end_matches(" index") {
        "russell 1000" => Index::R1000,
        "russell 2000" => Index::R2000,
        "russell 3000" => Index::R3000,
        "russell microcap" | "russell micro cap" | "micro cap" | "microcap" => Index::Microcap,
        _ => return None,
    };
    Some(Follows { index, by_cap })
}

/// A ticker in parentheses at the end of a name: `Russell 2000 ETF (VTWO)`.
fn in_parentheses(name: &str) -> Option<&str> {
    let (_, inside) = name.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fund_is_known_by_its_whole_name() {
        for (name, index) in [
            ("iShares Russell 2000 ETF", Some(Index::R2000)),
            ("iShares Russell 2000 UCITS ETF USD (Acc)", Some(Index::R2000)),
            ("Vanguard Russell 1000 Index Fund ETF Shares", Some(Index::R1000)),
            ("SPDR® Russell 3000® ETF", Some(Index::R3000)),
            ("iShares Micro-Cap ETF", Some(Index::Microcap)),
            ("Russell 2000 ETF (VTWO)", Some(Index::R2000)),
            ("Total Small ETF (VTWO)", Some(Index::R2000)),
            ("Invesco Russell 1000 Equal Weight ETF", Some(Index::R1000)),
            ("iShares Russell 2000 BuyWrite Strategy ETF", None),
            ("iShares Russell 2000 Value ETF", None),
            ("iShares Russell Top 200 ETF", None),
            ("iShares Russell Mid-Cap ETF", None),
            ("Global X Russell 2000 Covered Call ETF", None),
            ("ProShares Short Russell2000", None),
            ("iShares Russell 2500 ETF", None),
            ("iShares Russell 20000 ETF", None),
            ("", None),
        ] {
            assert_eq!(index_of(name, None).map(|f| f.index), index, "{name}");
        }
        let equal = index_of("", Some("EQAL")).expect("a fund");
        assert!(equal.index == Index::R1000 && !equal.by_cap);
    }
}
