//! Reconstitutions: the family's start, rank days, changes until the lock-down, and
//! implementations.

use chrono::NaiveDate;

use super::{Change, SimulationError, Timeline};
use crate::calendar::Season;
use crate::market::history::View;
use crate::methodology::AdditionBreaks;
use crate::methodology::family::HeldSides;
use crate::methodology::reevaluation::reevaluate;
use crate::reconstitution::{Reason, Reconstitution, match_members, reconstitute};
use crate::simulation::ledger::LedgerReason;
use crate::simulation::observer::{EventKind, Observer};
use crate::simulation::pending::{BreakBase, Decided};
use crate::simulation::state::company_beside;
use crate::simulation::updates::{InShares, UNKNOWN_FLOAT_PCT, information};
use crate::universe::Indexes;

impl<O: Observer> Timeline<'_, O> {
    /// The family on the first day.
    pub(super) fn start(&mut self, view: &View) -> Result<(), SimulationError> {
        let membership = self.setup.start.membership();
        let event = self.event_of(view);
        let matched = match_members(&membership, &view.universe, self.setup.symbol_changes);
        let result = reconstitute(&self.inputs(view, &event), matched)
            .map_err(|source| Self::caps_error(view, source))?;
        let matched = &result.matched;
        let without_line = matched.gone.iter().chain(&matched.missing).chain(&matched.unmatched);
        self.start_without_line =
            without_line.map(|&member| membership.members[member].symbol.clone()).collect();
        let base = BreakBase::new(&result, self.setup.parameters, self.level);
        let before = self.state.clone();
        self.state = self.setup.start.state(self.history, view, &result, &base.family);
        self.base = Some(base);
        self.ledger.event("start");
        let states = (&before, &self.state);
        self.ledger.record(self.history, view.day, states, &[], |_| LedgerReason::Start);
        Ok(())
    }

    /// Decides the membership of an event.
    pub(super) fn rank_day(&mut self, event: usize, view: &View, fresh: &Reconstitution) {
        let lines = self.history.lines.len();
        let mut decided = Decided {
            event,
            indexes: self.state.indexes.clone(),
            judged: vec![false; lines],
            held: self.state.indexes.iter().map(|indexes| !indexes.is_empty()).collect(),
            reasons: vec![None; lines],
            caps: vec![None; lines],
            base: BreakBase::new(fresh, self.setup.parameters, self.level),
            information: information(view, lines),
        };
        let lacking: Vec<(usize, usize)> = self
            .state
            .members()
            .filter(|&line| view.security_of(line).is_none())
            .filter_map(|line| Some((company_beside(self.history, view, line)?, line)))
            .collect();
        for (at, company) in view.universe.companies.iter().enumerate() {
            let result = &fresh.companies[at];
            for &security in &company.lines {
                let line = view.line_of[security];
                decided.judged[line] = true;
                decided.indexes[line] = Indexes::default();
                decided.reasons[line] = Some(result.reason);
            }
            // Each company is in its indexes through one line: the class that is held, unless that
            // class is dropped.
            let stays = |s: &&usize| !fresh.indexes_after[**s].is_empty();
            let mut lines = company.lines.iter().filter(stays).map(|&s| view.line_of[s]);
            let held = lines.find(|&line| !self.state.indexes[line].is_empty());
            let lacks = lacking.iter().find(|(company, _)| *company == at).map(|(_, line)| *line);
            let line = held.or(lacks).unwrap_or(view.line_of[result.line]);
            decided.judged[line] = true;
            decided.reasons[line] = Some(result.reason);
            decided.indexes[line] = result.indexes;
            decided.caps[line] = result.market_cap;
        }
        let latest = self.setup.parameters.additions.breaks == AdditionBreaks::MostRecent;
        let season = self.timetable.events[event].event.season;
        if latest || season == Season::June || self.base.is_none() {
            self.base = Some(decided.base.clone());
        }
        self.decided.push(decided);
        self.last_rank_day = Some(view.universe.as_of);
        self.last_cut_off = view.day;
    }

    /// Re-evaluates companies with corporate actions between rank day and lock-down.
    pub(super) fn reevaluate(&mut self, view: &View) {
        let mut all_decided = std::mem::take(&mut self.decided);
        for decided in &mut all_decided {
            let event = &self.timetable.events[decided.event].event;
            let until = event.lockdown_start.unwrap_or(event.implementation);
            let touched = self.setup.corporate.touched(view.day, event.rank_day, until);
            for line in touched {
                let Some(security) = view.security_of(line) else { continue };
                // Each company is in its indexes through one line.
                let company = view.company_of[security];
                let classes = &view.universe.companies[company].lines;
                let classes = || classes.iter().map(|&security| view.line_of[security]);
                let held = classes().find(|&class| !self.state.indexes[class].is_empty());
                let lacking = || {
                    let mut members = self.state.members();
                    members.find(|&member| {
                        let is_there = view.security_of(member).is_some();
                        !is_there && company_beside(self.history, view, member) == Some(company)
                    })
                };
                let decided_on = || classes().find(|&class| !decided.indexes[class].is_empty());
                let line = held.or_else(lacking).or_else(decided_on).unwrap_or(line);
                let known = view.universe.securities[security].company_market_cap();
                // Companies that were ineligible or absent on rank day are not members now, except
                // spin-offs of members since (RB 6.4).
                let held = self.state.indexes[line];
                let out = match decided.reasons[line] {
                    Some(reason) => matches!(reason, Reason::Ineligible(_)),
                    None => held.is_empty(),
                };
                let (Some(cap), false) = (known, out) else { continue };
                let breaks = decided.base.adjusted(self.level);
                let place = reevaluate(&breaks, decided.caps[line], cap, &HeldSides::of(held));
                decided.indexes[line] = place.indexes;
                decided.judged[line] = true;
                decided.reasons[line] = Some(Reason::by_size(held.segment(), &place));
                // Shares and float are recorded for the class that is held.
                let own = view.security_of(line).unwrap_or(security);
                decided.information.take(line, &view.universe.securities[own]);
            }
        }
        self.decided = all_decided;
    }

    /// Puts a decided membership and its shares and float into force.
    pub(super) fn implement(&mut self, event: usize, date: NaiveDate, view: &View) {
        let Some(at) = self.decided.iter().position(|d| d.event == event) else { return };
        let decided = self.decided.remove(at);
        let season = self.timetable.events[event].event.season;
        let rules = self.setup.parameters.updates(season).clone();
        let in_shares = InShares { history: self.history, day: view.day };
        in_shares.settle(&mut self.state, &decided.information);
        let before = self.state.clone();
        let mut updated = Vec::new();
        for line in 0..decided.indexes.len() {
            if self.history.lines[line].last < view.day || !decided.judged[line] {
                continue;
            }
            let indexes = decided.indexes[line];
            let was_member = !self.state.indexes[line].is_empty();
            if was_member && decided.leaves_to_the_next(line) {
                continue;
            }
            if indexes.is_empty() {
                self.state.leave(line);
            } else if was_member {
                self.state.indexes[line] = indexes;
                let (shares, float) = (rules.shares_buffer_pct, rules.float_buffer_points);
                let information = &decided.information;
                if in_shares.update(&mut self.state, line, information, shares, |_| float) {
                    updated.push(line);
                }
            } else {
                let float_pct = decided.information.float_pct[line].unwrap_or(UNKNOWN_FLOAT_PCT);
                let cap = decided.information.cap[line].unwrap_or_default();
                let value = in_shares.value(line, cap, float_pct);
                self.state.enter(line, indexes, value, float_pct);
            }
        }
        let (joining, waiting) =
            std::mem::take(&mut self.waiting).into_iter().partition(|(until, ..)| *until == event);
        self.waiting = waiting;
        let joining: Vec<(usize, usize, Indexes)> = joining;
        for (_, line, indexes) in joining {
            if self.state.indexes[line].is_empty() {
                self.join(line, indexes, view);
            }
        }
        self.lost.fill(0);
        let name = self.timetable.events[event].name.clone();
        let corporate = self.setup.corporate;
        // Lines that only wait for fast entry have no decision.
        let why = |line: usize| {
            let fast_entry = || LedgerReason::FastEntry(corporate.listing(line));
            decided.reasons[line].map_or_else(fast_entry, LedgerReason::Decision)
        };
        let kind = EventKind::Reconstitution(event);
        let change = Change { name: &name, kind, date, updated: &updated, in_kind: &[] };
        self.apply(&change, view, &before, why);
    }
}
