//! Backtest of one schedule: measures of every index in every period, at every event and close.
//!
//! [`Recorder`] observes a timeline as it is simulated and takes the measures defined in this
//! folder. It does not influence the timeline.

mod close;
mod event;
mod looks;
mod period;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use close::{Check, Checked, Size};
pub use event::{BacktestEvent, holdings};
pub use looks::{Every, Look, Looks};
pub use period::{Contribution, PeriodMeasures};

use super::drift::{Drift, Part};
use super::whipsaw::Move;
use super::wrong_index::Observation;
use crate::market::history::{History, View};
use crate::methodology::{Breaks, Parameters};
use crate::simulation::{Applied, Close, Observer, Period, State};
use crate::universe::{Index, SymbolChanges};

/// One index at one close.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexClose {
    /// The index.
    pub index: Index,
    /// Whether drift is measured at this close.
    pub is_measured: bool,
    /// Drift since the last reconstitution; meaningless where drift is not measured.
    pub drift: Drift,
    /// Wrong-side members that rank above the index's first rank.
    pub too_large: Part,
    /// Wrong-side members that rank below the index's last rank or are no longer eligible.
    pub too_small: Part,
    /// The index's size and concentration; `None` without members, and where size is not measured.
    pub size: Option<Size>,
    /// True if the members have a total value above zero; otherwise they have no weights.
    pub has_weight: bool,
    /// True if the index as reconstituted at the close has weights likewise; also true if it would
    /// have no members.
    pub has_fresh_weight: bool,
    /// The period that ends at this close; `None` on the first day, and where the index had no
    /// members, or members without weight, at the period's start.
    pub period: Option<PeriodMeasures>,
}

impl IndexClose {
    /// A close at which nothing is measured. The caller fills in the period that ends there.
    fn passed_by(index: Index) -> Self {
        Self {
            index,
            is_measured: false,
            drift: Drift::default(),
            too_large: Part::default(),
            too_small: Part::default(),
            size: None,
            has_weight: false,
            has_fresh_weight: false,
            period: None,
        }
    }

    /// A measure of drift that needs members; `None` if the index has none.
    pub fn of_members(&self, of: impl Fn(&Self) -> f64) -> Option<f64> {
        (self.is_measured && self.size.is_some()).then(|| of(self))
    }

    /// A measure of drift that needs the members' weights; `None` if they have none.
    pub fn of_weights(&self, of: impl Fn(&Self) -> f64) -> Option<f64> {
        (self.is_measured && self.has_weight).then(|| of(self))
    }

    /// A measure that needs the weights as reconstituted at the close; `None` if there are none.
    pub fn of_fresh_weights(&self, of: impl Fn(&Self) -> f64) -> Option<f64> {
        self.of_members(of).filter(|_| self.has_fresh_weight)
    }

    /// A measure that needs both sets of weights; `None` if either is missing.
    pub fn of_both_weights(&self, of: impl Fn(&Self) -> f64) -> Option<f64> {
        self.of_fresh_weights(of).filter(|_| self.has_weight)
    }
}

/// All indexes at one close.
#[derive(Debug, Clone, PartialEq)]
pub struct FamilyClose {
    /// The date.
    pub date: NaiveDate,
    /// Every index, in the family's order.
    pub indexes: Vec<IndexClose>,
}

/// The measures of one schedule's simulated history.
#[derive(Debug, Clone, Default)]
pub struct Backtest {
    /// Assets of the funds that track an index, USD; the same at every event.
    pub assets: BTreeMap<Index, f64>,
    /// Every close, in order.
    pub closes: Vec<FamilyClose>,
    /// Every event that changed the family, in order.
    pub events: Vec<BacktestEvent>,
    /// Moves of companies between segments at each reconstitution, by the history's lines.
    pub moves: Vec<Vec<Move<usize>>>,
    /// Members' segments, actual and unbanded, from each close to the next one that is measured; no
    /// members and zero days for closes that are not measured.
    pub placed: Vec<Observation<usize>>,
    /// The largest contributions to the return of the Russell 1000 and 2000, by period.
    pub contributions: Vec<Contribution>,
    /// Comparisons of the membership with given lists of members.
    pub checked: Vec<Checked>,
}

