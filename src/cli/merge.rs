//! `rankday merge DIR...`: merges the shards of a simulation or a sweep.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::format::FormatArgs;
use super::help::Example;
use super::options::{Printing, Replace};
use super::simulate::deliver_whole;
use super::sweep::combinations::deliver_sweep;
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::results::shards::{Merged, merge, shard_files};
use crate::study::simulated::Simulated;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday compare scenarios/speed.toml --shard 1/2", "on one machine"),
    ("rankday compare scenarios/speed.toml --shard 2/2", "on another"),
    ("rankday merge rankday-out/speed --out together", "all shards in that folder"),
    ("rankday merge rules/1 rules/2", "the same of a sweep's rules"),
];

/// Put the shards of a simulation or a sweep together: the same reports as of a single run
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
    /// Which existing files may be overwritten.
    #[command(flatten)]
    pub replace: Replace,
    /// What the command prints.
    #[command(flatten)]
    pub printing: Printing,
}

/// Merges shards and writes the reports.
///
/// # Errors
/// Shards that do not belong together or are not complete, and reports that cannot be written.
pub fn run(args: &MergeArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let merged = merge(&args.folders)?;
    let (name, kind) = match &merged {
        Merged::Paths(simulated) => {
            let Simulated { header, .. } = &**simulated;
            let is_sweep = header.sweep.is_some();
            (&header.name, if is_sweep { ResultKind::Sweep } else { ResultKind::Simulation })
        }
        Merged::Combinations(swept) => (&swept.name, ResultKind::Sweep),
    };
    let folder = args.out.clone().unwrap_or_else(|| Path::new("rankday-out").join(name));
    let read = shard_files(&args.folders)?;
    let staging = Destination::new(&folder, kind)
        .reading(read.iter().map(PathBuf::as_path))
        .forced(args.replace.force)
        .open()?;
    let (place, format, printing) = ((&*folder, staging), &args.format, &args.printing);
    let summary = match &merged {
        Merged::Paths(simulated) => deliver_whole(simulated, place, format, printing)?,
        Merged::Combinations(swept) => deliver_sweep(swept, place, format, printing)?,
    };
    out.write_all(&summary)?;
    Ok(ExitStatus::Success)
}
