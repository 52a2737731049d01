//! Reads the result folder of a run as far as scoring needs it: the reverse of [`crate::report`].

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::analysis::score::{AbsentMember, Company, Cuts, Line, Outcome};
use crate::limits;
use crate::methodology::Screen;
use crate::reconstitution::Reason;
use crate::refusal::Refusal;
use crate::report::manifest::{ListedFiles, ResultKind};
use crate::report::run::{breakpoints, changes, eligibility, gone, left, membership};
use crate::report::table::Column as Written;
use crate::universe::table::{self, Column, Number};
use crate::universe::{EvidenceKind, Fault, Faults, Input, Segment};

const REMEDY: &str = "give the folder of one run, with all files as `rankday run` wrote them";

/// Amounts in reports.
const AMOUNT: Number =
    Number { min: Decimal::ZERO, above_min: false, max: Decimal::MAX, places: 28 };
/// Ranks, from 1.
const RANK: Number = Number { min: Decimal::ONE, above_min: false, max: Decimal::MAX, places: 0 };

/// A column that every result has.
const fn col(column: Written, holds: &'static str) -> Column {
    Column { name: column.name, required: true, holds, meaning: REMEDY }
}

/// A column that results of earlier versions do not have.
const fn since(column: Written, holds: &'static str) -> Column {
    Column { required: false, ..col(column, holds) }
}

/// The place of a column among those that are read.
fn place(read: &[Column], column: Written) -> usize {
    let at = read.iter().position(|read| read.name == column.name);
    at.expect("columns that are asked for are listed")
}

const ELIGIBILITY: &[Column] = &[
    col(eligibility::SYMBOL, "ticker"),
    col(eligibility::NAME, "text"),
    col(eligibility::ISSUER, "text"),
    col(eligibility::SCREEN, "code"),
    col(eligibility::REASON, "text"),
    col(eligibility::COMPANY_MARKET_CAP, "USD"),
    col(eligibility::HELD, "code"),
    col(eligibility::INFERRED, "text"),
    since(eligibility::EVIDENCE, "code"),
];
const MEMBERSHIP: &[Column] = &[col(membership::SYMBOL, "ticker"), col(membership::RANK, "number")];
const CHANGES: &[Column] = &[
    col(changes::SYMBOL, "ticker"),
    col(changes::FROM, "code"),
    col(changes::TO, "code"),
    since(changes::WHAT, "code"),
    since(changes::CONFIDENCE, "fraction"),
];
const GONE: &[Column] = &[
    col(gone::SYMBOL, "ticker"),
    col(gone::NAME, "text"),
    col(gone::SEGMENT, "code"),
    col(gone::REASON, "code"),
];
const LEFT: &[Column] = &[
    col(left::SYMBOL, "ticker"),
    col(left::WHY, "code"),
    col(left::DATE, "date"),
    col(left::COMPANY, "code"),
];
const BREAKPOINTS: &[Column] = &[
    col(breakpoints::BREAK, "text"),
    col(breakpoints::MARKET_CAP, "USD"),
    col(breakpoints::UPPER_MARKET_CAP, "USD"),
    col(breakpoints::LOWER_MARKET_CAP, "USD"),
];

/// The dates in `summary.json`.
#[derive(Deserialize)]
struct Summary {
    event: SummaryEvent,
    universe_as_of: NaiveDate,
}

#[derive(Deserialize)]
struct SummaryEvent {
    name: String,
    rank_day: NaiveDate,
    implementation: NaiveDate,
}

/// The files that are read from the result of a run.
pub(super) const FILES: [&str; 6] = [
    "summary.json",
    eligibility::TABLE.file,
    gone::TABLE.file,
    breakpoints::TABLE.file,
    membership::TABLE.file,
    changes::TABLE.file,
];

/// Reads the result of a run from its folder.
///
/// # Errors
/// Every fault of the first faulty file: missing, or from a different run.
pub fn read_results(folder: &Path) -> Result<Outcome, Faults> {
    let listed = ListedFiles::open(folder, &[ResultKind::Run], REMEDY)?;
    let read = |name: &str| listed.read(name);
    let summary = read_summary(&read("summary.json")?)?;
    let (lines, companies) = read_eligibility(&read(eligibility::TABLE.file)?)?;
    let mut outcome = Outcome {
        event: summary.event.name,
        rank_day: summary.event.rank_day,
        implementation: summary.event.implementation,
        universe_as_of: summary.universe_as_of,
        lines,
        companies,
        left: BTreeMap::new(),
        absent: read_absent(&read(gone::TABLE.file)?)?,
        cuts: read_cuts(&read(breakpoints::TABLE.file)?)?,
    };
    let line_of: FxHashMap<String, usize> =
        outcome.lines.iter().enumerate().map(|(at, line)| (line.symbol.clone(), at)).collect();
    read_ranks(&read(membership::TABLE.file)?, &line_of, &mut outcome)?;
    read_changes(&read(changes::TABLE.file)?, &line_of, &mut outcome)?;
    // Older result folders lack this table; no company is taken to have left.
    if folder.join(left::TABLE.file).exists() {
        read_left(&read(left::TABLE.file)?, &line_of, &mut outcome)?;
    }
    Ok(outcome)
}

