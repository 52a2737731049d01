//! Stated actions: takeovers, spin-offs, delistings, ticker changes and offerings.

use rust_decimal::Decimal;

use super::leaving::How;
use super::{Departure, Effect, LeftOut, Outcome, Stated, Work};
use crate::methodology::Screen;
use crate::reconstitution::Held;
use crate::reconstitution::decision::{Decision, Reason};
use crate::universe::{Acquirer, Action, CorporateAction, LineFinder, Member, Segment, Ticker};

/// What came of an action, or why it was left out.
type Done = Result<Vec<Effect>, LeftOut>;

impl Work<'_, '_> {
    /// Applies the stated actions by their days, those of one day in the order in which one makes way for the other.
    pub(super) fn act(&mut self) {
        let actions = self.interim.actions;
        if actions.is_empty() {
            return;
        }
        let finder = LineFinder::new(self.inputs.universe);
        let mut stated: Vec<(usize, Stated)> = Vec::with_capacity(actions.len());
        for at in in_turn(actions) {
            let action = &actions[at];
            self.acting = at;
            let outcome = match self.act_once(&finder, action) {
                Ok(effects) => Outcome::Applied(effects),
                Err(why) => Outcome::LeftOut(why),
            };
            let (symbol, other) = (action.symbol().to_string(), action.other());
            let other = other.map(ToString::to_string);
            let kind = action.kind();
            stated.push((at, Stated { date: action.date, kind, symbol, other, outcome }));
        }
        stated.sort_by_key(|(at, _)| *at);
        self.between.actions = stated.into_iter().map(|(_, stated)| stated).collect();
    }

