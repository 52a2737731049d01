//! The language of maps, which assign the columns of a vendor's table to the project's own columns.
//!
//! ```text
//! map    = pair {"," pair}
//! pair   = own "=" source
//! source = "'" constant "'"  |  column { ("*" | "/") (number | column)  |  "-" number }
//! column = name | '"' name '"'
//! ```
//!
//! A name is written as in the header; a name with a comma, an asterisk, a slash or a quotation mark is
//! enclosed in double quotation marks, within which such a mark is doubled. A name that is in the header
//! as a whole (`P/E`, `Open-1`) is that column. Operations are applied from left to right.
//!
//! In a file, the same sources are strings under `[map]`:
//!
//! ```toml
//! [map]
//! symbol = "Ticker"
//! company_market_cap = "CUR_MKT_CAP*1e6"
//! exchange = "'NYSE'"
//! ```

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use crate::refusal::Refusal;
use crate::universe::fault::{Fault, Faults};

/// A source as written, not yet matched with a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// The whole source as written.
    pub(super) text: String,
    pub(super) parts: Vec<Part>,
}

/// A piece of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// A text for every row.
    Constant(String),
    /// A name within quotation marks.
    Quoted(String),
    /// A name or a number.
    Plain(String),
    /// An operation with the operand that follows.
    Operator(Operator),
}

/// An operation on a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Times,
    Over,
    Minus,
}

impl Operator {
    pub(super) fn sign(self) -> char {
        match self {
            Self::Times => '*',
            Self::Over => '/',
            Self::Minus => '-',
        }
    }
}

/// A pair of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The own column.
    pub(super) own: String,
    pub(super) source: Written,
    /// Its line, if it is in a file.
    pub(super) line: Option<u64>,
}

/// An assignment of a table's columns to the project's own columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableMap {
    pub(super) entries: Vec<Entry>,
    /// The file that contains it; `None` if it was typed.
    pub(super) file: Option<String>,
}

impl TableMap {
    /// Parses a map as typed on the command line: `symbol=Ticker,price=PX_LAST`.
    ///
    /// # Errors
    /// The problem and its remedy.
    pub fn typed(text: &str) -> Result<Self, Refusal> {
        let mut entries = Vec::new();
        let mut rest = text;
        loop {
            let (pair, after) = pair(rest)?;
            entries.push(pair);
            match after {
                Some(after) => rest = after,
                None => break,
            }
        }
        let map = Self { entries, file: None };
        match map.twice() {
            Some(own) => {
                Err(Refusal::new(format!("\"{own}\" is mapped twice"), "keep one of the two"))
            }
            None => Ok(map),
        }
    }

    /// Parses the map in a TOML file.
    ///
    /// # Errors
    /// Every fault, with its line.
    pub fn of_file(name: &str, text: &str) -> Result<Self, Faults> {
        let line_of = |at: usize| text[..at.min(text.len())].matches('\n').count() as u64 + 1;
        let mut faults = Faults::default();
        let fault =
            |line: Option<u64>, own: Option<&str>, value: Option<&str>, (problem, remedy)| Fault {
                file: name.to_owned(),
                line,
                column: own.map(str::to_owned),
                value: value.map(str::to_owned),
                refusal: Refusal::new(problem, remedy),
            };
        let file: MapFile = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                let line = error.span().map(|span| line_of(span.start));
                let problem = format!("is no map: {}", error.message().replace('\n', " "));
                let remedy =
                    "write a table [map] of strings, such as symbol = \"Ticker\"".to_owned();
                faults.push(fault(line, None, None, (problem, remedy)));
                return Err(faults);
            }
        };
        let mut pairs: Vec<(Spanned<String>, Spanned<String>)> = file.map.into_iter().collect();
        pairs.sort_by_key(|(own, _)| own.span().start);
        let mut entries = Vec::new();
        for (own, value) in pairs {
            let line = Some(line_of(own.span().start));
            let own = own.into_inner();
            match whole_source(value.get_ref()) {
                Ok(source) => entries.push(Entry { own, source, line }),
                Err(Refusal { problem, .. }) => {
                    let remedy = "write a column of the file, with *, / or - and a number where needed, or \
                                  a constant in single quotation marks";
                    let value = Some(value.get_ref().as_str());
                    faults.push(fault(line, Some(&own), value, (problem, remedy.to_owned())));
                }
            }
        }
        if entries.is_empty() && faults.total() == 0 {
            faults.file(
                name,
                "maps no column",
                "write them under [map]; --suggest writes such a file",
            );
        }
        faults.into_result(Self { entries, file: Some(name.to_owned()) })
    }

    /// An own column that occurs twice.
    fn twice(&self) -> Option<&str> {
        let mut seen = std::collections::BTreeSet::new();
        self.entries.iter().map(|e| e.own.as_str()).find(|own| !seen.insert(*own))
    }

    /// Adds a pair, unless the own column is mapped already.
    pub(super) fn add(&mut self, own: &str, source: &str) {
        if !self.entries.iter().any(|entry| entry.own == own)
            && let Ok(source) = whole_source(source)
        {
            self.entries.push(Entry { own: own.to_owned(), source, line: None });
        }
    }

    /// The names of the columns that the map may refer to: all texts that are not numbers.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for entry in &self.entries {
            names.push(entry.source.text.clone());
            names.extend(entry.source.parts.iter().filter_map(|part| match part {
                Part::Quoted(name) | Part::Plain(name) => Some(name.clone()),
                _ => None,
            }));
        }
        names
    }
}

