//! The commands, one per file: arguments and exit codes only.

pub(crate) mod generate;
