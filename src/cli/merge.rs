//! `rankday merge DIR...`: merges the shards of a simulation.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::format::FormatArgs;
use super::help::Example;
use super::options::{Printing, Replace};
use super::simulate::deliver_whole;
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::results::shards::{merge, shard_files};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday compare scenarios/speed.toml --shard 1/2", "on one machine"),
    ("rankday compare scenarios/speed.toml --shard 2/2", "on another"),
    ("rankday merge rankday-out/speed --out together", "all shards in that folder"),
];

/// Put the shards of a simulation together: the same reports as of a single run
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "Shards of different runs, damaged, unfinished or missing ones are refused, with the command that
\
    mends it."
)]
pub struct MergeArgs {
    /// Folders of shards, or folders that hold them
    #[arg(required = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// Folder for the reports [default: rankday-out/NAME]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Formats of the reports.
    #[command(flatten)]
    pub format: FormatArgs,
    /// What may be replaced.
    #[command(flatten)]
    pub replace: Replace,
    /// What is printed.
    #[command(flatten)]
    pub printing: Printing,
}

/// Merges shards and writes the reports.
///
/// # Errors
/// Shards that do not belong together or are not complete, and reports that cannot be written.
pub fn run(args: &MergeArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let simulated = merge(&args.folders)?;
    let folder =
        args.out.clone().unwrap_or_else(|| Path::new("rankday-out").join(&simulated.header.name));
    let read = shard_files(&args.folders)?;
    let is_sweep = simulated.header.sweep.is_some();
    let kind = if is_sweep { ResultKind::Sweep } else { ResultKind::Simulation };
    let staging = Destination::new(&folder, kind)
        .reading(read.iter().map(PathBuf::as_path))
        .forced(args.replace.force)
        .open()?;
    let summary = deliver_whole(&simulated, (&folder, staging), &args.format, &args.printing)?;
    out.write_all(&summary)?;
    Ok(ExitStatus::Success)
}
