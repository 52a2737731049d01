//! When: exchange sessions and date rules.
//!
//! [`exchange`] knows which days are sessions, [`DateRule`] names days in the rule book's words.

mod error;
pub mod exchange;
mod holidays;
pub mod rule;
mod season;
mod table;

pub use error::CalendarError;
pub use rule::DateRule;
pub use season::{Quarter, Season};
