//! One family through one history: what happens at every close, in order.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::additions::NewIssues;
use super::corporate::{Corporate, Departure};
use super::ledger::{Ledger, LedgerReason};
use super::observer::{Applied, Close, EventKind, Observer, Period};
use super::pending::{BreakBase, Decided, Quarterly};
use super::start::Start;
use super::state::State;
use super::timetable::{Step, Timetable};
use super::updates::{cap_and_float, information, update};
use crate::calendar::{CalendarError, Plan, Season};
use crate::market::history::{History, View};
use crate::methodology::family::Indexes;
use crate::methodology::ranking::CapsTooLarge;
use crate::methodology::reevaluation::reevaluate;
use crate::methodology::{AdditionBreaks, Parameters};
use crate::reconstitution::{
    Event, Inputs, Matched, Reason, Reconstitution, reconstitute, reconstitute_matched,
};
use crate::universe::{Index, Member, Membership, SymbolChanges};

/// How many days' universes are made at a time.
const DAYS_AT_A_TIME: usize = 8;

/// What a timeline needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'a> {
    /// When the family is reconstituted.
    pub plan: &'a Plan,
    /// Where it begins.
    pub start: &'a Start,
    /// Ticker changes, for the members of the start.
    pub symbol_changes: &'a SymbolChanges,
    /// What happened to companies, as far as known.
    pub corporate: &'a Corporate,
    /// The rule book.
    pub parameters: &'a Parameters,
}

/// Why a timeline cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The days of a plan.
    #[error("schedule {plan}: {source}")]
    Calendar {
        /// The plan.
        plan: String,
        /// What is wrong.
        source: CalendarError,
    },
    /// Caps that cannot be compared exactly.
    #[error("on {date}: {source}")]
    Caps {
        /// The close.
        date: NaiveDate,
        /// What is wrong.
        source: CapsTooLarge,
    },
}

/// Lives through a history once per setup, in parallel; each has its observer.
///
/// # Errors
/// Plans without possible days, and caps too large to be compared.
pub fn live<O: Observer>(
    history: &History,
    setups: &[Setup<'_>],
    observers: &mut [O],
    step: &(dyn Fn(usize) + Sync),
) -> Result<Vec<(Timetable, Ledger)>, SimulationError> {
    let mut timelines: Vec<Timeline<'_, O>> = setups
        .iter()
        .zip(observers)
        .map(|(setup, observer)| Timeline::new(history, *setup, observer))
        .collect::<Result<_, _>>()?;
    let days: Vec<usize> = (0..history.days.len()).collect();
    for days in days.chunks(DAYS_AT_A_TIME) {
        let views: Vec<View> = days.par_iter().map(|&day| history.view(day)).collect();
        timelines
            .par_iter_mut()
            .try_for_each(|timeline| views.iter().try_for_each(|view| timeline.day(view)))?;
        step(days.len());
    }
    Ok(timelines.into_iter().map(|t| (t.timetable, t.ledger)).collect())
}

struct Timeline<'a, O> {
    history: &'a History,
    setup: Setup<'a>,
    observer: &'a mut O,
    timetable: Timetable,
    ledger: Ledger,
    state: State,
    /// Level of the Russell 3000E, 1 on the first day.
    level: f64,
    /// The breaks by which new issues are placed.
    base: Option<BreakBase>,
    decided: Vec<Decided>,
    quarterly: Vec<Quarterly>,
    /// New issues that fulfil the conditions of fast entry during a lock-down.
    waiting: Vec<(usize, Indexes)>,
    /// The day of the last cut-off for new issues.
    last_cut_off: usize,
    /// The last rank day.
    last_rank_day: Option<NaiveDate>,
    lost: Vec<usize>,
}

impl<'a, O: Observer> Timeline<'a, O> {
    fn new(
        history: &'a History,
        setup: Setup<'a>,
        observer: &'a mut O,
    ) -> Result<Self, SimulationError> {
        let timetable = Timetable::new(setup.plan, history).map_err(|source| {
            SimulationError::Calendar { plan: setup.plan.name.clone(), source }
        })?;
        Ok(Self {
            history,
            setup,
            observer,
            timetable,
            ledger: Ledger::default(),
            state: State::new(history.lines.len()),
            level: 1.0,
            base: None,
            decided: Vec::new(),
            quarterly: Vec::new(),
            waiting: Vec::new(),
            last_cut_off: 0,
            last_rank_day: None,
            lost: vec![0; <Index as strum::EnumCount>::COUNT],
        })
    }

