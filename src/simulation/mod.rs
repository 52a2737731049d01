//! A family of indexes carried along a market, from event to event.
//!
//! A [`Plan`](crate::calendar::Plan) says when the family is reconstituted and a
//! [`History`](crate::market::history::History) what the market did. [`backtest`] applies rank
//! days, implementations, quarterly additions and updates, fast entry and corporate actions in
//! chronological order. Every change of a membership is a row of the [`Ledger`]. Measures are taken
//! by the [`Observer`]s that the caller passes in; [`measures`] lists them. [`paths`] carries memberships along very many
//! simulated markets at once; [`projection`] projects one day's universe forward to a future event.

mod additions;
mod corporate;
mod deviation;
mod ledger;
pub mod measures;
mod newcomers;
mod observer;
mod part;
pub mod paths;
mod pending;
pub mod projection;
mod start;
mod state;
mod timeline;
mod timetable;
mod unit;
mod updates;

pub use corporate::Corporate;
pub use deviation::deviation;
pub use ledger::{Ledger, LedgerAction, LedgerReason, LedgerRow, Listing};
pub use observer::{Applied, Close, EventKind, InKind, Observer, Period};
pub use part::CyclePart;
pub use start::Start;
pub use state::State;
pub use timeline::{Carried, Setup, SimulationError, backtest};
pub use timetable::Timetable;
pub use unit::{MONTHS, Unit};
