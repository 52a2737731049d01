//! Looks at a timeline and keeps what it sees, beside the measures that are taken of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use compact_str::CompactString;
use rankday::analysis::backtest::{Backtest, Recorder};
use rankday::calendar::Plan;
use rankday::market::history::History;
use rankday::methodology::Parameters;
use rankday::simulation::{
    Applied, Close, Corporate, EventKind, InKind, Ledger, Observer, Period, Setup, Start, State,
    Timetable, backtest,
};
use rankday::universe::{Funds, Index, SymbolChanges};
use strum::IntoEnumIterator;

/// An event as it was seen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeenEvent {
    pub(crate) name: String,
    pub(crate) kind: EventKind,
    pub(crate) day: usize,
    pub(crate) before: State,
    pub(crate) after: State,
    pub(crate) updated: Vec<usize>,
    pub(crate) in_kind: Vec<InKind>,
}

/// A close as it was seen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SeenClose {
    pub(crate) date: NaiveDate,
    pub(crate) state: State,
    /// For each line whether the day's universe has it.
    pub(crate) present: Vec<bool>,
    /// For each line the rank of its company.
    pub(crate) rank: Vec<Option<usize>>,
    /// For each line whether its company is not eligible.
    pub(crate) ineligible: Vec<bool>,
    pub(crate) lost: Vec<usize>,
    /// The lines of each company of the day's universe.
    pub(crate) companies: Vec<Vec<usize>>,
}

/// The record of a timeline.
pub(crate) struct Probe<'a> {
    recorder: Recorder<'a>,
    pub(crate) events: Vec<SeenEvent>,
    pub(crate) closes: Vec<SeenClose>,
    /// Starts of periods with the returns.
    pub(crate) periods: Vec<(State, Vec<Option<f64>>)>,
}

impl Observer for Probe<'_> {
    fn period(&mut self, history: &History, period: &Period<'_>) {
        self.recorder.period(history, period);
        self.periods.push((period.start.clone(), period.returns.to_vec()));
    }

    fn applied(&mut self, history: &History, event: &Applied<'_>) {
        self.recorder.applied(history, event);
        self.events.push(SeenEvent {
            name: event.name.to_owned(),
            kind: event.kind,
            day: event.view.day,
            before: event.before.clone(),
            after: event.after.clone(),
            updated: event.updated.to_vec(),
            in_kind: event.in_kind.to_vec(),
        });
    }

    fn close(&mut self, history: &History, close: &Close<'_>) {
        self.recorder.close(history, close);
        let lines = history.lines.len();
        let (mut rank, mut ineligible) = (vec![None; lines], vec![false; lines]);
        for (company, result) in close.view.universe.companies.iter().zip(&close.fresh.companies) {
            for &security in &company.lines {
                let line = close.view.line_of[security];
                rank[line] = result.rank;
                ineligible[line] = !result.is_eligible;
            }
        }
        self.closes.push(SeenClose {
            date: history.days[close.view.day].date,
            state: close.state.clone(),
            present: (0..lines).map(|line| close.view.security_of(line).is_some()).collect(),
            rank,
            ineligible,
            lost: close.lost.to_vec(),
            companies: close
                .view
                .universe
                .companies
                .iter()
                .map(|company| company.lines.iter().map(|&s| close.view.line_of[s]).collect())
                .collect(),
        });
    }
}

/// A timeline with all that was seen of it.
pub(crate) struct Seen {
    pub(crate) timetable: Timetable,
    pub(crate) ledger: Ledger,
    pub(crate) backtest: Backtest,
    pub(crate) events: Vec<SeenEvent>,
    pub(crate) closes: Vec<SeenClose>,
    pub(crate) periods: Vec<(State, Vec<Option<f64>>)>,
}

impl Seen {
    /// The tickers in an index at a close.
    pub(crate) fn members(
        &self,
        history: &History,
        index: Index,
        day: usize,
    ) -> BTreeSet<CompactString> {
        let state = &self.closes[day].state;
        let held = state.members().filter(|&line| state.indexes[line].contains(index));
        held.map(|line| history.symbol(line, day).into()).collect()
    }
}

/// Runs a backtest of a history for each plan.
pub(crate) fn backtests(history: &History, plans: &[Plan], parameters: &Parameters) -> Vec<Seen> {
    let changes = SymbolChanges::default();
    let corporate = Corporate::new(history, &parameters.offerings);
    let setups: Vec<Setup<'_>> = plans
        .iter()
        .map(|plan| Setup {
            plan,
            start: &Start::Formed,
            symbol_changes: &changes,
            corporate: &corporate,
            parameters,
        })
        .collect();
    let assets = Funds::shipped().expect("the file").followed();
    let mut probes: Vec<Probe<'_>> = plans
        .iter()
        .map(|_| Probe {
            recorder: Recorder::new(parameters, &[], &changes, &assets),
            events: Vec::new(),
            closes: Vec::new(),
            periods: Vec::new(),
        })
        .collect();
    let timelines = backtest(history, &setups, &mut probes, &|_| ()).expect("a timeline");
    timelines
        .into_iter()
        .zip(probes)
        .map(|(carried, probe)| Seen {
            timetable: carried.timetable,
            ledger: carried.ledger,
            backtest: probe.recorder.backtest,
            events: probe.events,
            closes: probe.closes,
            periods: probe.periods,
        })
        .collect()
}

/// Plans by their names.
pub(crate) fn plans(names: &[&str]) -> Vec<Plan> {
    let plan = |name: &&str| Plan::named(name).expect("rules").expect("a plan");
    names.iter().map(plan).collect()
}

/// Every index.
pub(crate) fn indexes() -> impl Iterator<Item = Index> {
    Index::iter()
}
