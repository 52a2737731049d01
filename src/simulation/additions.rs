//! New issues that join the indexes between reconstitutions of a backtest.

use rust_decimal::Decimal;

use super::newcomers::{Newcomer, Newcomers};
use super::pending::BreakBase;
use super::state::State;
use super::updates::cap_and_float;
use crate::market::history::{History, View};
use crate::reconstitution::Reconstitution;
use crate::universe::Indexes;
use crate::universe::packed::float;

/// The inputs for placing new issues.
pub(super) struct NewIssues<'a> {
    pub(super) history: &'a History,
    pub(super) view: &'a View,
    pub(super) state: &'a State,
    /// Eligible companies at this close.
    pub(super) fresh: &'a Reconstitution,
    pub(super) base: &'a BreakBase,
    /// Level of the Russell 3000E at this close.
    pub(super) level: f64,
}

impl NewIssues<'_> {
    /// The eligible companies among the given lines that are not held by the family through any
    /// line: the company, its pricing vehicle and its cap.
    fn eligible(
        &self,
        is_new: impl Fn(usize) -> bool,
    ) -> impl Iterator<Item = (usize, usize, Decimal)> {
        self.fresh.screened.eligible.iter().filter_map(move |eligible| {
            let company = eligible.company;
            let found = (company, eligible.line, eligible.market_cap?);
            let no_member = || self.lines(company).all(|l| self.state.indexes[l].is_empty());
            let held = self.fresh.matched.member_of_company[company].is_some();
            Some(found).filter(|_| is_new(company) && !held && no_member())
        })
    }

    /// The lines of a company.
    fn lines(&self, company: usize) -> impl Iterator<Item = usize> + '_ {
        let lines = &self.view.universe.companies[company].lines;
        lines.iter().map(|&security| self.view.line_of[security])
    }

    /// Companies that join with the quarter: listed since day `after` and larger than the
    /// market-adjusted smallest company of the Russell 3000E.
    pub(super) fn quarterly(&self, after: usize) -> Vec<(usize, Indexes)> {
        let breaks = self.base.adjusted(self.level);
        let is_new =
            |company: usize| self.lines(company).all(|line| self.history.lines[line].first > after);
        let placed = self.eligible(is_new).filter_map(|(_, security, cap)| {
            let place = breaks.place(cap)?;
            Some((self.view.line_of[security], place.indexes)).filter(|(_, i)| !i.is_empty())
        });
        placed.collect()
    }

    /// The due lines that qualify for fast entry: those of newly listed companies whose investable
    /// cap is above the market-adjusted break of the Top 500.
    pub(super) fn fast(
        &self,
        newcomers: &Newcomers,
        due: &[usize],
        top500: usize,
    ) -> Vec<(usize, Indexes, Newcomer)> {
        let breaks = self.base.adjusted(self.level);
        let Some(floor) = breaks.cap_at(top500).map(float) else {
            return Vec::new();
        };
        let company = |line: &usize| Some(self.view.company_of[self.view.security_of(*line)?]);
        let mut companies: Vec<usize> = due.iter().filter_map(company).collect();
        companies.sort_unstable();
        let is_new = |company: usize| companies.binary_search(&company).is_ok();
        let placed = self.eligible(is_new).filter_map(|(company, security, cap)| {
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
