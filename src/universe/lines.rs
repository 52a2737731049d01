//! Finds a security of another day, or of another file, among the lines of a universe.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::Universe;
use super::symbol::{SymbolChanges, SymbolKey};

/// The lines of a universe by id and by ticker.
pub struct LineFinder<'a> {
    universe: &'a Universe,
    by_id: FxHashMap<&'a str, usize>,
    by_symbol: FxHashMap<SymbolKey, usize>,
}

impl<'a> LineFinder<'a> {
    /// Indexes the lines of this universe.
    pub fn new(universe: &'a Universe) -> Self {
        let lines = || universe.securities.iter().enumerate();
        let by_id = || {
            let mut by_id = FxHashMap::default();
            by_id.reserve(universe.securities.len());
            by_id.extend(lines().filter_map(|(at, s)| Some((s.id.as_deref()?, at))));
            by_id
        };
        let by_symbol = || {
            let lookalikes = universe.lookalikes();
            lines().map(|(at, s)| (lookalikes.key(&s.symbol), at)).collect()
        };
        let (by_id, by_symbol) = rayon::join(by_id, by_symbol);
        Self { universe, by_id, by_symbol }
    }

    /// The line of the security with this id and this ticker on `day`: by id where both sides have
    /// one, else by the ticker, carried to the universe's day.
    ///
    /// A ticker that by then belongs to a line with another id was reused; the result is then
    /// `None`.
    pub fn find(
        &self,
        id: Option<&str>,
        symbol: &str,
        day: NaiveDate,
        changes: &SymbolChanges,
    ) -> Option<usize> {
        if let Some(line) = id.and_then(|id| self.by_id.get(id)) {
            return Some(*line);
        }
        let line = self.by_ticker(symbol, day, changes)?;
        let reused = id.is_some() && self.universe.securities[line].id.is_some();
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
        let loose = || self.by_symbol.get(&SymbolKey::new(carried.as_str()));
        let line = *self.by_symbol.get(&carried).or_else(loose)?;
        (changes.key(&self.universe.securities[line].symbol) == carried).then_some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::universe::{Exchange, Security};

    #[test]
    fn an_id_outlives_its_ticker_and_a_reused_ticker_is_not_found() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a date");
        let mut renamed = Security::new("NEW", Exchange::Nyse);
        renamed.id = Some("id-1".to_owned().into());
        let mut other = Security::new("OLD", Exchange::Nyse);
        other.id = Some("id-2".to_owned().into());
        let universe = Universe::new(day, vec![renamed, other]);
        let finder = LineFinder::new(&universe);
        let none = SymbolChanges::default();
        let symbol_of = |line: usize| universe.securities[line].symbol.as_str();
        assert_eq!(finder.find(Some("id-1"), "OLD", day, &none).map(symbol_of), Some("NEW"));
        assert_eq!(finder.find(Some("id-3"), "OLD", day, &none), None);
        assert_eq!(finder.find(None, "old", day, &none).map(symbol_of), Some("OLD"));
    }

    #[test]
    fn lookalikes_are_found_by_their_exact_spelling_wherever_they_are() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 30).expect("a date");
        let universe = |symbols: &[&str]| {
            let lines = symbols.iter().map(|symbol| Security::new(*symbol, Exchange::Nyse));
            Universe::new(day, lines.collect())
        };
        let none = SymbolChanges::default();
        let found = |universe: &Universe, symbol: &str, changes: &SymbolChanges| {
            let line = LineFinder::new(universe).find(None, symbol, day, changes)?;
            Some(universe.securities[line].symbol.clone())
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
        // The tickers' file has both, this one only the other.
        let told = none.telling_apart(both.lookalikes());
        for only in ["BC-PC", "BCPC"] {
            let one = universe(&[only, "BRK-B"]);
            for symbol in ["BC-PC", "BCPC"] {
                let expected = (symbol == only).then_some(only);
                assert_eq!(found(&one, symbol, &told).as_deref(), expected, "{symbol} in {only}");
            }
            assert_eq!(found(&one, "BRK/B", &told).as_deref(), Some("BRK-B"));
        }
        // Without the knowledge that there are two, it is matched without its punctuation.
        assert_eq!(found(&universe(&["BC-PC"]), "BCPC", &none).as_deref(), Some("BC-PC"));
    }
}
