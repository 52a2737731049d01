//! `rankday import`: turns vendors' files into the universe and membership CSVs that scenarios read.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::options::Replace;
use crate::methodology::Parameters;
use crate::report::files::{Destination, OutputFile};
use crate::report::remarks::text;
use crate::scenario::manifest::ResultKind;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::import::ishares::read_fund_holdings;
use crate::universe::import::nasdaq::{self, Evidence, ImportContext, Imported, ScreenerDay};
use crate::universe::{
    Facts, Faults, Index, Input, SymbolChanges, combine_lists, read_membership, write_membership,
    write_universe,
};

/// Where the members of funds go unless another file is named.
const FUND_MEMBERS: &str = "rankday-out/membership.csv";

/// Examples of its use.
pub const EXAMPLES: &[Example] = &[
    (
        "rankday import nasdaq-screener export.csv --as-of 2026-04-30",
        "a universe of the screener's export",
    ),
    (
        "rankday import ishares IWB.csv IWM.csv --out membership.csv",
        "a membership of funds' holdings",
    ),
];

/// Examples of importing a screener's export.
pub const SCREENER_EXAMPLES: &[Example] = &[
    (
        "rankday import nasdaq-screener export.csv --as-of 2026-04-30 --out mine",
        "mine/universe.csv",
    ),
    (
        "rankday import nasdaq-screener export.csv --as-of 2026-04-30 --members membership.csv",
        "with the members now, who are eligible",
    ),
];

/// Examples of importing funds' holdings.
pub const FUND_EXAMPLES: &[Example] = &[
    ("rankday import ishares IWB.csv IWM.csv", "a membership of two funds, in rankday-out"),
    (
        "rankday import ishares holdings.csv --index R2000 --held-on 2026-03-31 --out held.csv",
        "where the file does not say",
    ),
];

/// Turn vendors' files into the CSVs that scenarios read; what is inferred says why
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, Clone, Subcommand)]
enum From {
    NasdaqScreener(ScreenerArgs),
    Ishares(FundArgs),
}

/// The exchange's stock screener -> universe.csv (and membership.csv)
#[derive(Debug, Clone, Args)]
struct ScreenerArgs {
    /// The screener's export (CSV)
    file: PathBuf,
    /// The close that it holds; the file does not say
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: NaiveDate,
    /// Members now (membership CSV): eligible whatever their labels say
    #[arg(long, value_name = "FILE")]
    members: Option<PathBuf>,
    /// Ticker changes (CSV, see `rankday columns symbol-changes`)
    #[arg(long, value_name = "FILE")]
    symbol_changes: Option<PathBuf>,
    /// Caps that the screener has wrong (CSV with date, symbol, `cap_expected`)
    #[arg(long, value_name = "FILE")]
    cap_corrections: Option<PathBuf>,
    /// Facts that override what is inferred (CSV, see `rankday columns facts`)
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
    /// Folder for universe.csv and membership.csv
    #[arg(long, short, value_name = "DIR", default_value = "rankday-out/import")]
    out: PathBuf,
    /// What may be replaced.
    #[command(flatten)]
    replace: Replace,
    /// Do not print what was inferred
    #[arg(long, short)]
    quiet: bool,
}

/// Fund holdings -> a membership CSV
#[derive(Debug, Clone, Args)]
struct FundArgs {
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
    quiet: bool,
}

fn day(text: &str) -> Result<NaiveDate, String> {
    crate::universe::table::parse_date(text)
        .ok_or_else(|| "write a day that exists as YYYY-MM-DD".to_owned())
}

fn index(text: &str) -> Result<Index, String> {
    let allowed = [Index::R1000, Index::R2000, Index::R3000, Index::Microcap];
    text.parse()
        .ok()
        .filter(|i| allowed.contains(i))
        .ok_or_else(|| "write R1000, R2000, R3000 or MICROCAP".to_owned())
}

/// Imports, writes the files and says what was inferred, dropped and left unmatched.
///
/// # Errors
/// Faults of the files, and folders that cannot be written to.
pub fn run(args: &ImportArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    // Whoever wants it quiet is told nothing, by the same words.
    let mut nobody = io::sink();
    match &args.from {
        From::NasdaqScreener(args) if args.quiet => import_screener(args, &mut nobody),
        From::NasdaqScreener(args) => import_screener(args, out),
        From::Ishares(args) if args.quiet => import_funds(args, &mut nobody),
        From::Ishares(args) => import_funds(args, out),
    }
}

fn read<T: Default>(
    path: Option<&PathBuf>,
    parse: fn(&Input) -> Result<T, Faults>,
) -> Result<T, Faults> {
    path.map_or_else(|| Ok(T::default()), |path| parse(&Input::read(path)?))
}

fn import_screener(args: &ScreenerArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let read_too = [&args.members, &args.symbol_changes, &args.cap_corrections, &args.facts];
    let inputs = std::iter::once(&args.file).chain(read_too.into_iter().flatten());
    let mut staging = Destination::new(&args.out, ResultKind::Import)
        .reading(inputs.map(PathBuf::as_path))
        .forced(args.replace.force)
        .open()?;
    let symbol_changes = read(args.symbol_changes.as_ref(), SymbolChanges::read)?;
    let corrections = read(args.cap_corrections.as_ref(), CapCorrections::read)?;
    let facts = read(args.facts.as_ref(), Facts::read)?;
    let held = read(args.members.as_ref(), read_membership)?;
    let benefit = Parameters::default().eligibility.benefit_driven_incorporation;
    let input = Input::read(&args.file)?;
    let day = ScreenerDay::read(&input, args.as_of, &corrections, &benefit)?;
    let evidence = Evidence { membership: args.members.is_some(), ..Evidence::default() };
    let imported = nasdaq::import(
        &day,
        &ImportContext {
            symbol_changes: &symbol_changes,
            held: &held,
            evidence: &evidence,
            facts: &facts,
            caps_repaired: 0,
        },
    );
    let written = |result: csv::Result<()>| Ok(result?);
    staging.stage("universe.csv", |file| {
        written(write_universe(&imported.universe.securities, file))
    })?;
    if args.members.is_some() {
        staging.stage("membership.csv", |file| {
            written(write_membership(&imported.membership, file))
        })?;
    }
    let paths = staging.publish(ResultKind::Import, None)?;
    report(&imported, out)?;
    for path in paths {
        writeln!(out, "wrote {}", path.display())?;
    }
    Ok(ExitStatus::Success)
}

/// What an import inferred, as tables of counts.
fn report(imported: &Imported, out: &mut impl Write) -> Result<(), Failure> {
    let lines = imported.universe.securities.len();
    let companies = imported.universe.companies.len();
    writeln!(out, "{lines} lines of {companies} issuers; inferred, with the number of lines:")?;
    for (what, count) in &imported.report.labels {
        writeln!(out, "  {count:>6}  {what}")?;
    }
    for remark in imported.report.remarks() {
        writeln!(out, "{}", text(&remark))?;
    }
    Ok(())
}

fn import_funds(args: &FundArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let inputs = args.files.iter().chain(&args.symbol_changes).map(PathBuf::as_path);
    let output = OutputFile::open(&args.out, inputs, args.replace.force)?;
    let changes = read(args.symbol_changes.as_ref(), SymbolChanges::read)?;
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
                    writeln!(out, "  {dropped:>6}  dropped: {kind}")?;
                }
                lists.push(holdings.members);
            }
            Err(found) => faults.extend(found),
        }
    }
    faults.into_result(())?;
    let membership = combine_lists(&lists, &changes);
    for remark in membership.inferences() {
        writeln!(out, "{}", text(&remark))?;
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
