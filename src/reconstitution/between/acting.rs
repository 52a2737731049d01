//! Stated actions: takeovers, spin-offs, delistings, ticker changes and offerings.

use rust_decimal::Decimal;

use super::leaving::How;
use super::{Departure, Effect, LeftOut, Outcome, Stated, Work};
use crate::reconstitution::Held;
use crate::reconstitution::decision::{Decision, Reason};
use crate::universe::{Acquirer, Action, CorporateAction, LineFinder, Member, Segment, Ticker};

/// What came of an action, or why it was left out.
type Done = Result<Vec<Effect>, LeftOut>;

impl Work<'_, '_> {
    /// Applies the stated actions in their order.
    pub(super) fn act(&mut self) {
        if self.interim.actions.is_empty() {
            return;
        }
        let finder = LineFinder::new(self.inputs.universe);
        for action in self.interim.actions {
            let done = self.act_once(&finder, action);
            self.between.actions.push(Stated {
                date: action.date,
                kind: action.kind(),
                symbol: action.symbol().to_string(),
                other: action.other().map(ToString::to_string),
                outcome: match done {
                    Ok(effects) => Outcome::Applied(effects),
                    Err(why) => Outcome::LeftOut(why),
                },
            });
        }
    }

    fn act_once(&mut self, finder: &LineFinder<'_>, action: &CorporateAction) -> Done {
        let event = self.inputs.event;
        if action.date <= event.rank_day {
            return Err(LeftOut::BeforeRankDay);
        }
        if action.date > event.implementation {
            return Err(LeftOut::AfterImplementation);
        }
        // Targets, acquirers and parents are named by the ticker of the day before.
        let day_before = action.date.pred_opt().unwrap_or(action.date);
        let party = |work: &Self, ticker: &Ticker| {
            let line = work.line_on(finder, ticker, day_before).ok_or(LeftOut::NoLine)?;
            if work.is_gone[line] { Err(LeftOut::HadLeft) } else { Ok(line) }
        };
        match &action.action {
            Action::Merger { target, acquirer, .. } => {
                let line = party(self, target)?;
                Ok(self.merge(finder, action, line, acquirer.as_ref()))
            }
            Action::Delisting { symbol, .. } => {
                let line = party(self, symbol)?;
                let how = How { why: Departure::Delisting, date: Some(action.date), buyer: None };
                let held = self.held_of(line);
                Ok(effect_of_leaving(self.line_leaves(line, how), held))
            }
            Action::SpinOff { parent, child, ratio } => {
                let parent = party(self, parent)?;
                let child = self.line_on(finder, child, action.date).ok_or(LeftOut::NoChild)?;
                self.split(action, parent, child, *ratio)
            }
            Action::Offering { symbol, ratio } => {
                let line = self.line_on(finder, symbol, action.date).ok_or(LeftOut::NoLine)?;
                if self.is_gone[line] {
                    return Err(LeftOut::HadLeft);
                }
                self.sell_shares(action, line, *ratio)
            }
            Action::TickerChange { old, new } => {
                let known = self.line_on(finder, old, day_before);
                let known = known.or_else(|| self.line_on(finder, new, action.date));
                let line = known.ok_or(LeftOut::NoLine)?;
                // Another line that had the new ticker goes on under another, or has left.
                let other = self.line_on(finder, new, day_before).filter(|other| *other != line);
                let changes = self.interim.symbol_changes;
                let goes_on =
                    changes.carry(&changes.key(&new.written), day_before, action.date).is_some();
                let is_taken = other.is_some_and(|other| !self.is_gone[other] && !goes_on);
                let taken = is_taken.then(|| Effect::TickerTaken(new.to_string()));
                Ok([Effect::Renamed].into_iter().chain(taken).collect())
            }
            Action::Ipo { .. } => Err(LeftOut::NewListing),
        }
    }

    /// The segment in which a line was held.
    fn held_of(&self, line: usize) -> Segment {
        let held = self.member_of(line).map(|member| self.result.matched.held[member]);
        held.map_or(Segment::None, |held| held.segment)
    }

