//! Many rules tried on one market, or on the same simulated paths: the market is read once, or a path made
//! once, and all rules live through it.

mod event;
mod history;
mod paths;
mod results;

pub use event::sweep_event;
pub use history::sweep_history;
pub use results::{Figure, Luck, Plane, RulePoint, Sample, Swept};
