//! rankday simulates the reconstitution of the Russell US indexes.
//!
//! Data flows one way, through the modules in this order: [`calendar`] says when, [`universe`] says
//! what there is, [`methodology`] holds the rule book, [`market`] makes up what to apply it to.

pub mod calendar;
pub mod market;
pub mod methodology;
pub mod universe;
