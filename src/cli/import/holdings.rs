//! `rankday import holdings`: converts holdings of index funds to a membership, with floats.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::{Notes, Place, Saying, day, index, read};
use crate::analysis::plausibility::Plausibility;
use crate::analysis::plausibility::members::few_names;
use crate::cli::exit::{ExitStatus, Failure};
use crate::cli::help::Example;
use crate::cli::options::Replace;
use crate::methodology::benefit_driven_countries;
use crate::remark::{ReadingNote, Remark};
use crate::universe::import::corrections::CapCorrections;
use crate::universe::import::holdings::{
    FundHoldings, Stated, infer_floats, read_holdings, state_floats,
};
use crate::universe::import::nasdaq::{ScreenerDay, labelled};
use crate::universe::{
    Faults, Index, Input, Membership, SymbolChanges, Universe, combine_lists, read_bytes,
    read_universe, write_membership,
};

/// Default output file.
const FUND_MEMBERS: &str = "rankday-out/membership.csv";

/// Examples of importing funds' holdings.
const EXAMPLES: &[Example] = &[
    ("rankday import holdings IWB.csv IWM.csv", "a membership of two funds, in rankday-out"),
    (
        "rankday import holdings IWM.csv --universe export.csv --as-of 2026-04-30",
        "with the float of each member",
    ),
    (
        "rankday import holdings list.csv --index R2000 --held-on 2026-03-31 --out held.csv",
        "where the file does not say",
    ),
];

/// Fund holdings (iShares, Vanguard, State Street, Schwab, Invesco) -> a membership CSV
#[derive(Debug, Clone, Args)]
pub(super) struct HoldingsArgs {
    /// Lists of all holdings as the funds' sites export them (CSV, XLSX, XLS or JSON), one per fund
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The index whose members the funds hold, if the funds' names do not show it
    #[arg(long, value_name = "INDEX", value_parser = index)]
    index: Option<Index>,
    /// The day of the holdings, if the files do not state it
    #[arg(long, value_name = "DATE", value_parser = day)]
    held_on: Option<NaiveDate>,
    /// Ticker changes (CSV, see `rankday columns symbol-changes`), for files of different days
    #[arg(long, value_name = "FILE")]
    symbol_changes: Option<PathBuf>,
    /// A universe (CSV) or screener's export of about the day of the holdings, to infer floats from
    #[arg(long, value_name = "FILE", requires = "as_of")]
    universe: Option<PathBuf>,
    /// The day of the universe's close
    #[arg(long, value_name = "DATE", value_parser = day, requires = "universe")]
    as_of: Option<NaiveDate>,
    /// The membership CSV to write
    #[arg(long, short, value_name = "FILE", default_value = FUND_MEMBERS)]
    out: PathBuf,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    replace: Replace,
    /// What the command prints.
    #[command(flatten)]
    saying: Saying,
}

impl super::Importer for HoldingsArgs {
    const NAME: &'static str = "holdings";
    const ALIASES: &'static [&'static str] = &["ishares"];
    const EXAMPLES: &'static [Example] = EXAMPLES;

    fn import(&self, out: &mut impl Write) -> Result<ExitStatus, Failure> {
        import(self, out)
    }
}

/// Maximum number of days between the holdings and the share counts: few shares are issued in that time.
const MOST_DAYS_APART: i64 = 45;

