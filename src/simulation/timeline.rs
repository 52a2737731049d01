//! The backtest of one family on one history, close by close.

mod between;
mod quarter;
mod reconstitution;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::additions::NewIssues;
use super::corporate::Corporate;
use super::ledger::{Ledger, LedgerReason};
use super::newcomers::Newcomers;
use super::observer::{Applied, Close, EventKind, InKind, Observer};
use super::pending::{BreakBase, Decided, Quarterly};
use super::start::Start;
use super::state::State;
use super::timetable::{Step, Timed, Timetable};
use crate::calendar::{CalendarError, Plan, Season};
use crate::market::history::{History, View};
use crate::methodology::Parameters;
use crate::methodology::ranking::CapsTooLarge;
use crate::reconstitution::{
    ByCap, Event, Facts, Inputs, Memory, Outlook, Reconstitution, outlook, reconstitute,
};
use crate::refusal::{Refusal, refused};
use crate::universe::{Index, Indexes, SymbolChanges};

/// Number of days whose universes are made at a time.
const DAYS_AT_A_TIME: usize = 12;

/// The inputs of a backtest.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'a> {
    /// When the family is reconstituted.
    pub plan: &'a Plan,
    /// The family's membership at the start.
    pub start: &'a Start,
    /// Ticker changes, for the members held at the start.
    pub symbol_changes: &'a SymbolChanges,
    /// The known corporate actions.
    pub corporate: &'a Corporate,
    /// The rule book.
    pub parameters: &'a Parameters,
}

/// Why a backtest cannot continue.
#[derive(Debug)]
pub enum SimulationError {
    /// The days of a plan cannot be determined.
    Calendar {
        /// The plan.
        plan: String,
        /// The cause.
        source: CalendarError,
    },
    /// Caps are too large to be compared exactly.
    Caps {
        /// The close.
        date: NaiveDate,
        /// The cause.
        source: CapsTooLarge,
    },
}

refused!(SimulationError);

impl From<&SimulationError> for Refusal {
    fn from(error: &SimulationError) -> Self {
        match error {
            SimulationError::Calendar { plan, source } => {
                Self::from(source).about(format_args!("schedule {plan}"))
            }
            SimulationError::Caps { date, source } => {
                Self::from(source).about(format_args!("on {date}"))
            }
        }
    }
}

/// A family that was carried along a history.
#[derive(Debug)]
pub struct Carried {
    /// The timetable of its events.
    pub timetable: Timetable,
    /// Every change of a membership.
    pub ledger: Ledger,
    /// Tickers of members at the start for which the history has no line; they are left out.
    pub start_without_line: Vec<String>,
}

