//! `rankday import edgar`: converts the regulator's bulk file of filers' headers to a facts file.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::{Notes, Saying, day, read};
use crate::cli::exit::{ExitStatus, Failure};
use crate::cli::help::Example;
use crate::cli::options::Replace;
use crate::report::files::OutputFile;
use crate::universe::import::edgar::{self, BulkFile, Tickers};
use crate::universe::{FactField, Input, SymbolChanges, read_tickers, write_facts};

/// Default output file.
const FACTS: &str = "rankday-out/facts.csv";

/// Examples of importing official filings.
const EXAMPLES: &[Example] = &[
    (
        "rankday import edgar submissions.zip --as-of 2026-04-30 --universe universe.csv",
        "facts about the lines of a universe",
    ),
    (
        "rankday import edgar new.zip --as-of 2026-04-30 --before old.zip --universe universe.csv",
        "with who has moved since the earlier one",
    ),
];

/// The regulator's bulk file of filers (submissions.zip) -> a facts CSV
#[derive(Debug, Clone, Args)]
pub(super) struct EdgarArgs {
    /// The archive, or a folder of the JSON files that it holds
    file: PathBuf,
    /// The day on which the archive was published, which nothing in it states
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: NaiveDate,
    /// An archive from about the previous rank day: shows which headquarters have moved since
    #[arg(long, value_name = "FILE")]
    before: Option<PathBuf>,
    /// The universe whose lines the facts are about (CSV, rankday's own or the screener's)
    #[arg(long, value_name = "FILE")]
    universe: PathBuf,
    /// The day of the universe, where ticker changes are given [default: the day of the archive]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "symbol_changes")]
    universe_as_of: Option<NaiveDate>,
    /// Ticker changes (CSV, see `rankday columns symbol-changes`), for a universe of another day
    #[arg(long, value_name = "FILE")]
    symbol_changes: Option<PathBuf>,
    /// The facts CSV to write
    #[arg(long, short, value_name = "FILE", default_value = FACTS)]
    out: PathBuf,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    replace: Replace,
    /// What the command prints.
    #[command(flatten)]
    saying: Saying,
}

impl super::Importer for EdgarArgs {
    const NAME: &'static str = "edgar";
    const EXAMPLES: &'static [Example] = EXAMPLES;

    fn import(&self, out: &mut impl Write) -> Result<ExitStatus, Failure> {
        import(self, out)
    }
}

/// Imports, writes the facts and reports the number of lines with facts.
///
/// # Errors
/// Faults of the files, and an output file that cannot be written.
fn import(args: &EdgarArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let inputs = [&args.file, &args.universe].into_iter();
    let inputs = inputs.chain(&args.before).chain(&args.symbol_changes).map(PathBuf::as_path);
    let output = OutputFile::open(&args.out, inputs, args.replace.force)?;
    // Ticker changes contain no numbers that could be rounded.
    let changes = read(args.symbol_changes.as_ref(), SymbolChanges::read, &mut Vec::new())?;
    let tickers = read_tickers(&Input::read(&args.universe)?);
    let lines = Tickers { tickers: &tickers, as_of: args.universe_as_of, changes: &changes };
    let file = BulkFile { path: &args.file, as_of: args.as_of };
    let imported = edgar::import(&lines, &file, args.before.as_deref())?;
    let mut notes = Notes::default();
    notes.line(format!(
        "{} members, {} filers kept, of {} of the {} lines of the universe",
        imported.members,
        imported.filers,
        imported.lines,
        tickers.len()
    ));
    let mut counts: BTreeMap<FactField, usize> = BTreeMap::new();
    for fact in &imported.facts {
        *counts.entry(fact.field).or_default() += 1;
    }
    for (field, count) in counts {
        notes.line(format!("  {count:>6}  {field}"));
    }
    if args.before.is_none() {
        notes.line("no earlier archive is given (--before): nobody is known to have moved");
    }
    notes.refuse(&args.saying)?;
    notes.write(&args.saying, out)?;
    let mut bytes = Vec::new();
    write_facts(&imported.facts, &mut bytes)?;
    // The default folder is created if missing; a folder given by the user must exist.
    if args.out == Path::new(FACTS)
        && let Some(folder) = args.out.parent()
    {
        fs::create_dir_all(folder)?;
    }
    output.write(&bytes)?;
    if !args.saying.quiet {
        writeln!(out, "wrote {} ({} facts)", args.out.display(), imported.facts.len())?;
    }
    Ok(ExitStatus::Success)
}
