//! `rankday schema KIND`: what a scenario file may hold, as editors read it.

use std::io::Write;

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::kind::Kind;
use crate::scenario::schema::schema;

/// Examples of its use.
pub const EXAMPLES: &[Example] = &[
    ("rankday schema > run.schema.json", "of scenarios of `rankday run`"),
    ("rankday schema compare > comparison.schema.json", "of comparisons"),
    ("rankday schema simulate > simulation.schema.json", "of comparisons on simulated paths"),
];

/// Print the JSON Schema of a kind of scenario file, from which editors check and complete
#[derive(Debug, Clone, Args)]
pub struct SchemaArgs {
    /// Which kind of file
    #[arg(value_enum, value_name = "KIND", default_value_t)]
    pub kind: Kind,
}

/// Prints the schema.
///
/// # Errors
/// What the writer reports.
pub fn run(args: &SchemaArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    writeln!(out, "{:#}", schema(args.kind.into()))?;
    Ok(ExitStatus::Success)
}
