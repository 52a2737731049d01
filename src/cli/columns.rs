//! `rankday columns`: the contents of the CSV files, column by column.

use std::io::Write;

use clap::{Args, ValueEnum};
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Value, json};

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::import::VOTE_COLUMNS;
use crate::calendar::{
    CLOSURE_COLUMNS, CalendarColumn, PUBLISHED_COLUMNS, QUARTERLY_RULE_COLUMNS,
    SCHEDULE_RULE_COLUMNS,
};
use crate::market::history::PANEL_COLUMNS;
use crate::report::{self, table::Description};
use crate::results::scoring::BATCH_COLUMNS;
use crate::simulation::measures;
use crate::study::FIGURE_COLUMNS;
use crate::universe::columns::UNIVERSE_COLUMNS;
use crate::universe::import::corrections::CORRECTION_COLUMNS;
use crate::universe::import::holdings::HOLDING_COLUMNS;
use crate::universe::import::nasdaq;
use crate::universe::table::Column;
use crate::universe::{
    ACTION_COLUMNS, ANNOUNCED_COLUMNS, FACT_COLUMNS, FUND_COLUMNS, LISTED_COLUMNS,
    MEMBERSHIP_COLUMNS, SYMBOL_CHANGE_COLUMNS,
};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday columns universe", "of the file that is ranked"),
    ("rankday columns membership", "of the file of members"),
    ("rankday columns comparison", "what each measure of a comparison means"),
    ("rankday columns run-reports", "of every table that a run writes"),
    ("rankday columns panel --json", "for a program to read"),
];

