//! Takeovers: what a buyer gives for a company or one of its classes, and what becomes of both.

use rust_decimal::Decimal;

use super::acting::effect_of_leaving;
use super::leaving::How;
use super::{Departure, Effect, Left, Work};
use crate::universe::{Acquirer, Action, CorporateAction, LineFinder};

/// What a buyer gives in its own shares.
struct Terms {
    /// Shares given for one share of each line.
    by_line: Vec<(usize, Decimal)>,
    /// The company, and the shares given for one share of the line that represents it; `None` if
    /// any line has terms of its own.
    of_company: Option<(usize, Decimal)>,
}

impl Terms {
    /// The terms of a class that is merged into another class of its company.
    fn of_class(line: usize, ratio: Decimal) -> Self {
        Self { by_line: vec![(line, ratio)], of_company: None }
    }
}

impl Work<'_, '_> {
    /// A company is taken over: its lines leave, and a member that pays in shares grows.
    pub(super) fn merge(
        &mut self,
        finder: &LineFinder<'_>,
        action: &CorporateAction,
        target: usize,
        acquirer: Option<&Acquirer>,
    ) -> Vec<Effect> {
        let company = self.company_of[target];
        let day_before = action.date.pred_opt().unwrap_or(action.date);
        let buyer = acquirer.and_then(|acquirer| {
            let of_day = |day| self.line_on(finder, &acquirer.symbol, day);
            Some((of_day(day_before).or_else(|| of_day(action.date))?, acquirer))
        });
        let held = self.held_of(target);
        let mut effects = Vec::new();
        let name = acquirer.map(|acquirer| acquirer.symbol.to_string());
        let how = How { why: Departure::Merger, date: Some(action.date), buyer: name.as_deref() };
        match buyer {
            Some((line, _)) if self.is_gone[line] => {
                effects.push(Effect::BuyerHadLeft(self.symbol(line).to_owned()));
            }
            Some((line, acquirer)) if self.company_of[line] == company => {
                let terms = acquirer.ratio.map(|ratio| Terms::of_class(target, ratio));
                effects.extend(terms.and_then(|terms| self.pay_in_shares(action, &terms, line)));
                self.line_leaves(target, how);
                effects.insert(0, Effect::ClassEnded(self.symbol(line).to_owned()));
                return effects;
            }
            Some((line, Acquirer { ratio: Some(ratio), .. })) => {
                let terms = self.terms(finder, action, company, *ratio);
                effects.extend(self.pay_in_shares(action, &terms, line));
                self.touch(action, line, &mut effects);
            }
            _ => {}
        }
        let mut said = effect_of_leaving(self.company_leaves(company, how), held);
        said.extend(effects);
        said
    }

    /// Whether the company of a merger's target has left by another merger of the same day.
    pub(super) fn is_taken_over_today(
        &self,
        finder: &LineFinder<'_>,
        action: &CorporateAction,
    ) -> bool {
        let company = self.target_of(finder, action).map(|line| self.company_of[line]);
        let is_left = |left: &Left| {
            Some(left.company) == company
                && (left.why, left.date) == (Departure::Merger, Some(action.date))
        };
        company.is_some() && self.between.left.iter().any(is_left)
    }

    /// The line that a merger takes over.
    fn target_of(&self, finder: &LineFinder<'_>, action: &CorporateAction) -> Option<usize> {
        let Action::Merger { target, .. } = &action.action else { return None };
        let of_day = |day| self.line_on(finder, target, day);
        of_day(action.date.pred_opt()?).or_else(|| of_day(action.date))
    }

    /// The terms on which a buyer takes over a company: a line for which another merger of the same
    /// day states a different ratio has that ratio, the other lines have the ratio of this merger.
    fn terms(
        &self,
        finder: &LineFinder<'_>,
        action: &CorporateAction,
        company: usize,
        ratio: Decimal,
    ) -> Terms {
        let of_day = self.interim.actions.iter().filter(|other| other.date == action.date);
        let own = of_day.filter_map(|other| {
            let Action::Merger { acquirer, .. } = &other.action else { return None };
            let own = acquirer.as_ref()?.ratio.unwrap_or_default();
            Some((self.target_of(finder, other)?, own)).filter(|(_, own)| *own != ratio)
        });
        let own: Vec<(usize, Decimal)> = own.collect();
        let mut of_company = Some(ratio);
        let by_line = self.shares_of(company).into_iter().map(|line| {
            let stated = own.iter().find(|(of, _)| *of == line);
            of_company = of_company.filter(|_| stated.is_none());
            let converted =
                ratio.saturating_mul(self.inputs.universe.securities[line].conversion_ratio);
            (line, stated.map_or(converted, |(_, own)| *own))
        });
        let by_line = by_line.collect();
        Terms { by_line, of_company: of_company.map(|ratio| (company, ratio)) }
    }

