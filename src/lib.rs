//! rankday simulates the reconstitution of the Russell US indexes.
//!
//! Data flows one way, through the modules in this order: [`calendar`] says when, [`universe`] says
//! what there is, [`methodology`] holds the rule book and [`reconstitution`] applies it to one day;
//! [`market`] is what happens on many days, and [`simulation`] carries a family along it;
//! [`analysis`] measures, [`scenario`] reads what is to be done and does it, [`report`] writes what
//! came of it, and [`cli`] is the command line.

pub mod analysis;
pub mod calendar;
pub mod cli;
pub mod limits;
pub mod market;
pub mod methodology;
pub mod reconstitution;
pub mod remark;
pub mod report;
pub mod scenario;
pub mod simulation;
pub mod universe;
mod word_enum;

/// The program with its version, as results name what made them.
pub const TOOL: &str = concat!("rankday ", env!("CARGO_PKG_VERSION"));
