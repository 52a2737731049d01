//! What may not harm: hostile files, kills, schedulers, large inputs, and what the program is built of.

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
