//! Schedules of reconstitutions compared along the same, very many, simulated paths.
//!
//! [`run`] takes a [`Setup`] that was checked ([`Paths`]) and, path by path, lets a
//! [`Market`](crate::market::model::Market) go on step by step while every schedule holds its own
//! membership of the Russell 1000 and 2000: banded at #1,000, by the plain break at #3,000, ranked on
//! rank days and in effect some steps later, with deletions not replaced and new issues waiting for a
//! quarterly addition or the next reconstitution. An [`Aggregate`] holds what came of each measure,
//! and of its difference between schedules on the same path.
//!
//! Caps are whole dollars and every sum of them an integer, so that who belongs where is exact, and
//! the same as by [`crate::methodology::banding`] (equal caps excepted, which here stand on the same
//! side). Weights are of full caps: paths know no free float.

mod aggregate;
mod cuts;
mod decision;
mod drift;
mod family;
mod measures;
mod path;
mod rules;
mod run;
mod scan;
mod schedule;
mod setup;
mod summary;
mod turnover;

pub use aggregate::{Aggregate, MergeError, ScheduleResults};
pub use cuts::Cuts;
pub use measures::Measure;
pub use run::run;
pub use schedule::{Event, Schedule};
pub use setup::{Held, Paths, Setup, SetupError};
pub use summary::Summary;

#[cfg(test)]
mod tests;
