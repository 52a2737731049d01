//! Comparison of reconstitution schedules along the same simulated paths, of which there are very
//! many.
//!
//! [`run`] takes a [`Setup`] that was checked ([`Paths`]) and, path by path, advances a
//! [`Market`](crate::market::model::Market) step by step while every schedule keeps its own
//! membership of the family: with bands at #200, #500, #1,000 and #2,000, by the unbanded
//! breakpoints at #3,000 and #4,000, ranked on rank days and in effect some steps later, with
//! deletions that are not replaced and new issues that wait for a quarterly addition or the next
//! reconstitution. An [`Aggregate`] holds the results of each [`Quantity`], those of its difference
//! between schedules on the same path, and those of a few quantities month by month.
//!
//! Caps are whole dollars and every sum of them is an integer, so that memberships are exact and
//! the same as by [`crate::methodology::family`] (except that companies of equal caps are always on
//! the same side here). Weights use index shares and float, which are updated every quarter. Levels
//! are not measured, because total returns give them, and there are no unknown returns.

mod aggregate;
mod book;
mod changes;
mod closes;
mod costs;
mod cuts;
mod cycles;
mod family;
mod in_use;
mod lanes;
mod last_moves;
mod newcomers;
mod path;
mod performance;
mod period;
mod placement;
mod quantities;
mod rules;
mod run;
mod scan;
mod schedule;
mod screen;
mod setup;
mod size;
mod slots;
mod summary;
mod tally;
mod tiers;
mod track;
mod trading;
mod unbanded;
mod updated;
mod values;

pub use aggregate::{Aggregate, MergeError, Paired, ScheduleResults};
pub use costs::{CostBucket, CostBucketOverrides, TradingCosts, TradingError, TradingOverrides};
pub use cycles::PathCycles;
pub use quantities::Quantity;
pub use run::{Workers, run};
pub use schedule::{Schedule, YearlyEvent, month_of};
pub use setup::{Held, Paths, Setup, SetupError};
pub use slots::{OF_CYCLES, OF_MONTHS};
pub use summary::Summary;
pub use tiers::POSSIBLE as INDEXES;

#[cfg(test)]
mod tests;
