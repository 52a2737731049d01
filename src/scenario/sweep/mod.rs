//! Sweeps: many rules tried on one market, or on the same simulated paths.
//!
//! `[sweep]` of a scenario names values of keys; every combination of them is a rule set, a schedule
//! with a rule book. The market is read once, or a path made once, and all of them live through it.

mod checked;
mod event;
mod grid;
mod history;
mod paths;
mod results;
pub mod written;

pub use checked::{
    Base, Combination, Rules, Sweep, SweepScenario, check_sweep, is_sweep, read_sweep,
};
pub use event::sweep_event;
pub use history::sweep_history;
pub use results::{COST, DRIFT, Figure, Luck, MEASURES, Plane, Sample, Standing, Swept, TURNOVER};
