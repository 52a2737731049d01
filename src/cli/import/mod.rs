//! `rankday import`: converts vendors' files to the universe and membership CSVs that scenarios
//! read.

mod classes;
mod edgar;
mod holdings;
mod made;
mod map;
mod members;
mod scenario;
mod screener;
mod table;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::options::Strict;
use super::say;
use crate::analysis::plausibility::Plausibility;
use crate::analysis::plausibility::members::{few_members, held_early, held_late};
use crate::calendar::exchange;
use crate::remark::{InputNote, Kind, ReadingNote, Remark, Severity};
use crate::report::files::{OutputFile, WriteError};
use crate::report::remarks::text;
use crate::universe::{Faults, Index, Input, Membership};
pub(super) use classes::cover_pages::VOTE_COLUMNS;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    (
        "rankday import nasdaq-screener export.csv --as-of 2026-04-30",
        "a universe of the screener's export",
    ),
    (
        "rankday import holdings IWB.csv VTWO.csv --out membership.csv",
        "a membership of funds' holdings",
    ),
    (
        "rankday import table prices.xlsx --to universe --as-of 2026-04-30",
        "a universe of any vendor's table",
    ),
];

/// Default folder of imports that write several files.
const FOLDER_OF_IMPORTS: &str = "rankday-out/import";

/// An importer: a command of `rankday import`. The type holds its arguments, and the first line of its
/// documentation is the help of the command.
trait Importer: Args {
    /// The name of the command.
    const NAME: &'static str;
    /// Other names of the command.
    const ALIASES: &'static [&'static str] = &[];
    /// Examples for its help.
    const EXAMPLES: &'static [Example];

    /// Imports, writes the files and reports what was inferred, dropped and left unmatched.
    ///
    /// # Errors
    /// Faults of the files, and places that cannot be written to.
    fn import(&self, out: &mut impl Write) -> Result<ExitStatus, Failure>;
}

/// Lists the importers, each once.
macro_rules! importers {
    ($($variant:ident($importer:ty),)+) => {
        #[derive(Debug, Clone, Subcommand)]
        enum From {
            $(
                #[command(
                    name = <$importer as Importer>::NAME,
                    visible_aliases = <$importer as Importer>::ALIASES
                )]
                $variant(Box<$importer>),
            )+
        }

        /// The examples of an importer, by the name of its command.
        pub(super) fn examples(name: &str) -> &'static [Example] {
            match name {
                $(<$importer as Importer>::NAME => <$importer as Importer>::EXAMPLES,)+
                _ => &[],
            }
        }

        impl From {
            fn import(&self, out: &mut impl Write) -> Result<ExitStatus, Failure> {
                match self {
                    $(Self::$variant(importer) => importer.import(out),)+
                }
            }
        }
    };
}

importers! {
    Screener(screener::ScreenerArgs),
    Holdings(holdings::HoldingsArgs),
    Table(table::TableArgs),
    Edgar(edgar::EdgarArgs),
    Classes(classes::ClassArgs),
}

/// Convert vendors' files to the CSVs that scenarios read, with a reason for everything inferred
#[derive(Debug, Clone, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    from: From,
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

/// Imports, writes the files and reports what was inferred, dropped and left unmatched.
///
/// # Errors
/// Faults of the files, and folders that cannot be written to.
pub fn run(args: &ImportArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    args.from.import(out)
}

/// What an import prints, and whether warnings count as errors.
#[derive(Debug, Clone, Default, Args)]
struct Saying {
    /// Whether warnings count as errors.
    #[command(flatten)]
    strict: Strict,
    /// Print nothing but warnings, each as a line on standard error
    #[arg(long, short)]
    quiet: bool,
}

/// The columns listed by a remark on columns that were not taken.
fn columns_not_taken(remark: &Remark) -> Option<&Vec<String>> {
    match &remark.kind {
        Kind::Read(ReadingNote::ColumnsNotTaken { columns }) => Some(columns),
        _ => None,
    }
}

/// The report of an import, in the order of the findings; warnings are printed first.
#[derive(Debug, Default)]
struct Notes {
    warnings: Vec<String>,
    rest: Vec<String>,
    /// Columns that the first of two readings of a table did not take; a column counts as not taken only if
    /// the second does not take it either.
    not_taken_before: Option<Vec<String>>,
}

impl Notes {
    fn line(&mut self, line: impl Into<String>) {
        self.rest.push(line.into());
    }

    /// Reports the remarks of the first of two readings of one table, and keeps the columns that it did not
    /// take.
    fn first_reading(&mut self, remarks: &[Remark]) {
        let (columns, others): (Vec<&Remark>, Vec<&Remark>) =
            remarks.iter().partition(|remark| columns_not_taken(remark).is_some());
        let columns = columns.into_iter().filter_map(columns_not_taken);
        self.not_taken_before = Some(columns.flatten().cloned().collect());
        self.remarks(others);
    }

