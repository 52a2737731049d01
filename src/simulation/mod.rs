//! A family of indexes carried along a market, from event to event.
//!
//! A [`Plan`](crate::calendar::Plan) says when the family is reconstituted, a
//! [`History`](crate::market::history::History) what the market does; [`backtest`] applies, in their
//! order, rank days, implementations, quarterly additions and updates, fast entry, and whatever
//! happens to companies in between. Every change of a membership is a row of the [`Ledger`]. What is
//! worth measuring on the way is for the [`Observer`]s that the caller passes in. [`paths`] carries
//! memberships along very many simulated markets at once; [`projection`] goes from one day's
//! universe to an event that is still to come.

mod additions;
mod corporate;
mod deviation;
mod ledger;
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