/// Print the columns of the CSV files that rankday reads and writes, or the measures that it compares
#[derive(Debug, Clone, Args)]
pub struct ColumnsArgs {
    /// The kind of file to describe
    #[arg(value_enum, default_value_t)]
    pub file: ColumnsOf,
    /// Print them as JSON
    #[arg(long)]
    pub json: bool,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColumnsOf {
    /// The market-cap universe of a day
    #[default]
    Universe,
    /// The prices of the implementation day
    Effective,
    /// The membership held before
    Membership,
    /// A plain list of the members of one index
    MemberList,
    /// Facts that override what was inferred
    Facts,
    /// Votes per share of share classes, for `rankday import classes`
    ClassVotes,
    /// Ticker changes
    SymbolChanges,
    /// Mergers, spin-offs, delistings, ticker changes, offerings and IPOs between reconstitutions
    CorporateActions,
    /// A provider's announced additions, deletions and moves
    AnnouncedChanges,
    /// Corrections of caps that a screener's export has wrong
    CapCorrections,
    /// The export of the exchange's stock screener, in both of its forms
    NasdaqScreener,
    /// The holdings of a fund, as its issuer exports them
    FundHoldings,
    /// The files that `rankday import` writes
    ImportOutputs,
    /// The assets of the funds that track each index
    Funds,
    /// How often decisions of past events came true, from which confidence is learned
    EvidenceFigures,
    /// The reconstitutions' days that the provider has published, as the calendar has them
    PublishedDates,
    /// The rules by which the calendar gives the days of a reconstitution
    ScheduleRules,
    /// The rules by which the calendar gives the days of a quarter
    QuarterlyRules,
    /// Days on which the exchange closed for exceptional reasons, as the calendar has them
    ExchangeClosures,
    /// Several results to be scored, with their lists
    ScoreBatch,
    /// Many lines on many dates, for a comparison
    Panel,
    /// The measures of a comparison, as comparison.csv names them
    Comparison,
    /// The tables that `rankday run` writes
    RunReports,
    /// The tables that `rankday run` and `rankday compare` write of several scenarios
    OverviewReports,
    /// The tables that `rankday compare` writes of a history
    ComparisonReports,
    /// The tables that `rankday compare` writes of simulated paths
    SimulationReports,
    /// The tables that `rankday sweep` writes
    SweepReports,
    /// The tables that `rankday project` writes
    ProjectionReports,
    /// The tables that `rankday calibrate` writes
    CalibrationReports,
    /// The tables that `rankday score` writes
    ScoreReports,
}

/// Prints the columns, as a table in Markdown or as JSON.
///
/// # Errors
/// Errors of the writer.
pub fn run(args: &ColumnsArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let own = |columns: &[Column], out: &mut _| input("", columns, args.json, out);
    match args.file {
        ColumnsOf::Universe => own(UNIVERSE_COLUMNS, out),
        ColumnsOf::Effective => own(&effective(), out),
        ColumnsOf::Membership => own(MEMBERSHIP_COLUMNS, out),
        ColumnsOf::MemberList => own(LISTED_COLUMNS, out),
        ColumnsOf::Facts => own(FACT_COLUMNS, out),
        ColumnsOf::ClassVotes => own(VOTE_COLUMNS, out),
        ColumnsOf::SymbolChanges => own(SYMBOL_CHANGE_COLUMNS, out),
        ColumnsOf::CorporateActions => own(ACTION_COLUMNS, out),
        ColumnsOf::Panel => own(PANEL_COLUMNS, out),
        ColumnsOf::AnnouncedChanges => own(ANNOUNCED_COLUMNS, out),
        ColumnsOf::CapCorrections => own(CORRECTION_COLUMNS, out),
        ColumnsOf::FundHoldings => own(HOLDING_COLUMNS, out),
        ColumnsOf::Funds => own(FUND_COLUMNS, out),
        ColumnsOf::EvidenceFigures => own(FIGURE_COLUMNS, out),
        ColumnsOf::ScoreBatch => own(BATCH_COLUMNS, out),
        ColumnsOf::PublishedDates => own(&of_calendar(PUBLISHED_COLUMNS), out),
        ColumnsOf::ScheduleRules => own(&of_calendar(SCHEDULE_RULE_COLUMNS), out),
        ColumnsOf::QuarterlyRules => own(&of_calendar(QUARTERLY_RULE_COLUMNS), out),
        ColumnsOf::ExchangeClosures => own(&of_calendar(CLOSURE_COLUMNS), out),
        ColumnsOf::NasdaqScreener => {
            let forms = [("as exported", nasdaq::EXPORT), ("dated", nasdaq::DATED)];
            inputs(&forms, args.json, out)
        }
        ColumnsOf::ImportOutputs => {
            let files =
                [("universe.csv", UNIVERSE_COLUMNS), ("membership.csv", MEMBERSHIP_COLUMNS)];
            inputs(&files, args.json, out)
        }
        ColumnsOf::Comparison => comparison(args.json, out),
        ColumnsOf::RunReports => tables(&report::run::TABLES, args.json, out),
        ColumnsOf::OverviewReports => tables(&report::overview::TABLES, args.json, out),
        ColumnsOf::ComparisonReports => tables(&report::comparison::TABLES, args.json, out),
        ColumnsOf::SimulationReports => tables(&report::simulated::TABLES, args.json, out),
        ColumnsOf::SweepReports => tables(&report::sweep::TABLES, args.json, out),
        ColumnsOf::ProjectionReports => tables(&report::projection::TABLES, args.json, out),
        ColumnsOf::CalibrationReports => tables(&report::calibration::TABLES, args.json, out),
        ColumnsOf::ScoreReports => tables(&report::score::TABLES, args.json, out),
    }
}

/// The columns of a table of the calendar.
fn of_calendar(columns: &[CalendarColumn]) -> Vec<Column> {
    let column = |&CalendarColumn { name, required, holds, meaning }: &CalendarColumn| Column {
        name,
        required,
        holds,
        meaning,
    };
    columns.iter().map(column).collect()
}

/// The columns of a universe that are used on the implementation day.
fn effective() -> Vec<Column> {
    const USED: [&str; 9] = [
        "symbol",
        "id",
        "exchange",
        "price",
        "shares_outstanding",
        "company_market_cap",
        "free_float_pct",
        "currency",
        "as_of",
    ];
    UNIVERSE_COLUMNS.iter().filter(|column| USED.contains(&column.name)).copied().collect()
}

/// The columns of an input file as JSON.
fn described(columns: &[Column]) -> Value {
    let described = columns.iter().map(|column| {
        json!({
            "column": column.name,
            "required": column.required,
            "holds": column.holds,
            "meaning": column.meaning,
        })
    });
    described.collect()
}

/// Prints the columns of an input file.
fn input(
    name: &str,
    columns: &[Column],
    as_json: bool,
    out: &mut impl Write,
) -> Result<ExitStatus, Failure> {
    if as_json {
        return print(&described(columns), out);
    }
    let head = if name.is_empty() { "column" } else { name };
    let mut table = markdown(&[head, "required", "holds", "meaning"]);
    for column in columns {
        let required = if column.required { "yes" } else { "" };
        table.add_row([column.name, required, column.holds, column.meaning]);
    }
    writeln!(out, "{table}")?;
    Ok(ExitStatus::Success)
}

/// Prints the columns of several input files.
fn inputs(
    files: &[(&str, &[Column])],
    as_json: bool,
    out: &mut impl Write,
) -> Result<ExitStatus, Failure> {
    if as_json {
        let files = files.iter().map(|(name, columns)| ((*name).to_owned(), described(columns)));
        return print(&Value::Object(files.collect()), out);
    }
    for (at, (name, columns)) in files.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        input(name, columns, false, out)?;
    }
    Ok(ExitStatus::Success)
}