/// Imports, writes the membership and reports what was read, dropped and inferred.
///
/// # Errors
/// Faults of the files, and an output file that cannot be written.
fn import(args: &HoldingsArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let read_too = args.symbol_changes.iter().chain(&args.universe);
    let inputs = args.files.iter().chain(read_too).map(PathBuf::as_path);
    let is_default = args.out == Path::new(FUND_MEMBERS);
    let place = Place::look(&args.out, is_default, inputs, args.replace.force)?;
    // Ticker changes contain no numbers that could be rounded.
    let changes = read(args.symbol_changes.as_ref(), SymbolChanges::read, &mut Vec::new())?;
    let funds = read_funds(args)?;
    let mut notes = Notes::default();
    for (fund, path) in funds.iter().zip(&args.files) {
        report(fund, &mut notes);
        notes.remarks(&few(fund, path));
    }
    let lists: Vec<_> = funds.iter().map(FundHoldings::members).collect();
    let mut membership = combine_lists(&lists, &changes);
    if let (Some(path), Some(as_of)) = (&args.universe, args.as_of) {
        let universe = read_lines(path, as_of)?;
        notes.session(Some(as_of));
        notes.remarks(&add_floats(&mut membership, &funds, &universe, &changes));
    }
    notes.remarks(&membership.inferences());
    notes.refuse(&args.saying)?;
    notes.write(&args.saying, out)?;
    let mut bytes = Vec::new();
    write_membership(&membership, &mut bytes)?;
    place.write(&bytes)?;
    if !args.saying.quiet {
        writeln!(out, "wrote {} ({} members)", args.out.display(), membership.members.len())?;
    }
    Ok(ExitStatus::Success)
}

/// The holdings of every file, or the faults of all.
fn read_funds(args: &HoldingsArgs) -> Result<Vec<FundHoldings>, Faults> {
    let stated = Stated { index: args.index, held_on: args.held_on };
    let (mut faults, mut funds) = (Faults::default(), Vec::new());
    for path in &args.files {
        let name = path.display().to_string();
        match read_bytes(path).and_then(|bytes| read_holdings(&name, bytes, stated)) {
            Ok(fund) => funds.push(fund),
            Err(found) => faults.extend(found),
        }
    }
    faults.into_result(funds)
}

fn report(fund: &FundHoldings, notes: &mut Notes) {
    let name = if fund.fund.is_empty() { "a fund without a name" } else { fund.fund.as_str() };
    let (count, index, day) = (fund.holdings.len(), fund.index, fund.held_on);
    let members = if count == 1 { "member" } else { "members" };
    notes.line(format!("{name}: {count} {members} of {index} on {day}"));
    for dropped in &fund.dropped {
        notes.line(format!("  {dropped}"));
    }
    notes.remarks(&fund.remarks().collect::<Vec<_>>());
}

/// A remark if a list is too short to hold the whole of its fund's index.
pub(super) fn few(fund: &FundHoldings, path: &Path) -> Option<Remark> {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    few_names(fund.index, fund.holdings.len(), &file, &Plausibility::default())
}

/// Reads a universe in either format.
fn read_lines(path: &Path, as_of: NaiveDate) -> Result<Universe, Faults> {
    let input = Input::read(path)?;
    if ScreenerDay::is_export(&input) {
        let none = CapCorrections::default();
        let day = ScreenerDay::read(&input, as_of, &none, &benefit_driven_countries())?;
        return Ok(labelled(&day));
    }
    Ok(read_universe(&input, as_of)?.universe)
}

/// Gives every member the float implied by the fund of its index; if there are several, by the one
/// that takes precedence.
fn add_floats(
    membership: &mut Membership,
    funds: &[FundHoldings],
    universe: &Universe,
    changes: &SymbolChanges,
) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut floats = rustc_hash::FxHashMap::default();
    let mut by_day: Vec<&FundHoldings> = funds.iter().collect();
    // Later entries overwrite earlier ones: a fund with the index's own weights takes precedence
    // over one with other weights, and a later day over an earlier one.
    by_day.sort_by_key(|fund| (fund.by_cap, fund.held_on));
    for fund in by_day {
        let days = (universe.as_of - fund.held_on).num_days().abs();
        if days > MOST_DAYS_APART {
            let (held_on, as_of) = (fund.held_on, universe.as_of);
            let note =
                ReadingNote::FloatsOfTwoDays { fund: fund.fund.clone(), held_on, as_of, days };
            remarks.push(note.into());
        }
        let found = infer_floats(fund, universe, changes);
        remarks.extend(found.remarks.into_iter().map(Remark::from));
        floats.extend(found.floats);
    }
    state_floats(membership, &floats);
    remarks
}
