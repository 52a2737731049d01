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
use crate::report::manifest::{ListedFiles, ResultKind};
use crate::universe::table::{self, Column, Number};
use crate::universe::{EvidenceKind, Fault, Faults, Input, Segment};

const REMEDY: &str = "give the folder of one run, with all files as `rankday run` wrote them";

/// Amounts in reports.
const AMOUNT: Number =
    Number { min: Decimal::ZERO, above_min: false, max: Decimal::MAX, places: 28 };
/// Ranks, from 1.
const RANK: Number = Number { min: Decimal::ONE, above_min: false, max: Decimal::MAX, places: 0 };

const fn col(name: &'static str, holds: &'static str) -> Column {
    Column { name, required: true, holds, meaning: REMEDY }
}

const ELIGIBILITY: &[Column] = &[
    col("symbol", "ticker"),
    col("name", "text"),
    col("issuer", "text"),
    col("screen", "code"),
    col("reason", "text"),
    col("company_market_cap", "USD"),
    col("held", "code"),
    col("inferred", "text"),
    Column { name: "evidence", required: false, holds: "code", meaning: REMEDY },
];
const MEMBERSHIP: &[Column] = &[col("symbol", "ticker"), col("rank", "number")];
const CHANGES: &[Column] = &[
    col("symbol", "ticker"),
    col("from", "code"),
    col("to", "code"),
    Column { name: "what", required: false, holds: "code", meaning: REMEDY },
    Column { name: "confidence", required: false, holds: "fraction", meaning: REMEDY },
];
const GONE: &[Column] =
    &[col("symbol", "ticker"), col("name", "text"), col("segment", "code"), col("reason", "code")];
const LEFT: &[Column] =
    &[col("symbol", "ticker"), col("why", "code"), col("date", "date"), col("company", "code")];
const BREAKPOINTS: &[Column] = &[
    col("break", "text"),
    col("market_cap", "USD"),
    col("upper_market_cap", "USD"),
    col("lower_market_cap", "USD"),
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
    "eligibility.csv",
    "gone.csv",
    "breakpoints.csv",
    "membership.csv",
    "changes.csv",
];

/// Reads the result of a run from its folder.
///
/// # Errors
/// Every fault of the first faulty file: missing, or from a different run.
pub fn read_results(folder: &Path) -> Result<Outcome, Faults> {
    let listed = ListedFiles::open(folder, &[ResultKind::Run], REMEDY)?;
    let read = |name: &str| listed.read(name);
    let summary = read_summary(&read("summary.json")?)?;
    let (lines, companies) = read_eligibility(&read("eligibility.csv")?)?;
    let mut outcome = Outcome {
        event: summary.event.name,
        rank_day: summary.event.rank_day,
        implementation: summary.event.implementation,
        universe_as_of: summary.universe_as_of,
        lines,
        companies,
        left: BTreeMap::new(),
        absent: read_absent(&read("gone.csv")?)?,
        cuts: read_cuts(&read("breakpoints.csv")?)?,
    };
    let line_of: FxHashMap<String, usize> =
        outcome.lines.iter().enumerate().map(|(at, line)| (line.symbol.clone(), at)).collect();
    read_ranks(&read("membership.csv")?, &line_of, &mut outcome)?;
    read_changes(&read("changes.csv")?, &line_of, &mut outcome)?;
    // Older result folders lack this table; no company is taken to have left.
    if folder.join("left.csv").exists() {
        read_left(&read("left.csv")?, &line_of, &mut outcome)?;
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
            problem: format!("is not the summary of a run ({error})"),
            remedy: REMEDY.to_owned(),
        });
        faults
    })
}

fn read_eligibility(input: &Input) -> Result<(Vec<Line>, Vec<Company>), Faults> {
    let mut faults = Faults::default();
    let (mut lines, mut companies): (Vec<Line>, Vec<Company>) = (Vec::new(), Vec::new());
    let mut company_of: FxHashMap<String, usize> = FxHashMap::default();
    table::read(input, ELIGIBILITY, &mut faults, |row, faults| {
        let text = |column| row.text(column).unwrap_or_default().to_owned();
        let symbol = row.required(0, faults);
        let issuer = row.required(2, faults);
        let screen = row.code::<Screen>(3, faults);
        let market_cap = row.decimal(5, &AMOUNT, faults);
        let held = row.required(6, faults).and_then(|_| row.code::<Segment>(6, faults));
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
            name: text(1),
            company,
            dropped: screen.map(|screen| (screen, text(4))),
            inferred: text(7),
            evidence: row.code::<EvidenceKind>(8, faults),
        });
    });
    faults.into_result((lines, companies))
}

