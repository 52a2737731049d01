//! `rankday calendar YEAR`: prints the schedule of a year.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::options::Replace;
use crate::calendar::{self, YearSchedule};
use crate::report::files::OutputFile;
use crate::report::schedule::{ics, json, text};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday calendar 2026", "rank days, lists, lock-down, implementation, quarters"),
    ("rankday calendar 2026 --format ics --out russell-2026.ics", "for a calendar program"),
    ("rankday calendar 2026 --json", "for a program to read"),
];

/// Print a year's schedule: rank days, lists, lock-down, implementation, quarterly dates
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "Years outside 1984 to 2050 are refused with exit code 3. Days that are not known are listed as such, for \
                  example the implementations of most years before 2005."
)]
pub struct CalendarArgs {
    /// The year, 1984 to 2050
    #[arg(allow_negative_numbers = true)]
    pub year: i32,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    /// Same as --format json
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    pub replace: Replace,
}

/// The format of a printed schedule.
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

/// Prints the schedule to `out`, or to the file of `--out`.
///
/// # Errors
/// A year outside the calendar, and faults of the file or the writer.
pub fn run(args: &CalendarArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let schedule = calendar::schedule(args.year)?;
    let format = if args.json { Format::Json } else { args.format };
    match &args.out {
        Some(path) => {
            let mut bytes = Vec::new();
            print(&schedule, format, &mut bytes)?;
            OutputFile::open(path, [], args.replace.force)?.write(&bytes)?;
        }
        None => print(&schedule, format, out)?,
    }
    Ok(ExitStatus::Success)
}

fn print(schedule: &YearSchedule, format: Format, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Text => text::write(schedule, out),
        Format::Json => json::write(schedule, out),
        Format::Ics => ics::write(schedule, out),
    }
}
