//! `rankday score RESULT`: compares a result with a provider's lists of changes.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use rust_decimal::Decimal;

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::options::Replace;
use crate::analysis::score::{Bar, Score};
use crate::report::files::{Destination, Staging, WriteError};
use crate::report::format::write_csv;
use crate::report::manifest::ResultKind;
use crate::report::score;
use crate::results::scoring::{Scoring, parse_break_bn, read_batch, score_all};
use crate::universe::Input;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday score rankday-out/june-2026 --changes announced.csv", "additions and deletions"),
    (
        "rankday score rankday-out/june-2026 --moves moves.csv --out score",
        "moves, with tables of names",
    ),
    ("rankday score --batch scenarios/real/score.csv", "several results at once"),
    ("rankday score --batch batch.csv --min-recall 0.9", "exit code 5 where one is below"),
];

/// Compare a result with the provider's lists: precision, recall, and the cause of every difference
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "The columns of \"Came true\": of the near-certain changes (probability from 0.9), the likely ones (from \
                  0.6), those from 0.4 to 0.6 and those below 0.4, how many came true of how many; the Brier score of \
                  the probabilities, and that of taking every change for certain (of 0/1). `rankday help data` says \
                  more.\n\n`rankday columns announced-changes` and `rankday columns score-batch` print the columns of \
                  the lists."
)]
pub struct ScoreArgs {
    /// Folder that `rankday run` wrote
    #[arg(value_name = "RESULT", required_unless_present = "batch", conflicts_with = "batch")]
    pub result: Option<PathBuf>,
    /// The provider's additions to and deletions from the Russell 3000 (CSV)
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub changes: Option<PathBuf>,
    /// The provider's moves between the Russell 1000 and the 2000 (CSV)
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub moves: Option<PathBuf>,
    /// Full list of the Russell 3000 after the event (CSV); additions and deletions follow from it
    /// where --changes has none
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub members_after: Option<PathBuf>,
    /// The break at #1,000 as published, USD bn
    #[arg(long, value_name = "BN", value_parser = parse_break_bn, conflicts_with = "batch")]
    pub break_bn: Option<Decimal>,
    /// Score several results: a CSV with one row for each
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
    /// Ticker changes between rank day and implementation (CSV)
    #[arg(long, value_name = "FILE")]
    pub symbol_changes: Option<PathBuf>,
    /// Folder to write the tables into: counts and names, score*.csv
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    pub replace: Replace,
    /// Print JSON instead of tables
    #[arg(long)]
    pub json: bool,
    /// Print no tables; results below the bar are still reported
    #[arg(long, short)]
    pub quiet: bool,
    /// Least precision of migrations, additions and deletions, 0 to 1; exit code 5 below it
    #[arg(long, value_name = "P", value_parser = fraction)]
    pub min_precision: Option<f64>,
    /// Least recall of migrations, additions and deletions, 0 to 1; exit code 5 below it
    #[arg(long, value_name = "R", value_parser = fraction)]
    pub min_recall: Option<f64>,
}

/// Scores results, prints the tables and writes them.
///
/// # Errors
/// Invalid arguments, faulty files, and errors of the writer.
pub fn run(args: &ScoreArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let scorings = scorings(args)?;
    // Opened before the work starts, so that a bad path fails at once.
    let staging = args.out.as_deref().map(|out| open(args, &scorings, out)).transpose()?;
    let scores = score_all(&scorings, args.symbol_changes.as_deref())?;
    if args.json {
        score::json::write(&scores, &mut *out)?;
    } else if !args.quiet {
        score::console(&scores, out)?;
    }
    if let Some(mut staging) = staging {
        for table in score::tables(&scores) {
            staging.stage(&format!("{}.csv", table.name), |file| write_csv(&table, file))?;
        }
        staging.publish(ResultKind::Score, None)?;
    }
    out.flush()?;
    Ok(check_minimums(args, &scores))
}

/// Opens the folder for the tables, which must not replace any of the input files.
fn open(args: &ScoreArgs, scorings: &[Scoring], out: &Path) -> Result<Staging, WriteError> {
    let read: Vec<PathBuf> = scorings.iter().flat_map(Scoring::files).collect();
    let read = read.iter().map(PathBuf::as_path);
    Destination::new(out, ResultKind::Score)
        .reading(read.chain(args.batch.as_deref()).chain(args.symbol_changes.as_deref()))
        .forced(args.replace.force)
        .open()
}

fn scorings(args: &ScoreArgs) -> Result<Vec<Scoring>, Failure> {
    if let Some(batch) = &args.batch {
        return Ok(read_batch(&Input::read(batch)?)?);
    }
    let scoring = Scoring {
        result: args.result.clone().unwrap_or_default(),
        changes: args.changes.clone(),
        moves: args.moves.clone(),
        members_after: args.members_after.clone(),
        break_bn: args.break_bn,
    };
    if scoring.has_lists() {
        return Ok(vec![scoring]);
    }
    if scoring.result.is_file() {
        return Err(Failure::usage(
            format!("{} is no folder of a result", scoring.result.display()),
            "name a list of several results by --batch",
        ));
    }
    Err(Failure::usage(
        "there is nothing to compare the result with",
        "give at least one of --changes, --moves and --members-after",
    ))
}

/// Compares the scores with the requested minimum and reports those below it.
fn check_minimums(args: &ScoreArgs, scores: &[Score]) -> ExitStatus {
    let bar = Bar { precision: args.min_precision, recall: args.min_recall };
    let mut status = ExitStatus::Success;
    for below in scores.iter().flat_map(|score| bar.below(score)) {
        let is = below.is.map_or_else(|| "none".to_owned(), |is| format!("{is:.3}"));
        super::say(format_args!(
            "rankday: below the bar: {} of {} in {}: {is}, asked for {}",
            below.figure,
            below.measure.in_words(),
            below.event,
            below.asked
        ));
        status = ExitStatus::BelowBar;
    }
    status
}

fn fraction(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "write a number from 0 to 1".to_owned())?;
    if (0.0..=1.0).contains(&value) { Ok(value) } else { Err("it must be from 0 to 1".to_owned()) }
}
