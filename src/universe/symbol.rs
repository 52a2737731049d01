//! Tickers across vendors' spellings and across ticker changes.
//!
//! A symbol alone is no identity: it is reused after a delisting. It identifies a line on a date,
//! and [`SymbolChanges`] carries it from one date to another.

use chrono::NaiveDate;
use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::fault::Faults;
use super::input::Input;
use super::table::{self, Column};

/// A ticker with the vendor's punctuation taken out, so that `BRK/A`, `BRK-A`, `BRK.A`, `BRK A`
/// and `BRKA` are the same.
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
        // Nearly every ticker is its own key, and is short enough to be held without an allocation.
        if symbol.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
            return Self(CompactString::new(symbol));
        }
        let kept = symbol.bytes().filter(|b| b.is_ascii_alphanumeric() || *b == b'^');
        Self(kept.map(|b| char::from(b.to_ascii_uppercase())).collect())
    }

    /// The key's letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Columns of a file of ticker changes.
pub const SYMBOL_CHANGE_COLUMNS: &[Column] = &[
    Column { name: "date", required: true, holds: "date", meaning: "first day of the new ticker" },
    Column { name: "old", required: true, holds: "ticker", meaning: "ticker before" },
    Column { name: "new", required: true, holds: "ticker", meaning: "ticker from that day" },
];

/// Dated ticker changes.
#[derive(Debug, Clone, Default)]
pub struct SymbolChanges {
    by_old: FxHashMap<SymbolKey, Vec<(NaiveDate, SymbolKey)>>,
    by_new: FxHashMap<SymbolKey, Vec<(NaiveDate, SymbolKey)>>,
}

impl SymbolChanges {
    /// Reads `date,old,new`; further columns mean nothing here.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn read(input: &Input) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let mut changes = Self::default();
        table::read(input, SYMBOL_CHANGE_COLUMNS, &mut faults, |row, faults| {
            let date = row.date(0, faults);
            let old = row.required(1, faults);
            let new = row.required(2, faults);
            if let (Some(date), Some(old), Some(new)) = (date, old, new) {
                changes.push(date, old, new);
            }
        });
        changes.sort();
        faults.into_result(changes)
    }

    fn push(&mut self, date: NaiveDate, old: &str, new: &str) {
        let (old, new) = (SymbolKey::new(old), SymbolKey::new(new));
        self.by_old.entry(old.clone()).or_default().push((date, new.clone()));
        self.by_new.entry(new).or_default().push((date, old));
    }

    fn sort(&mut self) {
        for list in self.by_old.values_mut().chain(self.by_new.values_mut()) {
            list.sort();
        }
    }

    /// The ticker on day `to` of what had ticker `key` on day `from`.
    ///
    /// Changes dated after the earlier and up to the later day count, in their order, so that a
    /// ticker that was reused outside those days is not mistaken for its other owner.
    pub fn carry(&self, key: &SymbolKey, from: NaiveDate, to: NaiveDate) -> SymbolKey {
        let mut now = key.clone();
        let mut day = from;
        // A chain cannot be longer than the days between: every step moves the day on.
        if from <= to {
            while let Some((date, next)) = self
                .by_old
                .get(&now)
                .and_then(|list| list.iter().find(|(d, _)| *d > day && *d <= to))
            {
                (day, now) = (*date, next.clone());
            }
        } else {
            day = day.succ_opt().unwrap_or(day);
            while let Some((date, before)) = self
                .by_new
                .get(&now)
                .and_then(|list| list.iter().rev().find(|(d, _)| *d < day && *d > to))
            {
                (day, now) = (*date, before.clone());
            }
        }
        now
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_old.is_empty()
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

    #[test]
    fn tickers_are_carried_along_chains_and_back() {
        let (c, from, to) = (changes(), day("2021-01-01"), day("2023-01-01"));
        assert_eq!(c.carry(&SymbolKey::new("AAA"), from, to).as_str(), "CCC");
        assert_eq!(c.carry(&SymbolKey::new("CCC"), to, from).as_str(), "AAA");
        assert_eq!(c.carry(&SymbolKey::new("AAA"), from, day("2021-06-01")).as_str(), "BBB");
        assert_eq!(c.carry(&SymbolKey::new("AAA"), from, day("2021-05-31")).as_str(), "AAA");
    }

    #[test]
    fn a_reused_ticker_is_not_its_former_owner() {
        let c = changes();
        let (from, to) = (day("2022-06-15"), day("2023-01-01"));
        assert_eq!(c.carry(&SymbolKey::new("XXX"), from, to).as_str(), "AAA");
        assert_eq!(c.carry(&SymbolKey::new("AAA"), to, from).as_str(), "XXX");
        // Held as AAA from July 2022 on: the change of 2021 was somebody else's.
        assert_eq!(c.carry(&SymbolKey::new("AAA"), day("2022-07-02"), to).as_str(), "AAA");
    }
}
