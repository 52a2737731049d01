//! The reports of a timeline to the observers that take measures.

use chrono::NaiveDate;

use super::state::State;
use crate::market::history::{History, View};
use crate::reconstitution::{Outlook, Reconstitution};

/// The kind of an event that changed the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// A reconstitution is implemented. The number is its place in the timetable.
    Reconstitution(usize),
    /// New issues, shares and float of a quarter take effect.
    Quarter,
    /// New issues join at once.
    FastEntry,
    /// Members leave between events.
    Deletion,
    /// Spin-offs, mergers and offerings change what members hold.
    CorporateAction,
}

/// A period between two closes.
#[derive(Debug)]
pub struct Period<'a> {
    /// The day at whose close it ends.
    pub day: usize,
    /// The family at its beginning, after the events of that close.
    pub start: &'a State,
    /// The price return of each line of the history, a fraction; `None` where unknown.
    pub returns: &'a [Option<f64>],
}

/// Shares of one line that holders of another received in a stock merger, a spin-off or the
/// replacement of one class by another. An index that holds both lines trades nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InKind {
    /// The line held before.
    pub from: usize,
    /// The line received.
    pub to: usize,
    /// Value of the received shares at this close, USD.
    pub usd: f64,
}

/// An event as it was applied, at the close of a day.
#[derive(Debug)]
pub struct Applied<'a> {
    /// Its name, such as `june-2026`.
    pub name: &'a str,
    /// The kind of event.
    pub kind: EventKind,
    /// Its scheduled date, which may not be a day of the history.
    pub date: NaiveDate,
    /// The universe of the day of the history on which it is applied.
    pub view: &'a View,
    /// The day of the history whose universe it was decided on; the day of application if there was
    /// no earlier decision.
    pub decided_on: usize,
    /// The family before, at this close.
    pub before: &'a State,
    /// The family after, at the same close.
    pub after: &'a State,
    /// Members whose index shares or float changed, in their order.
    pub updated: &'a [usize],
    /// What holders received in kind, in order.
    pub in_kind: &'a [InKind],
}

/// The close of a day, after all its events.
#[derive(Debug)]
pub struct Close<'a> {
    /// The day's universe.
    pub view: &'a View,
    /// The family.
    pub state: &'a State,
    /// What a reconstitution at this close would decide.
    pub fresh: &'a Outlook,
    /// The same decisions with their reasons, on rank days and on other closes for which they were
    /// needed.
    pub reconstitution: Option<&'a Reconstitution>,
    /// Members lost since the last reconstitution and not replaced, by index.
    pub lost: &'a [usize],
}

/// Receives the periods, events and closes of a timeline.
pub trait Observer: Send {
    /// A period has passed.
    fn period(&mut self, history: &History, period: &Period<'_>);
    /// An event has been applied.
    fn applied(&mut self, history: &History, event: &Applied<'_>);
    /// Whether to measure the close of a day. The decisions of a reconstitution at a close are
    /// computed only for such days.
    fn looks_at(&self, _day: usize) -> bool {
        true
    }
    /// A day has ended that is measured.
    fn close(&mut self, history: &History, close: &Close<'_>);
    /// A day has ended that is not measured.
    fn passed_by(&mut self, _history: &History, _view: &View, _state: &State) {}
}
