//! Keeps what happens to a family along a history.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rankday::analysis::backtest::{BacktestEvent, Recorder, holdings};
use rankday::analysis::trades::{Leg, walk};
use rankday::market::history::{History, View};
use rankday::methodology::Parameters;
use rankday::reconstitution::CompanyResult;
use rankday::simulation::{Applied, Close, EventKind, Observer, Period, State, Timetable};
use rankday::universe::{Funds, SymbolChanges};
use rust_decimal::prelude::ToPrimitive;

/// An event as it was applied.
pub(crate) struct SeenEvent {
    pub(crate) name: String,
    pub(crate) date: NaiveDate,
    pub(crate) day: usize,
    /// Its place in the timetable, if it is a reconstitution.
    pub(crate) reconstitution: Option<usize>,
    pub(crate) before: State,
    pub(crate) after: State,
    /// What funds trade in each line: net, USD, and its legs.
    pub(crate) trades: BTreeMap<usize, (f64, Vec<Leg>)>,
}

/// What was seen.
pub(crate) struct Watch {
    recorder: Recorder<'static>,
    pub(crate) events: Vec<SeenEvent>,
    /// What would be decided at each close, by the day.
    pub(crate) fresh: BTreeMap<usize, Vec<CompanyResult>>,
    /// What the family holds at each close.
    pub(crate) states: BTreeMap<usize, State>,
    returns: BTreeMap<usize, Vec<Option<f64>>>,
}

impl Watch {
    pub(crate) fn new(parameters: &Parameters) -> Self {
        let changes: &'static SymbolChanges = Box::leak(Box::default());
        let assets = Funds::shipped().expect("the file").followed();
        Self {
            recorder: Recorder::new(parameters, &[], changes, &assets),
            events: Vec::new(),
            fresh: BTreeMap::new(),
            states: BTreeMap::new(),
            returns: BTreeMap::new(),
        }
    }

    /// The measures of the events, in their order.
    pub(crate) fn measured(&self) -> &[BacktestEvent] {
        &self.recorder.backtest.events
    }

    /// The days of the history that are rank days.
    pub(crate) fn rank_days<'a>(
        history: &'a History,
        timetable: &'a Timetable,
    ) -> impl Iterator<Item = usize> + 'a {
        timetable.events.iter().filter_map(|e| history.day_at(e.event.rank_day))
    }

    /// The caps of a rank day at the close of a later one, by line: along returns, and along with what
    /// was given, split off or sold in between.
    pub(crate) fn carried_caps(
        &self,
        history: &History,
        ranked: &View,
        day: usize,
    ) -> BTreeMap<usize, f64> {
        let mut caps: BTreeMap<usize, f64> = BTreeMap::new();
        for (security, &line) in ranked.universe.securities.iter().zip(&ranked.line_of) {
            if let Some(cap) = security.company_market_cap().and_then(|cap| cap.to_f64()) {
                caps.insert(line, cap);
            }
        }
        for later in ranked.day + 1..=day {
            for (line, cap) in &mut caps {
                if let Some(r) = self.returns[&later][*line] {
                    *cap *= 1.0 + r;
                }
            }
            let acted = self.events.iter().filter(|e| e.day == later && e.reconstitution.is_none());
            for event in acted {
                // A class that takes the place of one that is gone takes over the facts known of that
                // one.
                for to in event.after.members().filter(|&l| event.before.indexes[l].is_empty()) {
                    let was = |&from: &usize| {
                        event.after.indexes[from].is_empty()
                            && event.before.indexes[from] == event.after.indexes[to]
                            && event.before.value[from].to_bits() == event.after.value[to].to_bits()
                    };
                    let from = event.before.members().find(was);
                    if let Some(cap) = from.and_then(|from| caps.get(&from)).copied() {
                        caps.entry(to).or_insert(cap);
                    }
                }
                for line in event.before.members() {
                    let (was, is) = (event.before.value[line], event.after.value[line]);
                    let stays = !event.after.indexes[line].is_empty() && was > 0.0;
                    let is_quarter = event.name.ends_with("-quarter");
                    if let Some(cap) = caps.get_mut(&line).filter(|_| stays && !is_quarter) {
                        *cap *= is / was;
                    }
                }
            }
            for jump in history.repairs.restated_on(later) {
                if let Some(cap) = caps.get_mut(&jump.line) {
                    *cap *= jump.factor;
                }
            }
        }
        caps
    }
}

impl Observer for Watch {
    fn period(&mut self, history: &History, period: &Period<'_>) {
        self.recorder.period(history, period);
        self.returns.insert(period.day, period.returns.to_vec());
    }

    fn applied(&mut self, history: &History, event: &Applied<'_>) {
        self.recorder.applied(history, event);
        let mut trades = BTreeMap::new();
        if let EventKind::Reconstitution(_) = event.kind {
            let assets = &self.recorder.backtest.assets;
            walk(&holdings(history, event), assets, |holding, legs, net_usd| {
                trades.insert(holding.line, (net_usd, legs.to_vec()));
            });
        }
        let reconstitution = match event.kind {
            EventKind::Reconstitution(at) => Some(at),
            _ => None,
        };
        self.events.push(SeenEvent {
            name: event.name.to_owned(),
            date: event.date,
            day: event.view.day,
            reconstitution,
            before: event.before.clone(),
            after: event.after.clone(),
            trades,
        });
    }

    fn close(&mut self, history: &History, close: &Close<'_>) {
        self.recorder.close(history, close);
        self.states.insert(close.view.day, close.state.clone());
        let decided = close.reconstitution.map(|decided| decided.companies.clone());
        self.fresh.extend(decided.map(|decided| (close.view.day, decided)));
    }
}