fn read_summary(input: &Input) -> Result<Summary, Faults> {
    if let Err(problem) = limits::check_json(input.text_bytes()) {
        let mut faults = Faults::default();
        faults.file(&input.name, problem, REMEDY);
        return Err(faults);
    }
    serde_json::from_str(input.text()).map_err(|error| {
        let mut faults = Faults::default();
        faults.push(Fault {
            file: input.name.clone(),
            line: u64::try_from(error.line()).ok().filter(|line| *line > 0),
            column: None,
            value: None,
            refusal: Refusal::new(format!("is not the summary of a run ({error})"), REMEDY),
        });
        faults
    })
}

fn read_eligibility(input: &Input) -> Result<(Vec<Line>, Vec<Company>), Faults> {
    let at = |column| place(ELIGIBILITY, column);
    let mut faults = Faults::default();
    let (mut lines, mut companies): (Vec<Line>, Vec<Company>) = (Vec::new(), Vec::new());
    let mut company_of: FxHashMap<String, usize> = FxHashMap::default();
    table::read(input, ELIGIBILITY, &mut faults, |row, faults| {
        let text = |column| row.text(at(column)).unwrap_or_default().to_owned();
        let symbol = row.required(at(eligibility::SYMBOL), faults);
        let issuer = row.required(at(eligibility::ISSUER), faults);
        let screen = row.code::<Screen>(at(eligibility::SCREEN), faults);
        let market_cap = row.decimal(at(eligibility::COMPANY_MARKET_CAP), &AMOUNT, faults);
        let held = segment(row, at(eligibility::HELD), faults);
        let (Some(symbol), Some(issuer), Some(from)) = (symbol, issuer, held) else { return };
        let line = lines.len();
        let company = *company_of.entry(issuer.to_owned()).or_insert_with(|| {
            // A company without a row in the list of changes keeps its segment.
            let lines = Vec::new();
            let (rank, confidence) = (None, None);
            companies.push(Company { lines, line, market_cap, rank, from, to: from, confidence });
            companies.len() - 1
        });
        companies[company].lines.push(line);
        lines.push(Line {
            symbol: symbol.to_owned(),
            name: text(eligibility::NAME),
            company,
            dropped: screen.map(|screen| (screen, text(eligibility::REASON))),
            inferred: text(eligibility::INFERRED),
            evidence: row.code::<EvidenceKind>(at(eligibility::EVIDENCE), faults),
        });
    });
    faults.into_result((lines, companies))
}

fn read_ranks(
    input: &Input,
    line_of: &FxHashMap<String, usize>,
    outcome: &mut Outcome,
) -> Result<(), Faults> {
    let at = |column| place(MEMBERSHIP, column);
    let mut faults = Faults::default();
    table::read(input, MEMBERSHIP, &mut faults, |row, faults| {
        let rank = row.decimal(at(membership::RANK), &RANK, faults);
        // A member that is kept without a line is in gone.csv.
        let is_known = |symbol| line_of.contains_key(symbol);
        if rank.is_none() && !row.text(at(membership::SYMBOL)).is_some_and(is_known) {
            return;
        }
        let Some(line) = known_line(row, at(membership::SYMBOL), line_of, faults) else { return };
        let company = &mut outcome.companies[outcome.lines[line].company];
        company.line = line;
        company.rank = rank.and_then(|rank| usize::try_from(rank).ok());
    });
    faults.into_result(())
}

fn read_changes(
    input: &Input,
    line_of: &FxHashMap<String, usize>,
    outcome: &mut Outcome,
) -> Result<(), Faults> {
    let at = |column| place(CHANGES, column);
    let mut faults = Faults::default();
    table::read(input, CHANGES, &mut faults, |row, faults| {
        let from = segment(row, at(changes::FROM), faults);
        let to = segment(row, at(changes::TO), faults);
        let (Some(from), Some(to)) = (from, to) else { return };
        // Companies are scored, not share classes.
        if row.text(at(changes::WHAT)) == Some("class") {
            return;
        }
        let Some(line) = known_line(row, at(changes::SYMBOL), line_of, faults) else { return };
        let company = &mut outcome.companies[outcome.lines[line].company];
        if company.from != from {
            let problem = format!("was held in {} by eligibility.csv", company.from);
            row.fault(at(changes::FROM), Some(from.into()), (problem, REMEDY), faults);
        }
        (company.line, company.to) = (line, to);
        company.confidence = row.float(at(changes::CONFIDENCE), (0.0, 1.0), faults);
    });
    faults.into_result(())
}

