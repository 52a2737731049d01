//! Things that must do no harm: hostile files, kills, schedulers, large inputs, and dependencies.

#[path = "shared/many_dates.rs"]
mod many_dates;
#[path = "shared/many_lines.rs"]
mod many_lines;

mod cluster;
mod harm;
mod kill;
mod large_universe;
mod mutation;
mod supply_chain;
