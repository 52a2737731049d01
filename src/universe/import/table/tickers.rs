//! Tickers without vendors' prefixes and suffixes: `AAPL US Equity`, `BRK.B-US`, `AAPL.O`, `NASDAQ:AAPL`.
//!
//! The column, not the cell, decides what a suffix means: `BRK.B` is a share class, but in a column in
//! which most tickers end in `.N` or `.O`, `ABC.N` has a suffix of Refinitiv.

use std::borrow::Cow;

use compact_str::CompactString;

use crate::universe::security::Exchange;

/// The form of the tickers of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// No form of the column; only single cells have a prefix (`NASDAQ:AAPL`).
    Plain,
    /// A country or an exchange after a blank: `AAPL US`, `AAPL UW Equity`.
    Bloomberg,
    /// The country after a hyphen: `AAPL-US`.
    FactSet,
    /// The exchange after a point: `AAPL.O`.
    Refinitiv,
}

impl Form {
    /// Its description in the report.
    pub(super) fn what(self) -> &'static str {
        match self {
            Self::Plain => "a prefix of the exchange, as in NASDAQ:ABC",
            Self::Bloomberg => "a suffix of the country or exchange, as in ABC US Equity",
            Self::FactSet => "a suffix of the country, as in ABC-US",
            Self::Refinitiv => "a suffix of the exchange, as in ABC.O",
        }
    }
}

/// The fraction of tickers that must have a form for it to be that of the column, as its reciprocal: more
/// than one half.
const MAJORITY: usize = 2;

/// Bloomberg's words for the United States and its exchanges.
const BLOOMBERG: [(&str, Option<Exchange>); 16] = [
    ("US", None),
    ("UN", Some(Exchange::Nyse)),
    ("UW", Some(Exchange::Nasdaq)),
    ("UQ", Some(Exchange::Nasdaq)),
    ("UR", Some(Exchange::Nasdaq)),
    ("UA", Some(Exchange::NyseAmerican)),
    ("UP", Some(Exchange::NyseArca)),
    ("UF", Some(Exchange::Cboe)),
    ("UV", Some(Exchange::Otc)),
    ("UU", Some(Exchange::Otc)),
    ("PQ", Some(Exchange::Otc)),
    ("UD", None),
    ("UB", None),
    ("UC", None),
    ("UM", None),
    ("UX", None),
];

/// The ending of all Bloomberg names of shares.
const YELLOW_KEY: &str = " equity";

/// Refinitiv's suffixes for the exchanges of the United States, and the country that other vendors put there.
const REFINITIV: [(&str, Option<Exchange>); 12] = [
    ("US", None),
    ("N", Some(Exchange::Nyse)),
    ("O", Some(Exchange::Nasdaq)),
    ("OQ", Some(Exchange::Nasdaq)),
    ("A", Some(Exchange::NyseAmerican)),
    ("P", Some(Exchange::NyseArca)),
    ("Z", Some(Exchange::Cboe)),
    ("K", None),
    ("NB", Some(Exchange::Nasdaq)),
    ("PK", Some(Exchange::Otc)),
    ("OB", Some(Exchange::Otc)),
    ("PQ", Some(Exchange::Otc)),
];

/// A ticker without its prefix or suffix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bare<'a> {
    pub(crate) ticker: Cow<'a, str>,
    /// Where it trades, by its prefix or suffix.
    pub(crate) exchange: Option<Exchange>,
    /// Whether anything was removed.
    pub(crate) is_changed: bool,
}

/// The form of a column of tickers.
pub(crate) fn form_of<'a>(tickers: impl Iterator<Item = &'a str>) -> Form {
    const FORMS: [Form; 3] = [Form::Bloomberg, Form::FactSet, Form::Refinitiv];
    let (mut all, mut with) = (0, [0; FORMS.len()]);
    for ticker in tickers.filter(|ticker| !ticker.is_empty()) {
        all += 1;
        // Every form contains one of these characters, which few plain tickers do.
        if ticker.bytes().any(|b| matches!(b, b' ' | b'-' | b'.')) {
            for (form, with) in FORMS.iter().zip(&mut with) {
                *with += usize::from(parted(ticker, *form).is_some());
            }
        }
    }
    let is_most = with.iter().position(|with| with * MAJORITY > all);
    is_most.map_or(Form::Plain, |at| FORMS[at])
}

/// A ticker from a column of that form, without its prefix or suffix.
pub(crate) fn bare(written: &str, form: Form) -> Bare<'_> {
    if let Some((prefix, ticker)) = written.split_once(':') {
        let (prefix, ticker) = (prefix.trim(), ticker.trim());
        if !ticker.is_empty() && !prefix.is_empty() {
            let exchange = super::codes::exchange(prefix);
            return Bare { ticker: ticker.into(), exchange, is_changed: true };
        }
    }
    match parted(written, form) {
        None => Bare { ticker: written.into(), exchange: None, is_changed: false },
        Some((ticker, exchange)) => {
            let ticker =
                if form == Form::Refinitiv { of_refinitiv(ticker) } else { Cow::Borrowed(ticker) };
            Bare { ticker, exchange, is_changed: true }
        }
    }
}