    fn act_once(&mut self, finder: &LineFinder<'_>, action: &CorporateAction) -> Done {
        let event = self.inputs.event;
        if action.date <= event.rank_day {
            return Err(LeftOut::BeforeRankDay);
        }
        if action.date > event.implementation {
            return Err(LeftOut::AfterImplementation);
        }
        // Targets, acquirers and parents are named by the ticker of the day before, or else by that of the day.
        let day_before = action.date.pred_opt().unwrap_or(action.date);
        let party = |work: &Self, ticker: &Ticker| {
            let of_day = |day| work.line_on(finder, ticker, day);
            let line = of_day(day_before).or_else(|| of_day(action.date)).ok_or(LeftOut::NoLine)?;
            if work.is_gone[line] { Err(LeftOut::HadLeft) } else { Ok(line) }
        };
        match &action.action {
            Action::Merger { target, acquirer, .. } => {
                let line = match party(self, target) {
                    Err(LeftOut::HadLeft) if self.is_taken_over_today(finder, action) => {
                        return Ok(vec![Effect::TakenOverTogether]);
                    }
                    found => found?,
                };
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
                let terms = acquirer.ratio.map(|ratio| vec![(target, ratio)]);
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
    fn is_taken_over_today(&self, finder: &LineFinder<'_>, action: &CorporateAction) -> bool {
        let company = self.target_of(finder, action).map(|line| self.company_of[line]);
        let is_left = |left: &super::Left| {
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

    /// What the buyer of a company gives for a share of each of its lines: its own terms where the day has a merger of
    /// the line itself, those of this one for others.
    fn terms(
        &self,
        finder: &LineFinder<'_>,
        action: &CorporateAction,
        company: usize,
        ratio: Decimal,
    ) -> Vec<(usize, Decimal)> {
        let of_day = self.interim.actions.iter().filter(|other| other.date == action.date);
        let own: Vec<(usize, Decimal)> = of_day
            .filter_map(|other| {
                let Action::Merger { acquirer, .. } = &other.action else { return None };
                let ratio = acquirer.as_ref()?.ratio.unwrap_or_default();
                Some((self.target_of(finder, other)?, ratio))
            })
            .collect();
        let terms = self.shares_of(company).into_iter().map(|line| {
            let stated = own.iter().find(|(of, _)| *of == line);
            (line, stated.map_or(ratio, |(_, ratio)| *ratio))
        });
        terms.collect()
    }

    /// The shares that a buyer gives for lines of one company, each by its ratio: by the lines' own shares, or else by
    /// those of the company where the ratios are one. `None` where they are not known.
    fn given(&self, terms: &[(usize, Decimal)]) -> Option<Decimal> {
        let &(first, ratio) = terms.first()?;
        let company = self.company_of[first];
        let is_whole = terms.len() == self.shares_of(company).len();
        if is_whole && terms.iter().all(|(_, own)| *own == ratio) {
            return self.company_shares(company)?.checked_mul(ratio);
        }
        terms.iter().try_fold(Decimal::ZERO, |sum, &(line, ratio)| {
            let line_shares = self.inputs.universe.securities[line].shares_outstanding()?;
            let now = line_shares.checked_add(self.issued(line))?;
            sum.checked_add(now.checked_mul(ratio)?)
        })
    }

    /// Shares given for lines of a member, each by its ratio, go to the buyer where it is a member too (RB App. E).
    fn pay_in_shares(
        &mut self,
        action: &CorporateAction,
        terms: &[(usize, Decimal)],
        buyer: usize,
    ) -> Option<Effect> {
        if let Some(given) = self.given(terms) {
            self.issue(buyer, given);
        }
        let is_held = terms.iter().any(|&(line, _)| self.member_of(line).is_some());
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

    /// What the index held of lines, in shares of a buyer that gives so many for each: its index shares, and
    /// their sum weighed by available per cent. `None` where the shares of a member are unknown.
    fn held_shares(&self, terms: &[(usize, Decimal)]) -> Option<(Decimal, Decimal)> {
        let (mut shares, mut available) = (Decimal::ZERO, Decimal::ZERO);
        let is_one = terms.iter().all(|(_, ratio)| *ratio == terms[0].1);
        for &(at, ratio) in terms {
            let Some(member) = self.member_of(at) else { continue };
            let member = &self.between.membership.members[member];
            let line = &self.inputs.universe.securities[at];
            let by_line = || line.shares_outstanding()?.checked_add(self.issued(at));
            let held = member.index_shares.or_else(by_line)?;
            // Terms of its own are of a share as it is, those of the company of one that stands for it.
            let converted = if is_one { line.conversion_ratio } else { Decimal::ONE };
            let held = held.checked_mul(converted)?.checked_mul(ratio)?;
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
        // One that other screens dropped than that on its listing is never placed anew.
        let reason = self.result.companies[self.company_of[child]].reason;
        let is_dropped = matches!(reason, Reason::Ineligible(screen) if screen != Screen::Listing);
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
        if is_dropped {
            effects.push(Effect::NotEligible(self.symbol(child).to_owned()));
        } else if !effects.iter().any(|effect| matches!(effect, Effect::InLockDown)) {
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
        let shares = self.shares_of_line(line).ok_or(LeftOut::SharesUnknown)?;
        let value = self.investable_cap(line, shares).ok_or(LeftOut::SharesUnknown)?;
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
        self.touched.push((company, self.acting));
    }
}

/// The places of actions in their turn: by day; of one day new shares and tickers first, then new companies, then
/// takeovers, a company's own before that of its buyer, then delistings and listings.
fn in_turn(actions: &[CorporateAction]) -> Vec<usize> {
    let turn = |action: &CorporateAction| match action.action {
        Action::Offering { .. } | Action::TickerChange { .. } => 0,
        Action::SpinOff { .. } => 1,
        Action::Merger { .. } => 2,
        Action::Delisting { .. } => 3,
        Action::Ipo { .. } => 4,
    };
    let key = |at: usize| (actions[at].date, turn(&actions[at]));
    let mut order: Vec<usize> = (0..actions.len()).collect();
    order.sort_by_key(|&at| (key(at), at));
    for some in order.chunk_by_mut(|&a, &b| key(a) == key(b)) {
        for at in 0..some.len() {
            // The next whose target is not the buyer of another.
            let is_buyer = |of: usize, rest: &[usize]| {
                let target = &actions[of].symbol().key;
                let buys =
                    |other: &&usize| actions[**other].other().map(|by| &by.key) == Some(target);
                turn(&actions[of]) == 2
                    && rest.iter().filter(|other| **other != of).any(|other| buys(&other))
            };
            let rest = &some[at..];
            let next = rest.iter().position(|&of| !is_buyer(of, rest)).unwrap_or_default();
            some[at..=at + next].rotate_right(1);
        }
    }
    order
}

/// What the leaving of a line or company is.
fn effect_of_leaving(held: bool, segment: Segment) -> Vec<Effect> {
    vec![if held { Effect::Left(segment) } else { Effect::Nothing }]
}
