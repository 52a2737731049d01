//! Exchange sessions, date rules and the events of a schedule.
//!
//! [`exchange`] knows which days are sessions, [`DateRule`] names days in the rule book's words,
//! and [`schedule()`] gives the events of a year. Higher modules decide what happens on those days.

mod columns;
mod cycle;
mod error;
mod event;
pub mod exchange;
mod holidays;
mod plan;
pub mod published;
mod quarterly;
pub mod rule;
mod schedule;
mod season;
mod table;
mod version;

pub use columns::{
    CLOSURE_COLUMNS, CalendarColumn, PUBLISHED_COLUMNS, QUARTERLY_RULE_COLUMNS,
    SCHEDULE_RULE_COLUMNS,
};
pub use cycle::{
    Cycle, MONTH_OF_CYCLES, cycles, end_of_cycle, june_implementation, latest_shift, name_of_cycle,
};
pub use error::CalendarError;
pub use event::{Basis, Event, EventBasis, QueryPeriod};
pub use plan::{DatedEvent, NAMED_PLANS, Plan, PlannedDays, PlannedEvent, QuarterDays, Shift};
pub use quarterly::{AdditionBasis, IpoAddition, QuarterlyUpdate};
pub use rule::DateRule;
pub use schedule::{
    Cadence, Gap, PARALLEL_RUN, YearSchedule, previous_rank_day, reconstitutions, schedule,
};
pub use season::{Quarter, Season};
pub use version::{EventRules, rules};
