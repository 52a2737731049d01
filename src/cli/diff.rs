//! `rankday diff RUN_A RUN_B`: the differences between two results.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use crate::results::difference::{compare_results, json, text};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    (
        "rankday diff rankday-out/first-list rankday-out/second-list",
        "who is new on the list, who is off",
    ),
    ("rankday diff rankday-out/as-it-is rankday-out/narrow-band", "what other rules change"),
    ("rankday diff last-week this-week --json", "all of it, for a program to read"),
];

/// Show what changed between two results: rules, inputs, names and figures
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// Folder that `rankday run`, `project`, `compare` or `sweep` wrote
    #[arg(value_name = "RUN_A")]
    pub a: PathBuf,
    /// Another such folder, with a result of the same kind
    #[arg(value_name = "RUN_B")]
    pub b: PathBuf,
    /// Print JSON instead of text; it is never shortened
    #[arg(long)]
    pub json: bool,
    /// Print long lists in full
    #[arg(long)]
    pub all: bool,
}

/// Compares two result folders and prints how they differ.
///
/// # Errors
/// Folders that are not results or are of different kinds, and errors of the writer.
pub fn run(args: &DiffArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let found = compare_results(&args.a, &args.b)?;
    if args.json {
        json::write(&found, out)?;
    } else {
        text::write(&found, args.all, out)?;
    }
    Ok(ExitStatus::Success)
}
