//! `rankday import table`: converts any vendor's table to a universe, a membership, a facts file or
//! a panel.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::map::read_map;
use super::{Notes, Place, day, index, read};
use crate::analysis::plausibility::{Plausibility, companies, values};
use crate::cli::exit::{ExitStatus, Failure};
use crate::cli::help::Example;
use crate::cli::options::Replace;
use crate::market::history::{PANEL_COLUMNS, read_panel};
use crate::methodology::Parameters;
use crate::remark::{Doubt, Kind, Remark};
use crate::report::files::OutputFile;
use crate::report::remarks::text;
use crate::universe::import::cell::DecimalSign;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::import::table::{
    CellForms, Grid, Order, Reading, Suggestion, TableMap, TableOptions, Target, UniverseContext,
    open_table, suggest, to_facts, to_membership, to_panel, to_universe,
};
use crate::universe::{
    Faults, Index, Membership, SymbolChanges, Universe, read_membership, read_regular,
    write_membership, write_universe,
};

/// Default folder of the output file.
const FOLDER: &str = "rankday-out";

/// Examples for the help.
pub(super) const EXAMPLES: &[Example] = &[
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
  own=\"COLUMN\"           a name with commas or signs; a quotation mark is doubled in it
  own='CONSTANT'         the same on every row: exchange='nyse', index='R2000'
A name that the file has as it stands (P/E) is that column. In a file, the same stands as strings
under [map]: company_market_cap = \"CUR_MKT_CAP*1e6\". Columns that no pair names are not read.

Own columns: `rankday columns universe` (membership, facts, panel), and besides
  universe    date, country_label, share_class
  membership  index, share_class
  facts       nationality, votes, float, structure, security_type, issuer, shares, cap, share_class
  panel       adjusted_price, share_class

A file is what it holds, whatever it is called: CSV (commas, semicolons, tabs, vertical bars), XLSX,
XLS, JSON records, Parquet (in builds with that feature), any of them compressed with gzip. What
surrounds tickers (AAPL US Equity, BRK.B-US, AAPL.O, NASDAQ:AAPL) is taken off where most of the
column has it. What a table does not state of types, structures, issuers and countries is inferred
from its names, tickers, industries and labels, each with its reason in the column `inferred`.";

/// Any vendor's table -> a universe, a membership, a facts file or a panel
#[derive(Debug, Clone, Args)]
#[command(after_long_help = LANGUAGE)]
pub(super) struct TableArgs {
    /// The table: CSV, XLSX, XLS, JSON or Parquet
    file: PathBuf,
    /// What it becomes
    #[arg(long, value_enum, value_name = "WHAT")]
    to: To,
    /// Which column is which: own=COLUMN pairs, or a TOML file with [map] [default: what --suggest says]
    #[arg(long, value_name = "MAP")]
    map: Option<String>,
    /// Look at the file and print a map with a reason for each pair, and import nothing
    #[arg(long, conflicts_with = "map")]
    suggest: bool,
    /// The day that it is of, where it does not say; of a table of several days, the one to take
    #[arg(long, alias = "held-on", value_name = "DATE", value_parser = day)]
    as_of: Option<NaiveDate>,
    /// Of a membership: whose members they are, where no column says
    #[arg(long, value_name = "INDEX", value_parser = index)]
    index: Option<Index>,
    /// Which comes first in dates such as 03/04/2026, where the others of the column do not say: dmy or mdy
    #[arg(long, value_name = "ORDER", value_parser = Order::from_str)]
    dates: Option<Order>,
    /// The sign before decimals, where the numbers do not say
    #[arg(long, value_enum, value_name = "SIGN")]
    decimal: Option<Sign>,
    /// What parts the cells of a text: a sign, or tab [default: found out]
    #[arg(long, value_name = "SIGN", value_parser = delimiter)]
    delimiter: Option<u8>,
    /// The sheet of a workbook [default: the first with a table on it]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Of a universe: members now (membership CSV), eligible whatever their labels say
    #[arg(long, value_name = "FILE")]
    members: Option<PathBuf>,
    /// Of a universe: ticker changes (CSV), for members held on another day
    #[arg(long, value_name = "FILE", requires = "members")]
    symbol_changes: Option<PathBuf>,
    /// Of a universe: infer nothing that the table does not state
    #[arg(long)]
    no_inference: bool,
    /// The CSV to write [default: rankday-out/universe.csv, membership.csv, facts.csv or panel.csv]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// What may be replaced.
    #[command(flatten)]
    replace: Replace,
    /// Do not print what was read, inferred and left out
    #[arg(long, short)]
    quiet: bool,
}

impl TableArgs {
    /// Whether the report is suppressed.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet && !self.suggest
    }
}

