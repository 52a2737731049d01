//! What a timeline lets be seen on its way; measures are taken by who looks.

use chrono::NaiveDate;

use super::state::State;
use crate::market::history::{History, View};
use crate::methodology::family::Family;
use crate::reconstitution::Reconstitution;

/// What kind of event changed the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// A reconstitution is implemented; its place in the timetable.
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

/// Shares that the holders of a line were given of another one: by a merger paid in shares, a
/// spin-off, or a class that takes another's place. An index that holds both lines trades nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InKind {
    /// The line that was held.
    pub from: usize,
    /// The line that is held for it.
    pub to: usize,
    /// What the shares are worth at this close, USD.
    pub usd: f64,
}

/// An event as it was applied, at the close of a day.
#[derive(Debug)]
pub struct Applied<'a> {
    /// Its name, such as `june-2026`.
    pub name: &'a str,
    /// What it is.
    pub kind: EventKind,
    /// Its own day, which the history may not have.
    pub date: NaiveDate,
    /// The universe of the day of the history on which it falls.
    pub view: &'a View,
    /// The family before, at this close.
    pub before: &'a State,
    /// The family after, at the same close.
    pub after: &'a State,
    /// Members whose index shares or float changed, in their order.
    pub updated: &'a [usize],
    /// What holders received in kind, in the order in which they did.
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
    pub fresh: &'a Reconstitution,
    /// The breaks of its ranking.
    pub family: &'a Family,
    /// Members lost since the last reconstitution and not replaced, by index.
    pub lost: &'a [usize],
}

/// Who looks at a timeline.
pub trait Observer: Send {
    /// A period has passed.
    fn period(&mut self, history: &History, period: &Period<'_>);
    /// An event has been applied.
    fn applied(&mut self, history: &History, event: &Applied<'_>);
    /// A day has ended.
    fn close(&mut self, history: &History, close: &Close<'_>);
}
