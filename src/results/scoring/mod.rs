//! Scores results against the provider's lists of their events, one at a time or in a batch.

mod results;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rust_decimal::Decimal;

pub use results::read_results;

use crate::analysis::score::{Announced, Score, score};
use crate::refusal::Refusal;
use crate::scenario::resolve;
use crate::universe::table::{self, ANY_PLACES, Column, Number};
use crate::universe::{Faults, Index, Input, SymbolChanges, read_announced, read_list};

/// A result and what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scoring {
    /// The folder that `rankday run` wrote.
    pub result: PathBuf,
    /// List of additions and deletions.
    pub changes: Option<PathBuf>,
    /// List of moves between the Russell 1000 and the 2000.
    pub moves: Option<PathBuf>,
    /// Full list of the Russell 3000 after the event.
    pub members_after: Option<PathBuf>,
    /// The break at #1,000 as published, USD bn.
    pub break_bn: Option<Decimal>,
}

impl Scoring {
    /// Every file that is read.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> {
        let lists = [&self.changes, &self.moves, &self.members_after];
        let of_result = results::FILES.iter().map(|file| self.result.join(file));
        of_result.chain(lists.into_iter().flatten().cloned())
    }

    /// Whether there is anything to compare the memberships with.
    pub fn has_lists(&self) -> bool {
        self.changes.is_some() || self.moves.is_some() || self.members_after.is_some()
    }
}

/// Columns of a batch of scorings; paths are relative to the batch file.
pub const BATCH_COLUMNS: &[Column] = &[
    Column {
        name: "result",
        required: true,
        holds: "path",
        meaning: "folder that rankday run wrote; paths are relative to this file, and those that \
                  start with ${VAR} to where the command runs",
    },
    Column {
        name: "changes",
        required: false,
        holds: "path",
        meaning: "the provider's list of additions and deletions",
    },
    Column {
        name: "moves",
        required: false,
        holds: "path",
        meaning: "the provider's list of moves between the Russell 1000 and the 2000",
    },
    Column {
        name: "members_after",
        required: false,
        holds: "path",
        meaning: "full list of the Russell 3000 after the event; additions and deletions follow \
                  from it where there is no list of changes",
    },
    Column {
        name: "break_bn",
        required: false,
        holds: "USD bn",
        meaning: "the break between the Russell 1000 and the 2000 as published",
    },
];

/// Breaks in USD bn.
const BREAK_BN: Number =
    Number { min: Decimal::ZERO, above_min: true, max: Decimal::ONE_THOUSAND, places: ANY_PLACES };

/// Parses a breakpoint in USD bn.
///
/// # Errors
/// The text is not a valid amount.
pub fn parse_break_bn(text: &str) -> Result<Decimal, Refusal> {
    table::parse_decimal(text, &BREAK_BN)
}

/// Reads a batch of scorings.
///
/// # Errors
/// Every fault of the file, including rows without any list.
pub fn read_batch(input: &Input) -> Result<Vec<Scoring>, Faults> {
    let folder = Path::new(&input.name).parent().unwrap_or(Path::new(""));
    let mut faults = Faults::default();
    let mut scorings = Vec::new();
    table::read(input, BATCH_COLUMNS, &mut faults, |row, faults| {
        let Some(result) = row.required(0, faults) else { return };
        let mut path = |column| {
            let text = row.text(column)?;
            let resolved = resolve(folder, text, &|name| std::env::var(name).ok());
            resolved.map_err(|refusal| row.fault(column, Some(text), refusal, faults)).ok()
        };
        let (folder, changes, moves, members_after) = (path(0), path(1), path(2), path(3));
        let break_bn = row.decimal(4, &BREAK_BN, faults);
        let Some(folder) = folder else { return };
        let scoring = Scoring { result: folder, changes, moves, members_after, break_bn };
        if !scoring.has_lists() {
            let remedy = "give at least one of changes, moves and members_after";
            row.fault(0, Some(result), ("has nothing to be compared with", remedy), faults);
        }
        scorings.push(scoring);
    });
    if scorings.is_empty() && faults.total() == 0 {
        faults.file(&input.name, "has no rows", "give one row per result");
    }
    faults.into_result(scorings)
}

/// Scores every result, in parallel; the scores are in the order of `scorings`.
///
/// # Errors
/// The faults of all files.
pub fn score_all(
    scorings: &[Scoring],
    symbol_changes: Option<&Path>,
) -> Result<Vec<Score>, Faults> {
    let symbol_changes = match symbol_changes {
        Some(path) => SymbolChanges::read(&Input::read(path)?)?,
        None => SymbolChanges::default(),
    };
    let done: Vec<Result<Score, Faults>> =
        scorings.par_iter().map(|scoring| score_one(scoring, &symbol_changes)).collect();
    let mut faults = Faults::default();
    let mut scores = Vec::with_capacity(done.len());
    for one in done {
        match one {
            Ok(score) => scores.push(score),
            Err(found) => faults.extend(found),
        }
    }
    faults.into_result(scores)
}

fn score_one(scoring: &Scoring, symbol_changes: &SymbolChanges) -> Result<Score, Faults> {
    let outcome = read_results(&scoring.result)?;
    let mut announced = Announced::default();
    for path in [&scoring.changes, &scoring.moves].into_iter().flatten() {
        announced.changes.extend(read_announced(&Input::read(path)?)?);
    }
    if let Some(path) = &scoring.members_after {
        let list = read_list(&Input::read(path)?, Index::R3000, outcome.implementation)?;
        announced.members_after = Some(list.symbols);
    }
    let published = scoring.break_bn.map(|bn| bn * Decimal::from(1_000_000_000));
    Ok(score(&outcome, &announced, symbol_changes, published))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_relative_to_its_file_and_every_row_needs_a_list() {
        let read = |text: &str| {
            read_batch(&Input::from_bytes("lists/all.csv", text.into()).expect("text"))
        };
        let batch = read("result,moves,break_bn\n../out/a,m.csv,4.6\n/b,/m.csv,\n").expect("rows");
        assert_eq!(batch[0].result, Path::new("lists/../out/a"));
        assert_eq!(batch[0].break_bn, Some(Decimal::new(46, 1)));
        assert_eq!(batch[1].moves.as_deref(), Some(Path::new("/m.csv")));
        let faults = read("result,moves\na,\n").expect_err("no list");
        assert_eq!(
            faults.to_string(),
            "lists/all.csv:2: result: \"a\" has nothing to be compared with; give at least one of \
             changes, moves and members_after"
        );
    }
}
