//! `rankday calendar YEAR`: prints the schedule of a year.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::calendar::{self, CalendarError, YearSchedule};
use crate::report::schedule::{ics, json, text};

/// Print a year's schedule: rank days, lists, lock-down, implementation, quarterly dates
#[derive(Debug, Clone, Args)]
pub struct CalendarArgs {
    /// The year, 1984 to 2050
    #[arg(allow_negative_numbers = true)]
    pub year: i32,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// The same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// A form a schedule can be printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// A table to read
    #[default]
    Text,
    /// JSON
    Json,
    /// An iCalendar file (RFC 5545) for a calendar program
    Ics,
}

/// Why the schedule could not be printed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarCommandError {
    /// The schedule cannot be given.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The file named by `--out` cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    OutFile {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The output cannot be written.
    #[error("cannot write the schedule: {0}")]
    Output(#[from] io::Error),
}

/// Prints the schedule to `out`, or to the file of `--out`.
///
/// # Errors
///
/// A year outside the calendar, and faults of the file or the writer.
pub fn run(args: &CalendarArgs, out: &mut impl Write) -> Result<(), CalendarCommandError> {
    let schedule = calendar::schedule(args.year)?;
    let format = if args.json { Format::Json } else { args.format };
    match &args.out {
        Some(path) => to_file(&schedule, format, path)
            .map_err(|source| CalendarCommandError::OutFile { path: path.clone(), source }),
        None => Ok(print(&schedule, format, out)?),
    }
}

fn to_file(schedule: &YearSchedule, format: Format, path: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    print(schedule, format, &mut file)?;
    file.flush()
}

fn print(schedule: &YearSchedule, format: Format, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Text => text::write(schedule, out),
        Format::Json => json::write(schedule, out),
        Format::Ics => ics::write(schedule, out),
    }
}
