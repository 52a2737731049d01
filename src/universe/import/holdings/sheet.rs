//! The parts of a list of holdings: the preamble, the header, the rows, and what follows.

use compact_str::CompactString;

use super::day::{self, Found};
use super::fund;
use super::vocabulary::{Field, Header};
use crate::refusal::Refusal;
use crate::universe::content::Content;
use crate::universe::fault::{Fault, Faults};
use crate::universe::import::table::open::{Reading, open};
use crate::universe::import::table::raw::{RawRow, RawTable, RowsAre};
use crate::universe::known::known_rows;

/// How many rows are searched for the header.
const HEADER_WITHIN: usize = 200;
/// The greatest length of a ticker.
const LONGEST_TICKER: usize = 16;

/// A list of holdings, divided into its parts.
pub(super) struct Sheet {
    pub(super) table: RawTable,
    pub(super) header: Header,
    /// Index of the header row.
    at: usize,
    /// Index of the first row after the table.
    end: usize,
}

impl Sheet {
    /// Finds the table in the bytes of a file.
    ///
    /// # Errors
    /// A file without such a table; the fault says what the file is.
    pub(super) fn read(name: &str, bytes: Vec<u8>) -> Result<Self, Faults> {
        let refused = |problem: &str, remedy: &str| {
            let mut faults = Faults::default();
            faults.file(name, problem, remedy);
            Err(faults)
        };
        let head = String::from_utf8_lossy(bytes.get(..64 << 10).unwrap_or(&bytes)).into_owned();
        let content = Content::of(&bytes);
        if content == Content::Json && head.contains("\"aaData\"") {
            return refused(
                "is the JSON that a fund's page fills its table from, without the fund, the day or \
                 the names of the columns",
                "download the holdings as CSV from the fund's page (\"Data Download\")",
            );
        }
        let is_text = matches!(content, Content::Table | Content::Other);
        let is_open = is_text && bytes.iter().filter(|b| **b == b'"').count() % 2 == 1;
        let delimiter = delimiter_of(&head);
        let found = |rows: &[RawRow]| {
            let mut rows = rows.iter().take(HEADER_WITHIN).enumerate();
            rows.find_map(|(at, row)| Some((at, header_of(row)?)))
        };
        let reading = Reading { sheet: None, delimiter };
        let table = open(name, bytes, reading, &|rows| found(rows).is_some())?;
        let Some((at, header)) = found(&table.rows) else {
            if let Some(known) = known_rows(table.rows.iter().map(RawRow::texts)) {
                return refused(known.problem(), known.remedy());
            }
            return refused(
                "has no header of a fund's holdings (with the ticker, the name, and the weight, the \
                 value or the class of each)",
                "give the list of all holdings as the fund's site exports it",
            );
        };
        if let Some(column) = header.repeated() {
            let problem = format!("has the column \"{column}\" twice in its header");
            return refused(&problem, "keep one of the two");
        }
        let end = end_of(&table, at, &header);
        // The unclosed last row extends to the end of the file: directly below the others, it is one of them.
        if let [before, last] = &table.rows[end.saturating_sub(1)..]
            && is_open
            && last.number == before.number + 1
        {
            let mut faults = Faults::default();
            faults.push(Fault {
                file: name.to_owned(),
                line: Some(last.number),
                column: None,
                value: None,
                refusal: Refusal::new(
                    "opens a quotation mark that nothing closes",
                    "close it; else all lines that follow are one cell",
                ),
            });
            return Err(faults);
        }
        Ok(Self { table, header, at, end })
    }

    /// The rows of the table.
    pub(super) fn rows(&self) -> &[RawRow] {
        &self.table.rows[self.at + 1..self.end]
    }

    /// The rows below the table.
    pub(super) fn rest(&self) -> &[RawRow] {
        &self.table.rows[self.end..]
    }

