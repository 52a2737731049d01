//! Schedules of reconstitutions compared along the same, very many, simulated paths.
//!
//! [`run`] takes a [`Setup`] that was checked ([`Paths`]) and, path by path, lets a
//! [`Market`](crate::market::model::Market) go on step by step while every schedule holds its own
//! membership of the family: banded at #200, #500, #1,000 and #2,000, by the unbanded breakpoint at #3,000 and
//! #4,000, ranked on rank days and in effect some steps later, with deletions not replaced and new
//! issues waiting for a quarterly addition or the next reconstitution. An [`Aggregate`] holds what
//! came of each [`Quantity`], of its difference between schedules on the same path, and of a few
//! month by month.
//!
//! Caps are whole dollars and every sum of them an integer, so that who belongs where is exact, and
//! the same as by [`crate::methodology::family`] (equal caps excepted, which here stand on the same
//! side). Weights are of caps by index shares and float, which are updated every quarter. Not measured
//! are levels, which total returns say, and unknown returns, of which there are none.

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