/// A file with a map.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    map: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// A pair at the start of a text, and the text after the comma that follows it.
fn pair(text: &str) -> Result<(Entry, Option<&str>), Refusal> {
    let (own, source) = text.split_once('=').ok_or_else(|| {
        let piece = crate::universe::shorten(text.trim());
        Refusal::new(
            format!("\"{piece}\" is no pair"),
            "write own=COLUMN, with commas between pairs",
        )
    })?;
    let own = own.trim().to_owned();
    if own.is_empty() {
        return Err(Refusal::new("names no own column", "write own=COLUMN"));
    }
    let (source, rest) = source_of(source, true).map_err(|refusal| refusal.about(&own))?;
    Ok((Entry { own, source, line: None }, rest))
}

/// Parses a source that takes up a whole text.
pub(super) fn whole_source(text: &str) -> Result<Written, Refusal> {
    Ok(source_of(text, false)?.0)
}

/// A source at the start of a text; it ends with the text or, if `has_pairs`, at a comma.
fn source_of(text: &str, has_pairs: bool) -> Result<(Written, Option<&str>), Refusal> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    let start = rest;
    if let Some(constant) = rest.strip_prefix('\'') {
        let (constant, after) = quoted(constant, '\'')?;
        parts.push(Part::Constant(constant));
        rest = after.trim_start();
    } else {
        loop {
            rest = rest.trim_start();
            if let Some(name) = rest.strip_prefix('"') {
                let (name, after) = quoted(name, '"')?;
                parts.push(Part::Quoted(name));
                rest = after.trim_start();
            } else {
                let is_end = |c: char| matches!(c, '*' | '/') || has_pairs && c == ',';
                let end = rest.find(is_end).unwrap_or(rest.len());
                let name = rest[..end].trim();
                if name.is_empty() {
                    let remedy = "write a name of the file, or a number";
                    return Err(Refusal::new("a column or a number is missing", remedy));
                }
                parts.extend(plain_parts(name));
                rest = &rest[end..];
            }
            let operator = match rest.as_bytes().first() {
                Some(b'*') => Operator::Times,
                Some(b'/') => Operator::Over,
                Some(b'-') => Operator::Minus,
                _ => break,
            };
            parts.push(Part::Operator(operator));
            rest = &rest[1..];
        }
    }
    let written = Written { text: start[..start.len() - rest.len()].trim().to_owned(), parts };
    match rest.strip_prefix(',') {
        _ if rest.is_empty() => Ok((written, None)),
        Some(after) if has_pairs => Ok((written, Some(after))),
        _ => {
            let piece = crate::universe::shorten(rest);
            Err(Refusal::new(format!("\"{piece}\" follows"), "write *, /, - or a comma before it"))
        }
    }
}

/// A name or a number, and the number subtracted from it. Names may contain hyphens: only a number after
/// the last one is subtracted, and a name that has it in the header is found as a whole.
fn plain_parts(text: &str) -> Vec<Part> {
    let parted = text.rsplit_once('-').map(|(name, less)| (name.trim_end(), less.trim_start()));
    match parted {
        Some((name, less)) if is_less(text, name, less) => vec![
            Part::Plain(name.to_owned()),
            Part::Operator(Operator::Minus),
            Part::Plain(less.to_owned()),
        ],
        _ => vec![Part::Plain(text.to_owned())],
    }
}

/// Whether a text subtracts a number from a column and is not a number itself (`1e-6`).
fn is_less(text: &str, name: &str, less: &str) -> bool {
    let begins = less.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    !name.is_empty() && begins && factor(less).is_some() && factor(text).is_none()
}

/// The text within quotation marks, of which the opening one is already read, and the text after them.
fn quoted(text: &str, mark: char) -> Result<(String, &str), Refusal> {
    let mut content = String::new();
    let mut rest = text;
    loop {
        let at = rest.find(mark);
        let at = at.ok_or_else(|| Refusal::new("a quotation mark is not closed", "close it"))?;
        content.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.strip_prefix(mark) {
            Some(after) => {
                content.push(mark);
                rest = after;
            }
            None => return Ok((content, rest)),
        }
    }
}

/// A number in the form of a factor: `1e6`, `100`, `0.001`.
pub(super) fn factor(text: &str) -> Option<Decimal> {
    let parsed = crate::universe::decimal::parse(text, 28, 28).ok()?;
    Some(parsed.value).filter(|_| parsed.is_exact)
}

