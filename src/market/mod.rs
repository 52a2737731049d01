//! What there is to simulate on: where caps come from and what moves them between events.
//!
//! [`synthetic`] makes up a whole market, for the data that ships with the project. Nothing here
//! decides a membership: the rules are in [`crate::methodology`].

pub mod synthetic;
