//! Sweeps: many rules tried on one market or the same simulated paths, or many days and files of one event.
//!
//! `[sweep]` lists values for keys of the scenario; every combination of them is a rule set: a
//! schedule and a rule book, or a scenario of one reconstitution.

mod apply;
mod assign;
mod checked;
mod combine;
mod grid;
mod keys;
mod measures;
mod set;
mod variable;
pub mod written;

pub use apply::Rules;
pub(super) use checked::check;
pub use checked::{Base, SweepScenario, check_sweep, read_sweep};
pub(crate) use keys::{AS_IT_IS, SCHEDULES};
pub(crate) use measures::OF_LUCK;
pub use measures::{COST, DRIFT, MEASURES, TURNOVER};
pub use set::{Combination, Sweep};
