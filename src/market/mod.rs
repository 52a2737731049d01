//! Markets to simulate on: where caps come from and what moves them between events.
//!
//! [`history`] is the past, read from a panel of many dates; [`model`] simulates possible futures on any
//! number of paths; [`synthetic`] generates a whole market, for the data that ships with the project.
//! Memberships are not decided here: the rules are in [`crate::methodology`].

pub mod history;
pub mod model;
pub mod synthetic;