fn print(described: &Value, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    writeln!(out, "{described:#}")?;
    Ok(ExitStatus::Success)
}

/// Prints the measures.
fn comparison(as_json: bool, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    if as_json {
        let described = measures::all().map(|measure| {
            json!({
                "measures": measure.names(),
                "unit": measure.unit.to_string(),
                "difference_unit": measure.unit.of_differences(),
                "measured_of": measure.subject.to_string(),
                "meaning": measure.meaning,
            })
        });
        return print(&described.collect(), out);
    }
    let mut table = markdown(&["measure", "unit", "measured of", "meaning"]);
    for measure in measures::all() {
        let unit = measure.unit.to_string();
        let subject = measure.subject.to_string();
        table.add_row([&measure.names().join(", "), &unit, &subject, measure.meaning]);
    }
    writeln!(out, "{table}")?;
    writeln!(
        out,
        "\nA cycle goes from just after one June implementation up to and including the next. A figure \
         \"a cycle\" is the mean of the\ncomplete cycles of a history, each of which is in cycles.csv, or of \
         all cycles of a path. Drift is that of the closes of a\ncycle, \
         from that of the implementation with which it begins, measured after it, to the last before the next: `mean` and `max` over them, `mean_mmm` \
         of those of a calendar month, jan to dec. A difference of fractions is in percentage\npoints (pp), its \
         number a fraction: 0.01 is one point."
    )?;
    Ok(ExitStatus::Success)
}

/// Prints the columns of the tables of a report.
fn tables(
    tables: &[Description],
    as_json: bool,
    out: &mut impl Write,
) -> Result<ExitStatus, Failure> {
    if as_json {
        let described = tables.iter().map(|table| {
            let column = |column: &report::table::Column| {
                json!({
                    "column": column.name,
                    "holds": column.holds.unit(),
                    "meaning": column.meaning,
                })
            };
            (table.file.to_owned(), table.columns.iter().map(column).collect())
        });
        return print(&Value::Object(described.collect()), out);
    }
    for (at, described) in tables.iter().enumerate() {
        let mut table = markdown(&[described.file, "holds", "meaning"]);
        for column in described.columns {
            table.add_row([column.name, column.holds.unit(), column.meaning]);
        }
        writeln!(out, "{}{table}", if at > 0 { "\n" } else { "" })?;
    }
    Ok(ExitStatus::Success)
}

/// A table in Markdown.
pub(super) fn markdown(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header);
    table
}