    /// One close: the market has moved, companies have come and gone, events take effect.
    fn day(&mut self, view: &View) -> Result<(), SimulationError> {
        if view.day == 0 {
            self.start(view)?;
        } else {
            self.market_moves(view.day);
            self.ledger.rename(self.history, view.day, &self.state);
            self.companies_leave(view);
            self.companies_act(view);
            self.reevaluate(view);
        }
        let mut fresh = self.fresh(view)?;
        for timed in self.timetable.of_day(view.day).to_vec() {
            let changed = match timed.step {
                Step::RankDay(event) => {
                    self.rank_day(event, view, &fresh);
                    false
                }
                Step::CutOff(quarter) => {
                    self.cut_off(quarter, view, &fresh);
                    false
                }
                Step::Implementation(event) => self.implement(event, timed.date, view),
                Step::QuarterEffective(quarter) => {
                    self.quarter_effective(quarter, timed.date, view)
                }
            };
            if changed {
                fresh = self.fresh(view)?;
            }
        }
        if view.day > 0 && self.fast_entries(view, &fresh) {
            fresh = self.fresh(view)?;
        }
        let base = BreakBase::new(&fresh, self.setup.parameters, self.level);
        let (state, lost) = (&self.state, &self.lost[..]);
        let close = Close { view, state, fresh: &fresh, base: &base, lost };
        self.observer.close(self.history, &close);
        Ok(())
    }