fn read_absent(input: &Input) -> Result<Vec<AbsentMember>, Faults> {
    let at = |column| place(GONE, column);
    let mut faults = Faults::default();
    let mut absent = Vec::new();
    let (kept_reason, unmatched) =
        (Reason::KeptUnranked.to_string(), Reason::Unmatched.to_string());
    table::read(input, GONE, &mut faults, |row, faults| {
        let symbol = row.required(at(gone::SYMBOL), faults);
        let segment = segment(row, at(gone::SEGMENT), faults);
        let kept = row.required(at(gone::REASON), faults).map(|reason| reason == kept_reason);
        let (Some(symbol), Some(from), Some(kept)) = (symbol, segment, kept) else { return };
        // Entries that may not have been securities of their own are not counted as members.
        if row.text(at(gone::REASON)) == Some(unmatched.as_str()) {
            return;
        }
        let name = row.text(at(gone::NAME)).unwrap_or_default().to_owned();
        absent.push(AbsentMember { symbol: symbol.to_owned(), name, from, kept });
    });
    faults.into_result(absent)
}

/// Companies that left between rank day and implementation.
fn read_left(
    input: &Input,
    line_of: &FxHashMap<String, usize>,
    outcome: &mut Outcome,
) -> Result<(), Faults> {
    let at = |column| place(LEFT, column);
    let mut faults = Faults::default();
    table::read(input, LEFT, &mut faults, |row, faults| {
        let (why, company) =
            (row.required(at(left::WHY), faults), row.required(at(left::COMPANY), faults));
        let Some(line) = known_line(row, at(left::SYMBOL), line_of, faults) else { return };
        if let (Some(why), Some("left")) = (why, company) {
            let day = row.text(at(left::DATE)).map_or_else(String::new, |day| format!(" of {day}"));
            let how = format!("{}{day}", why.replace('_', " "));
            outcome.left.insert(outcome.lines[line].company, how);
        }
    });
    faults.into_result(())
}

/// The segment in a column that every row has.
fn segment(row: &table::Row<'_, '_>, column: usize, faults: &mut Faults) -> Option<Segment> {
    row.required(column, faults).and_then(|_| row.code(column, faults))
}

/// The line with the symbol in a column of the row.
fn known_line(
    row: &table::Row<'_, '_>,
    column: usize,
    line_of: &FxHashMap<String, usize>,
    faults: &mut Faults,
) -> Option<usize> {
    let symbol = row.required(column, faults)?;
    let line = line_of.get(symbol).copied();
    if line.is_none() {
        row.fault(column, Some(symbol), ("is not in eligibility.csv", REMEDY), faults);
    }
    line
}

fn read_cuts(input: &Input) -> Result<Cuts, Faults> {
    let at = |column| place(BREAKPOINTS, column);
    let mut faults = Faults::default();
    let mut cuts = Cuts::default();
    let mut found = 0;
    table::read(input, BREAKPOINTS, &mut faults, |row, faults| {
        let market_cap = row.decimal(at(breakpoints::MARKET_CAP), &AMOUNT, faults);
        let upper = row.decimal(at(breakpoints::UPPER_MARKET_CAP), &AMOUNT, faults);
        let lower = row.decimal(at(breakpoints::LOWER_MARKET_CAP), &AMOUNT, faults);
        match row.required(at(breakpoints::BREAK), faults) {
            Some("r1000") => {
                (cuts.r1000, cuts.r1000_upper, cuts.r1000_lower) = (market_cap, upper, lower);
                found += 1;
            }
            Some("r3000") => {
                cuts.r3000 = market_cap;
                found += 1;
            }
            _ => {}
        }
    });
    if found != 2 && faults.total() == 0 {
        faults.file(&input.name, "does not have r1000 and r3000 once each", REMEDY);
    }
    faults.into_result(cuts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_read_is_written_by_reports() {
        let tables = [
            (ELIGIBILITY, eligibility::TABLE.columns),
            (MEMBERSHIP, membership::TABLE.columns),
            (CHANGES, changes::TABLE.columns),
            (GONE, gone::TABLE.columns),
            (LEFT, left::TABLE.columns),
            (BREAKPOINTS, breakpoints::TABLE.columns),
        ];
        for (read, written) in tables {
            for column in read {
                assert!(written.iter().any(|w| w.name == column.name), "{}", column.name);
            }
        }
    }
}