    /// The number of shares that a buyer gives; `None` if the number of shares bought is unknown.
    fn given(&self, terms: &Terms) -> Option<Decimal> {
        if let Some((company, ratio)) = terms.of_company {
            return self.company_shares(company)?.checked_mul(ratio);
        }
        terms.by_line.iter().try_fold(Decimal::ZERO, |sum, &(line, ratio)| {
            let now = self.shares_of_line(line)?.checked_add(self.issued(line))?;
            sum.checked_add(now.checked_mul(ratio)?)
        })
    }

    /// Adds shares given for a member's lines to the buyer, if the buyer is a member too (RB App. E).
    fn pay_in_shares(
        &mut self,
        action: &CorporateAction,
        terms: &Terms,
        buyer: usize,
    ) -> Option<Effect> {
        if let Some(given) = self.given(terms) {
            self.issue(buyer, given);
        }
        let is_held = terms.by_line.iter().any(|&(line, _)| self.member_of(line).is_some());
        let at = self.member_of(buyer).filter(|_| is_held)?;
        let member = &self.between.membership.members[at];
        // A membership of that day or later already includes them; without index shares, the shares
        // in the files count.
        let own = member.index_shares.filter(|own| !own.is_zero())?;
        if member.held_on >= action.date {
            return None;
        }
        let own_float = self.inputs.universe.securities[buyer].free_float_pct();
        let float = member.index_float_pct.or(own_float).unwrap_or(Decimal::ONE_HUNDRED);
        let name = self.symbol(buyer).to_owned();
        let grown = || {
            let (shares, available) = self.held_shares(terms)?;
            let sum = own.checked_add(shares)?;
            let blended = own.checked_mul(float)?.checked_add(available)?.checked_div(sum)?;
            Some((sum, blended, shares.checked_div(own)?))
        };
        let Some((sum, blended, part)) = grown() else { return Some(Effect::GrowthUnknown(name)) };
        let member = &mut self.between.membership.members[at];
        member.index_shares = Some(sum);
        if member.index_float_pct.is_some() || blended != Decimal::ONE_HUNDRED {
            member.index_float_pct = Some(blended);
        }
        (!part.is_zero()).then_some(Effect::SharesGrew(name, part))
    }

    /// The index's holdings of the lines, in shares of the buyer: the number of index shares, and
    /// their sum weighted by the available per cent. `None` if a member's shares are unknown.
    fn held_shares(&self, terms: &Terms) -> Option<(Decimal, Decimal)> {
        let (mut shares, mut available) = (Decimal::ZERO, Decimal::ZERO);
        for &(at, ratio) in &terms.by_line {
            let Some(member) = self.member_of(at) else { continue };
            let member = &self.between.membership.members[member];
            let line = &self.inputs.universe.securities[at];
            let by_line = || line.shares_outstanding()?.checked_add(self.issued(at));
            let held = member.index_shares.or_else(by_line)?;
            let held = held.checked_mul(ratio)?;
            let float = member.index_float_pct.or(line.free_float_pct());
            let float = float.unwrap_or(Decimal::ONE_HUNDRED);
            shares = shares.checked_add(held)?;
            available = available.checked_add(held.checked_mul(float)?)?;
        }
        Some((shares, available))
    }

    /// Records shares issued by a line.
    pub(super) fn issue(&mut self, line: usize, shares: Decimal) {
        let issued = self.result.issued.entry(line).or_default();
        *issued = issued.saturating_add(shares);
    }

    /// Shares of a line issued since rank day.
    pub(super) fn issued(&self, line: usize) -> Decimal {
        self.result.issued.get(&line).copied().unwrap_or_default()
    }

    /// All shares of a company, in shares of the line that represents it: as stated or derived from
    /// its cap, plus the shares issued since rank day.
    pub(super) fn company_shares(&self, company: usize) -> Option<Decimal> {
        let universe = self.inputs.universe;
        let result = &self.result.companies[company];
        let price = universe.securities[result.line].price().filter(|price| !price.is_zero());
        let by_cap = result.market_cap.zip(price).and_then(|(cap, price)| cap.checked_div(price));
        let converted = |line: usize, shares: Decimal| {
            shares.checked_mul(universe.securities[line].conversion_ratio)
        };
        let lines = self.shares_of(company);
        let add_up = |of: &dyn Fn(usize) -> Option<Decimal>| {
            let mut lines = lines.iter();
            lines.try_fold(Decimal::ZERO, |sum, &line| sum.checked_add(converted(line, of(line)?)?))
        };
        let stated = |line: usize| universe.securities[line].shares_outstanding();
        let issued = add_up(&|line| Some(self.issued(line)))?;
        match by_cap.or_else(|| add_up(&stated)) {
            Some(of_rank_day) => of_rank_day.checked_add(issued),
            None => Some(issued).filter(|issued| !issued.is_zero()),
        }
    }
}