/// What a table becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
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
            Self::Universe => Target::universe(),
            Self::Membership => Target::membership(),
            Self::Facts => Target::facts(),
            Self::Panel => Target::panel(PANEL_COLUMNS),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Universe => "universe",
            Self::Membership => "membership",
            Self::Facts => "facts",
            Self::Panel => "panel",
        }
    }
}

/// The sign before decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Sign {
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

/// Imports, writes the file and reports what was read, inferred and left out; or suggests a map.
///
/// # Errors
/// Faults of the files, a table whose columns cannot be identified, and an output file that cannot
/// be written.
pub(super) fn import(args: &TableArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let target = args.to.target();
    let map = args.map.as_deref().map(read_map).transpose()?;
    let bytes = read_regular(&args.file).map_err(|(problem, remedy)| {
        let mut faults = Faults::default();
        faults.file(&args.file.display().to_string(), problem, remedy);
        faults
    })?;
    let reading = Reading { sheet: args.sheet.as_deref(), delimiter: args.delimiter };
    let name = args.file.display().to_string();
    if args.suggest {
        let table = open_table(&name, bytes, reading, &target, None)?;
        let suggestion = suggest(&table, &target);
        let mut file = suggestion.file(&name, table.row_count());
        for remark in suggestion.remarks() {
            let said = crate::universe::plain(&text(&remark)).into_owned();
            file.extend(["\n# WARNING: ", &said, "\n"]);
        }
        return write_suggestion(args, &file, out);
    }
    let path = args
        .out
        .clone()
        .unwrap_or_else(|| Path::new(FOLDER).join(format!("{}.csv", args.to.name())));
    let map_file = args.map.as_deref().map(Path::new).filter(|path| path.is_file());
    let inputs = [Some(args.file.as_path()), map_file, args.members.as_deref()];
    let inputs = inputs.into_iter().flatten().chain(args.symbol_changes.as_deref());
    let place = Place::look(&path, args.out.is_none(), inputs, args.replace.force)?;
    let table = open_table(&name, bytes, reading, &target, map.as_ref())?;
    writeln!(out, "{name}: {} rows", table.row_count())?;
    let mut notes = Notes::default();
    let csv = made(args, &table, (&target, map), &mut notes);
    // The findings before a fault help to fix it, so they are printed first.
    notes.write(out)?;
    let csv = csv?;
    place.write(&csv)?;
    writeln!(out, "wrote {}", path.display())?;
    writeln!(out, "next: {}", next_step(args.to, &path))?;
    Ok(ExitStatus::Success)
}

