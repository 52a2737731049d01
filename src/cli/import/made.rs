//! Makes the bytes of an output file from a vendor's table, and notes the remarks on it.

use chrono::NaiveDate;

use super::members::{MemberFiles, read_members};
use super::table::{Sign, TableArgs, To};
use super::{Notes, read};
use crate::analysis::plausibility::members::few_members;
use crate::analysis::plausibility::{Plausibility, companies, countries, rows, units, values};
use crate::cli::exit::Failure;
use crate::market::history::read_panel;
use crate::methodology::Parameters;
use crate::remark::{Doubt, Kind, Remark, ValueDoubt};
use crate::universe::import::cell::DecimalSign;
use crate::universe::import::corrections::CapCorrections;
use crate::universe::import::table::{
    CellForms, Grid, Suggestion, TableMap, TableOptions, Target, UniverseContext, day_of_universe,
    suggest, to_facts, to_membership, to_panel, to_universe,
};
use crate::universe::{
    Faults, Membership, SymbolChanges, Universe, write_membership, write_universe,
};

/// A universe made from a table.
pub(super) struct MadeUniverse {
    pub(super) csv: Vec<u8>,
    pub(super) as_of: NaiveDate,
    /// The members, under the tickers of their lines; `None` if no members were given.
    pub(super) membership: Option<Membership>,
}

/// The content of the output file.
pub(super) fn made(
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
        // For a scenario, the other files are made elsewhere.
        To::Universe | To::Scenario => {
            let held = stated_members(args, table, &map, notes)?;
            Ok(universe(args, table, &map, held.as_ref(), notes)?.csv)
        }
        To::Membership => membership(args, table, &map, notes),
        To::Facts => facts(args, table, &map, notes),
        To::Panel => panel(args, table, &map, target, notes),
    }
}

/// The map used if none is given, reported pair by pair; an error if a required column is missing.
pub(super) fn suggested(
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
        if args.to == To::Membership && args.index.is_none() && lacks == ["segment or index"] {
            remedy = format!(
                "say with --index R1000 or the like whose members all rows are, or {remedy}"
            );
        }
        if !suggestion.remarks().is_empty() {
            remedy = format!("correct what the warnings say of its columns, or {remedy}");
        }
        let known = table.known().map(|(what, takes)| (what.to_owned(), takes.to_owned()));
        if let Some((what, takes)) = known.or_else(|| table.hint()) {
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

pub(super) fn options(args: &TableArgs) -> TableOptions {
    let decimal_sign = args.decimal.map(|sign| match sign {
        Sign::Point => DecimalSign::Point,
        Sign::Comma => DecimalSign::Comma,
    });
    TableOptions { forms: CellForms { dates: args.dates, decimal_sign }, day: args.as_of }
}

fn symbol_changes(args: &TableArgs) -> Result<SymbolChanges, Failure> {
    // Ticker changes contain no numbers that could be rounded.
    Ok(read(args.symbol_changes.as_ref(), SymbolChanges::read, &mut Vec::new())?)
}

/// The members from the files given with `--members`; `None` without that option.
pub(super) fn stated_members(
    args: &TableArgs,
    table: &Grid,
    map: &TableMap,
    notes: &mut Notes,
) -> Result<Option<Membership>, Failure> {
    if args.members.is_empty() {
        return Ok(None);
    }
    let options = options(args);
    let files = MemberFiles {
        files: &args.members,
        index: args.index,
        held_on: args.members_on,
        forms: options.forms,
    };
    let day = || Ok(Some(day_of_universe(table, map, &options)?));
    read_members(&files, &day, &symbol_changes(args)?, notes).map(Some)
}

pub(super) fn universe(
    args: &TableArgs,
    table: &Grid,
    map: &TableMap,
    held: Option<&Membership>,
    notes: &mut Notes,
) -> Result<MadeUniverse, Failure> {
    let symbol_changes = symbol_changes(args)?;
    let benefit = Parameters::default().eligibility.benefit_driven_incorporation;
    let context = UniverseContext {
        held,
        symbol_changes: &symbol_changes,
        benefit_driven: &benefit,
        infers: !args.no_inference,
    };
    let read = to_universe(table, map, &options(args), &context)?;
    notes.session(Some(read.universe.as_of));
    notes.members(held, read.universe.as_of);
    if let Some(held) = held.filter(|_| !args.members.is_empty()) {
        let files = args.members.iter().map(|file| &file.path);
        notes.short_lists(held, files, read.universe.securities.len());
    }
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
        if held.is_none() {
            notes.line(
                "no members were given (--members): who is eligible is judged by labels alone, and members \
                 of whom a label says otherwise are left out",
            );
        }
    }
    let mut csv = Vec::new();
    let as_of = read.universe.as_of;
    write_universe(&read.universe.securities, Some(as_of), &mut csv)?;
    Ok(MadeUniverse { csv, as_of, membership: read.membership })
}

fn membership(
    args: &TableArgs,
    table: &Grid,
    map: &TableMap,
    notes: &mut Notes,
) -> Result<Vec<u8>, Failure> {
    let read = to_membership(table, map, &options(args), args.index)?;
    notes.remarks(&read.remarks);
    let file = args.file.display().to_string();
    notes.remarks(&few_members(&read.membership, &file, &Plausibility::default()));
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
        dates = read_panel(input, &CapCorrections::default())?.dates().len();
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
        let Kind::Doubt(Doubt::Value(doubt)) = &remark.kind else { return true };
        match doubt {
            ValueDoubt::AtMostOne { values, of, .. } => values != of,
            doubt => !matches!(doubt, ValueDoubt::PricesHigh { .. }),
        }
    });
    remarks.extend(units::universe(universe, file, &limits));
    remarks.extend(companies::universe(universe, file, &limits));
    remarks.extend(companies::stated_caps(universe, file, |_| true, &limits));
    remarks.extend(rows::columns_alike(universe, file, &limits));
    remarks.extend(rows::types_unlike_names(universe, file, &limits));
    let benefit = Parameters::default().eligibility.benefit_driven_incorporation;
    remarks.extend(countries::stated(universe, &benefit, file, &limits));
    remarks
}
