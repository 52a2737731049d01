//! Finds a security of another day, or of another file, among the lines of a universe.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::same::{by_hash, of_hash};
use super::symbol::{SymbolChanges, SymbolKey};
use super::{Security, Universe};

/// The lines of a universe by id and by ticker: the sorted hashes of these, each with the index of its line.
pub struct LineFinder<'a> {
    universe: &'a Universe,
    by_id: Vec<(u64, usize)>,
    by_symbol: Vec<(u64, usize)>,
}

impl<'a> LineFinder<'a> {
    /// Indexes the lines of this universe.
    pub fn new(universe: &'a Universe) -> Self {
        let lookalikes = universe.lookalikes();
        let lines = &universe.securities;
        let by_id = by_hash(lines, |line| line.id());
        let by_symbol = by_hash(lines, |line| Some(lookalikes.key(line.symbol())));
        Self { universe, by_id, by_symbol }
    }

    /// The line of the security with this id and this ticker on `day`: by id if both sides have one,
    /// otherwise by the ticker, carried to the universe's day.
    ///
    /// The result is `None` if the ticker was reused, that is, by then belongs to a line with another id.
    pub fn find(
        &self,
        id: Option<&str>,
        symbol: &str,
        day: NaiveDate,
        changes: &SymbolChanges,
    ) -> Option<usize> {
        let lines = &self.universe.securities;
        let of_id = |id| of_hash(&self.by_id, id).rfind(|&line| lines[line].id() == Some(id));
        if let Some(line) = id.and_then(of_id) {
            return Some(line);
        }
        let line = self.by_ticker(symbol, day, changes)?;
        let reused = id.is_some() && lines[line].id().is_some();
        (!reused).then_some(line)
    }

    /// The line of a ticker; for lookalikes, in this file or in the ticker's own, the one with the
    /// exact spelling.
    fn by_ticker(&self, symbol: &str, day: NaiveDate, changes: &SymbolChanges) -> Option<usize> {
        let told;
        let lookalikes = self.universe.lookalikes();
        let changes = if changes.tells_apart(lookalikes) {
            changes
        } else {
            told = changes.telling_apart(lookalikes);
            &told
        };
        let carried = changes.carry(&changes.key(symbol), day, self.universe.as_of)?;
        let loose = || self.of_key(&SymbolKey::new(carried.as_str()));
        let line = self.of_key(&carried).or_else(loose)?;
        (changes.key(self.universe.securities[line].symbol()) == carried).then_some(line)
    }

    /// The line whose ticker has this key.
    fn of_key(&self, key: &SymbolKey) -> Option<usize> {
        let lookalikes = self.universe.lookalikes();
        let own = |line: usize| lookalikes.key(self.universe.securities[line].symbol());
        of_hash(&self.by_symbol, key).rfind(|&line| own(line) == *key)
    }
}

/// The lines that two universes have in common, matched by a key of their tickers: pairs, in the order of
/// the second universe.
pub(crate) fn lines_of_both<'u>(
    universe: &'u Universe,
    other: &'u Universe,
    key: impl Fn(&str) -> SymbolKey,
) -> Vec<(&'u Security, &'u Security)> {
    // The second universe may be far shorter, so only its keys are stored.
    let keys = other.securities.iter().map(|line| (key(line.symbol()), None));
    let mut found: FxHashMap<SymbolKey, Option<&Security>> = keys.collect();
    for line in &universe.securities {
        if let Some(found) = found.get_mut(&key(line.symbol())) {
            *found = Some(line);
        }
    }
    let both = |line: &'u Security| Some(((*found.get(&key(line.symbol()))?)?, line));
    other.securities.iter().filter_map(both).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::Exchange;

    #[test]
    fn an_id_outlives_its_ticker_and_a_reused_ticker_is_not_found() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a date");
        let mut renamed = Security::new("NEW", Exchange::Nyse);
        renamed.set_id(Some("id-1"));
        let mut other = Security::new("OLD", Exchange::Nyse);
        other.set_id(Some("id-2"));
        let universe = Universe::new(day, vec![renamed, other]);
        let finder = LineFinder::new(&universe);
        let none = SymbolChanges::default();
        let symbol_of = |line: usize| universe.securities[line].symbol();
        assert_eq!(finder.find(Some("id-1"), "OLD", day, &none).map(symbol_of), Some("NEW"));
        assert_eq!(finder.find(Some("id-3"), "OLD", day, &none), None);
        assert_eq!(finder.find(None, "old", day, &none).map(symbol_of), Some("OLD"));
    }

    #[test]
    fn lines_of_two_universes_are_paired_in_the_order_of_the_second() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a date");
        let universe = |symbols: &[&str]| {
            let lines = symbols.iter().map(|symbol| Security::new(symbol, Exchange::Nyse));
            Universe::new(day, lines.collect())
        };
        let (one, other) = (universe(&["AAA", "BRK/B", "CCC"]), universe(&["BRK.B", "CCC", "DDD"]));
        let both = |key: fn(&str) -> SymbolKey| -> Vec<(&str, &str)> {
            let both = lines_of_both(&one, &other, key).into_iter();
            both.map(|(one, other)| (one.symbol(), other.symbol())).collect()
        };
        assert_eq!(both(SymbolKey::new), [("BRK/B", "BRK.B"), ("CCC", "CCC")]);
        assert_eq!(both(SymbolKey::exact), [("CCC", "CCC")]);
    }

    #[test]
    fn lookalikes_are_found_by_their_exact_spelling_wherever_they_are() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a date");
        let universe = |symbols: &[&str]| {
            let lines = symbols.iter().map(|symbol| Security::new(symbol, Exchange::Nyse));
            Universe::new(day, lines.collect())
        };
        let none = SymbolChanges::default();
        let found = |universe: &Universe, symbol: &str, changes: &SymbolChanges| {
            let line = LineFinder::new(universe).find(None, symbol, day, changes)?;
            Some(universe.securities[line].symbol().to_owned())
        };
        let both = universe(&["BC-PC", "BCPC", "BRK/B"]);
        for (symbol, line) in [
            ("BC-PC", Some("BC-PC")),
            ("bcpc", Some("BCPC")),
            ("BC.PC", None),
            ("BRK.B", Some("BRK/B")),
        ] {
            assert_eq!(found(&both, symbol, &none).as_deref(), line, "{symbol}");
        }
        // The tickers' file has both lookalikes, this one only one of them.
        let told = none.telling_apart(both.lookalikes());
        for only in ["BC-PC", "BCPC"] {
            let one = universe(&[only, "BRK-B"]);
            for symbol in ["BC-PC", "BCPC"] {
                let expected = (symbol == only).then_some(only);
                assert_eq!(found(&one, symbol, &told).as_deref(), expected, "{symbol} in {only}");
            }
            assert_eq!(found(&one, "BRK/B", &told).as_deref(), Some("BRK-B"));
        }
        // If it is not known that there are two, the ticker is matched without its punctuation.
        assert_eq!(found(&universe(&["BC-PC"]), "BCPC", &none).as_deref(), Some("BC-PC"));
    }
}