/// The command or key that takes the file.
fn next_step(to: To, path: &Path) -> String {
    let path = path.display();
    match to {
        To::Universe => format!("rankday init scenario.toml --universe \"{path}\""),
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

/// The content of the output file.
fn made(
    args: &TableArgs,
    table: &Grid,
    (target, map): (&Target, Option<TableMap>),
    notes: &mut Notes,
) -> Result<Vec<u8>, Failure> {
    notes.remarks(&table.remarks().collect::<Vec<_>>());
    let map = match map {
        Some(map) => map,
        None => suggested(args, table, target, notes)?,
    };
    match args.to {
        To::Universe => universe(args, table, &map, notes),
        To::Membership => membership(args, table, &map, notes),
        To::Facts => facts(args, table, &map, notes),
        To::Panel => panel(args, table, &map, target, notes),
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

/// The map used if none is given, reported pair by pair; an error if a required column is missing.
fn suggested(
    args: &TableArgs,
    table: &Grid,
    target: &Target,
    notes: &mut Notes,
) -> Result<TableMap, Failure> {
    let suggestion: Suggestion = suggest(table, target);
    notes.remarks(&suggestion.remarks());
    let is_given = |any: &&&[&str]| args.index.is_some() && any.contains(&"index");
    let lacks = suggestion.lacks();
    let lacks: Vec<String> =
        lacks.iter().filter(|any| !is_given(any)).map(|a| a.join(" or ")).collect();
    if !lacks.is_empty() {
        let mut faults = Faults::default();
        let mut problem = format!("has no column that is known to be {}", lacks.join(", and "));
        let name = args.file.display();
        let mut remedy = format!(
            "say which is which with --map; `rankday import table {name} --to {} --suggest` prints one \
             to begin with",
            args.to.name()
        );
        if let Some((what, takes)) = table.known() {
            problem = format!("{what}, and {problem}");
            remedy = format!("{takes}; or {remedy}");
        }
        faults.file(&name.to_string(), problem, remedy);
        return Err(faults.into());
    }
    notes.line("columns by their names and values, as --suggest prints them:");
    for pair in suggestion.sentences() {
        notes.line(format!("  {pair}"));
    }
    Ok(suggestion.map())
}

fn options(args: &TableArgs) -> TableOptions {
    let decimal_sign = args.decimal.map(|sign| match sign {
        Sign::Point => DecimalSign::Point,
        Sign::Comma => DecimalSign::Comma,
    });
    TableOptions { forms: CellForms { dates: args.dates, decimal_sign }, day: args.as_of }
}

fn universe(
    args: &TableArgs,
    table: &Grid,
    map: &TableMap,
    notes: &mut Notes,
) -> Result<Vec<u8>, Failure> {
    let rounded = &mut Vec::new();
    let symbol_changes = read(args.symbol_changes.as_ref(), SymbolChanges::read, rounded)?;
    let held: Membership = read(args.members.as_ref(), read_membership, rounded)?;
    let benefit = Parameters::default().eligibility.benefit_driven_incorporation;
    let context = UniverseContext {
        held: args.members.is_some().then_some(&held),
        symbol_changes: &symbol_changes,
        benefit_driven: &benefit,
        infers: !args.no_inference,
    };
    let read = to_universe(table, map, &options(args), &context)?;
    notes.session(Some(read.universe.as_of));
    notes.remarks(&read.remarks);
    let name = args.file.display().to_string();
    notes.remarks(&implausible(&read.universe, &name));
    let (lines, companies) = (read.universe.securities.len(), read.universe.companies.len());
    notes.line(format!("{lines} lines of {companies} issuers on {}", read.universe.as_of));
    if let Some(report) = &read.report {
        notes.line("inferred or stated, with the number of lines:");
        for (what, count) in &report.labels {
            notes.line(format!("  {count:>6}  {what}"));
        }
        notes.remarks(&report.remarks());
        if args.members.is_none() {
            notes.line(
                "no members were given (--members): who is eligible is judged by labels alone, and members \
                 of whom a label says otherwise are left out",
            );
        }
    }
    let mut csv = Vec::new();
    write_universe(&read.universe.securities, Some(read.universe.as_of), &mut csv)?;
    Ok(csv)
}

fn membership(
    args: &TableArgs,
    table: &Grid,
    map: &TableMap,
    notes: &mut Notes,
) -> Result<Vec<u8>, Failure> {
    let read = to_membership(table, map, &options(args), args.index)?;
    notes.remarks(&read.remarks);
    notes.line(format!("{} members", read.membership.members.len()));
    let mut csv = Vec::new();
    write_membership(&read.membership, &mut csv)?;
    Ok(csv)
}

fn facts(
    args: &TableArgs,
    table: &Grid,
    map: &TableMap,
    notes: &mut Notes,
) -> Result<Vec<u8>, Failure> {
    let read = to_facts(table, map, &options(args))?;
    notes.remarks(&read.remarks);
    notes.line(format!("{} facts", read.count));
    Ok(read.csv)
}

fn panel(
    args: &TableArgs,
    table: &Grid,
    map: &TableMap,
    target: &Target,
    notes: &mut Notes,
) -> Result<Vec<u8>, Failure> {
    let mut dates = 0;
    let read = to_panel(table, map, target, &options(args), |input| {
        dates = read_panel(input, &CapCorrections::default())?.len();
        Ok(())
    })?;
    notes.remarks(&read.remarks);
    notes.line(format!("{} rows of {dates} dates", read.rows));
    Ok(read.csv)
}

/// Remarks on implausible values of a universe; units were already checked against the table.
fn implausible(universe: &Universe, file: &str) -> Vec<Remark> {
    let limits = Plausibility::default();
    let mut remarks = values::universe(universe, file, &limits);
    remarks.retain(|remark| {
        !matches!(remark.kind, Kind::Doubt(Doubt::AllAtMostOne { .. } | Doubt::PricesHigh { .. }))
    });
    remarks.extend(companies::universe(universe, file, &limits));
    remarks.extend(companies::stated_caps(universe, file, |_| true, &limits));
    remarks
}
