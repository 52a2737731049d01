//! What happens between rank day and implementation: worked cases of mergers, spin-offs, delistings and of
//! companies that a complete file of the implementation day does not have, in every report.

mod absent;
mod actions;
mod market;
