//! Sweeps: many rules backtested on one market or simulated on the same paths. The market is read,
//! or each path generated, only once for all rules.

mod event;
mod history;
pub mod of_event;
mod paths;
mod results;

pub use event::sweep_event;
pub use history::sweep_history;
pub use results::{Figure, Luck, Plane, RulePoint, Sample, Swept};
