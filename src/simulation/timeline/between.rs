//! The time between events: the market moves, and companies leave, act, and enter at once.

use chrono::NaiveDate;

use super::{Change, SimulationError, Timeline};
use crate::market::history::View;
use crate::reconstitution::Reconstitution;
use crate::simulation::corporate::Departure;
use crate::simulation::ledger::LedgerReason;
use crate::simulation::newcomers::Newcomer;
use crate::simulation::observer::{EventKind, InKind, Observer, Period};
use crate::simulation::pending::Quarterly;
use crate::simulation::state::State;
use crate::simulation::updates::cap_and_float;
use crate::universe::packed::float;
use crate::universe::{Index, Indexes};

impl<O: Observer> Timeline<'_, O> {
    /// Moves values along the day's returns; this causes no trades.
    pub(super) fn market_moves(&mut self, day: usize) {
        let quotes = &self.history.days[day];
        let mut returns: Vec<Option<f64>> = vec![None; self.history.lines.len()];
        for (line, price_return) in quotes.lines().zip(quotes.returns()) {
            returns[line] = price_return;
        }
        self.setup.corporate.last_returns(self.history, day, &mut returns);
        self.observer.period(self.history, &Period { day, start: &self.state, returns: &returns });
        let before = self.state.total(Index::R3000E);
        for (value, r) in self.state.value.iter_mut().zip(&returns) {
            *value *= 1.0 + r.unwrap_or(0.0);
        }
        if before > 0.0 {
            self.level *= self.state.total(Index::R3000E) / before;
        }
        self.decided.iter_mut().for_each(|d| d.information.carry(&returns));
        self.quarterly.iter_mut().for_each(|q| q.information.carry(&returns));
    }

    /// Removes departed members, which are not replaced (RB 9).
    pub(super) fn companies_leave(&mut self, view: &View) {
        self.decisions_pass_on(view);
        let gone: Vec<usize> =
            self.state.members().filter(|&line| self.history.lines[line].last < view.day).collect();
        if gone.is_empty() {
            return;
        }
        let before = self.state.clone();
        let mut reasons: Vec<(usize, LedgerReason)> = Vec::new();
        let mut in_kind: Vec<InKind> = Vec::new();
        for line in self.setup.corporate.targets_first(view, gone) {
            let departure = self.departure(view, line);
            if let Departure::ClassChange(other) = departure
                && self.state.indexes[other].is_empty()
            {
                let (indexes, value) = (self.state.indexes[line], self.state.value[line]);
                self.state.enter(other, indexes, value, self.state.float_pct[line]);
                self.decided.iter_mut().for_each(|d| d.pass_on(line, other));
                self.quarterly.iter_mut().for_each(|q| q.pass_on(line, other));
                in_kind.push(InKind { from: line, to: other, usd: value });
                let (old, new) = (
                    self.history.symbol(line, view.day - 1).into(),
                    self.history.symbol(other, view.day).into(),
                );
                reasons.push((other, LedgerReason::ClassChange(old)));
                reasons.push((line, LedgerReason::ClassChange(new)));
            } else {
                for index in self.state.indexes[line].iter() {
                    self.lost[index as usize] += 1;
                }
                let corporate = self.setup.corporate;
                let paid = corporate.pay_in_shares(self.history, view, line, &mut self.state);
                if let Some(paid) = paid {
                    let target = self.history.symbol(line, view.day - 1).into();
                    reasons.push((paid.to, LedgerReason::TookOver(target)));
                    in_kind.push(paid);
                }
                reasons.push((line, departure.reason()));
            }
            self.state.leave(line);
        }
        self.shares_change(&before);
        reasons.sort_by_key(|(line, _)| *line);
        let why = |line: usize| {
            // If an acquirer is itself acquired, the later reason counts for it.
            let mut of_line = reasons.iter().rev().filter(|(other, _)| *other == line);
            of_line.next().map_or(LedgerReason::Vanished, |(_, reason)| reason.clone())
        };
        let mut updated: Vec<usize> = in_kind.iter().map(|given| given.to).collect();
        updated.sort_unstable();
        updated.dedup();
        let date = self.history.days[view.day].date;
        let kind = EventKind::Deletion;
        let (updated, in_kind) = (&updated[..], &in_kind[..]);
        let change = Change { name: "deletions", kind, date, updated, in_kind };
        self.apply(&change, view, &before, why);
    }

    /// Applies spin-offs, mergers and offerings, which change what members hold.
    pub(super) fn companies_act(&mut self, view: &View) {
        if self.setup.corporate.is_quiet(view.day) {
            return;
        }
        // A parent that is about to join is scaled down to the part that it keeps; its return
        // includes the children.
        for (parent, kept) in self.setup.corporate.parents(self.history, view.day) {
            if self.state.indexes[parent].is_empty() {
                self.decided.iter_mut().for_each(|d| d.information.scale(parent, kept));
                self.quarterly.iter_mut().for_each(|q| q.information.scale(parent, kept));
            }
        }
        let before = self.state.clone();
        let (acted, in_kind) = self.setup.corporate.act(self.history, view, &mut self.state);
        if acted.is_empty() {
            return;
        }
        self.shares_change(&before);
        let updated: Vec<usize> = acted.iter().map(|(line, _)| *line).collect();
        let why = |line: usize| {
            let found = acted.binary_search_by_key(&line, |(line, _)| *line);
            found.map_or(LedgerReason::Offering, |at| acted[at].1.clone())
        };
        let date = self.history.days[view.day].date;
        let kind = EventKind::CorporateAction;
        let (updated, in_kind) = (&updated[..], &in_kind[..]);
        let change = Change { name: "corporate actions", kind, date, updated, in_kind };
        self.apply(&change, view, &before, why);
    }

    fn departure(&self, view: &View, line: usize) -> Departure {
        self.setup.corporate.departure(self.history, view, line, self.setup.parameters)
    }

    /// Where a line that is to join has gone, another class of its company that is still listed
    /// joins instead, provided that neither is held.
    fn decisions_pass_on(&mut self, view: &View) {
        let heir = |line: usize| {
            let is_gone = self.history.lines[line].last + 1 == view.day;
            if !is_gone || !self.state.indexes[line].is_empty() {
                return None;
            }
            match self.departure(view, line) {
                Departure::ClassChange(other) if self.state.indexes[other].is_empty() => {
                    Some((line, other))
                }
                _ => None,
            }
        };
        let joining = |indexes: &[Indexes]| -> Vec<(usize, usize)> {
            let joins = |line: &usize| !indexes[*line].is_empty();
            (0..indexes.len()).filter(joins).filter_map(heir).collect()
        };
        let decided: Vec<_> = self.decided.iter().map(|d| joining(&d.indexes)).collect();
        let of_quarters = |q: &Quarterly| -> Vec<(usize, usize)> {
            q.joining.iter().filter_map(|(line, _)| heir(*line)).collect()
        };
        let quarterly: Vec<_> = self.quarterly.iter().map(of_quarters).collect();
        for (decided, heirs) in self.decided.iter_mut().zip(decided) {
            for (from, to) in heirs {
                decided.pass_on(from, to);
            }
        }
        for (quarterly, heirs) in self.quarterly.iter_mut().zip(quarterly) {
            for (from, to) in heirs {
                quarterly.pass_on(from, to);
            }
        }
    }

    /// Applies changes of shares by receipt, spin-off or sale to pending decisions.
    fn shares_change(&mut self, before: &State) {
        let after = &self.state;
        self.decided.iter_mut().for_each(|d| d.information.follow(before, after));
        self.quarterly.iter_mut().for_each(|q| q.information.follow(before, after));
    }

    /// Restates holdings of lines whose share count the vendor restated, and of members whose cap
    /// is known for the first time. The holding itself was the same before, so there is no trade.
    pub(super) fn restate(&mut self, view: &View) {
        let jumps = self.history.repairs.restated_on(view.day);
        let unknown = |line: &usize| self.state.value[*line] <= 0.0;
        let unknown: Vec<usize> = self.state.members().filter(unknown).collect();
        if jumps.is_empty() && unknown.is_empty() {
            return;
        }
        let before = self.state.clone();
        let mut reasons: Vec<(usize, LedgerReason)> = Vec::new();
        for jump in jumps {
            self.decided.iter_mut().for_each(|d| d.information.scale(jump.line, jump.factor));
            self.quarterly.iter_mut().for_each(|q| q.information.scale(jump.line, jump.factor));
            if self.state.value[jump.line] > 0.0 {
                self.state.value[jump.line] *= jump.factor;
                reasons.push((jump.line, LedgerReason::ShareCountRestated));
            }
        }
        for line in unknown {
            let Some(security) = view.security_of(line) else { continue };
            if let (Some(cap), float_pct) = cap_and_float(view, security) {
                self.state.value[line] = cap * float_pct / 100.0;
                self.state.float_pct[line] = float_pct;
                reasons.push((line, LedgerReason::CapKnown));
            }
        }
        if reasons.is_empty() {
            return;
        }
        reasons.sort_by_key(|(line, _)| *line);
        let updated: Vec<usize> = reasons.iter().map(|(line, _)| *line).collect();
        let why = |line: usize| {
            let found = reasons.binary_search_by_key(&line, |(line, _)| *line);
            found.map_or(LedgerReason::ShareCountRestated, |at| reasons[at].1.clone())
        };
        self.ledger.event("restatements");
        self.ledger.record(self.history, view.day, (&before, &self.state), &updated, why);
    }

    /// Lets large new issues join at once or, during a lock-down, with the reconstitution. With
    /// `before`, only those that enter before that day join, so that the events of that day find
    /// them in the family. `known` is the reconstitution at this close, if it has been computed.
    pub(super) fn fast_entries(
        &mut self,
        view: &View,
        before: Option<NaiveDate>,
        known: &mut Option<Reconstitution>,
    ) -> Result<(), SimulationError> {
        let due = self.newcomers.due(view.universe.as_of, before);
        if due.is_empty() || !self.setup.parameters.additions.fast_entry {
            return Ok(());
        }
        let top500 = self.setup.parameters.breaks.top500.rank;
        if !self.may_enter(&due, view, top500) {
            self.judge(&due, view);
            return Ok(());
        }
        let fresh = match known.take() {
            Some(fresh) => fresh,
            None => self.fresh(view)?,
        };
        let new = self.new_issues(view, &fresh);
        let mut entering = new.map_or_else(Vec::new, |new| new.fast(&self.newcomers, &due, top500));
        self.judge(&due, view);
        // In a lock-down they wait for the decided reconstitution, unless the closes of the history
        // have passed the lock-down by.
        entering.retain(|(line, indexes, newcomer)| {
            let event = newcomer.lockdown.and_then(|lockdown| lockdown.event);
            let waits = event.filter(|event| self.decided.iter().any(|d| d.event == *event));
            self.waiting.extend(waits.map(|event| (event, *line, *indexes)));
            waits.is_none() && newcomer.enters().is_some()
        });
        entering.sort_by_key(|(line, _, newcomer)| (newcomer.enters(), *line));
        for together in entering.chunk_by(|a, b| a.2.enters() == b.2.enters()) {
            let Some(date) = together[0].2.enters() else { continue };
            self.enter_at_once(together, date, view);
        }
        if entering.is_empty() {
            *known = Some(fresh);
        }
        Ok(())
    }

    /// True if any class of the company of a due line is large enough to enter. This is checked
    /// first because a full reconstitution takes long and few lines are large enough.
    fn may_enter(&self, due: &[usize], view: &View, top500: usize) -> bool {
        let breaks = self.base.as_ref().map(|base| base.adjusted(self.level));
        let floor = breaks.and_then(|breaks| breaks.cap_at(top500).map(float));
        let Some(floor) = floor else { return false };
        let is_large = |security: &usize| {
            let (cap, float_pct) = cap_and_float(view, *security);
            cap.is_some_and(|cap| cap * float_pct / 100.0 > floor)
        };
        let mut securities = due.iter().filter_map(|line| view.security_of(*line));
        securities.any(|security| {
            view.universe.companies[view.company_of[security]].lines.iter().any(is_large)
        })
    }

    /// Marks due lines as considered, except lines that the panel lacks or that have no cap; these
    /// are considered later, once they have both.
    fn judge(&mut self, due: &[usize], view: &View) {
        for &line in due {
            let security = view.security_of(line);
            if security.is_some_and(|security| cap_and_float(view, security).0.is_some()) {
                self.newcomers.judged(line);
            }
        }
    }

    /// Lets new issues join after the close of a day.
    fn enter_at_once(
        &mut self,
        entering: &[(usize, Indexes, Newcomer)],
        date: NaiveDate,
        view: &View,
    ) {
        let before = self.state.clone();
        for (line, indexes, _) in entering {
            self.join(*line, *indexes, view);
        }
        let corporate = self.setup.corporate;
        let why = |line: usize| LedgerReason::FastEntry(corporate.listing(line));
        let kind = EventKind::FastEntry;
        let change = Change { name: "fast entry", kind, date, updated: &[], in_kind: &[] };
        self.apply(&change, view, &before, why);
    }

    /// Makes a new issue a member with today's shares and float.
    pub(super) fn join(&mut self, line: usize, indexes: Indexes, view: &View) {
        if let Some(security) = view.security_of(line) {
            let (cap, float_pct) = cap_and_float(view, security);
            self.state.enter(line, indexes, cap.unwrap_or_default() * float_pct / 100.0, float_pct);
        }
    }
}
