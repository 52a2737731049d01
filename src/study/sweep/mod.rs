//! Sweeps: many rules backtested on one market or simulated on the same paths, or applied to one event. The market is
//! read, or each path generated, only once for all rules; files of an event that several combinations name are
//! read once.

mod event;
mod header;
mod history;
mod job;
pub mod of_event;
mod order;
mod outcome;
mod paths;
mod results;

pub use header::{Header, OfCombination, Tries};
pub use job::{Job, inspect_event, sweep_event, sweep_history};
pub use order::{order, order_of_events};
pub use results::{Figure, Luck, Plane, RulePoint, Sample, Swept};
