//! Differences between two text tables whose rows are identified by keys.
//!
//! Cells are compared as text, without tolerance, because tables are written in canonical form.

mod companies;
mod odds;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

pub use companies::{CompanyDifference, Decided, GONE, Group, companies};
pub use odds::{CompanyOdds, OddsDifference, moved_odds};

/// A kind of table: its file and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Name of the file.
    pub file: &'static str,
    /// Title of the table in reports.
    pub title: &'static str,
    /// The columns that identify a row.
    pub keys: &'static [&'static str],
    /// The columns to compare.
    pub compared: &'static [&'static str],
    /// The most important of the compared columns, for a short list.
    pub main: &'static [&'static str],
}

/// A table of text cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Cells of each row.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// Position of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// A cell of a row; empty if the table has no such column.
    pub fn cell<'a>(&self, row: &'a [String], column: &str) -> &'a str {
        self.column(column).and_then(|at| row.get(at)).map_or("", String::as_str)
    }
}

/// A cell that differs; `None` on the side without the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Key of its row.
    pub key: Vec<String>,
    /// Its column.
    pub column: String,
    /// The cell in the first table.
    pub a: Option<String>,
    /// The cell in the second table.
    pub b: Option<String>,
}

impl Cell {
    /// The second value less the first in per cent of the first; `None` unless both are numbers.
    pub fn change_pct(&self) -> Option<Decimal> {
        let number = |text: &Option<String>| text.as_deref()?.parse::<Decimal>().ok();
        let (a, b) = (number(&self.a)?, number(&self.b)?);
        b.checked_sub(a)?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(a.abs())
    }
}

/// The differences between two tables of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDifference {
    /// The kind of both tables.
    pub layout: Layout,
    /// Cells that differ, in the order of the first table, then rows only in the second.
    pub cells: Vec<Cell>,
}

/// Compares two tables of a kind, matching rows by key.
pub fn difference(layout: Layout, a: &Table, b: &Table) -> TableDifference {
    let key = |table: &Table, row: &[String]| -> Vec<String> {
        layout.keys.iter().map(|column| table.cell(row, column).to_owned()).collect()
    };
    let of_b: FxHashMap<Vec<String>, usize> =
        b.rows.iter().enumerate().map(|(at, row)| (key(b, row), at)).collect();
    let mut seen = vec![false; b.rows.len()];
    let mut cells = Vec::new();
    let mut compare = |key: Vec<String>, in_a: Option<&[String]>, in_b: Option<&[String]>| {
        for column in layout.compared {
            let cell = |table: &Table, row: Option<&[String]>| {
                row.map(|row| table.cell(row, column).to_owned())
            };
            let (a, b) = (cell(a, in_a), cell(b, in_b));
            // A missing row counts as empty cells.
            if a.as_deref().unwrap_or_default() != b.as_deref().unwrap_or_default() {
                cells.push(Cell { key: key.clone(), column: (*column).to_owned(), a, b });
            }
        }
    };
    for row in &a.rows {
        let key = key(a, row);
        let there = of_b.get(&key).copied();
        if let Some(there) = there {
            seen[there] = true;
        }
        compare(key, Some(row), there.map(|at| b.rows[at].as_slice()));
    }
    for (row, _) in b.rows.iter().zip(&seen).filter(|(_, seen)| !**seen) {
        compare(key(b, row), None, Some(row));
    }
    TableDifference { layout, cells }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LAYOUT: Layout = Layout {
        file: "t.csv",
        title: "test",
        keys: &["index"],
        compared: &["n", "m"],
        main: &["n"],
    };

    fn table(rows: &[[&str; 3]]) -> Table {
        let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Table {
            columns: text(&["index", "n", "m"]),
            rows: rows.iter().map(|row| text(row)).collect(),
        }
    }

    #[test]
    fn rows_are_matched_by_key_and_only_differences_are_reported() {
        let a = table(&[["R1000", "4", "x"], ["R2000", "1", "y"], ["OLD", "7", ""]]);
        let b = table(&[["NEW", "9", ""], ["R2000", "1", "y"], ["R1000", "5", "x"]]);
        let found = difference(LAYOUT, &a, &b);
        let differing: Vec<_> = found
            .cells
            .iter()
            .map(|c| (&*c.key[0], &*c.column, c.a.as_deref(), c.b.as_deref()))
            .collect();
        let expected = [
            ("R1000", "n", Some("4"), Some("5")),
            ("OLD", "n", Some("7"), None),
            ("NEW", "n", None, Some("9")),
        ];
        assert_eq!(differing, expected);
        assert_eq!(found.cells[0].change_pct(), Some(25.into()));
        assert_eq!(found.cells[1].change_pct(), None);
        assert_eq!(difference(LAYOUT, &a, &a).cells, []);
    }
}