/// Observer of a timeline that measures it.
#[derive(Debug)]
pub struct Recorder<'a> {
    breaks: Breaks,
    /// What is measured on each close; `None` to measure everything on every close.
    looks: Option<&'a Looks>,
    /// Lists of members whose day has not been reached.
    checks: Vec<&'a Check>,
    symbol_changes: &'a SymbolChanges,
    /// The measures taken so far.
    pub backtest: Backtest,
    /// Measures of the period since the last close, by index.
    passed: Vec<Option<PeriodMeasures>>,
}

impl<'a> Recorder<'a> {
    /// A recorder that also compares memberships with `checks`. Funds with `assets`, USD by index,
    /// trade at every event.
    pub fn new(
        parameters: &Parameters,
        checks: &'a [Check],
        symbol_changes: &'a SymbolChanges,
        assets: &BTreeMap<Index, f64>,
    ) -> Self {
        Self {
            breaks: parameters.breaks,
            looks: None,
            checks: checks.iter().collect(),
            symbol_changes,
            backtest: Backtest { assets: assets.clone(), ..Backtest::default() },
            passed: Vec::new(),
        }
    }

    /// The same recorder, restricted to what `looks` says to measure on each close.
    #[must_use]
    pub fn looking(self, looks: Option<&'a Looks>) -> Self {
        Self { looks, ..self }
    }

    fn look(&self, day: usize) -> Look {
        self.looks.map_or(Look::All, |looks| looks.at(day))
    }

    /// The next day after this one on which drift is measured.
    fn next_measured(&self, history: &History, day: usize) -> Option<usize> {
        match self.looks {
            Some(looks) => looks.next(day),
            None => Some(day + 1).filter(|next| history.span.contains(next)),
        }
    }

    /// Adds a close with its indexes, each with the period that ends there.
    fn push(&mut self, history: &History, day: usize, mut indexes: Vec<IndexClose>) {
        for (index, period) in indexes.iter_mut().zip(std::mem::take(&mut self.passed)) {
            index.period = period;
        }
        self.backtest.closes.push(FamilyClose { date: history.days[day].date, indexes });
    }

    /// Compares the membership of a day with the lists that belong to that day and are dated before
    /// `before`.
    fn check(&mut self, history: &History, view: &View, state: &State, before: NaiveDate) {
        let day = Some(view.day);
        let is_due = |c: &Check| history.day_at(c.held_on) == day && c.held_on < before;
        let (due, rest): (Vec<&Check>, Vec<&Check>) =
            self.checks.iter().partition(|check| is_due(check));
        self.checks = rest;
        let changes = self.symbol_changes;
        let checked =
            due.into_iter().map(|check| close::check(check, history, view, state, changes));
        self.backtest.checked.extend(checked);
    }
}

impl Observer for Recorder<'_> {
    fn period(&mut self, history: &History, period: &Period<'_>) {
        let measured = period::measure(history, period);
        self.passed = measured.indexes;
        self.backtest.contributions.extend(measured.contributions);
    }

    fn applied(&mut self, history: &History, event: &Applied<'_>) {
        // A history of month ends applies all events of a month at one close. A list dated before
        // an event is compared with the membership before that event.
        self.check(history, event.view, event.before, event.date);
        if let Some(moves) = event::moves(event) {
            self.backtest.moves.push(moves);
        }
        self.backtest.events.push(event::measure(history, event, &self.backtest.assets));
    }

    fn looks_at(&self, day: usize) -> bool {
        self.look(day) != Look::Returns
    }

    fn close(&mut self, history: &History, close: &Close<'_>) {
        let snapshot = close::Snapshot::new(history, close);
        let day = close.view.day;
        let is_measured = self.look(day) == Look::All;
        let mut indexes = snapshot.indexes(&self.breaks);
        for index in &mut indexes {
            index.is_measured = is_measured;
        }
        self.push(history, day, indexes);
        self.backtest.placed.push(if is_measured {
            snapshot.placed(history, day, self.next_measured(history, day))
        } else {
            Observation { days: 0, names: Vec::new() }
        });
        self.check(history, close.view, close.state, NaiveDate::MAX);
    }

    fn passed_by(&mut self, history: &History, view: &View, state: &State) {
        let indexes = <Index as strum::IntoEnumIterator>::iter().map(IndexClose::passed_by);
        self.push(history, view.day, indexes.collect());
        self.backtest.placed.push(Observation { days: 0, names: Vec::new() });
        self.check(history, view, state, NaiveDate::MAX);
    }
}
