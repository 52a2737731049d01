//! Companies placed anew (RB 6.4): their caps are recalculated and the breaks market-adjusted,
//! while all other companies stay where rank day put them.
//!
//! The rule takes cap and breaks of the day on which the event takes effect. A run's files do not
//! have the prices of that day. The close from which weights are taken stands in for it, and the
//! breaks are moved by the return of the Russell 3000E from rank day to that close. Without prices
//! of the implementation day, caps and breaks are those of rank day, plus the shares issued since.

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::{Effect, Outcome, Work};
use crate::methodology::additions::AdjustedBreaks;
use crate::methodology::company_cap::company_cap;
use crate::methodology::family::Family;
use crate::methodology::reevaluation::reevaluate;
use crate::methodology::share_classes::extra_class_joins;
use crate::reconstitution::decision::{Reason, decide_ranked};
use crate::reconstitution::{PlacedAnew, held_sides};
use crate::remark::{InterimNote, Remark};
use crate::universe::packed::float;
use crate::universe::{Index, Indexes, LineFinder, Security, Segment, Universe};

/// A change in shares between the two days by this factor or more, up or down, is a split, not an issue.
const SPLIT: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

impl Work<'_, '_> {
    /// Places every touched company anew, once.
    pub(super) fn place_anew(&mut self) {
        let mut touched = std::mem::take(&mut self.touched);
        touched.retain(|(company, _)| self.can_be_placed(*company));
        if touched.is_empty() {
            return;
        }
        let finder = self.interim.effective.map(|universe| (universe, LineFinder::new(universe)));
        let companies: Vec<usize> = touched.iter().map(|(company, _)| *company).collect();
        let index_return = self.index_return(finder.as_ref(), &companies);
        let family = Family::new(&self.result.ranking, self.inputs.parameters);
        for &(company, action) in &touched {
            if !self.result.placed_anew.contains_key(&company) {
                let Some(cap) = self.cap_of(finder.as_ref(), company) else { continue };
                self.place(company, cap, &family, index_return);
            }
            let (was, is) =
                (self.result.placed_anew[&company].was, self.result.companies[company].to);
            let symbol = self.symbol(self.result.companies[company].line).to_owned();
            if let Outcome::Applied(effects) = &mut self.between.actions[action].outcome {
                effects.push(Effect::PlacedAnew(symbol, was, is));
            }
        }
        self.remark_on_placement(index_return);
    }

    /// True unless the company has left, was kept or dropped without a rank, or has no rank and is
    /// not a spin-off's child.
    fn can_be_placed(&self, company: usize) -> bool {
        let result = &self.result.companies[company];
        match result.reason {
            Reason::Left(_) | Reason::Ineligible(_) | Reason::KeptUnranked => false,
            Reason::SplitOff => true,
            _ => result.rank.is_some(),
        }
    }

    fn place(&mut self, company: usize, cap: Decimal, family: &Family, index_return: Decimal) {
        let matched = &self.result.matched;
        let held = held_sides(matched, company);
        let from = matched.held_company(company).map_or(Segment::None, |held| held.segment);
        let knows_microcap = matched.knows_microcap();
        let breaks = AdjustedBreaks { ranking: &self.result.ranking, family, index_return };
        // A child that was not eligible on rank day has a cap, but took no place in the ranking.
        let own = &self.result.companies[company];
        let rank_day_cap = own.rank.and(own.market_cap);
        let of_rank_day = breaks.of_rank_day(cap);
        let place = reevaluate(&breaks, rank_day_cap, cap, &held);
        let result = &mut self.result.companies[company];
        let was = result.to;
        (result.from, result.to, result.indexes) = (from, place.segment, place.indexes);
        decide_ranked(result, &place, self.inputs, knows_microcap);
        if result.to != was {
            result.reason = Reason::PlacedAnew;
        }
        let anew = PlacedAnew { was, market_cap: cap, of_rank_day };
        self.result.placed_anew.insert(company, anew);
        self.put_lines(company, place.indexes);
    }

    /// Puts the company's lines that are in its indexes, or are to join them, into `indexes`.
    fn put_lines(&mut self, company: usize, indexes: Indexes) {
        let result = &mut *self.result;
        let lines = &self.inputs.universe.companies[company].lines;
        let was_in = lines.iter().any(|&line| !result.indexes_after[line].is_empty());
        if was_in {
            for &line in lines {
                if !result.indexes_after[line].is_empty() {
                    result.indexes_after[line] = indexes;
                }
            }
            return;
        }
        result.indexes_after[result.companies[company].line] = indexes;
        let eligible = &result.screened.eligible;
        let found = eligible.binary_search_by_key(&company, |eligible| eligible.company);
        let extra = found.map_or(&[][..], |at| &eligible[at].extra_lines);
        for &line in extra.iter().filter(|&&line| !self.is_gone[line]) {
            let class = &self.inputs.universe.securities[line];
            let member = result.matched.member_of_line[line].is_some();
            let rule = &self.inputs.parameters.share_classes;
            if extra_class_joins(class, member, rule).is_ok() {
                result.indexes_after[line] = indexes;
            }
        }
    }

