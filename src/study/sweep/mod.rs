//! Sweeps: many rules backtested on one market or simulated on the same paths. The market is read,
//! or each path generated, only once for all rules.

mod event;
mod header;
mod history;
mod job;
pub mod of_event;
mod order;
mod outcome;
mod paths;
mod results;

pub use header::{Header, Tried, Tries};
pub use job::{Job, sweep_event, sweep_history};
pub use order::order;
pub use results::{Figure, Luck, Plane, RulePoint, Sample, Swept};