    /// What a reconstitution needs to know on a day.
    fn inputs<'s>(
        &'s self,
        view: &'s View,
        event: &'s Event,
        membership: &'s Membership,
        symbol_changes: &'s SymbolChanges,
    ) -> Inputs<'s> {
        let (universe, parameters) = (&view.universe, self.setup.parameters);
        Inputs { event, universe, membership, symbol_changes, previous: None, parameters }
    }

    /// A reconstitution of this day: that of the timetable, or one as in June.
    fn event_of(&self, view: &View) -> Event {
        let of_day = self.timetable.of_day(view.day).iter().find_map(|timed| match timed.step {
            Step::RankDay(event) => Some(&self.timetable.events[event]),
            _ => None,
        });
        let date = view.universe.as_of;
        Event {
            season: of_day.map_or(Season::June, |e| e.event.season),
            name: of_day.map_or_else(|| "today".to_owned(), |e| e.name.clone()),
            rank_day: date,
            implementation: of_day.map_or(date, |e| e.event.implementation),
            effective: of_day.map_or(date, |e| e.event.effective_open),
            previous_rank_day: self.last_rank_day,
        }
    }

    fn caps_error(view: &View, source: CapsTooLarge) -> SimulationError {
        SimulationError::Caps { date: view.universe.as_of, source }
    }

    /// The family on the first day.
    fn start(&mut self, view: &View) -> Result<(), SimulationError> {
        let membership = self.setup.start.membership();
        let event = self.event_of(view);
        let inputs = self.inputs(view, &event, &membership, self.setup.symbol_changes);
        let result = reconstitute(&inputs).map_err(|source| Self::caps_error(view, source))?;
        let base = BreakBase::new(&result, self.setup.parameters, self.level);
        let before = self.state.clone();
        self.state = self.setup.start.state(self.history, view, &result, &base.family);
        self.base = Some(base);
        self.ledger.event("start");
        let states = (&before, &self.state);
        self.ledger.record(self.history, view.day, states, &[], |_| LedgerReason::Start);
        Ok(())
    }

    /// Values move along returns; nobody trades.
    fn market_moves(&mut self, day: usize) {
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
    fn companies_leave(&mut self, view: &View) {
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
        self.apply("deletions", EventKind::Deletion, date, view, &before, &[], why);
    }

    /// Spin-offs, mergers and offerings change what members hold.
    fn companies_act(&mut self, view: &View) {
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
        self.apply("corporate actions", kind, date, view, &before, &updated, why);
    }

    /// Lets what is pending know of shares that were given, split off or sold.
    fn shares_change(&mut self, before: &State) {
        let after = &self.state;
        self.decided.iter_mut().for_each(|d| d.information.follow(before, after));
        self.quarterly.iter_mut().for_each(|q| q.information.follow(before, after));
    }

    /// Decides the membership of an event.
    fn rank_day(&mut self, event: usize, view: &View, fresh: &Reconstitution) {
        let lines = self.history.lines.len();
        let mut decided = Decided {
            event,
            indexes: self.state.indexes.clone(),
            judged: vec![false; lines],
            reasons: vec![None; lines],
            caps: vec![None; lines],
            base: BreakBase::new(fresh, self.setup.parameters, self.level),
            information: information(view, lines),
        };
        let lacking: Vec<(usize, usize)> = self
            .state
            .members()
            .filter(|&line| view.security_of(line).is_none())
            .filter_map(|line| Some((self.company_beside(view, line)?, line)))
            .collect();
        for (at, company) in view.universe.companies.iter().enumerate() {
            let result = &fresh.companies[at];
            for &security in &company.lines {
                let line = view.line_of[security];
                decided.judged[line] = true;
                decided.indexes[line] = Indexes::default();
                decided.reasons[line] = Some(result.reason);
            }
            // A company is in its indexes once, by the line that stands for it: the one that is held.
            let held = company.lines.iter().map(|&s| view.line_of[s]);
            let held = held.clone().find(|&line| !self.state.indexes[line].is_empty());
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

    /// Places companies anew to which something happened between rank day and lock-down.
    fn reevaluate(&mut self, view: &View) {
        let mut all_decided = std::mem::take(&mut self.decided);
        for decided in &mut all_decided {
            let event = &self.timetable.events[decided.event].event;
            let until = event.lockdown_start.unwrap_or(event.implementation);
            let touched = self.setup.corporate.touched(view.day, event.rank_day, until);
            for line in touched {
                let Some(security) = view.security_of(line) else { continue };
                // A company is in its indexes once, by the line that stands for it.
                let company = view.company_of[security];
                let classes = &view.universe.companies[company].lines;
                let classes = || classes.iter().map(|&security| view.line_of[security]);
                let held = classes().find(|&class| !self.state.indexes[class].is_empty());
                let lacking = || {
                    let mut members = self.state.members();
                    members.find(|&member| {
                        let is_there = view.security_of(member).is_some();
                        !is_there && self.company_beside(view, member) == Some(company)
                    })
                };
                let decided_on = || classes().find(|&class| !decided.indexes[class].is_empty());
                let line = held.or_else(lacking).or_else(decided_on).unwrap_or(line);
                let known = view.universe.securities[security].company_market_cap;
                let ineligible = matches!(decided.reasons[line], Some(Reason::Ineligible(_)));
                let (Some(cap), false) = (known, ineligible) else { continue };
                let held = self.state.indexes[line];
                let breaks = decided.base.adjusted(self.level);
                let place = reevaluate(&breaks, decided.caps[line], cap, &held.sides());
                decided.indexes[line] = place.indexes;
                decided.judged[line] = true;
                decided.reasons[line] = Some(Reason::by_size(held.segment(), &place));
                let information = &mut decided.information;
                (information.cap[line], information.float_pct[line]) =
                    cap_and_float(view, security);
            }
        }
        self.decided = all_decided;
    }

    /// Puts a decided membership and its shares and float in force.
    fn implement(&mut self, event: usize, date: NaiveDate, view: &View) -> bool {
        let Some(at) = self.decided.iter().position(|d| d.event == event) else { return false };
        let decided = self.decided.remove(at);
        let season = self.timetable.events[event].event.season;
        let rules = self.setup.parameters.updates(season).clone();
        let before = self.state.clone();
        let mut updated = Vec::new();
        for line in 0..decided.indexes.len() {
            if self.history.lines[line].last < view.day || !decided.judged[line] {
                continue;
            }
            let indexes = decided.indexes[line];
            let was_member = !self.state.indexes[line].is_empty();
            if indexes.is_empty() {
                self.state.leave(line);
            } else if was_member {
                self.state.indexes[line] = indexes;
                let (shares, float) = (rules.shares_buffer_pct, rules.float_buffer_points);
                if update(&mut self.state, line, &decided.information, shares, |_| float) {
                    updated.push(line);
                }
            } else {
                let float_pct = decided.information.float_pct[line];
                let cap = decided.information.cap[line].unwrap_or_default();
                self.state.enter(line, indexes, cap * float_pct / 100.0, float_pct);
            }
        }
        for (line, indexes) in std::mem::take(&mut self.waiting) {
            self.join(line, indexes, view);
        }
        self.lost.fill(0);
        let name = self.timetable.events[event].name.clone();
        // Of who waits for fast entry alone nothing was decided.
        let why = |line: usize| {
            decided.reasons[line].map_or(LedgerReason::FastEntry, LedgerReason::Decision)
        };
        let kind = EventKind::Reconstitution(event);
        self.apply(&name, kind, date, view, &before, &updated, why);
        true
    }

    /// Ranks the new issues of a quarter, and takes shares and float.
    fn cut_off(&mut self, quarter: usize, view: &View, fresh: &Reconstitution) {
        let new =
            self.new_issues(view, fresh).filter(|_| self.setup.parameters.additions.quarterly);
        let joining = new.map_or_else(Vec::new, |new| new.quarterly(self.last_cut_off));
        let information = information(view, self.history.lines.len());
        self.quarterly.push(Quarterly { quarter, joining, information });
        self.last_cut_off = view.day;
    }

    /// New issues of a quarter join; shares and float are updated beyond their buffers.
    fn quarter_effective(&mut self, quarter: usize, date: NaiveDate, view: &View) -> bool {
        let Some(at) = self.quarterly.iter().position(|q| q.quarter == quarter) else {
            return false;
        };
        let quarterly = self.quarterly.remove(at);
        let before = self.state.clone();
        let rules = &self.setup.parameters.quarterly;
        let mut updated: Vec<usize> = self.state.members().collect();
        updated.retain(|&line| {
            let (information, shares) = (&quarterly.information, rules.shares_buffer_pct);
            update(&mut self.state, line, information, shares, |f| rules.float_buffer(f))
        });
        for &(line, indexes) in &quarterly.joining {
            let alive = self.history.lines[line].last >= view.day;
            if alive && self.state.indexes[line].is_empty() {
                let float_pct = quarterly.information.float_pct[line];
                let cap = quarterly.information.cap[line].unwrap_or_default();
                self.state.enter(line, indexes, cap * float_pct / 100.0, float_pct);
            }
        }
        let days = &self.timetable.quarters[quarter];
        let name = format!("{}-{}-quarter", days.quarter.to_string().to_lowercase(), days.year);
        let why = |line: usize| {
            if before.indexes[line].is_empty() {
                LedgerReason::QuarterlyAddition
            } else {
                LedgerReason::SharesAndFloat
            }
        };
        self.apply(&name, EventKind::Quarter, date, view, &before, &updated, why);
        true
    }

    /// Large new issues join at once; during a lock-down, with the reconstitution.
    fn fast_entries(&mut self, view: &View, fresh: &Reconstitution) -> bool {
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
        let why = |_: usize| LedgerReason::FastEntry;
        self.apply("fast entry", EventKind::FastEntry, date, view, &before, &[], why);
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

    fn new_issues<'s>(
        &'s self,
        view: &'s View,
        fresh: &'s Reconstitution,
    ) -> Option<NewIssues<'s>> {
        let (history, state, level) = (self.history, &self.state, self.level);
        Some(NewIssues { history, view, state, fresh, base: self.base.as_ref()?, level })
    }

    /// Makes a new issue a member with today's shares and float.
    fn join(&mut self, line: usize, indexes: Indexes, view: &View) {
        if let Some(security) = view.security_of(line) {
            let (cap, float_pct) = cap_and_float(view, security);
            self.state.enter(line, indexes, cap.unwrap_or_default() * float_pct / 100.0, float_pct);
        }
    }

    /// Records an event that changed the family, and lets it be seen.
    fn apply(
        &mut self,
        name: &str,
        kind: EventKind,
        date: NaiveDate,
        view: &View,
        before: &State,
        updated: &[usize],
        why: impl FnMut(usize) -> LedgerReason,
    ) {
        self.ledger.event(name);
        self.ledger.record(self.history, view.day, (before, &self.state), updated, why);
        let after = &self.state;
        let applied = Applied { name, kind, date, view, before, after, updated };
        self.observer.applied(self.history, &applied);
    }

    /// The company of a line that the panel lacks today, by a class of it that is there.
    fn company_beside(&self, view: &View, line: usize) -> Option<usize> {
        let issuer = self.history.issuer(line, view.day)?;
        let beside = view.universe.securities.iter().position(|s| s.issuer == issuer)?;
        Some(view.company_of[beside])
    }

    /// What a reconstitution at this close would decide.
    fn fresh(&self, view: &View) -> Result<Reconstitution, SimulationError> {
        let date = view.universe.as_of;
        let mut membership = Membership::default();
        let mut matched = Matched {
            member_of_line: vec![None; view.universe.securities.len()],
            member_of_company: vec![None; view.universe.companies.len()],
            ..Matched::default()
        };
        for line in self.state.members() {
            let at = membership.members.len();
            let indexes = self.state.indexes[line];
            membership.members.push(member(indexes, date));
            match view.security_of(line) {
                Some(security) => {
                    matched.member_of_line[security] = Some(at);
                    matched.member_of_company[view.company_of[security]] = Some(at);
                }
                None => match self.company_beside(view, line) {
                    Some(company) => matched.member_of_company[company] = Some(at),
                    None => matched.missing.push(at),
                },
            }
        }
        let no_changes = SymbolChanges::default();
        let event = self.event_of(view);
        let inputs = self.inputs(view, &event, &membership, &no_changes);
        reconstitute_matched(&inputs, matched).map_err(|source| Self::caps_error(view, source))
    }
}

/// A member of which its indexes are known; its line is matched already.
fn member(indexes: Indexes, held_on: NaiveDate) -> Member {
    Member {
        symbol: String::new(),
        name: String::new(),
        id: None,
        segment: indexes.segment(),
        indexes: Some(indexes.iter().collect()),
        in_microcap: Some(indexes.contains(Index::Microcap)),
        held_on,
        index_shares: None,
        index_float_pct: None,
    }
}
