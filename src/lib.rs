//! rankday simulates the reconstitution of the Russell US indexes.
//!
//! Data flows one way, through the modules in this order: [`calendar`] says when, [`universe`] says
//! what there is.

pub mod calendar;
pub mod cli;
pub mod report;