/// A name as it must be written in a map.
pub(super) fn name_in_map(name: &str) -> String {
    let is_one = || plain_parts(name).len() == 1;
    let is_plain =
        !name.contains([',', '*', '/', '"', '=', '\'']) && factor(name).is_none() && is_one();
    if is_plain && !name.is_empty() {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(source: &str) -> Vec<Part> {
        whole_source(source).unwrap_or_else(|e| panic!("{source}: {e}")).parts
    }

    #[test]
    fn sources_are_columns_constants_and_what_is_computed() {
        let plain = |name: &str| Part::Plain(name.to_owned());
        let times = || Part::Operator(Operator::Times);
        assert_eq!(parts("Last Sale"), [plain("Last Sale")]);
        assert_eq!(parts("CUR_MKT_CAP * 1e6"), [plain("CUR_MKT_CAP"), times(), plain("1e6")]);
        let over = Part::Operator(Operator::Over);
        let expected = [
            Part::Quoted("Float, \"sh\"".to_owned()),
            over,
            plain("Shares"),
            times(),
            plain("100"),
        ];
        assert_eq!(parts("\"Float, \"\"sh\"\"\"/Shares*100"), expected);
        assert_eq!(parts("'R2000'"), [Part::Constant("R2000".to_owned())]);
        assert_eq!(parts("Holder's share, %"), [plain("Holder's share, %")]);
        let minus = || Part::Operator(Operator::Minus);
        assert_eq!(parts("Return-1"), [plain("Return"), minus(), plain("1")]);
        let expected = [Part::Quoted("Return, gross".to_owned()), minus(), plain("1")];
        assert_eq!(parts("\"Return, gross\" - 1"), expected);
        assert_eq!(parts("Adj-Close"), [plain("Adj-Close")]);
        assert_eq!(parts("A*1e-6"), [plain("A"), times(), plain("1e-6")]);
    }

    #[test]
    fn typed_maps_are_pairs_with_commas_between() {
        let map = TableMap::typed("symbol=Ticker, price = \"Last, USD\"*100,exchange='NYSE'")
            .expect("a map");
        let read: Vec<(&str, &str)> =
            map.entries.iter().map(|e| (e.own.as_str(), e.source.text.as_str())).collect();
        let expected =
            [("symbol", "Ticker"), ("price", "\"Last, USD\"*100"), ("exchange", "'NYSE'")];
        assert_eq!(read, expected);
        for (text, said) in [
            ("", "is no pair"),
            ("symbol", "is no pair"),
            ("=a", "names no own column"),
            ("a=", "a column or a number is missing"),
            ("a=b*", "a column or a number is missing"),
            ("a=\"b", "not closed"),
            ("a='b'c", "follows"),
            ("a=\"b\"c", "follows"),
            ("a=\"b\"-", "a column or a number is missing"),
            ("a=b,a=c", "mapped twice"),
            ("a=b,", "is no pair"),
        ] {
            let error = TableMap::typed(text).expect_err(text);
            assert!(error.problem.contains(said), "{text}: {error}");
        }
    }

    #[test]
    fn maps_of_files_say_the_lines_of_their_faults() {
        let text = "# suggested\n[map]\nsymbol = \"Ticker\"\nprice = \"A, B*100\"\n";
        let map = TableMap::of_file("m.toml", text).expect("a map");
        assert_eq!(map.entries.iter().map(|e| e.line).collect::<Vec<_>>(), [Some(3), Some(4)]);
        for (text, said) in [
            ("[map]\nsymbol = 3\n", "m.toml:2: "),
            ("[map]\n\nsymbol = \"Ticker\nprice = \"x\"\n", "m.toml:3: "),
            ("[map]\nsymbol = \"'x\"\n", "m.toml:2: symbol: \"'x\" a quotation mark is not closed"),
            ("[maps]\nsymbol = \"x\"\n", "m.toml:1: "),
            ("[map]\n", "m.toml: maps no column"),
            ("[map]\na = \"x\"\na = \"y\"\n", "m.toml:3: "),
        ] {
            let error = TableMap::of_file("m.toml", text).expect_err(text).to_string();
            assert!(error.contains(said), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_name_can_be_written(names in proptest::collection::vec("[ -~é]{0,8}[!-~é]", 1..4)) {
            let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
            let pairs: Vec<String> =
                names.iter().enumerate().map(|(at, name)| format!("own{at}={}", name_in_map(name))).collect();
            let map = TableMap::typed(&pairs.join(",")).expect("a map");
            prop_assert_eq!(map.entries.len(), names.len());
            for (entry, name) in map.entries.iter().zip(&names) {
                let read = match &entry.source.parts[..] {
                    [Part::Plain(read) | Part::Quoted(read)] => read,
                    other => panic!("{other:?}"),
                };
                prop_assert_eq!(read, name);
            }
        }

        #[test]
        fn no_text_is_too_much(text in "[a-c=,*/'\" 0-9e.]{0,24}") {
            let _ = TableMap::typed(&text);
            let _ = TableMap::of_file("m.toml", &text);
        }
    }
}
