//! `rankday schema KIND`: prints the JSON Schema of a kind of scenario file, for editors, or of a
//! document that rankday writes, for programs that read it.

use std::io::Write;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::kind::Kind;
use crate::results::schemas;
use crate::scenario::schema::schema;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday schema > run.schema.json", "of scenarios of `rankday run`"),
    ("rankday schema compare > comparison.schema.json", "of comparisons"),
    ("rankday schema simulate > simulation.schema.json", "of comparisons on simulated paths"),
    ("rankday schema --result run > summary.schema.json", "of the summary.json of a run"),
    ("rankday schema --result explanation", "of what `rankday explain --json` prints"),
];

/// Print the JSON Schema of a kind of scenario file, which editors use to check and complete it, or of the
/// JSON of a result
#[derive(Debug, Clone, Args)]
pub struct SchemaArgs {
    /// The kind of scenario file
    #[arg(value_enum, value_name = "KIND", default_value_t)]
    pub kind: Kind,
    /// Print the schema of the summary.json of this kind of result, or of a command's --json output, instead
    /// of that of a scenario file
    #[arg(long, value_name = "RESULT", conflicts_with = "kind")]
    #[arg(value_parser = PossibleValuesParser::new(schemas::kinds()))]
    pub result: Option<String>,
}

/// Prints the schema.
///
/// # Errors
/// Errors of the writer.
pub fn run(args: &SchemaArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let of_result = args.result.as_deref().and_then(schemas::schema);
    writeln!(out, "{:#}", of_result.unwrap_or_else(|| schema(args.kind.into())))?;
    Ok(ExitStatus::Success)
}
