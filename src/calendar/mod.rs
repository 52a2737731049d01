//! When: exchange sessions, date rules and the events of a schedule.
mod season;
pub use season::*;
