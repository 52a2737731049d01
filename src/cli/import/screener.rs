//! `rankday import nasdaq-screener`: converts the exchange's screener to a universe and a
//! membership.

use std::io::Write;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use super::{Notes, Saying, day, read};
use crate::cli::exit::{ExitStatus, Failure};
use crate::cli::help::Example;
use crate::cli::options::Replace;
use crate::methodology::Parameters;
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::study::rounded_remark;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::import::nasdaq::{self, Evidence, ImportContext, Imported, ScreenerDay};
use crate::universe::{
    Facts, Input, SymbolChanges, read_membership, write_membership, write_universe,
};

/// Examples of importing a screener's export.
const EXAMPLES: &[Example] = &[
    (
        "rankday import nasdaq-screener export.csv --as-of 2026-04-30 --out mine",
        "mine/universe.csv",
    ),
    (
        "rankday import nasdaq-screener export.csv --as-of 2026-04-30 --members membership.csv",
        "with the members now, who are eligible",
    ),
];

/// The exchange's stock screener -> universe.csv (and membership.csv)
#[derive(Debug, Clone, Args)]
pub(super) struct ScreenerArgs {
    /// The screener's export (CSV)
    file: PathBuf,
    /// The day of the export's close, which the file does not state
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: NaiveDate,
    /// Current members (membership CSV): eligible whatever their labels say
    #[arg(long, value_name = "FILE")]
    members: Option<PathBuf>,
    /// Ticker changes (CSV, see `rankday columns symbol-changes`)
    #[arg(long, value_name = "FILE")]
    symbol_changes: Option<PathBuf>,
    /// Corrections of caps that the screener has wrong (CSV with date, symbol, `cap_expected`)
    #[arg(long, value_name = "FILE")]
    cap_corrections: Option<PathBuf>,
    /// Facts that override what is inferred (CSV, see `rankday columns facts`)
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
    /// Folder for universe.csv and membership.csv
    #[arg(long, short, value_name = "DIR", default_value = "rankday-out/import")]
    out: PathBuf,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    replace: Replace,
    /// What the command prints.
    #[command(flatten)]
    saying: Saying,
}

impl super::Importer for ScreenerArgs {
    const NAME: &'static str = "nasdaq-screener";
    const EXAMPLES: &'static [Example] = EXAMPLES;

    fn import(&self, out: &mut impl Write) -> Result<ExitStatus, Failure> {
        import(self, out)
    }
}

/// Imports, writes the files and reports what was inferred.
///
/// # Errors
/// Faults of the files, and a folder that cannot be written to.
fn import(args: &ScreenerArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let read_too = [&args.members, &args.symbol_changes, &args.cap_corrections, &args.facts];
    let inputs = std::iter::once(&args.file).chain(read_too.into_iter().flatten());
    let mut staging = Destination::new(&args.out, ResultKind::Import)
        .reading(inputs.map(PathBuf::as_path))
        .forced(args.replace.force)
        .open()?;
    let rounded = &mut Vec::new();
    let symbol_changes = read(args.symbol_changes.as_ref(), SymbolChanges::read, rounded)?;
    let corrections = read(args.cap_corrections.as_ref(), CapCorrections::read, rounded)?;
    let facts = read(args.facts.as_ref(), Facts::read, rounded)?;
    let held = read(args.members.as_ref(), read_membership, rounded)?;
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
            benefit_driven: &benefit,
            caps_repaired: 0,
        },
    );
    let written = |result: csv::Result<()>| Ok(result?);
    staging.stage("universe.csv", |file| {
        written(write_universe(&imported.universe.securities, Some(args.as_of), file))
    })?;
    if args.members.is_some() {
        staging.stage("membership.csv", |file| {
            written(write_membership(&imported.membership, file))
        })?;
    }
    let mut notes = Notes::default();
    notes.session(Some(args.as_of));
    notes.members(Some(&held), args.as_of);
    let lines = imported.universe.securities.len();
    notes.short_lists(&held, args.members.iter(), lines);
    report(&imported, &mut notes);
    notes.remarks(&rounded_remark(rounded));
    notes.refuse(&args.saying)?;
    let paths = staging.publish(ResultKind::Import, None)?;
    notes.write(&args.saying, out)?;
    for path in paths.iter().filter(|_| !args.saying.quiet) {
        writeln!(out, "wrote {}", path.display())?;
    }
    Ok(ExitStatus::Success)
}

/// Reports what an import inferred, as tables of counts.
fn report(imported: &Imported, notes: &mut Notes) {
    let lines = imported.universe.securities.len();
    let companies = imported.universe.companies.len();
    notes
        .line(format!("{lines} lines of {companies} issuers; inferred, with the number of lines:"));
    for (what, count) in &imported.report.labels {
        notes.line(format!("  {count:>6}  {what}"));
    }
    notes.remarks(&imported.report.remarks());
}
