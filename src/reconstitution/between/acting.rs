//! Stated actions: takeovers, spin-offs, delistings, ticker changes and offerings.

use rust_decimal::Decimal;

use super::leaving::How;
use super::{Departure, Effect, LeftOut, Outcome, Stated, Work};
use crate::methodology::Screen;
use crate::reconstitution::Held;
use crate::reconstitution::decision::{Decision, Reason};
use crate::universe::{Action, CorporateAction, LineFinder, Member, Segment, Ticker};

/// The effects of an action, or the reason why it was left out.
type Done = Result<Vec<Effect>, LeftOut>;

impl Work<'_, '_> {
    /// Applies the stated actions by day; actions of one day are applied in the order of [`in_turn`].
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
        // Targets, acquirers and parents are named by their ticker of the day before, or failing
        // that by their ticker of the day itself.
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
                // Another line that had the new ticker must have left or must go on under another ticker.
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
    pub(super) fn held_of(&self, line: usize) -> Segment {
        let held = self.member_of(line).map(|member| self.result.matched.held[member]);
        held.map_or(Segment::None, |held| held.segment)
    }

    /// Applies a spin-off: the child joins the indexes of its parent (choice, methodology section 7).
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
        // A child dropped by any screen other than that on its listing is never placed anew.
        let reason = self.result.companies[self.company_of[child]].reason;
        let is_dropped = matches!(reason, Reason::Ineligible(screen) if screen != Screen::Listing);
        if let Some(member) = self.member_of(child) {
            // The membership is of that day or later and lists the child, which rank day could not place.
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

    /// Gives a child without stated shares the number of shares that its parent's holders received.
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
            symbol: security.symbol().to_owned(),
            name: security.name().to_owned(),
            id: security.id().map(str::to_owned),
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

    /// A company sells new shares: a large offering by a member counts at once (RB App. F).
    fn sell_shares(&mut self, action: &CorporateAction, line: usize, ratio: Decimal) -> Done {
        let mut effects = Vec::new();
        let security = &self.inputs.universe.securities[line];
        let shares = self.shares_of_line(line).ok_or(LeftOut::SharesUnknown)?;
        let value = self.investable_cap(line, shares).ok_or(LeftOut::SharesUnknown)?;
        let at_once = self.inputs.parameters.offerings.applies(value, ratio);
        // In the lock-down no cap is recalculated, and an offering too small to count at once waits
        // for the next update.
        if at_once || !self.is_locked_down(action) {
            let before = shares.saturating_add(self.issued(line));
            self.issue(line, before.saturating_mul(ratio));
        }
        if let Some(member) = self.member_of(line).filter(|_| at_once) {
            let member = &mut self.between.membership.members[member];
            let grown = member.index_shares.filter(|_| member.held_on < action.date);
            if let Some(grown) = grown.and_then(|own| own.checked_mul(Decimal::ONE + ratio)) {
                member.index_shares = Some(grown);
                effects.push(Effect::SharesGrew(security.symbol().to_owned(), ratio));
            }
        }
        self.touch(action, line, &mut effects);
        Ok(if effects.is_empty() { vec![Effect::Nothing] } else { effects })
    }

    /// Whether an action takes effect in the lock-down.
    fn is_locked_down(&self, action: &CorporateAction) -> bool {
        action.date >= self.interim.lockdown.unwrap_or(self.inputs.event.implementation)
    }

    /// Marks the company of a line as affected by an action: before the lock-down it is placed anew.
    pub(super) fn touch(
        &mut self,
        action: &CorporateAction,
        line: usize,
        effects: &mut Vec<Effect>,
    ) {
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

/// The positions of the actions in the order in which they are applied: by day; within one day new
/// shares and new tickers first, then spin-offs, then takeovers, then delistings, then listings. An
/// action on a company follows any other action of its kind that creates or enlarges that company.
fn in_turn(actions: &[CorporateAction]) -> Vec<usize> {
    let turn = |action: &CorporateAction| match action.action {
        Action::Offering { .. } | Action::TickerChange { .. } => 0,
        Action::SpinOff { .. } => 1,
        Action::Merger { .. } => 2,
        Action::Delisting { .. } => 3,
        Action::Ipo { .. } => 4,
    };
    let key = |at: usize| (actions[at].date, turn(&actions[at]));
    let rests_on = |of: usize, other: usize| {
        let made = actions[other].other().map(|made| &made.key);
        of != other && made == Some(&actions[of].symbol().key)
    };
    let mut order: Vec<usize> = (0..actions.len()).collect();
    order.sort_by_key(|&at| (key(at), at));
    for alike in order.chunk_by_mut(|&a, &b| key(a) == key(b)) {
        for at in 0..alike.len() {
            let rest = &alike[at..];
            let is_free = |&of: &usize| !rest.iter().any(|&other| rests_on(of, other));
            // Actions that depend on each other in a circle keep their order.
            let next = rest.iter().position(is_free).unwrap_or_default();
            alike[at..=at + next].rotate_right(1);
        }
    }
    order
}

/// The effect to report when a line or company leaves.
pub(super) fn effect_of_leaving(held: bool, segment: Segment) -> Vec<Effect> {
    vec![if held { Effect::Left(segment) } else { Effect::Nothing }]
}
