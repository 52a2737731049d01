//! Tickers across vendors' spellings and across ticker changes.
//!
//! A symbol alone does not identify a line: it is reused after a delisting. It identifies a line on
//! a date, and [`SymbolChanges`] carries it from one date to another.

use chrono::NaiveDate;
use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::fault::Faults;
use super::input::Input;
use super::lookalikes::Lookalikes;
use super::table::{self, Column};

/// A ticker without the vendor's punctuation, so that `BRK/A`, `BRK-A`, `BRK.A`, `BRK A` and `BRKA`
/// are the same.
///
/// ```
/// use rankday::universe::SymbolKey;
/// assert_eq!(SymbolKey::new("BRK/B"), SymbolKey::new("brk-b"));
/// // A caret marks a preferred class and stays: ABR^D is not the ticker ABRD.
/// assert_ne!(SymbolKey::new("ABR^D"), SymbolKey::new("ABRD"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SymbolKey(CompactString);

impl SymbolKey {
    /// The key of a ticker in any spelling.
    pub fn new(symbol: &str) -> Self {
        // Nearly every ticker equals its key, and is short enough to be held without an allocation.
        if symbol.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            return Self(CompactString::new(symbol));
        }
        let kept = symbol.bytes().filter(|b| b.is_ascii_alphanumeric() || *b == b'^');
        Self(kept.map(|b| char::from(b.to_ascii_uppercase())).collect())
    }

    /// The key of a ticker that has lookalikes in its file: its exact spelling, except for case.
    pub fn exact(symbol: &str) -> Self {
        if !symbol.bytes().any(|b| b.is_ascii_lowercase()) {
            return Self(CompactString::new(symbol));
        }
        Self(symbol.chars().map(|c| c.to_ascii_uppercase()).collect())
    }

    /// Whether a ticker's key leaves out any of its characters.
    pub(crate) fn is_punctuated(symbol: &str) -> bool {
        !symbol.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'^')
    }

    /// The key's letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Allows keys to be looked up by a string slice.
impl std::borrow::Borrow<str> for SymbolKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A ticker as written in a file, with its lookup key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticker {
    /// The lookup key; never empty.
    pub key: SymbolKey,
    /// As written, for messages and reports.
    pub written: String,
}

impl Ticker {
    /// A ticker in any spelling; `None` if it contains no letter or digit.
    pub fn new(written: &str) -> Option<Self> {
        let key = SymbolKey::new(written);
        let named = key.as_str().bytes().any(|b| b.is_ascii_alphanumeric());
        named.then(|| Self { key, written: written.to_owned() })
    }
}

impl std::fmt::Display for Ticker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

/// Columns of a file of ticker changes.
pub const SYMBOL_CHANGE_COLUMNS: &[Column] = &[
    Column { name: "date", required: true, holds: "date", meaning: "first day of the new ticker" },
    Column { name: "old", required: true, holds: "ticker", meaning: "ticker before" },
    Column { name: "new", required: true, holds: "ticker", meaning: "ticker from that day" },
];

/// Dated ticker changes, and the lookalikes that only exact spelling distinguishes; together they link
/// the lines of two files.
#[derive(Debug, Clone, Default)]
pub struct SymbolChanges {
    /// Every change as its date, the old ticker and the new one, as written.
    written: Vec<(NaiveDate, String, String)>,
    lookalikes: Lookalikes,
    by_old: FxHashMap<SymbolKey, Vec<(NaiveDate, SymbolKey)>>,
    by_new: FxHashMap<SymbolKey, Vec<(NaiveDate, SymbolKey)>>,
}

impl SymbolChanges {
    /// Reads `date,old,new`; further columns are ignored.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn read(input: &Input) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut changes = Vec::new();
        table::read(input, SYMBOL_CHANGE_COLUMNS, &mut faults, |row, faults| {
            let date = row.required(0, faults).and_then(|_| row.date(0, faults));
            let (old, new) = (row.ticker(1, faults), row.ticker(2, faults));
            if let (Some(date), Some(old), Some(new)) = (date, old, new) {
                changes.push((date, old.written, new.written));
            }
        });
        let mut read = Self::default();
        read.add(changes);
        faults.into_result(read)
    }

    /// These changes, with further lookalikes to be matched by exact spelling.
    #[must_use]
    pub fn telling_apart(&self, lookalikes: &Lookalikes) -> Self {
        let mut telling = self.clone();
        if !lookalikes.is_empty() {
            telling.lookalikes.extend(lookalikes);
            (telling.by_old, telling.by_new) = Default::default();
            let written = std::mem::take(&mut telling.written);
            telling.add(written);
        }
        telling
    }

    /// Whether these lookalikes are already matched by exact spelling.
    pub(super) fn tells_apart(&self, lookalikes: &Lookalikes) -> bool {
        self.lookalikes.has_all(lookalikes)
    }

    /// The key by which a ticker is looked up: without its punctuation, or the exact spelling if it has
    /// lookalikes.
    pub fn key(&self, symbol: &str) -> SymbolKey {
        self.lookalikes.key(symbol)
    }

    /// Adds changes, each as its date, the old ticker and the new one, except those already known.
    pub(super) fn add(&mut self, changes: Vec<(NaiveDate, String, String)>) {
        for (date, old, new) in &changes {
            let (old, new) = (self.key(old), self.key(new));
            self.by_old.entry(old.clone()).or_default().push((*date, new.clone()));
            self.by_new.entry(new).or_default().push((*date, old));
        }
        self.written.extend(changes);
        for list in self.by_old.values_mut().chain(self.by_new.values_mut()) {
            list.sort();
            list.dedup();
        }
    }

    /// The ticker on day `to` of the line that had ticker `key` on day `from`; `None` if another line
    /// took that ticker in between, so that its former owner must have left.
    ///
    /// Changes dated after the earlier and up to the later day are applied in order, so that a ticker
    /// reused outside those days is not attributed to the wrong owner.
    pub fn carry(&self, key: &SymbolKey, from: NaiveDate, to: NaiveDate) -> Option<SymbolKey> {
        if from == to || !self.concerns(key) {
            return Some(key.clone());
        }
        let forward = from < to;
        let (leaving, taking) =
            if forward { (&self.by_old, &self.by_new) } else { (&self.by_new, &self.by_old) };
        let mut now = key.clone();
        // A change dated on the starting day has already happened: going back undoes it.
        let mut day = if forward { from } else { from.succ_opt().unwrap_or(from) };
        loop {
            let next = |list: Option<&Vec<(NaiveDate, SymbolKey)>>| {
                let list = list?;
                if forward {
                    list.iter().find(|(d, _)| *d > day && *d <= to).cloned()
                } else {
                    list.iter().rev().find(|(d, _)| *d < day && *d > to).cloned()
                }
            };
            let (left, taken) = (next(leaving.get(&now)), next(taking.get(&now)));
            match (left, taken) {
                (Some((date, ticker)), taken)
                    if taken
                        .as_ref()
                        .is_none_or(|(d, _)| if forward { date <= *d } else { date >= *d }) =>
                {
                    // Every step moves the day further, so that no chain is endless.
                    (day, now) = (date, ticker);
                }
                (_, Some(_)) => return None,
                (_, None) => return Some(now),
            }
        }
    }

    /// Whether any change has this ticker, old or new.
    pub fn concerns(&self, key: &SymbolKey) -> bool {
        self.by_old.contains_key(key) || self.by_new.contains_key(key)
    }
}