    /// A company's cap, USD, at the close from which weights are taken, including shares issued
    /// since rank day.
    fn cap_of(
        &self,
        finder: Option<&(&Universe, LineFinder<'_>)>,
        company: usize,
    ) -> Option<Decimal> {
        let result = &self.result.companies[company];
        let lines = self.shares_of(company);
        let issued = |line: usize| self.issued(line);
        let of_rank_day = |line: usize| &self.inputs.universe.securities[line];
        // The cap of rank day, plus the shares issued since at that day's price.
        let grown = result.market_cap.map(|cap| {
            lines.iter().fold(cap, |cap, &line| {
                let price = of_rank_day(line).price().unwrap_or_default();
                cap.saturating_add(price.saturating_mul(issued(line)))
            })
        });
        let Some((universe, finder)) = finder else { return grown };
        let now = |line: usize| Some(&universe.securities[self.line_in(finder, line)?]);
        let company_lines = &self.inputs.universe.companies[company].lines;
        let classes: Vec<(usize, Security)> = company_lines
            .iter()
            .filter(|&&line| !self.is_gone[line])
            .map(|&line| {
                let (mut s, now) = (of_rank_day(line).clone(), now(line));
                // For a child, the shares that it began with may be all that is known.
                let is_child = result.market_cap.is_none();
                let begun = Some(issued(line)).filter(|issued| is_child && !issued.is_zero());
                let shares = s.shares_outstanding();
                let shares = shares.map(|shares| shares.saturating_add(issued(line)));
                let shares = shares.or(begun);
                s.set_company_market_cap(now.and_then(Security::company_market_cap));
                s.set_shares_outstanding(now.and_then(Security::shares_outstanding).or(shares));
                s.set_price(now.and_then(Security::price).or(s.price()));
                (line, s)
            })
            .collect();
        let vehicle = classes.iter().find(|(line, _)| *line == result.line)?;
        let stated = company_cap(&vehicle.1, classes.iter().map(|(_, s)| s));
        stated.or_else(|| {
            let growth = growth(of_rank_day(result.line), now(result.line)?)?;
            Some(grown?.saturating_mul(growth))
        })
    }

    /// Return of the Russell 3000E, a fraction, from rank day to the close from which weights are
    /// taken: over members with a price on both days, weighted by their value on rank day.
    fn index_return(
        &self,
        finder: Option<&(&Universe, LineFinder<'_>)>,
        touched: &[usize],
    ) -> Decimal {
        let Some((universe, finder)) = finder else { return Decimal::ZERO };
        let members = &self.result.matched.held;
        let (mut before, mut after) = (0.0, 0.0);
        for line in 0..self.is_gone.len() {
            let held = self.member_of(line).map(|member| members[member].indexes.holding);
            // Without a given membership, the new members stand in for the held ones.
            let nobody = members.is_empty();
            let held = held.or(nobody.then(|| self.result.indexes_after[line]));
            let is_member = held.is_some_and(|held| held.contains(Index::R3000E));
            if !is_member || touched.contains(&self.company_of[line]) {
                continue;
            }
            let now = self.line_in(finder, line).map(|at| &universe.securities[at]);
            let then = &self.inputs.universe.securities[line];
            let growth = now.and_then(|now| growth(then, now));
            if let Some((growth, value)) = growth.zip(self.value_of(line)) {
                before += float(value);
                after += float(value) * float(growth);
            }
        }
        let part = if before > 0.0 { after / before - 1.0 } else { 0.0 };
        Decimal::from_f64(part).unwrap_or_default().round_dp(9)
    }

    fn remark_on_placement(&mut self, index_return: Decimal) {
        let index_return_pct = (index_return * Decimal::ONE_HUNDRED).round_dp(2);
        let as_of = self.interim.effective.map(|universe| universe.as_of);
        let (count, of) = (self.result.placed_anew.len(), self.result.ranking.ranked.len());
        let remark = Remark::from(InterimNote::PlacedAnew { count, as_of, index_return_pct });
        self.between.remarks.push(remark.on(count, of));
        if self.interim.lockdown.is_none() {
            self.between.remarks.push(Remark::from(InterimNote::LockdownUnknown).on(count, of));
        }
    }
}

/// Growth in value of one share of rank day, as a multiple of its price then; splits are neutral.
fn growth(then: &Security, now: &Security) -> Option<Decimal> {
    let above_zero = |d: &Decimal| *d > Decimal::ZERO;
    let ratio = |then: Option<Decimal>, now: Option<Decimal>| {
        now.filter(above_zero)?.checked_div(then.filter(above_zero)?)
    };
    let price = ratio(then.price(), now.price())?;
    let implied =
        |s: &Security| s.company_market_cap().zip(s.price()).and_then(|(c, p)| c.checked_div(p));
    let shares = ratio(then.shares_outstanding(), now.shares_outstanding())
        .or_else(|| ratio(implied(then), implied(now)));
    let is_split = |shares: &Decimal| *shares >= SPLIT || *shares * SPLIT <= Decimal::ONE;
    Some(price.saturating_mul(shares.filter(is_split).unwrap_or(Decimal::ONE)))
}
