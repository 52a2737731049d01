//! The commands, what they print, and how they report faults.

#[path = "shared/breaks.rs"]
mod breaks;
#[path = "shared/document.rs"]
mod document;
#[path = "shared/golden.rs"]
mod golden;
#[path = "shared/market.rs"]
mod market;

mod calendar;
mod commands;
mod diff;
mod errors;
mod explain;
mod import;
mod score;
