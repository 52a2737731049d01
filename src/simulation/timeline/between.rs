//! Between events: the market moves, companies leave, act, and enter at once.

use chrono::NaiveDate;

use super::{Change, Timeline};
use crate::market::history::View;
use crate::methodology::family::Indexes;
use crate::reconstitution::Reconstitution;
use crate::simulation::corporate::Departure;
use crate::simulation::ledger::LedgerReason;
use crate::simulation::observer::{EventKind, Observer, Period};
use crate::simulation::state::State;
use crate::simulation::updates::cap_and_float;
use crate::universe::Index;

impl<O: Observer> Timeline<'_, O> {
    /// Values move along returns; nobody trades.
    pub(super) fn market_moves(&mut self, day: usize) {
        let quotes = &self.history.days[day];
        let mut returns: Vec<Option<f64>> = vec![None; self.history.lines.len()];
        for quote in &quotes.quotes {
            returns[quote.line] = quote.price_return;
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

    /// Members that are gone leave, and are not replaced (RB 9).
    pub(super) fn companies_leave(&mut self, view: &View) {
        let gone: Vec<usize> =
            self.state.members().filter(|&line| self.history.lines[line].last < view.day).collect();
        if gone.is_empty() {
            return;
        }
        let before = self.state.clone();
        let mut reasons: Vec<(usize, LedgerReason)> = Vec::new();
        for line in gone {
            let departure = self.setup.corporate.departure(self.history, view, line);
            if let Departure::ClassChange(other) = departure
                && self.state.indexes[other].is_empty()
            {
                let (indexes, value) = (self.state.indexes[line], self.state.value[line]);
                self.state.enter(other, indexes, value, self.state.float_pct[line]);
                self.decided.iter_mut().for_each(|d| d.pass_on(line, other));
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
                self.setup.corporate.pay_in_shares(self.history, view, line, &mut self.state);
                reasons.push((line, departure.reason()));
            }
            self.state.leave(line);
        }
        self.shares_change(&before);
        reasons.sort_by_key(|(line, _)| *line);
        let why = |line: usize| {
            let found = reasons.binary_search_by_key(&line, |(line, _)| *line);
            found.map_or(LedgerReason::Vanished, |at| reasons[at].1.clone())
        };
        let date = self.history.days[view.day].date;
        let kind = EventKind::Deletion;
        self.apply(&Change { name: "deletions", kind, date, updated: &[] }, view, &before, why);
    }

    /// Spin-offs, mergers and offerings change what members hold.
    pub(super) fn companies_act(&mut self, view: &View) {
        let before = self.state.clone();
        let acted = self.setup.corporate.act(self.history, view, &mut self.state);
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
        let change = Change { name: "corporate actions", kind, date, updated: &updated };
        self.apply(&change, view, &before, why);
    }

    /// Lets what is pending know of shares that were given, split off or sold.
    fn shares_change(&mut self, before: &State) {
        let after = &self.state;
        self.decided.iter_mut().for_each(|d| d.information.follow(before, after));
        self.quarterly.iter_mut().for_each(|q| q.information.follow(before, after));
    }

    /// Large new issues join at once; during a lock-down, with the reconstitution.
    pub(super) fn fast_entries(&mut self, view: &View, fresh: &Reconstitution) -> bool {
        if !self.setup.parameters.additions.fast_entry {
            return false;
        }
        let top500 = self.setup.parameters.breaks.top500.rank;
        // Of the last two days: one may have been too new on the day on which it appeared.
        let after = view.day.saturating_sub(2);
        let Some(new) = self.new_issues(view, fresh) else { return false };
        let mut entering = new.fast(after, top500);
        entering.retain(|(line, _)| !self.is_decided_on(*line));
        if entering.is_empty() {
            return false;
        }
        let date = self.history.days[view.day].date;
        if self.in_lockdown(date) {
            for new in entering {
                if !self.waiting.contains(&new) {
                    self.waiting.push(new);
                }
            }
            return false;
        }
        let before = self.state.clone();
        for (line, indexes) in entering {
            self.join(line, indexes, view);
        }
        let corporate = self.setup.corporate;
        let why = |line: usize| LedgerReason::FastEntry(corporate.listing(line));
        let kind = EventKind::FastEntry;
        self.apply(&Change { name: "fast entry", kind, date, updated: &[] }, view, &before, why);
        true
    }

    /// Whether a line joins at the next implementation anyhow.
    fn is_decided_on(&self, line: usize) -> bool {
        self.decided.iter().any(|d| !d.indexes[line].is_empty() && d.judged[line])
    }

    fn in_lockdown(&self, date: NaiveDate) -> bool {
        self.decided.iter().any(|d| {
            let event = &self.timetable.events[d.event].event;
            event.lockdown_start.is_some_and(|start| date >= start)
        })
    }

    /// Makes a new issue a member with today's shares and float.
    pub(super) fn join(&mut self, line: usize, indexes: Indexes, view: &View) {
        if let Some(security) = view.security_of(line) {
            let (cap, float_pct) = cap_and_float(view, security);
            self.state.enter(line, indexes, cap.unwrap_or_default() * float_pct / 100.0, float_pct);
        }
    }
}
