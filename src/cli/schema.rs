//! `rankday schema KIND`: prints the JSON Schema of a kind of scenario file, for editors.

use std::io::Write;

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::kind::Kind;
use crate::scenario::schema::schema;

/// Examples for the help.
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
/// Errors of the writer.
pub fn run(args: &SchemaArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    writeln!(out, "{:#}", schema(args.kind.into()))?;
    Ok(ExitStatus::Success)
}
