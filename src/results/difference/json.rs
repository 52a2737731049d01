//! The difference as JSON, with every cell as in its table.

use std::io::{self, Write};

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::decisions::SEGMENTS;
use crate::analysis::difference::{self, CompanyDifference, Decided, Group, TableDifference};
use crate::report::summary::{self, ByName, Document};
use crate::results::difference::{Difference, ResultFolder};

/// Version of the layout.
pub const SCHEMA: &str = "rankday.diff/1";

/// Two results of the same kind compared with each other.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Answer<'a> {
    /// The first result.
    a: Side<'a>,
    /// The second.
    b: Side<'a>,
    /// Whether nothing differs.
    same: bool,
    /// Settings that differ.
    settings: Vec<Cell<'a>>,
    /// Input files that differ.
    inputs: Vec<InputFile<'a>>,
    /// Companies that are decided differently.
    companies: Vec<Company<'a>>,
    /// Companies whose odds differ.
    odds: Vec<Odds<'a>>,
    /// Tables with cells that differ.
    tables: Vec<Table<'a>>,
}

impl Document for Answer<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

/// A result.
#[derive(Serialize, JsonSchema)]
struct Side<'a> {
    /// Its folder, as written.
    folder: &'a str,
    /// The layout of its summary.
    schema: Option<&'a str>,
    /// Its scenario.
    scenario: Option<&'a str>,
    /// Its event; null if the result is not about one event.
    event: Option<&'a Value>,
}

/// A cell that differs.
#[derive(Serialize, JsonSchema)]
struct Cell<'a> {
    /// Key of its row.
    key: &'a [String],
    /// Its column.
    column: &'a str,
    /// The value in the first result; null if that does not have the row.
    a: Option<&'a str>,
    /// The value in the second result.
    b: Option<&'a str>,
    /// The second value less the first, per cent of the first; null unless both are numbers.
    change_pct: Option<Decimal>,
}

/// An input file that differs.
#[derive(Serialize, JsonSchema)]
struct InputFile<'a> {
    /// Its role.
    input: &'a str,
    /// Its path in the first result; null if that does not have it.
    path_a: Option<&'a str>,
    /// Its SHA-256 in the first result.
    sha256_a: Option<&'a str>,
    /// Its path in the second.
    path_b: Option<&'a str>,
    /// Its SHA-256 in the second.
    sha256_b: Option<&'a str>,
}

/// A company with different decisions.
#[derive(Serialize, JsonSchema)]
struct Company<'a> {
    /// Its ticker.
    symbol: &'a str,
    /// The results in which it moves.
    moves: Group,
    /// The decision of the first result; null if that does not have the company.
    a: Option<&'a Decided>,
    /// The decision of the second.
    b: Option<&'a Decided>,
}

/// A company whose odds differ.
#[derive(Serialize, JsonSchema)]
struct Odds<'a> {
    /// Its ticker.
    symbol: &'a str,
    /// Its name.
    name: &'a str,
    /// Its segment before the event.
    segment_before: &'a str,
    /// Half the sum of the differences of all odds, from 0 to 1.
    moved: Decimal,
    /// Odds by segment in the first result; null if that does not have the company.
    a: Option<ByName<&'static str, Decimal>>,
    /// Odds by segment in the second.
    b: Option<ByName<&'static str, Decimal>>,
}

/// A table with cells that differ.
#[derive(Serialize, JsonSchema)]
struct Table<'a> {
    /// Its file.
    file: &'a str,
    /// The contents of the table.
    title: &'a str,
    /// The columns that name a row.
    keys: Vec<&'a str>,
    /// The cells.
    differences: Vec<Cell<'a>>,
}

/// Writes the whole difference.
///
/// # Errors
/// Errors of the writer.
pub fn write(found: &Difference, out: &mut impl Write) -> io::Result<()> {
    let input = |cell| InputFile::new(found, cell);
    let answer = Answer {
        a: Side::new(&found.a),
        b: Side::new(&found.b),
        same: found.is_none(),
        settings: cells(&found.settings.cells),
        inputs: found.inputs.cells.iter().map(input).collect(),
        companies: found.companies.iter().map(Company::new).collect(),
        odds: found.odds.iter().map(Odds::new).collect(),
        tables: found.tables.iter().map(Table::new).collect(),
    };
    summary::write(&answer, out)
}

impl<'a> Side<'a> {
    fn new(result: &'a ResultFolder) -> Self {
        Self {
            folder: &result.folder,
            schema: result.text(&["schema"]),
            scenario: result.text(&["scenario"]),
            event: result.summary.get("event"),
        }
    }
}

fn cells(cells: &[difference::Cell]) -> Vec<Cell<'_>> {
    cells.iter().map(Cell::new).collect()
}

impl<'a> Cell<'a> {
    fn new(cell: &'a difference::Cell) -> Self {
        Self {
            key: &cell.key,
            column: &cell.column,
            a: cell.a.as_deref(),
            b: cell.b.as_deref(),
            change_pct: cell.change_pct().map(|pct| pct.round_dp(6)),
        }
    }
}

impl<'a> InputFile<'a> {
    fn new(found: &'a Difference, cell: &'a difference::Cell) -> Self {
        Self {
            input: &cell.key[0],
            path_a: Difference::input_path(&found.a, cell),
            sha256_a: cell.a.as_deref(),
            path_b: Difference::input_path(&found.b, cell),
            sha256_b: cell.b.as_deref(),
        }
    }
}

impl<'a> Company<'a> {
    fn new(one: &'a CompanyDifference) -> Self {
        let (a, b) = (one.a.as_ref(), one.b.as_ref());
        Self { symbol: &one.symbol, moves: one.group, a, b }
    }
}

impl<'a> Odds<'a> {
    fn new(one: &'a difference::OddsDifference) -> Self {
        let by_segment =
            |odds: [Decimal; 4]| SEGMENTS.iter().map(|column| column.name).zip(odds).collect();
        Self {
            symbol: &one.symbol,
            name: &one.name,
            segment_before: &one.from,
            moved: one.moved(),
            a: one.a.map(by_segment),
            b: one.b.map(by_segment),
        }
    }
}

impl<'a> Table<'a> {
    fn new(table: &'a TableDifference) -> Self {
        Self {
            file: table.layout.file,
            title: table.layout.title,
            keys: table.layout.keys.iter().map(AsRef::as_ref).collect(),
            differences: cells(&table.cells),
        }
    }
}
