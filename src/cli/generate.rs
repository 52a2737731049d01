//! `rankday generate`: writes synthetic markets such as the one shipped with the project.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::options::Replace;
use crate::market::synthetic;
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday generate", "the data that ships, in rankday-out/synthetic"),
    ("rankday generate --seed 7 --out mine", "another market"),
];

/// Write a synthetic market: universes, memberships held before and implementation-day prices for
/// both reconstitutions of 2026, and a monthly panel of three years with its corporate actions; the
/// same seed gives the same bytes
#[derive(Debug, Clone, Args)]
pub struct GenerateArgs {
    /// Seed of the random numbers [default: that of the data that ships with the project]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Folder to write into
    #[arg(long, short, value_name = "DIR", default_value = "rankday-out/synthetic")]
    pub out: PathBuf,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    pub replace: Replace,
    /// Do not print the names of the files
    #[arg(long, short)]
    pub quiet: bool,
}

/// Writes the files and prints their names.
///
/// # Errors
/// The folder cannot be written to.
pub fn run(args: &GenerateArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let mut staging =
        Destination::new(&args.out, ResultKind::Synthetic).forced(args.replace.force).open()?;
    let seed = args.seed.map_or_else(synthetic::default_seed, Ok)?;
    for (name, bytes) in synthetic::generate(seed)?.files()? {
        staging.stage(&name, |file| file.write_all(&bytes))?;
    }
    for path in staging.publish(ResultKind::Synthetic, None)? {
        if !args.quiet {
            writeln!(out, "{}", path.display())?;
        }
    }
    Ok(ExitStatus::Success)
}