    /// A cell of a row.
    pub(super) fn cell<'r>(&self, row: &'r RawRow, field: Field) -> &'r str {
        self.header.place(field).and_then(|at| row.cells.get(at)).map_or("", CompactString::as_str)
    }

    /// Whether the rows are lines of a text, each of which must have all its cells.
    pub(super) fn is_text(&self) -> bool {
        self.table.rows_are == RowsAre::Lines
    }

    /// Name of the fund; empty if the preamble does not state it.
    pub(super) fn fund(&self) -> String {
        let rows = &self.table.rows[..self.at];
        let labelled = rows.iter().find_map(|row| {
            let [label, name, ..] = row.cells.as_slice() else { return None };
            let label = label.trim_end_matches(':').to_lowercase();
            ["fund name", "fund", "name of fund", "etf name"]
                .contains(&label.as_str())
                .then(|| name.to_string())
        });
        let is_name = |row: &&RawRow| {
            let text = line_of(row).to_lowercase();
            let words = ["etf", "fund", "trust", "russell", "index", "shares"];
            row.filled() == 1
                && words.iter().any(|word| text.contains(word))
                && text != "holdings details"
                && !matches!(day::find_day(&[line_of(row)], &[]), Found::Day(_))
        };
        // A name that is understood takes precedence over one that only looks like a name.
        let mut named = rows.iter().filter(is_name).map(line_of);
        let first = named.clone().next();
        let understood = named.find(|name| fund::index_of(name, None).is_some());
        let in_rows = || self.of_every_row(Field::FundName).map(str::to_owned);
        labelled.or(understood).or_else(in_rows).or(first).unwrap_or_default()
    }

    /// Ticker of the fund, if the preamble or every row states it.
    pub(super) fn fund_ticker(&self) -> Option<&str> {
        let labelled = self.table.rows[..self.at].iter().find_map(|row| {
            let [label, ticker, ..] = row.cells.as_slice() else { return None };
            let label = label.trim_end_matches(':').to_lowercase();
            ["ticker symbol", "ticker", "fund ticker"]
                .contains(&label.as_str())
                .then(|| ticker.as_str())
        });
        labelled.or_else(|| self.of_every_row(Field::FundTicker))
    }

    /// The text of a field that is the same in all rows.
    fn of_every_row(&self, field: Field) -> Option<&str> {
        let mut cells = self.rows().iter().map(|row| self.cell(row, field));
        let first = cells.next().filter(|cell| !cell.is_empty())?;
        cells.all(|other| other == first).then_some(first)
    }

    /// The day of the holdings.
    pub(super) fn day(&self) -> Found {
        let after: Vec<String> = self.rest().iter().map(line_of).collect();
        match day::find_day(&self.preamble(), &after) {
            Found::Nothing => {
                let column = self.rows().iter().map(|row| self.cell(row, Field::Day));
                day::of_column(column)
            }
            found => found,
        }
    }

    fn preamble(&self) -> Vec<String> {
        let above = self.table.rows[..self.at].iter().map(line_of);
        above.chain(self.table.beside.iter().cloned()).collect()
    }
}

/// A row as a line of text.
fn line_of(row: &RawRow) -> String {
    let filled: Vec<&str> =
        row.cells.iter().map(CompactString::as_str).filter(|cell| !cell.is_empty()).collect();
    filled.join(" ")
}

fn header_of(row: &RawRow) -> Option<Header> {
    Header::of(row.cells.iter().map(CompactString::as_str))
}

/// The separator between the cells of the line that is a header of holdings.
fn delimiter_of(head: &str) -> Option<u8> {
    [b',', b';', b'\t', b'|'].into_iter().find(|delimiter| {
        let mut lines = head.lines().take(HEADER_WITHIN);
        lines.any(|line| Header::of(line.split(char::from(*delimiter))).is_some())
    })
}

/// Index of the first row after the table: a second header, the title of another section, or prose.
fn end_of(table: &RawTable, at: usize, header: &Header) -> usize {
    let is_ticker = |cell: &str| cell.len() <= LONGEST_TICKER && cell.split(' ').count() <= 2;
    let ends = |row: &RawRow| {
        let ticker = header.place(Field::Ticker).and_then(|at| row.cells.get(at));
        let is_outside = match row.filled() {
            0 | 1 => true,
            2 => !ticker.is_some_and(|cell| !cell.is_empty() && is_ticker(cell)),
            _ => false,
        };
        is_outside && header.names.len() > 2 || header_of(row).is_some()
    };
    let rows = &table.rows[at + 1..];
    rows.iter().position(ends).map_or(table.rows.len(), |found| at + 1 + found)
}
