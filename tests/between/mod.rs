//! Events between rank day and implementation: worked cases of mergers, spin-offs, delistings and of
//! companies that a complete file of the implementation day lacks, in every report.

mod absent;
mod actions;
mod market;
