//! `rankday import table`: converts any vendor's table to a universe, a membership, a facts file, a panel, or
//! a scenario with its files.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::made::made;
use super::map::read_map;
use super::members::MemberFile;
use super::{Notes, Place, Saying, day, index, scenario};
use crate::cli::exit::{ExitStatus, Failure};
use crate::cli::help::Example;
use crate::cli::options::Replace;
use crate::market::history::PANEL_COLUMNS;
use crate::report::files::OutputFile;
use crate::report::remarks::text;
use crate::universe::import::table::{Order, Reading, Target, open_table, suggest};
use crate::universe::{Faults, Index, read_regular};

/// Default folder of the output file.
const FOLDER: &str = "rankday-out";

/// Examples for the help.
const EXAMPLES: &[Example] = &[
    (
        "rankday import table prices.parquet --to scenario --members members.csv",
        "everything that a run needs",
    ),
    (
        "rankday import table prices.parquet --to universe --as-of 2025-04-30",
        "by the names of its columns",
    ),
    (
        "rankday import table prices.xlsx --to universe --suggest > map.toml",
        "what it would do, to be checked",
    ),
    (
        "rankday import table prices.xlsx --to universe --as-of 2025-04-30 --map map.toml",
        "by that map",
    ),
    (
        "rankday import table t.csv --to universe --as-of 2025-04-30 --map \"symbol=Code,price=Last\"",
        "by a map that is typed",
    ),
    (
        "rankday import table members.json --to membership --index R2000 --held-on 2025-05-13",
        "the members of one index",
    ),
];

/// The syntax of maps, for the long help.
const LANGUAGE: &str = "\
The language of maps:
  own=COLUMN             a column as it stands: symbol=Ticker, price=Last Sale
  own=COLUMN*NUMBER      in another unit: company_market_cap=CUR_MKT_CAP*1e6
  own=COLUMN/COLUMN*100  of several columns, from left to right: adv_usd=Volume*Price
  own=COLUMN-NUMBER      less a number: price_return=Return-1, of gross returns
  own=\"COLUMN\"           a name with commas or signs; a quotation mark is doubled in it
  own='CONSTANT'         the same on every row: exchange='nyse', index='R2000'
A name that the file has as it stands (P/E) is that column. In a file, the same stands as strings
under [map]: company_market_cap = \"CUR_MKT_CAP*1e6\". Columns that no pair names are not read.

Own columns: `rankday columns universe` (membership, facts, panel), and besides
  universe    date, country_label, share_class, description, cap_currency, us_incorporated,
              reporting_currency
  membership  index, share_class
  facts       nationality, incorporation, headquarters, votes, float, structure, security_type,
              issuer, shares, cap, share_class, currency; other facts by field and value
  panel       adjusted_price, share_class, cap_currency

A file is what it holds, whatever it is called: CSV (commas, semicolons, tabs, vertical bars), XLSX,
XLS, JSON records, Parquet, any of them compressed with gzip. What surrounds tickers (AAPL US
Equity, BRK.B-US, AAPL.O, NASDAQ:AAPL) is taken off where most of the column has it. What a table does not state of types, structures, issuers and countries is inferred
from its names, tickers, industries and labels, each with its reason in the column `inferred`.";

/// Any vendor's table -> a universe, a membership, a facts file or a panel, or a scenario with its files
#[derive(Debug, Clone, Args)]
#[command(after_long_help = LANGUAGE)]
pub(super) struct TableArgs {
    /// The table: CSV, XLSX, XLS, JSON or Parquet
    pub(super) file: PathBuf,
    /// The kind of file to make
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(super) to: To,
    /// The table's column for each of rankday's: own=COLUMN pairs, or a TOML file with [map] [default: the
    /// map that --suggest prints]
    #[arg(long, value_name = "MAP")]
    pub(super) map: Option<String>,
    /// Print a map of the file's columns, with a reason for each pair, and import nothing
    #[arg(long, conflicts_with = "map")]
    suggest: bool,
    /// The day of the table, if it does not state one; if it has several days, the one to take
    #[arg(long, alias = "held-on", value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<NaiveDate>,
    /// The index whose members the table or a --members file lists, if no column states it
    #[arg(long, value_name = "INDEX", value_parser = index)]
    pub(super) index: Option<Index>,
    /// Order of dates such as 03/04/2026, if no other date of the column shows it: dmy or mdy
    #[arg(long, value_name = "ORDER", value_parser = Order::from_str)]
    pub(super) dates: Option<Order>,
    /// The decimal sign, if the numbers do not show it
    #[arg(long, value_enum, value_name = "SIGN")]
    pub(super) decimal: Option<Sign>,
    /// Cell separator of a text file: a character, or tab [default: detected]
    #[arg(long, value_name = "SIGN", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// The sheet of a workbook [default: the first with a table on it]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// With --to universe or scenario: current members, eligible whatever their labels say; a membership, a
    /// table with a column of indexes, a fund's holdings, or R1000=FILE for a list that does not state its
    /// index; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(super) members: Vec<MemberFile>,
    /// The day on which these members were held, if their file does not state it [default: the day of the
    /// universe]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "members")]
    pub(super) members_on: Option<NaiveDate>,
    /// With --to scenario: a table of the implementation day's prices
    #[arg(long, value_name = "FILE")]
    pub(super) effective: Option<PathBuf>,
    /// With --members: ticker changes (CSV), for members held on another day
    #[arg(long, value_name = "FILE", requires = "members")]
    pub(super) symbol_changes: Option<PathBuf>,
    /// With --to universe or scenario: infer nothing that the table does not state
    #[arg(long)]
    pub(super) no_inference: bool,
    /// The CSV to write, or the folder for a scenario [default: rankday-out/universe.csv, membership.csv,
    /// facts.csv or panel.csv; for a scenario rankday-out/import]
    #[arg(long, short, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    pub(super) replace: Replace,
    /// What the command prints.
    #[command(flatten)]
    pub(super) saying: Saying,
}