/// The ticker and the exchange in a name of that form.
fn parted(written: &str, form: Form) -> Option<(&str, Option<Exchange>)> {
    let known = |list: &[(&str, Option<Exchange>)], suffix: &str| {
        let is_it = |(code, _): &&(&str, _)| code.eq_ignore_ascii_case(suffix);
        list.iter().find(is_it).map(|(_, exchange)| *exchange)
    };
    let (ticker, exchange) = match form {
        Form::Plain => return None,
        Form::Bloomberg => {
            let cut = written.len().saturating_sub(YELLOW_KEY.len());
            let is_key = written.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(YELLOW_KEY));
            let name = if is_key { written[..cut].trim_end() } else { written };
            match name.rsplit_once(' ') {
                Some((ticker, suffix)) if known(&BLOOMBERG, suffix).is_some() => {
                    (ticker, known(&BLOOMBERG, suffix)?)
                }
                _ if is_key => (name, None),
                _ => return None,
            }
        }
        Form::FactSet => {
            let (ticker, suffix) = written.rsplit_once('-')?;
            (ticker, known(&[("US", None), ("USA", None)], suffix)?)
        }
        Form::Refinitiv => {
            let (ticker, suffix) = written.rsplit_once('.')?;
            (ticker, known(&REFINITIV, suffix)?)
        }
    };
    let ticker = ticker.trim();
    (!ticker.is_empty()).then_some((ticker, exchange))
}

/// Converts Refinitiv's class, a lower-case letter: `BRKb` is `BRK.B`.
fn of_refinitiv(ticker: &str) -> Cow<'_, str> {
    let class = ticker.chars().last().filter(char::is_ascii_lowercase);
    let root = &ticker[..ticker.len() - class.map_or(0, char::len_utf8)];
    let is_root = !root.is_empty() && root.bytes().all(|b| b.is_ascii_uppercase());
    match class {
        Some(class) if is_root => Cow::Owned(format!("{root}.{}", class.to_ascii_uppercase())),
        _ => Cow::Borrowed(ticker),
    }
}

/// A lower-case ticker in capitals; in a mixed-case one, a lower-case letter has a meaning (`QZApD`).
pub(super) fn in_capitals(ticker: &str) -> Option<String> {
    let has_small = ticker.bytes().any(|b| b.is_ascii_lowercase());
    let has_large = ticker.bytes().any(|b| b.is_ascii_uppercase());
    (has_small && !has_large).then(|| ticker.to_ascii_uppercase())
}

/// A ticker with its share class, if they are in separate columns: `BRK` and `B` are `BRK.B`.
pub(super) fn with_class(ticker: &str, class: &str) -> CompactString {
    compact_str::format_compact!("{ticker}.{class}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_bare(column: &[&str]) -> (Form, Vec<String>) {
        let form = form_of(column.iter().copied());
        (form, column.iter().map(|written| bare(written, form).ticker.into_owned()).collect())
    }

    #[test]
    fn what_vendors_put_around_tickers_is_taken_away() {
        for (column, form, expected) in [
            (
                ["QZA US Equity", "XBR/B US Equity", "QBER UW Equity", "QREN UN Equity"],
                Form::Bloomberg,
                ["QZA", "XBR/B", "QBER", "QREN"],
            ),
            (
                ["QZA US", "XBR/B US", "QBER UW", "QREN"],
                Form::Bloomberg,
                ["QZA", "XBR/B", "QBER", "QREN"],
            ),
            (
                ["QZA-US", "XBR.B-US", "QBER-US", "QREN-CA"],
                Form::FactSet,
                ["QZA", "XBR.B", "QBER", "QREN-CA"],
            ),
            (
                ["QZA.O", "XBRb.N", "QBER.OQ", "QREN.A"],
                Form::Refinitiv,
                ["QZA", "XBR.B", "QBER", "QREN"],
            ),
            (
                ["qza us equity", "xbr/b us", "qber uw", "qren"],
                Form::Bloomberg,
                ["qza", "xbr/b", "qber", "qren"],
            ),
            (
                ["qza.us", "xbr-b.us", "qber.us", "qren"],
                Form::Refinitiv,
                ["qza", "xbr-b", "qber", "qren"],
            ),
            (
                ["QZA.US", "XBR.B.US", "QBER.US", "QREN"],
                Form::Refinitiv,
                ["QZA", "XBR.B", "QBER", "QREN"],
            ),
            (
                ["NASDAQ:QZA", "NYSE:XBR.B", "AMEX:QBER", "QREN"],
                Form::Plain,
                ["QZA", "XBR.B", "QBER", "QREN"],
            ),
        ] {
            assert_eq!(all_bare(&column), (form, expected.map(str::to_owned).to_vec()));
        }
    }

    #[test]
    fn share_classes_and_warrants_are_no_suffixes() {
        let column = ["XBR.B", "QF.A", "QZA", "QBER", "QREN.N", "XYZ UN", "ABC WS", "QQQ-US"];
        assert_eq!(all_bare(&column), (Form::Plain, column.map(str::to_owned).to_vec()));
    }

    #[test]
    fn the_exchange_is_what_the_suffix_says() {
        assert_eq!(bare("QZA UW", Form::Bloomberg).exchange, Some(Exchange::Nasdaq));
        assert_eq!(bare("QZA.N", Form::Refinitiv).exchange, Some(Exchange::Nyse));
        assert_eq!(bare("AMEX:QZA", Form::Plain).exchange, Some(Exchange::NyseAmerican));
        assert_eq!(bare("QZA US", Form::Bloomberg).exchange, None);
    }
}
