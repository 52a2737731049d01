//! New issues of a history that join between reconstitutions.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::newcomers::{Newcomer, Newcomers};
use super::pending::BreakBase;
use super::state::State;
use super::updates::cap_and_float;
use crate::market::history::{History, View};
use crate::methodology::family::Indexes;
use crate::reconstitution::Reconstitution;

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
    /// Eligible companies of which no line is held: the company, the security that stands for it, and
    /// its cap.
    fn eligible(&self) -> impl Iterator<Item = (usize, usize, Decimal)> + '_ {
        self.fresh.screened.eligible.iter().filter_map(|eligible| {
            let no_member = self.lines(eligible.company).all(|l| self.state.indexes[l].is_empty());
            let held = self.fresh.matched.member_of_company[eligible.company].is_some();
            let found = (eligible.company, eligible.line, eligible.market_cap?);
            Some(found).filter(|_| no_member && !held)
        })
    }

    /// The lines of a company.
    fn lines(&self, company: usize) -> impl Iterator<Item = usize> + '_ {
        let lines = &self.view.universe.companies[company].lines;
        lines.iter().map(|&security| self.view.line_of[security])
    }

    /// Who joins with the quarter: new since day `after`, above the market-adjusted smallest
    /// company of the Russell 3000E.
    pub(super) fn quarterly(&self, after: usize) -> Vec<(usize, Indexes)> {
        let breaks = self.base.adjusted(self.level);
        let placed = self.eligible().filter_map(|(company, security, cap)| {
            if !self.lines(company).all(|line| self.history.lines[line].first > after) {
                return None;
            }
            let place = breaks.place(cap)?;
            Some((self.view.line_of[security], place.indexes)).filter(|(_, i)| !i.is_empty())
        });
        placed.collect()
    }

    /// Who joins at once, of the lines that are due: those of companies new as a whole, whose
    /// investable cap is above the market-adjusted break of the Top 500.
    pub(super) fn fast(
        &self,
        newcomers: &Newcomers,
        due: &[usize],
        top500: usize,
    ) -> Vec<(usize, Indexes, Newcomer)> {
        let breaks = self.base.adjusted(self.level);
        let Some(floor) = breaks.cap_at(top500).and_then(|cap| cap.to_f64()) else {
            return Vec::new();
        };
        let placed = self.eligible().filter_map(|(company, security, cap)| {
            // Few companies are new: the others are not looked at.
            self.lines(company).find(|line| due.binary_search(line).is_ok())?;
            let newcomer = newcomers.company(self.lines(company))?;
            let (known, float_pct) = cap_and_float(self.view, security);
            let investable = known? * float_pct / 100.0;
            let place = breaks.place(cap)?;
            let line = self.view.line_of[security];
            Some((line, place.indexes, newcomer)).filter(|_| investable > floor)
        });
        placed.collect()
    }
}
