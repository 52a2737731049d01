//! `rankday columns`: what the CSV files hold, column by column.

use std::io::Write;

use clap::{Args, ValueEnum};
use comfy_table::{ContentArrangement, Table, presets};

use super::exit::{ExitStatus, Failure};
use crate::analysis::comparison::measures;
use crate::market::history::PANEL_COLUMNS;
use crate::report::simulated::{FAN_COLUMNS, MEASURE_COLUMNS};
use crate::scenario::scoring::BATCH_COLUMNS;
use crate::universe::columns::UNIVERSE_COLUMNS;
use crate::universe::table::Column;
use crate::universe::{
    ACTION_COLUMNS, ANNOUNCED_COLUMNS, FACT_COLUMNS, FUND_COLUMNS, MEMBERSHIP_COLUMNS,
    SYMBOL_CHANGE_COLUMNS,
};

/// Print the columns of the CSV files that rankday reads, or the measures that it compares
#[derive(Debug, Clone, Args)]
pub struct ColumnsArgs {
    /// Which file
    #[arg(value_enum, default_value_t)]
    pub file: ColumnsOf,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColumnsOf {
    /// The market-cap universe of a day
    #[default]
    Universe,
    /// The membership held before
    Membership,
    /// Facts that override what was inferred
    Facts,
    /// Ticker changes
    SymbolChanges,
    /// Mergers, spin-offs, delistings, ticker changes, offerings and IPOs between reconstitutions
    CorporateActions,
    /// A provider's announced additions, deletions and moves
    AnnouncedChanges,
    /// Who follows which index with how much money
    Funds,
    /// Several results to be scored, with their lists
    ScoreBatch,
    /// Many lines on many dates, for a comparison
    Panel,
    /// The measures of a comparison, as comparison.csv names them
    Comparison,
    /// The tables of a comparison on simulated paths: comparison.csv and fan.csv
    Simulation,
}

/// Prints the table of columns in Markdown.
///
/// # Errors
/// What the writer reports.
pub fn run(args: &ColumnsArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let columns: &[Column] = match args.file {
        ColumnsOf::Universe => UNIVERSE_COLUMNS,
        ColumnsOf::Membership => MEMBERSHIP_COLUMNS,
        ColumnsOf::Facts => FACT_COLUMNS,
        ColumnsOf::SymbolChanges => SYMBOL_CHANGE_COLUMNS,
        ColumnsOf::CorporateActions => ACTION_COLUMNS,
        ColumnsOf::Panel => PANEL_COLUMNS,
        ColumnsOf::AnnouncedChanges => ANNOUNCED_COLUMNS,
        ColumnsOf::Funds => FUND_COLUMNS,
        ColumnsOf::ScoreBatch => BATCH_COLUMNS,
        ColumnsOf::Comparison => return comparison(out),
        ColumnsOf::Simulation => return simulation(out),
    };
    let mut table = markdown(&["column", "required", "holds", "meaning"]);
    for column in columns {
        let required = if column.required { "yes" } else { "" };
        table.add_row([column.name, required, column.holds, column.meaning]);
    }
    writeln!(out, "{table}")?;
    Ok(ExitStatus::Success)
}

/// Prints the table of measures in Markdown.
fn comparison(out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let mut table = markdown(&["measure", "unit", "meaning"]);
    for measure in measures() {
        let unit = measure.unit.to_string();
        table.add_row([&measure.names().join(", "), &unit, measure.meaning]);
    }
    writeln!(out, "{table}")?;
    writeln!(
        out,
        "\n`YYYY` is a calendar year, that of an event's own day; without it stands the mean of the \
         full years, those with a\nclose on 4 January or before and one on 29 December or after (of \
         `members`: the last close). `mmm` is a calendar month,\njan to dec: the mean over its \
         closes. Measures without an index are of the family as a whole."
    )?;
    Ok(ExitStatus::Success)
}

/// Prints the columns of a simulation's tables in Markdown.
fn simulation(out: &mut impl Write) -> Result<ExitStatus, Failure> {
    for (file, columns) in [("comparison.csv", &MEASURE_COLUMNS[..]), ("fan.csv", &FAN_COLUMNS[..])]
    {
        let mut table = markdown(&[file, "holds"]);
        for column in columns {
            table.add_row([column.name, column.meaning]);
        }
        writeln!(out, "{table}\n")?;
    }
    writeln!(out, "The measures are those of `rankday columns comparison`.")?;
    Ok(ExitStatus::Success)
}

/// A table in Markdown.
pub(super) fn markdown(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::ASCII_MARKDOWN).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header);
    table
}
