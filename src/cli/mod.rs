//! The command line: one file per command, arguments only.

pub mod calendar;