/// Adds changes, each as its date, the old ticker and the new one, except those already known.
impl Extend<(NaiveDate, SymbolKey, SymbolKey)> for SymbolChanges {
    fn extend<I: IntoIterator<Item = (NaiveDate, SymbolKey, SymbolKey)>>(&mut self, changes: I) {
        let written = |(date, old, new): (NaiveDate, SymbolKey, SymbolKey)| {
            (date, old.as_str().to_owned(), new.as_str().to_owned())
        };
        self.add(changes.into_iter().map(written).collect());
    }
}

/// Collects changes in the form that [`Extend`] takes.
impl FromIterator<(NaiveDate, SymbolKey, SymbolKey)> for SymbolChanges {
    fn from_iter<I: IntoIterator<Item = (NaiveDate, SymbolKey, SymbolKey)>>(changes: I) -> Self {
        let mut all = Self::default();
        all.extend(changes);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        table::parse_date(text).expect("a date")
    }

    fn changes() -> SymbolChanges {
        let text = "date,old,new\n2021-06-01,AAA,BBB\n2022-06-01,BBB,CCC\n2022-07-01,XXX,AAA\n";
        let input = Input::from_bytes("t.csv", text.into()).expect("text");
        SymbolChanges::read(&input).expect("changes")
    }

    fn carried(key: &str, from: &str, to: &str) -> Option<String> {
        let carried = changes().carry(&SymbolKey::new(key), day(from), day(to));
        carried.map(|key| key.as_str().to_owned())
    }

    #[test]
    fn tickers_are_carried_along_chains_and_back() {
        assert_eq!(carried("AAA", "2021-01-01", "2023-01-01").as_deref(), Some("CCC"));
        assert_eq!(carried("CCC", "2023-01-01", "2021-01-01").as_deref(), Some("AAA"));
        assert_eq!(carried("AAA", "2021-01-01", "2021-06-01").as_deref(), Some("BBB"));
        assert_eq!(carried("AAA", "2021-01-01", "2021-05-31").as_deref(), Some("AAA"));
    }

    #[test]
    fn changes_from_two_sources_are_in_their_order_and_once() {
        let change = |date, old, new| (day(date), SymbolKey::new(old), SymbolKey::new(new));
        let mut both = changes();
        both.extend([change("2021-06-01", "AAA", "BBB"), change("2020-06-01", "OLD", "AAA")]);
        let old = SymbolKey::new("OLD");
        let carried = both.carry(&old, day("2020-01-01"), day("2023-01-01"));
        assert_eq!(carried.as_ref().map(SymbolKey::as_str), Some("CCC"));
        assert_eq!(both.by_old[&SymbolKey::new("AAA")].len(), 1);
        assert_eq!(both.by_new[&SymbolKey::new("AAA")].len(), 2);
        assert!(both.by_new[&SymbolKey::new("AAA")].is_sorted());
    }

    #[test]
    fn a_ticker_has_letters_or_digits() {
        assert_eq!(Ticker::new("brk/b").map(|t| t.to_string()).as_deref(), Some("brk/b"));
        assert_eq!(Ticker::new("brk/b").map(|t| t.key), Some(SymbolKey::new("BRK.B")));
        assert_eq!(Ticker::new("^"), None);
        assert_eq!(Ticker::new("-"), None);
    }

    #[test]
    fn a_reused_ticker_does_not_lead_to_its_former_owner() {
        assert_eq!(carried("XXX", "2022-06-15", "2023-01-01").as_deref(), Some("AAA"));
        assert_eq!(carried("AAA", "2023-01-01", "2022-06-15").as_deref(), Some("XXX"));
        // The line has been AAA since July 2022: the change of 2021 concerned another line.
        assert_eq!(carried("AAA", "2022-07-02", "2023-01-01").as_deref(), Some("AAA"));
        // The line that was CCC before BBB took that ticker has left.
        assert_eq!(carried("CCC", "2022-01-01", "2023-01-01"), None);
        assert_eq!(carried("BBB", "2022-01-01", "2021-01-01").as_deref(), Some("AAA"));
    }
}