fn read_ranks(
    input: &Input,
    line_of: &FxHashMap<String, usize>,
    outcome: &mut Outcome,
) -> Result<(), Faults> {
    let mut faults = Faults::default();
    table::read(input, MEMBERSHIP, &mut faults, |row, faults| {
        let rank = row.decimal(1, &RANK, faults);
        let Some(line) = known_line(row, line_of, faults) else { return };
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
    let mut faults = Faults::default();
    table::read(input, CHANGES, &mut faults, |row, faults| {
        let from = row.required(1, faults).and_then(|_| row.code::<Segment>(1, faults));
        let to = row.required(2, faults).and_then(|_| row.code::<Segment>(2, faults));
        let (Some(from), Some(to)) = (from, to) else { return };
        // Companies are scored, not share classes.
        if row.text(3) == Some("class") {
            return;
        }
        let Some(line) = known_line(row, line_of, faults) else { return };
        let company = &mut outcome.companies[outcome.lines[line].company];
        if company.from != from {
            let problem = format!("was held in {} by eligibility.csv", company.from);
            row.fault(1, Some(from.into()), &problem, REMEDY, faults);
        }
        (company.line, company.to) = (line, to);
        company.confidence = row.float(4, (0.0, 1.0), faults);
    });
    faults.into_result(())
}

fn read_absent(input: &Input) -> Result<Vec<AbsentMember>, Faults> {
    let mut faults = Faults::default();
    let mut absent = Vec::new();
    let (kept_reason, unmatched) =
        (Reason::KeptUnranked.to_string(), Reason::Unmatched.to_string());
    table::read(input, GONE, &mut faults, |row, faults| {
        let symbol = row.required(0, faults);
        let segment = row.required(2, faults).and_then(|_| row.code::<Segment>(2, faults));
        let kept = row.required(3, faults).map(|reason| reason == kept_reason);
        let (Some(symbol), Some(from), Some(kept)) = (symbol, segment, kept) else { return };
        // Entries that may not have been securities of their own are not counted as members.
        if row.text(3) == Some(unmatched.as_str()) {
            return;
        }
        let name = row.text(1).unwrap_or_default().to_owned();
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
    let mut faults = Faults::default();
    table::read(input, LEFT, &mut faults, |row, faults| {
        let (why, company) = (row.required(1, faults), row.required(3, faults));
        let Some(line) = known_line(row, line_of, faults) else { return };
        if let (Some(why), Some("left")) = (why, company) {
            let day = row.text(2).map_or_else(String::new, |day| format!(" of {day}"));
            let how = format!("{}{day}", why.replace('_', " "));
            outcome.left.insert(outcome.lines[line].company, how);
        }
    });
    faults.into_result(())
}

/// The line with the symbol in the row's first column.
fn known_line(
    row: &table::Row<'_, '_>,
    line_of: &FxHashMap<String, usize>,
    faults: &mut Faults,
) -> Option<usize> {
    let symbol = row.required(0, faults)?;
    let line = line_of.get(symbol).copied();
    if line.is_none() {
        row.fault(0, Some(symbol), "is not in eligibility.csv", REMEDY, faults);
    }
    line
}

fn read_cuts(input: &Input) -> Result<Cuts, Faults> {
    let mut faults = Faults::default();
    let mut cuts = Cuts::default();
    let mut found = 0;
    table::read(input, BREAKPOINTS, &mut faults, |row, faults| {
        let market_cap = row.decimal(1, &AMOUNT, faults);
        let upper = row.decimal(2, &AMOUNT, faults);
        let lower = row.decimal(3, &AMOUNT, faults);
        match row.required(0, faults) {
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
    use crate::report::run;

    #[test]
    fn every_column_read_is_written_by_reports() {
        let tables = [
            (ELIGIBILITY, run::eligibility::TABLE.columns),
            (MEMBERSHIP, run::membership::TABLE.columns),
            (CHANGES, run::changes::TABLE.columns),
            (GONE, run::gone::TABLE.columns),
            (LEFT, run::left::TABLE.columns),
            (BREAKPOINTS, run::breakpoints::TABLE.columns),
        ];
        for (read, written) in tables {
            for column in read {
                assert!(written.iter().any(|w| w.name == column.name), "{}", column.name);
            }
        }
    }
}