impl TableArgs {
    /// Every file that is read.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &Path> {
        let map = self.map.as_deref().map(Path::new).filter(|path| path.is_file());
        let more = self.symbol_changes.iter().chain(&self.effective).map(PathBuf::as_path);
        let members = self.members.iter().map(|file| file.path.as_path());
        std::iter::once(self.file.as_path()).chain(map).chain(more).chain(members)
    }

    /// Rejects options that do not apply to the kind of file to make.
    fn check(&self) -> Result<(), Failure> {
        if self.effective.is_some() && self.to != To::Scenario {
            return Err(Failure::usage(
                "--effective is of --to scenario",
                "leave it out, or make a scenario",
            ));
        }
        Ok(())
    }
}

/// The kind of file to make from a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum To {
    /// A universe, a membership, and a scenario of `rankday run` that names them
    Scenario,
    /// The market-cap universe of a day
    Universe,
    /// The membership held
    Membership,
    /// Facts that override what is inferred
    Facts,
    /// Many lines on many dates, for a comparison
    Panel,
}

impl To {
    fn target(self) -> Target {
        match self {
            Self::Universe | Self::Scenario => Target::universe(),
            Self::Membership => Target::membership(),
            Self::Facts => Target::facts(),
            Self::Panel => Target::panel(PANEL_COLUMNS),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Universe => "universe",
            Self::Membership => "membership",
            Self::Facts => "facts",
            Self::Panel => "panel",
        }
    }
}

/// The sign before decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Sign {
    /// 1,234.5
    Point,
    /// 1.234,5
    Comma,
}

fn delimiter(text: &str) -> Result<u8, String> {
    match text.as_bytes() {
        b"tab" | b"\\t" | b"\t" => Ok(b'\t'),
        [sign @ (b',' | b';' | b'|' | b':' | b' ' | b'^' | b'~')] => Ok(*sign),
        _ => Err("write one sign (, ; | : ^ ~), or tab".to_owned()),
    }
}

impl super::Importer for TableArgs {
    const NAME: &'static str = "table";
    const EXAMPLES: &'static [Example] = EXAMPLES;

    fn import(&self, out: &mut impl Write) -> Result<ExitStatus, Failure> {
        import(self, out)
    }
}

/// Imports, writes the file and reports what was read, inferred and left out; or suggests a map.
///
/// # Errors
/// Faults of the files, a table whose columns cannot be identified, and an output file that cannot
/// be written.
fn import(args: &TableArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    args.check()?;
    let target = args.to.target();
    let map = args.map.as_deref().map(read_map).transpose()?;
    let bytes = read_regular(&args.file)
        .map_err(|refusal| Faults::of_file(&args.file.display().to_string(), refusal))?;
    let reading = Reading { sheet: args.sheet.as_deref(), delimiter: args.delimiter };
    let name = args.file.display().to_string();
    if args.suggest {
        let table = open_table(&name, bytes, reading, &target, None)?;
        let suggestion = suggest(&table, &target);
        let mut file = suggestion.file(&name, table.row_count());
        let mut notes = Notes::default();
        notes.remarks(&suggestion.remarks());
        notes.refuse(&args.saying)?;
        for remark in suggestion.remarks() {
            let said = crate::universe::plain(&text(&remark)).into_owned();
            file.extend(["\n# WARNING: ", &said, "\n"]);
        }
        return write_suggestion(args, &file, out);
    }
    let table = open_table(&name, bytes, reading, &target, map.as_ref());
    if args.to == To::Scenario {
        return scenario::import(args, &table?, map, out);
    }
    let path = args
        .out
        .clone()
        .unwrap_or_else(|| Path::new(FOLDER).join(format!("{}.csv", args.to.name())));
    let place = Place::look(&path, args.out.is_none(), args.inputs(), args.replace.force)?;
    let table = table?;
    let mut notes = Notes::default();
    let csv = made(args, &table, (&target, map), &mut notes);
    if csv.is_ok() {
        notes.refuse(&args.saying)?;
    }
    let is_heard = !args.saying.quiet;
    if is_heard {
        writeln!(out, "{name}: {} rows", table.row_count())?;
    }
    // The findings before a fault help to fix it, so they are printed first.
    notes.write(&args.saying, out)?;
    place.write(&csv?)?;
    if is_heard {
        writeln!(out, "wrote {}", path.display())?;
        writeln!(out, "next: {}", next_step(args.to, &path))?;
    }
    Ok(ExitStatus::Success)
}

/// The command or key that takes the file.
fn next_step(to: To, path: &Path) -> String {
    let path = path.display();
    match to {
        To::Universe | To::Scenario => {
            format!("rankday init scenario.toml --universe \"{path}\"")
        }
        To::Membership => format!(
            "rankday init scenario.toml --membership \"{path}\", with --universe and your universe"
        ),
        To::Panel => format!("rankday init scenario.toml --kind compare --panel \"{path}\""),
        To::Facts => {
            format!(
                "facts = \"{path}\" in [universe] of a scenario (a path from the scenario's folder)"
            )
        }
    }
}

fn write_suggestion(
    args: &TableArgs,
    text: &str,
    out: &mut impl Write,
) -> Result<ExitStatus, Failure> {
    match &args.out {
        None => out.write_all(text.as_bytes())?,
        Some(path) => {
            OutputFile::open(path, [args.file.as_path()], args.replace.force)?
                .write(text.as_bytes())?;
            writeln!(out, "wrote {}", path.display())?;
        }
    }
    Ok(ExitStatus::Success)
}
