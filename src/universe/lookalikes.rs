//! Lookalikes: tickers of one file that differ only in punctuation, such as BC-PC and BCPC, but are
//! separate lines.
//!
//! Within a file, spellings are exact. Between files, a ticker is matched without its punctuation, which
//! vendors write differently; but if a file has lookalikes, other files must spell them exactly.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::symbol::SymbolKey;

/// The lookalikes of some files, by their common key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lookalikes {
    spellings: BTreeMap<SymbolKey, BTreeMap<SymbolKey, Option<u64>>>,
}

impl Lookalikes {
    /// The lookalikes among the tickers of one file, or of one date in it, with their line numbers if
    /// known.
    pub fn of<'s>(symbols: impl Iterator<Item = (&'s str, Option<u64>)> + Clone) -> Self {
        // All but one of a group of lookalikes have punctuation, and few tickers have any.
        let punctuated = symbols.clone().filter(|(symbol, _)| SymbolKey::is_punctuated(symbol));
        let common: FxHashSet<SymbolKey> =
            punctuated.map(|(symbol, _)| SymbolKey::new(symbol)).collect();
        if common.is_empty() {
            return Self::default();
        }
        let mut spellings: BTreeMap<SymbolKey, BTreeMap<SymbolKey, Option<u64>>> = BTreeMap::new();
        for (symbol, line) in symbols {
            let key = SymbolKey::new(symbol);
            if common.contains(&key) {
                let found = spellings.entry(key).or_default();
                found.entry(SymbolKey::exact(symbol)).or_insert(line);
            }
        }
        spellings.retain(|_, found| found.len() > 1);
        Self { spellings }
    }

    /// Whether there are no lookalikes.
    pub fn is_empty(&self) -> bool {
        self.spellings.is_empty()
    }

    /// Whether a ticker is a lookalike, or differs from one only in punctuation.
    pub fn has(&self, symbol: &str) -> bool {
        !self.is_empty() && self.spellings.contains_key(&SymbolKey::new(symbol))
    }

    /// Whether all lookalikes of another file are among these.
    pub(super) fn has_all(&self, other: &Self) -> bool {
        other.spellings.keys().all(|common| self.spellings.contains_key(common))
    }

    /// The key by which a ticker is looked up: its exact spelling if it has lookalikes.
    pub fn key(&self, symbol: &str) -> SymbolKey {
        if self.has(symbol) { SymbolKey::exact(symbol) } else { SymbolKey::new(symbol) }
    }

    /// Adds the lookalikes of another file.
    pub fn extend(&mut self, other: &Self) {
        for (common, spellings) in &other.spellings {
            let known = self.spellings.entry(common.clone()).or_default();
            for (spelling, line) in spellings {
                known.entry(spelling.clone()).or_insert(*line);
            }
        }
    }

    /// A description of each group, such as "BC-PC (line 2) and BCPC (line 3)".
    pub fn groups(&self) -> impl Iterator<Item = String> + '_ {
        self.spellings.values().map(named)
    }

    /// The lookalikes that a ticker of another file may mean, in words, if none has the same spelling.
    pub fn ambiguous(&self, symbol: &str) -> Option<String> {
        if !self.has(symbol) {
            return None;
        }
        let spellings = self.spellings.get(&SymbolKey::new(symbol))?;
        let is_one = spellings.contains_key(&SymbolKey::exact(symbol));
        (!is_one).then(|| named(spellings))
    }
}

fn named(spellings: &BTreeMap<SymbolKey, Option<u64>>) -> String {
    let named = |(spelling, line): (&SymbolKey, &Option<u64>)| match line {
        Some(line) => format!("{} (line {line})", spelling.as_str()),
        None => spelling.as_str().to_owned(),
    };
    spellings.iter().map(named).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lookalikes_are_matched_by_their_exact_spelling_alone() {
        let symbols = ["BC-PC", "BCPC", "BRK/B", "AAA", "aaa"];
        let lines = symbols.iter().zip(2..).map(|(symbol, line)| (*symbol, Some(line)));
        let found = Lookalikes::of(lines);
        assert_eq!(found.groups().collect::<Vec<_>>(), ["BC-PC (line 2) and BCPC (line 3)"]);
        assert_ne!(found.key("BC-PC"), found.key("BCPC"));
        assert_eq!(found.key("bc-pc"), found.key("BC-PC"));
        assert_eq!(found.key("BRK.B"), found.key("BRKB"));
        assert_eq!(found.ambiguous("BC.PC").as_deref(), Some("BC-PC (line 2) and BCPC (line 3)"));
        assert_eq!(found.ambiguous("BCPC"), None);
        assert_eq!(found.ambiguous("BRK.B"), None);
    }
}