/// Backtests each setup on a history, in parallel; each setup has its own observer.
///
/// # Errors
/// If a plan has no possible days, or if caps are too large to be compared.
pub fn backtest<O: Observer>(
    history: &History,
    setups: &[Setup<'_>],
    observers: &mut [O],
    step: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Carried>, SimulationError> {
    let mut timelines: Vec<Timeline<'_, O>> = setups
        .iter()
        .zip(observers)
        .map(|(setup, observer)| Timeline::new(history, *setup, observer))
        .collect::<Result<_, _>>()?;
    let days: Vec<usize> = history.span.clone().collect();
    let mut views: Vec<(View, ByCap)> =
        (0..DAYS_AT_A_TIME).map(|_| (View::empty(), ByCap::default())).collect();
    for days in days.chunks(DAYS_AT_A_TIME) {
        let views = &mut views[..days.len()];
        views.par_iter_mut().zip(days).for_each(|((view, by_cap), &day)| {
            history.turn_to(view, day);
            by_cap.sort(&view.universe);
        });
        timelines.par_iter_mut().try_for_each(|timeline| {
            views.iter().try_for_each(|(view, by_cap)| timeline.day(view, by_cap))
        })?;
        step(days.len());
    }
    let carried = timelines.into_iter().map(|t| Carried {
        timetable: t.timetable,
        ledger: t.ledger,
        start_without_line: t.start_without_line,
    });
    Ok(carried.collect())
}

/// An event that changed the family.
struct Change<'a> {
    name: &'a str,
    kind: EventKind,
    /// The scheduled date of the event.
    date: NaiveDate,
    /// Members whose index shares or float changed, in their order.
    updated: &'a [usize],
    /// What holders received in kind.
    in_kind: &'a [InKind],
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
    /// New issues that have not been considered for fast entry yet.
    newcomers: Newcomers,
    /// New issues that qualify for fast entry during the lock-down of an event: event, line and
    /// indexes.
    waiting: Vec<(usize, usize, Indexes)>,
    /// The day of the last cut-off for new issues.
    last_cut_off: usize,
    /// The last rank day.
    last_rank_day: Option<NaiveDate>,
    lost: Vec<usize>,
    start_without_line: Vec<String>,
    /// The verdicts of the screens on previous closes.
    memory: Memory,
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
        // Companies listed since the last rank day before the history are IPOs at the first
        // reconstitution, as in a run.
        let first = history.backtest_days()[0].date;
        let last_rank_day = setup.plan.last_rank_day_before(first).map_err(|source| {
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
            newcomers: Newcomers::default(),
            waiting: Vec::new(),
            last_cut_off: history.span.start,
            last_rank_day,
            lost: vec![0; <Index as strum::EnumCount>::COUNT],
            start_without_line: Vec::new(),
            memory: Memory::default(),
        })
    }

    /// Processes one close: moves the market, applies departures and corporate actions, and then
    /// the events.
    fn day(&mut self, view: &View, by_cap: &ByCap) -> Result<(), SimulationError> {
        let is_first = view.day == self.history.span.start;
        if is_first {
            self.start(view)?;
        } else {
            self.market_moves(view.day);
            let is_held = |line: &usize| !self.state.indexes[*line].is_empty();
            let renamed: Vec<usize> = self.history.renamed(view.day).filter(is_held).collect();
            // Departures come first: an acquirer may also take over its target's ticker.
            self.companies_leave(view);
            self.ledger.rename(self.history, view.day, renamed, &self.state);
            self.companies_act(view);
            self.restate(view);
            self.reevaluate(view);
        }
        self.newcomers.list(self.history, view, self.setup.corporate, &self.timetable);
        // The decisions of a reconstitution today, until an event changes the family.
        let mut known: Option<Reconstitution> = None;
        for timed in self.timetable.of_day(view.day).to_vec() {
            self.fast_entries(view, Some(timed.date), &mut known)?;
            match timed.step {
                Step::RankDay(_) | Step::CutOff(_) => {
                    let fresh = match known.take() {
                        Some(fresh) => fresh,
                        None => self.fresh(view)?,
                    };
                    match timed.step {
                        Step::RankDay(event) => self.rank_day(event, view, &fresh),
                        Step::CutOff(quarter) => self.cut_off(quarter, view, &fresh),
                        _ => {}
                    }
                    known = Some(fresh);
                }
                Step::Implementation(event) => {
                    self.implement(event, timed.date, view);
                    known = None;
                }
                Step::QuarterEffective(quarter) => {
                    self.quarter_effective(quarter, timed.date, view);
                    known = None;
                }
            }
        }
        self.fast_entries(view, None, &mut known)?;
        let ranks = |timed: &Timed| matches!(timed.step, Step::RankDay(_) | Step::CutOff(_));
        if self.timetable.of_day(view.day).iter().any(ranks) {
            self.newcomers.leave_to_the_quarter(view.universe.as_of);
        }
        if !self.observer.looks_at(view.day) {
            self.observer.passed_by(self.history, view, &self.state);
            return Ok(());
        }
        let fresh = self.outlook(view, by_cap)?;
        let (state, lost, reconstitution) = (&self.state, &self.lost[..], known.as_ref());
        let close = Close { view, state, fresh: &fresh, reconstitution, lost };
        self.observer.close(self.history, &close);
        Ok(())
    }

    /// The inputs of a reconstitution on a day.
    fn inputs<'s>(&'s self, view: &'s View, event: &'s Event) -> Inputs<'s> {
        Inputs::new(event, &view.universe, self.setup.parameters)
    }

    /// The event for a reconstitution on this day: that of the timetable, or else one with the
    /// rules of June.
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

    fn new_issues<'s>(
        &'s self,
        view: &'s View,
        fresh: &'s Reconstitution,
    ) -> Option<NewIssues<'s>> {
        let (history, state, level) = (self.history, &self.state, self.level);
        Some(NewIssues { history, view, state, fresh, base: self.base.as_ref()?, level })
    }

    /// Records an event that changed the family and reports it to the observer; `why` gives the
    /// reason for a line.
    fn apply(
        &mut self,
        change: &Change<'_>,
        view: &View,
        before: &State,
        why: impl FnMut(usize) -> LedgerReason,
    ) {
        let &Change { name, kind, date, updated, in_kind } = change;
        self.ledger.event(name);
        self.ledger.record(self.history, view.day, (before, &self.state), updated, why);
        let after = &self.state;
        let decided_on = match kind {
            EventKind::Reconstitution(at) => {
                self.history.day_at(self.timetable.events[at].event.rank_day)
            }
            _ => None,
        };
        let decided_on = decided_on.unwrap_or(view.day);
        let applied =
            Applied { name, kind, date, view, decided_on, before, after, updated, in_kind };
        self.observer.applied(self.history, &applied);
    }

    /// The decisions of a reconstitution at this close, without reasons.
    fn outlook(&mut self, view: &View, by_cap: &ByCap) -> Result<Outlook, SimulationError> {
        let mut memory = std::mem::take(&mut self.memory);
        let matched = self.state.matched(self.history, view);
        let event = self.event_of(view);
        let inputs = self.inputs(view, &event);
        let facts = Facts { line_of: &view.line_of, version: &view.version, by_cap };
        let outlook = outlook(&inputs, matched, &facts, &mut memory);
        self.memory = memory;
        outlook.map_err(|source| Self::caps_error(view, source))
    }

    /// The decisions of a reconstitution at this close.
    fn fresh(&self, view: &View) -> Result<Reconstitution, SimulationError> {
        let matched = self.state.matched(self.history, view);
        let event = self.event_of(view);
        reconstitute(&self.inputs(view, &event), matched)
            .map_err(|source| Self::caps_error(view, source))
    }
}
