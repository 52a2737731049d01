//! A timeline measured as it goes: what every index did in every period, at every event, at every
//! close.
//!
//! [`Recorder`] looks at a timeline and takes the measures of the files beside it; it decides
//! nothing and changes nothing.

mod close;
mod event;
mod period;

use std::collections::BTreeMap;

use chrono::NaiveDate;

pub use close::{Check, Checked, Size};
pub use event::{LivedEvent, holdings};
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
    /// How far it has drifted.
    pub drift: Drift,
    /// Of the members on the wrong side, those that rank above the index's first rank.
    pub too_large: Part,
    /// Those that rank below its last rank, or are not eligible any more.
    pub too_small: Part,
    /// Its size and concentration; `None` without members.
    pub size: Option<Size>,
    /// Whether what it holds is worth anything: without, no weight of it is known.
    pub has_weight: bool,
    /// Whether what it would hold if reconstituted is, where it would hold anything.
    pub has_fresh_weight: bool,
    /// The period that ends at this close; `None` on the first day, and where the index had no members,
    /// or members of no weight, when it began.
    pub period: Option<PeriodMeasures>,
}

impl IndexClose {
    /// What the index is by its members; `None` without any.
    pub fn of_members(&self, of: impl Fn(&Self) -> f64) -> Option<f64> {
        self.size.is_some().then(|| of(self))
    }

    /// What it is by the weights of its members; `None` where they have none.
    pub fn of_weights(&self, of: impl Fn(&Self) -> f64) -> Option<f64> {
        self.has_weight.then(|| of(self))
    }

    /// What it is by the weights of what it would hold if reconstituted.
    pub fn of_fresh_weights(&self, of: impl Fn(&Self) -> f64) -> Option<f64> {
        self.of_members(of).filter(|_| self.has_fresh_weight)
    }

    /// What it is by both; `None` where either is not known.
    pub fn of_both_weights(&self, of: impl Fn(&Self) -> f64) -> Option<f64> {
        self.of_fresh_weights(of).filter(|_| self.has_weight)
    }
}

/// The family at one close.
#[derive(Debug, Clone, PartialEq)]
pub struct FamilyClose {
    /// The date.
    pub date: NaiveDate,
    /// Every index, in the family's order.
    pub indexes: Vec<IndexClose>,
}

/// Everything that was seen of a timeline.
#[derive(Debug, Clone, Default)]
pub struct Lived {
    /// Assets of the funds that follow an index, USD; the same at every event.
    pub assets: BTreeMap<Index, f64>,
    /// Every close, in order.
    pub closes: Vec<FamilyClose>,
    /// Every event that changed the family, in order.
    pub events: Vec<LivedEvent>,
    /// The moves of companies between segments at each reconstitution, by the history's lines.
    pub moves: Vec<Vec<Move<usize>>>,
    /// Where members were and would plainly be, from each close to the next.
    pub placed: Vec<Observation<usize>>,
    /// The largest contributions to the return of the Russell 1000 and 2000, by period.
    pub contributions: Vec<Contribution>,
    /// Memberships held against lists of members.
    pub checked: Vec<Checked>,
}

/// Watches a timeline and measures it.
#[derive(Debug)]
pub struct Recorder<'a> {
    breaks: Breaks,
    /// The lists that are still to come.
    checks: Vec<&'a Check>,
    symbol_changes: &'a SymbolChanges,
    /// What has been measured.
    pub lived: Lived,
    /// The period that has passed since the last close.
    passed: Vec<Option<PeriodMeasures>>,
}

impl<'a> Recorder<'a> {
    /// A recorder that also holds memberships against `checks`; funds with `assets`, USD by index, trade
    /// at every event.
    pub fn new(
        parameters: &Parameters,
        checks: &'a [Check],
        symbol_changes: &'a SymbolChanges,
        assets: &BTreeMap<Index, f64>,
    ) -> Self {
        Self {
            breaks: parameters.breaks,
            checks: checks.iter().collect(),
            symbol_changes,
            lived: Lived { assets: assets.clone(), ..Lived::default() },
            passed: Vec::new(),
        }
    }

    /// Holds the family of a day against the lists of that day from before `before`.
    fn check(&mut self, history: &History, view: &View, state: &State, before: NaiveDate) {
        let day = Some(view.day);
        let is_due = |c: &Check| history.day_at(c.held_on) == day && c.held_on < before;
        let (due, rest): (Vec<&Check>, Vec<&Check>) =
            self.checks.iter().partition(|check| is_due(check));
        self.checks = rest;
        let changes = self.symbol_changes;
        let checked =
            due.into_iter().map(|check| close::check(check, history, view, state, changes));
        self.lived.checked.extend(checked);
    }
}

impl Observer for Recorder<'_> {
    fn period(&mut self, history: &History, period: &Period<'_>) {
        self.passed = period::measure(period);
        self.lived.contributions.extend(period::largest_contributions(history, period));
    }

    fn applied(&mut self, history: &History, event: &Applied<'_>) {
        // A history of month ends puts events of one month on one close: a list from before an
        // event is held against the family before it.
        self.check(history, event.view, event.before, event.date);
        if let Some(moves) = event::moves(event) {
            self.lived.moves.push(moves);
        }
        self.lived.events.push(event::measure(history, event, &self.lived.assets));
    }

    fn close(&mut self, history: &History, close: &Close<'_>) {
        let seen = close::Seen::new(history, close);
        let mut passed = std::mem::take(&mut self.passed).into_iter();
        let indexes = <Index as strum::IntoEnumIterator>::iter()
            .map(|index| IndexClose {
                period: passed.next().flatten(),
                ..seen.index(index, &self.breaks)
            })
            .collect();
        let day = close.view.day;
        let date = history.days[day].date;
        self.lived.closes.push(FamilyClose { date, indexes });
        self.lived.placed.push(seen.placed(history, day));
        self.check(history, close.view, close.state, NaiveDate::MAX);
    }
}
