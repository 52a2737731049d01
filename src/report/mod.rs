//! What the results look like: one file per format.

pub mod schedule;