    fn remarks<'r>(&mut self, remarks: impl IntoIterator<Item = &'r Remark>) {
        for remark in remarks {
            if let Some(columns) = columns_not_taken(remark)
                && let Some(before) = self.not_taken_before.take()
            {
                let columns = columns.iter().filter(|column| before.contains(column));
                let columns: Vec<String> = columns.cloned().collect();
                if !columns.is_empty() {
                    self.remarks([&ReadingNote::ColumnsNotTaken { columns }.into()]);
                }
                continue;
            }
            if remark.severity() == Severity::Warning {
                self.warnings.push(text(remark));
            } else {
                self.rest.push(format!("  {}", text(remark)));
            }
        }
    }

    /// Warns if members were held too early or too late for a universe of this day: the file written has them
    /// under that day.
    fn members(&mut self, held: Option<&Membership>, day: NaiveDate) {
        let Some(held) = held else { return };
        self.remarks(&held_early(held, day, &Plausibility::default()));
        self.remarks(&held_late(held, day));
    }

    /// Warns of indexes with too few members in the files, if the universe has enough lines for that to be
    /// implausible. Warnings already given when a fund's list was read are not repeated.
    fn short_lists<'f>(
        &mut self,
        held: &Membership,
        files: impl Iterator<Item = &'f PathBuf>,
        lines: usize,
    ) {
        let limits = Plausibility::default();
        if lines < limits.small_universe {
            return;
        }
        let names: Vec<String> = files.map(|path| path.display().to_string()).collect();
        let short = few_members(held, &names.join(", "), &limits);
        let is_new = |remark: &&Remark| !self.warnings.contains(&text(remark));
        let short: Vec<&Remark> = short.iter().filter(is_new).collect();
        self.remarks(short);
    }

    /// Warns of a day without trading, which cannot be the day of the prices.
    fn session(&mut self, day: Option<NaiveDate>) {
        let last = |day| Some((day, exchange::session_on_or_before(day).ok()?));
        if let Some((day, last)) = day.and_then(last).filter(|(day, last)| day != last) {
            self.remarks([&InputNote::NoSession { day, last }.into()]);
        }
    }

    /// Rejects an import with warnings if they count as errors.
    ///
    /// # Errors
    /// All warnings.
    fn refuse(&self, saying: &Saying) -> Result<(), Failure> {
        if !saying.strict.strict || self.warnings.is_empty() {
            return Ok(());
        }
        Err(Failure::Warnings(self.warnings.clone()))
    }

    /// Prints the whole report; with `--quiet` only the warnings, on standard error.
    fn write(&self, saying: &Saying, out: &mut impl Write) -> io::Result<()> {
        if saying.quiet {
            for warning in &self.warnings {
                say(format_args!("rankday: WARNING: {warning}"));
            }
            return Ok(());
        }
        self.warnings.iter().try_for_each(|warning| writeln!(out, "WARNING: {warning}"))?;
        self.rest.iter().try_for_each(|line| writeln!(out, "{line}"))
    }
}

/// The place of an output file: in the folder of reports unless the user names another.
struct Place<'a> {
    path: &'a Path,
    /// Whether this is the default place: its folder is created if missing, once there is something to
    /// write. A folder given by the user must exist.
    is_default: bool,
    inputs: Vec<&'a Path>,
    force: bool,
    opened: Option<OutputFile>,
}

impl<'a> Place<'a> {
    /// Checks the place before the work.
    fn look(
        path: &'a Path,
        is_default: bool,
        inputs: impl IntoIterator<Item = &'a Path>,
        force: bool,
    ) -> Result<Self, Failure> {
        let inputs = inputs.into_iter().collect();
        let mut place = Self { path, is_default, inputs, force, opened: None };
        if !place.makes_folder() {
            place.opened = Some(place.open()?);
        }
        Ok(place)
    }

    fn folder(&self) -> &'a Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    fn makes_folder(&self) -> bool {
        self.is_default && fs::symlink_metadata(self.folder()).is_err()
    }

    fn open(&self) -> Result<OutputFile, Failure> {
        Ok(OutputFile::open(self.path, self.inputs.iter().copied(), self.force)?)
    }

    fn write(mut self, bytes: &[u8]) -> Result<(), Failure> {
        let output = if let Some(output) = self.opened.take() {
            output
        } else {
            let folder = self.folder();
            fs::create_dir_all(folder).map_err(|error| WriteError::new(folder, &error))?;
            self.open()?
        };
        Ok(output.write(bytes)?)
    }
}

/// Reads an additional file, if one is given, and records how many of its numbers were rounded.
fn read<T: Default>(
    path: Option<&PathBuf>,
    parse: fn(&Input) -> Result<T, Faults>,
    rounded: &mut Vec<(String, usize)>,
) -> Result<T, Faults> {
    let Some(path) = path else { return Ok(T::default()) };
    let input = Input::read(path)?;
    let value = parse(&input)?;
    rounded.extend((input.rounded() > 0).then(|| (input.report_name.clone(), input.rounded())));
    Ok(value)
}
