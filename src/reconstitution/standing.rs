//! The standing of companies on an earlier rank day: their rank, or the screen that dropped them.

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::Reconstitution;
use crate::methodology::Screen;
use crate::universe::{Lookalikes, Security, SymbolChanges, SymbolKey, Universe};

/// The standing of one company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its rank among eligible companies, from 1.
    pub rank: Option<usize>,
    /// The screen that dropped it.
    pub dropped_by: Option<Screen>,
}

/// The standing of all companies of a universe, by each of their tickers and ids.
#[derive(Debug, Clone)]
pub struct PreviousStanding {
    /// The rank day.
    pub rank_day: NaiveDate,
    /// Number of eligible companies.
    pub eligible: usize,
    by_symbol: FxHashMap<SymbolKey, Standing>,
    lookalikes: Lookalikes,
    by_id: FxHashMap<String, Standing>,
}

impl PreviousStanding {
    /// The standings of a universe that was reconstituted.
    pub fn new(universe: &Universe, result: &Reconstitution) -> Self {
        let lookalikes = universe.lookalikes().clone();
        let mut by_symbol = FxHashMap::default();
        let mut by_id = FxHashMap::default();
        for (company, outcome) in universe.companies.iter().zip(&result.companies) {
            let dropped = result.screened.drops[outcome.line].as_ref().map(|d| d.screen);
            let standing = Standing { rank: outcome.rank, dropped_by: dropped };
            for security in universe.lines(company) {
                by_symbol.insert(lookalikes.key(security.symbol()), standing);
                if let Some(id) = security.id() {
                    by_id.insert(id.to_owned(), standing);
                }
            }
        }
        let eligible = result.screened.eligible.len();
        Self { rank_day: universe.as_of, eligible, by_symbol, lookalikes, by_id }
    }

    /// For each line of a later universe, the standing of its company; `None` if it had no line
    /// then.
    pub fn of_lines(&self, universe: &Universe, changes: &SymbolChanges) -> Vec<Option<Standing>> {
        let of = |security: &Security| self.of(security, universe.as_of, changes);
        universe.securities.iter().map(of).collect()
    }

    fn of(&self, security: &Security, day: NaiveDate, changes: &SymbolChanges) -> Option<Standing> {
        if let Some(standing) = security.id().and_then(|id| self.by_id.get(id)) {
            return Some(*standing);
        }
        let there = &self.lookalikes;
        let symbol = security.symbol();
        let is_exact = there.has(symbol);
        let key = if is_exact { there.key(symbol) } else { changes.key(symbol) };
        let then = changes.carry(&key, day, self.rank_day)?;
        self.by_key(&then)
    }

    /// The standing of the company that had this ticker on that rank day.
    pub fn by_key(&self, key: &SymbolKey) -> Option<Standing> {
        self.by_symbol.get(key).copied()
    }
}