    /// A company is taken over: its lines leave, and a member that pays in shares grows.
    fn merge(
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
            let line = of_day(day_before).or_else(|| of_day(action.date))?;
            (self.company_of[line] != company).then_some((line, acquirer))
        });
        let held = self.held_of(target);
        let mut effects = Vec::new();
        match buyer {
            Some((line, _)) if self.is_gone[line] => {
                effects.push(Effect::BuyerHadLeft(self.symbol(line).to_owned()));
            }
            Some((line, Acquirer { ratio: Some(ratio), .. })) => {
                effects.extend(self.pay_in_shares(action, company, line, *ratio));
                self.touch(action, line, &mut effects);
            }
            _ => {}
        }
        let name = acquirer.map(|acquirer| acquirer.symbol.to_string());
        let how = How { why: Departure::Merger, date: Some(action.date), buyer: name.as_deref() };
        let mut said = effect_of_leaving(self.company_leaves(company, how), held);
        said.extend(effects);
        said
    }

    /// Shares given for a member go to the buyer where it is a member too (RB App. E).
    fn pay_in_shares(
        &mut self,
        action: &CorporateAction,
        target: usize,
        buyer: usize,
        ratio: Decimal,
    ) -> Option<Effect> {
        if let Some(all) = self.company_shares(target) {
            self.issue(buyer, all.saturating_mul(ratio));
        }
        let is_held = self.shares_of(target).iter().any(|&line| self.member_of(line).is_some());
        let at = self.member_of(buyer).filter(|_| is_held)?;
        let member = &self.between.membership.members[at];
        // A membership of that day or later has them; without index shares, those of the files count.
        let own = member.index_shares.filter(|own| !own.is_zero())?;
        if member.held_on >= action.date {
            return None;
        }
        let own_float = self.inputs.universe.securities[buyer].free_float_pct();
        let float = member.index_float_pct.or(own_float).unwrap_or(Decimal::ONE_HUNDRED);
        let name = self.symbol(buyer).to_owned();
        let grown = || {
            let (shares, available) = self.held_shares(target, ratio)?;
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

    /// What the index held of a company, in shares of a buyer that gives `ratio` for each: its index shares, and
    /// their sum weighed by available per cent. `None` where the shares of a member are unknown.
    fn held_shares(&self, company: usize, ratio: Decimal) -> Option<(Decimal, Decimal)> {
        let (mut shares, mut available) = (Decimal::ZERO, Decimal::ZERO);
        for at in self.shares_of(company) {
            let Some(member) = self.member_of(at) else { continue };
            let member = &self.between.membership.members[member];
            let line = &self.inputs.universe.securities[at];
            let by_line = || line.shares_outstanding()?.checked_add(self.issued(at));
            let held = member.index_shares.or_else(by_line)?;
            let held = held.checked_mul(line.conversion_ratio)?.checked_mul(ratio)?;
            let float = member.index_float_pct.or(line.free_float_pct());
            let float = float.unwrap_or(Decimal::ONE_HUNDRED);
            shares = shares.checked_add(held)?;
            available = available.checked_add(held.checked_mul(float)?)?;
        }
        Some((shares, available))
    }

    /// A line has issued shares.
    fn issue(&mut self, line: usize, shares: Decimal) {
        let issued = self.result.issued.entry(line).or_default();
        *issued = issued.saturating_add(shares);
    }

    /// Shares of a line issued since rank day.
    pub(super) fn issued(&self, line: usize) -> Decimal {
        self.result.issued.get(&line).copied().unwrap_or_default()
    }

    /// All shares of a company in those of the line that stands for it: stated, or by its cap, and those issued
    /// since rank day.
    fn company_shares(&self, company: usize) -> Option<Decimal> {
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

    /// A member's holders are given shares of a part of it: the child stays in the parent's indexes
    /// (choice, methodology section 7).
    fn split(
        &mut self,
        action: &CorporateAction,
        parent: usize,
        child: usize,
        ratio: Decimal,
    ) -> Done {
        if self.is_gone[child] {
            return Err(LeftOut::HadLeft);
        }
        let mut effects = Vec::new();
        if let Some(member) = self.member_of(child) {
            // A membership of that day or later has it, and rank day could not place it.
            let result = &self.result.companies[self.company_of[child]];
            if !matches!(result.reason, Reason::Ineligible(_)) {
                return Err(LeftOut::IsMember);
            }
            effects.push(self.stays_as_child(child, member));
        } else if let Some(member) = self.member_of(parent) {
            effects.push(self.joins(action, parent, member, child, ratio));
        }
        self.issue_child(parent, child, ratio);
        self.touch(action, parent, &mut effects);
        if !effects.iter().any(|effect| matches!(effect, Effect::InLockDown)) {
            self.touch(action, child, &mut effects);
        }
        Ok(effects)
    }

    /// A child of which nobody states shares has those that the holders of its parent were given.
    fn issue_child(&mut self, parent: usize, child: usize, ratio: Decimal) {
        let company = self.company_of[child];
        let is_stated = self.result.companies[company].market_cap.is_some()
            || self.inputs.universe.securities[child].shares_outstanding().is_some();
        let of_parent = || self.company_shares(self.company_of[parent])?.checked_mul(ratio);
        if let Some(shares) = of_parent().filter(|_| !is_stated) {
            self.result.issued.insert(child, shares);
        }
    }

    fn joins(
        &mut self,
        action: &CorporateAction,
        parent: usize,
        member: usize,
        child: usize,
        ratio: Decimal,
    ) -> Effect {
        let security = &self.inputs.universe.securities[child];
        let of_parent = &self.between.membership.members[member];
        let float = self.inputs.universe.securities[parent].free_float_pct();
        let joining = Member {
            symbol: security.symbol.to_string(),
            name: security.name.to_string(),
            id: security.id.as_deref().map(str::to_owned),
            segment: of_parent.segment,
            indexes: of_parent.indexes,
            in_microcap: of_parent.in_microcap,
            held_on: action.date,
            index_shares: of_parent.index_shares.and_then(|shares| shares.checked_mul(ratio)),
            index_float_pct: of_parent.index_float_pct.or(float),
            inferred: String::new(),
            unmatched: false,
        };
        let at = self.between.membership.members.len();
        self.between.membership.members.push(joining);
        let company = self.company_of[child];
        let of_parent = self.result.matched.held[member];
        self.result.matched.held.push(of_parent);
        self.result.matched.member_of_line[child] = Some(at);
        self.result.matched.member_of_company[company] = Some(at);
        self.stays_as_child(child, at)
    }

    /// A member that was split off since rank day stays where it is.
    fn stays_as_child(&mut self, child: usize, member: usize) -> Effect {
        let Held { segment, indexes: held } = self.result.matched.held[member];
        let result = &mut self.result.companies[self.company_of[child]];
        (result.from, result.to, result.line) = (segment, segment, child);
        result.indexes = held.holding;
        (result.decision, result.reason) = (Decision::Keep, Reason::SplitOff);
        self.result.indexes_after[child] = held.holding;
        Effect::Joined(self.symbol(child).to_owned(), segment)
    }

    /// A company sells new shares: those of a member count at once where they are many (RB App. F).
    fn sell_shares(&mut self, action: &CorporateAction, line: usize, ratio: Decimal) -> Done {
        let mut effects = Vec::new();
        let security = &self.inputs.universe.securities[line];
        let by_cap = || self.cap_of_line(line)?.checked_div(security.price()?);
        let shares = security.shares_outstanding().or_else(by_cap);
        let shares = shares.ok_or(LeftOut::SharesUnknown)?;
        let value = self.investable_cap(line).ok_or(LeftOut::SharesUnknown)?;
        let at_once = self.inputs.parameters.offerings.applies(value, ratio);
        // In the lock-down no cap is recalculated, and what does not count at once waits for the next update.
        if at_once || !self.is_locked_down(action) {
            let before = shares.saturating_add(self.issued(line));
            self.issue(line, before.saturating_mul(ratio));
        }
        if let Some(member) = self.member_of(line).filter(|_| at_once) {
            let member = &mut self.between.membership.members[member];
            let grown = member.index_shares.filter(|_| member.held_on < action.date);
            if let Some(grown) = grown.and_then(|own| own.checked_mul(Decimal::ONE + ratio)) {
                member.index_shares = Some(grown);
                effects.push(Effect::SharesGrew(security.symbol.to_string(), ratio));
            }
        }
        self.touch(action, line, &mut effects);
        Ok(if effects.is_empty() { vec![Effect::Nothing] } else { effects })
    }

    /// Whether an action takes effect in the lock-down.
    fn is_locked_down(&self, action: &CorporateAction) -> bool {
        action.date >= self.interim.lockdown.unwrap_or(self.inputs.event.implementation)
    }

    /// Something happened to the company of a line: before the lock-down it is placed anew.
    fn touch(&mut self, action: &CorporateAction, line: usize, effects: &mut Vec<Effect>) {
        if self.is_locked_down(action) {
            effects.push(Effect::InLockDown);
            return;
        }
        let company = self.company_of[line];
        if matches!(self.result.companies[company].reason, Reason::Ineligible(_)) {
            effects.push(Effect::NotEligible(self.symbol(line).to_owned()));
            return;
        }
        self.touched.push((company, self.between.actions.len()));
    }
}

/// What the leaving of a line or company is.
fn effect_of_leaving(held: bool, segment: Segment) -> Vec<Effect> {
    vec![if held { Effect::Left(segment) } else { Effect::Nothing }]
}
