//! `rankday import ishares`: holdings of index funds to a membership.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::{day, index, read};
use crate::cli::exit::{ExitStatus, Failure};
use crate::cli::help::Example;
use crate::cli::options::Replace;
use crate::report::files::OutputFile;
use crate::universe::import::ishares::read_fund_holdings;
use crate::universe::{Faults, Index, Input, SymbolChanges, combine_lists, write_membership};

/// Where the members of funds go unless another file is named.
const FUND_MEMBERS: &str = "rankday-out/membership.csv";

/// Examples of importing funds' holdings.
pub const EXAMPLES: &[Example] = &[
    ("rankday import ishares IWB.csv IWM.csv", "a membership of two funds, in rankday-out"),
    (
        "rankday import ishares holdings.csv --index R2000 --held-on 2026-03-31 --out held.csv",
        "where the file does not say",
    ),
];

/// Fund holdings -> a membership CSV
#[derive(Debug, Clone, Args)]
pub(super) struct FundArgs {
    /// Holdings as the fund's site exports them (CSV), one file per fund
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The index that the funds replicate, where their names do not say
    #[arg(long, value_name = "INDEX", value_parser = index)]
    index: Option<Index>,
    /// The day of the holdings, where the files do not say
    #[arg(long, value_name = "DATE", value_parser = day)]
    held_on: Option<NaiveDate>,
    /// Ticker changes (CSV, see `rankday columns symbol-changes`), for files of different days
    #[arg(long, value_name = "FILE")]
    symbol_changes: Option<PathBuf>,
    /// The membership CSV to write
    #[arg(long, short, value_name = "FILE", default_value = FUND_MEMBERS)]
    out: PathBuf,
    /// What may be replaced.
    #[command(flatten)]
    replace: Replace,
    /// Do not print what was read and dropped
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Imports, writes the membership and says what was read and dropped.
///
/// # Errors
/// Faults of the files, and a place that cannot be written to.
pub(super) fn import(args: &FundArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let inputs = args.files.iter().chain(&args.symbol_changes).map(PathBuf::as_path);
    let output = OutputFile::open(&args.out, inputs, args.replace.force)?;
    let changes = read(args.symbol_changes.as_ref(), SymbolChanges::read, &mut Vec::new())?;
    let mut faults = Faults::default();
    let mut lists = Vec::new();
    for path in &args.files {
        let holdings = Input::read(path)
            .and_then(|input| read_fund_holdings(&input, args.index, args.held_on));
        match holdings {
            Ok(holdings) => {
                let members = &holdings.members;
                let (count, index) = (members.symbols.len(), members.index);
                writeln!(
                    out,
                    "{}: {count} members of {index} on {}",
                    holdings.fund, members.held_on
                )?;
                for (kind, dropped) in &holdings.dropped {
                    let of_kind = holdings.dropped_equities.iter().filter(|(k, _)| k == kind);
                    let named: Vec<&str> = of_kind.map(|(_, what)| what.as_str()).collect();
                    let colon = if named.is_empty() { "" } else { ": " };
                    writeln!(out, "  {dropped:>6}  dropped: {kind}{colon}{}", named.join(", "))?;
                }
                for sentence in holdings.cells.sentences() {
                    writeln!(out, "{sentence}")?;
                }
                lists.push(holdings.members);
            }
            Err(found) => faults.extend(found),
        }
    }
    faults.into_result(())?;
    let membership = combine_lists(&lists, &changes);
    for remark in membership.inferences() {
        writeln!(out, "{remark}")?;
    }
    let mut bytes = Vec::new();
    write_membership(&membership, &mut bytes)?;
    // The folder of reports is made where it is missing; one that somebody names must be there.
    if args.out == Path::new(FUND_MEMBERS)
        && let Some(folder) = args.out.parent()
    {
        fs::create_dir_all(folder)?;
    }
    output.write(&bytes)?;
    writeln!(out, "wrote {} ({} members)", args.out.display(), membership.members.len())?;
    Ok(ExitStatus::Success)
}
