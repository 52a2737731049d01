//! New issues of a history that join between reconstitutions.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::pending::BreakBase;
use super::state::State;
use super::updates::cap_and_float;
use crate::market::history::{History, View};
use crate::methodology::family::Indexes;
use crate::reconstitution::Reconstitution;

/// Sessions of trading after which a new issue may join at once (RB 6.6).
const SESSIONS_BEFORE_FAST_ENTRY: u16 = 5;

/// What placing new issues needs.
pub(super) struct NewIssues<'a> {
    pub(super) history: &'a History,
    pub(super) view: &'a View,
    pub(super) state: &'a State,
    /// What is eligible at this close.
    pub(super) fresh: &'a Reconstitution,
    pub(super) base: &'a BreakBase,
    /// Level of the Russell 3000E at this close.
    pub(super) level: f64,
}

impl NewIssues<'_> {
    /// Eligible companies whose lines all appeared after day `after`, and of which none is held.
    fn eligible(&self, after: usize) -> impl Iterator<Item = (usize, Decimal)> + '_ {
        self.fresh.screened.eligible.iter().filter_map(move |eligible| {
            let lines = &self.view.universe.companies[eligible.company].lines;
            let new = lines.iter().all(|&security| {
                let line = self.view.line_of[security];
                self.history.lines[line].first > after && self.state.indexes[line].is_empty()
            });
            let held = self.fresh.matched.member_of_company[eligible.company].is_some();
            Some((eligible.line, eligible.market_cap?)).filter(|_| new && !held)
        })
    }

    /// Who joins with the quarter: new since day `after`, above the market-adjusted smallest
    /// company of the Russell 3000E.
    pub(super) fn quarterly(&self, after: usize) -> Vec<(usize, Indexes)> {
        let breaks = self.base.adjusted(self.level);
        let placed = self.eligible(after).filter_map(|(security, cap)| {
            let place = breaks.place(cap)?;
            Some((self.view.line_of[security], place.indexes)).filter(|(_, i)| !i.is_empty())
        });
        placed.collect()
    }

    /// Who joins at once: new since day `after`, traded for five sessions, and its investable cap
    /// above the market-adjusted break of the Top 500.
    pub(super) fn fast(&self, after: usize, top500: usize) -> Vec<(usize, Indexes)> {
        let breaks = self.base.adjusted(self.level);
        let Some(floor) = breaks.cap_at(top500).and_then(|cap| cap.to_f64()) else {
            return Vec::new();
        };
        let placed = self.eligible(after).filter_map(|(security, cap)| {
            let line = self.view.line_of[security];
            // On the first day on which it has traded long enough, and on no later one.
            let first = self.history.lines[line].first;
            let enough =
                |sessions: Option<u16>| sessions.is_none_or(|n| n >= SESSIONS_BEFORE_FAST_ENTRY);
            let enough_at_first = enough(self.history.days[first].quote(line)?.days);
            let seasoned = enough_at_first == (first == self.view.day);
            let (known, float_pct) = cap_and_float(self.view, security);
            let investable = known? * float_pct / 100.0;
            let place = breaks.place(cap)?;
            Some((line, place.indexes)).filter(|_| seasoned && investable > floor)
        });
        placed.collect()
    }
}
