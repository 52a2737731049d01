//! `rankday import classes`: adds share classes from cover pages to a universe.

pub(in crate::cli) mod cover_pages;
mod tables;

use std::io::Write;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;

use self::cover_pages::{add_classes, read_cover_pages, read_votes};
use super::{Notes, Saying, day, read};
use crate::cli::exit::{ExitStatus, Failure};
use crate::cli::help::Example;
use crate::cli::options::Replace;
use crate::report::files::OutputFile;
use crate::study::rounded_remark;
use crate::universe::{Input, read_universe, write_universe};

/// Examples of importing share classes.
const EXAMPLES: &[Example] = &[
    (
        "rankday import classes 2026q1_notes --as-of 2026-04-30 --universe universe.csv --out all.csv",
        "votes, and classes that trade nowhere",
    ),
    (
        "rankday import classes notes --as-of 2026-04-30 --universe u.csv --votes v.csv --out all.csv",
        "where you know how shares vote",
    ),
];

/// The regulator's Financial Statement and Notes set (num, dim, txt.tsv) -> a universe CSV with its classes
#[derive(Debug, Clone, Args)]
pub(super) struct ClassArgs {
    /// Folder of the unpacked set: num.tsv, dim.tsv, txt.tsv, and sub.tsv where it is there
    folder: PathBuf,
    /// The last day of the cover pages to use
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: NaiveDate,
    /// The universe to complete (rankday's own CSV)
    #[arg(long, value_name = "FILE")]
    universe: PathBuf,
    /// Known votes per share (CSV with symbol, class, `votes_per_share`) [default: 1 for listed classes, 10
    /// for others]
    #[arg(long, value_name = "FILE")]
    votes: Option<PathBuf>,
    /// The universe CSV to write
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    replace: Replace,
    /// What the command prints.
    #[command(flatten)]
    saying: Saying,
}

impl super::Importer for ClassArgs {
    const NAME: &'static str = "classes";
    const EXAMPLES: &'static [Example] = EXAMPLES;

    fn import(&self, out: &mut impl Write) -> Result<ExitStatus, Failure> {
        import(self, out)
    }
}

/// Reads the cover pages, writes the universe with their classes and reports what was added and
/// assumed.
///
/// # Errors
/// Faults of the files, and an output file that cannot be written.
fn import(args: &ClassArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let inputs = std::iter::once(&args.universe).chain(&args.votes).map(PathBuf::as_path);
    let output = OutputFile::open(&args.out, inputs, args.replace.force)?;
    let rounded = &mut Vec::new();
    let known = read(args.votes.as_ref(), read_votes, rounded)?;
    let input = Input::read(&args.universe)?;
    let read = read_universe(&input, args.as_of)?;
    rounded.extend((input.rounded() > 0).then(|| (input.report_name.clone(), input.rounded())));
    let pages = read_cover_pages(&args.folder, args.as_of)?;
    let mut securities = read.universe.securities;
    let added = add_classes(&mut securities, pages, &known);
    let mut notes = Notes::default();
    notes.session(Some(args.as_of));
    notes.remarks(read.remarks.iter().chain(&rounded_remark(rounded)));
    notes.line(format!(
        "{} companies with several classes: {} lines given votes, {} classes added that trade nowhere",
        added.companies, added.listed, added.unlisted
    ));
    if added.assumed > 0 {
        notes.line(format!(
            "votes a share assumed (1 of listed classes, 10 of others; --votes says otherwise): {}",
            added.assumed
        ));
    }
    added.differ.iter().for_each(|sentence| notes.line(sentence));
    notes.refuse(&args.saying)?;
    notes.write(&args.saying, out)?;
    securities.sort_by(|a, b| a.symbol().cmp(b.symbol()));
    let mut bytes = Vec::new();
    write_universe(&securities, Some(args.as_of), &mut bytes)?;
    output.write(&bytes)?;
    if !args.saying.quiet {
        writeln!(out, "wrote {} ({} lines)", args.out.display(), securities.len())?;
    }
    Ok(ExitStatus::Success)
}
