//! What there is to simulate on: where caps come from and what moves them between events.
//!
//! [`history`] is what happened, read from a panel of many dates; [`model`] is what could happen,
//! on as many paths as one likes; [`synthetic`] makes up a whole market, for the data that ships
//! with the project. Nothing here decides a membership: the rules are in [`crate::methodology`].

pub mod history;
pub mod model;
pub mod synthetic;
