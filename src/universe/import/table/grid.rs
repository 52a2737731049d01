//! A table with its header: finds the header row and drops rows that are not part of the table.

use chrono::NaiveDate;

use super::raw::{RawRow, RawTable, RowsAre};
use super::workbook::letters;
use crate::refusal::Refusal;
use crate::remark::ReadingNote;
use crate::universe::fault::{Fault, Faults};
use crate::universe::import::cell::{Cell, Cells};
use crate::universe::import::holdings::day::{Found, find_day};
use crate::universe::known::plain_name;

/// How many rows are searched for the header.
const LOOKED_AT: usize = 60;

/// The beginning of the last row of NASDAQ's symbol directory.
const CREATED: &str = "File Creation Time:";

/// The column of that directory in which `Y` marks lines for testing systems.
const TEST_ISSUE: &str = "testissue";

/// Words with which rows of sums begin.
const SUMS: [&str; 4] = ["total", "totals", "grandtotal", "subtotal"];

/// Words that start, or make up, rows of other statistics; matched with lower-case letters only, unlike
/// tickers.
const STATISTICS: [&str; 10] = [
    "sum",
    "summe",
    "average",
    "mean",
    "mittelwert",
    "median",
    "count",
    "anzahl",
    "minimum",
    "maximum",
];

/// A table with its header.
#[derive(Debug)]
pub struct Grid {
    /// The file as the user named it.
    pub(super) file: String,
    rows_are: RowsAre,
    /// Names of the columns; a column without a name is called by its number.
    pub(super) header: Vec<String>,
    /// Whether the file names the column.
    pub(super) is_named: Vec<bool>,
    pub(super) rows: Vec<RawRow>,
    pub(super) may_have_decimal_commas: bool,
    /// How the file was read and what was left out, for the report.
    pub(super) notes: Vec<ReadingNote>,
    /// The day on which, according to the file, it was made.
    pub(super) created: Option<NaiveDate>,
    /// The day stated in the rows above the header.
    pub(super) titled: Option<NaiveDate>,
}

impl Grid {
    /// Finds the header of a table; `is_known` tests whether a text is the name of a relevant column.
    ///
    /// # Errors
    /// A table without rows, and rows whose number of cells differs from the header's.
    pub(super) fn new(table: RawTable, is_known: &dyn Fn(&str) -> bool) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let at = if table.is_headed { 0 } else { header_row(&table.rows, is_known) };
        let above = table.rows[..at.min(table.rows.len())].iter().map(line_of);
        let above: Vec<String> = above.chain(table.beside).collect();
        let titled = match find_day(&above, &[]) {
            Found::Day(day) => Some(day),
            Found::Unclear(..) | Found::Nothing => None,
        };
        let mut rows = table.rows.into_iter().skip(at);
        let header = rows.next().map(|row| row.cells).unwrap_or_default();
        let is_named: Vec<bool> = header.iter().map(|name| !name.is_empty()).collect();
        let name = |(name, number): (&compact_str::CompactString, usize)| {
            if name.is_empty() { format!("column {number}") } else { name.to_string() }
        };
        let mut grid = Self {
            file: table.file,
            rows_are: table.rows_are,
            header: header.iter().zip(1..).map(name).collect(),
            is_named,
            rows: Vec::new(),
            may_have_decimal_commas: table.may_have_decimal_commas,
            notes: table.notes,
            created: None,
            titled,
        };
        if at > 0 {
            grid.notes.push(ReadingNote::AboveHeader { rows: at });
        }
        let mut left_out = Vec::new();
        let mut tests = Vec::new();
        let test_issue = grid.header.iter().position(|name| plain_name(name) == TEST_ISSUE);
        for row in rows {
            if test_issue.is_some_and(|column| cell_of(&row, column) == "Y") {
                tests.push(format!("{} ({})", row.cells[0], grid.place(&row)));
                continue;
            }
            grid.take(row, &mut left_out, &mut faults);
        }
        if !tests.is_empty() {
            grid.notes.push(ReadingNote::TestIssues { rows: tests });
        }
        if !left_out.is_empty() {
            grid.notes.push(ReadingNote::NoRows { rows: left_out });
        }
        if grid.rows.is_empty() && faults.total() == 0 {
            faults.file(&grid.file, "has no rows", "give a table with a header and rows");
        }
        faults.into_result(grid)
    }

    /// Adds a row, or leaves it out if it is a footer.
    fn take(&mut self, mut row: RawRow, left_out: &mut Vec<String>, faults: &mut Faults) {
        let width = self.header.len();
        if let Some(said) = row.cells[0].strip_prefix(CREATED) {
            self.created = day_of_creation(said);
            left_out.push(format!("\"{}\" ({})", row.cells[0], self.place(&row)));
            return;
        }
        let first = row.cells.iter().find(|cell| !cell.is_empty()).map_or("", |cell| cell.as_str());
        if is_statistic(first) {
            left_out.push(format!("\"{first}\" ({})", self.place(&row)));
            return;
        }
        while row.cells.len() > width
            && row.cells.last().is_some_and(compact_str::CompactString::is_empty)
        {
            row.cells.pop();
        }
        if row.cells.len() > width || row.cells.len() < width && self.is_footer(&row) {
            if self.is_footer(&row) {
                let said = crate::universe::shorten(
                    row.cells.iter().find(|c| !c.is_empty()).map_or("", |c| c),
                );
                left_out.push(format!("\"{said}\" ({})", self.place(&row)));
                return;
            }
            let problem = format!("has {} cells where the header has {width}", row.cells.len());
            let remedy =
                "quote a cell that holds what parts cells, or say what does with --delimiter";
            faults.push(self.fault(&row, None, None, (problem, remedy)));
            return;
        }
        row.cells.resize(width, compact_str::CompactString::default());
        self.rows.push(row);
    }

    /// Whether a row of another width is prose below or between the rows rather than a row of the table.
    fn is_footer(&self, row: &RawRow) -> bool {
        row.filled() <= 1 && self.header.len() > 1
    }

    /// The table reduced to some of its columns and extended by a further one, with the rows given for
    /// these, and with the remarks on that.
    pub(super) fn remade(
        &self,
        kept: &[usize],
        name: &str,
        rows: Vec<RawRow>,
        note: ReadingNote,
    ) -> Self {
        let header = kept.iter().map(|at| self.header[*at].clone()).chain([name.to_owned()]);
        let header = header.collect();
        let is_named = kept.iter().map(|at| self.is_named[*at]).chain([true]).collect();
        let notes = self.notes.iter().cloned().chain([note]).collect();
        Self {
            file: self.file.clone(),
            rows_are: self.rows_are.clone(),
            header,
            is_named,
            rows,
            notes,
            ..*self
        }
    }

    /// A table with the same columns and other rows.
    pub(super) fn with_rows(&self, rows: Vec<RawRow>) -> Self {
        Self {
            file: self.file.clone(),
            rows_are: self.rows_are.clone(),
            header: self.header.clone(),
            is_named: self.is_named.clone(),
            rows,
            notes: self.notes.clone(),
            ..*self
        }
    }

    /// The texts of a column.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = &str> + Clone {
        self.rows.iter().map(move |row| row.cells.get(column).map_or("", |cell| cell.as_str()))
    }

    /// The position of a row, in words.
    pub(super) fn place(&self, row: &RawRow) -> String {
        format!("{} {}", self.word_of_rows(), row.number)
    }

    /// The word for a row.
    pub(super) fn word_of_rows(&self) -> &'static str {
        match self.rows_are {
            RowsAre::Lines => "line",
            RowsAre::RowsOf(_) => "row",
            RowsAre::Records => "record",
        }
    }

    /// A fault of a row, or of one of its cells.
    pub(super) fn fault(
        &self,
        row: &RawRow,
        column: Option<usize>,
        own: Option<&str>,
        refusal: impl Into<Refusal>,
    ) -> Fault {
        let (file, line) = match &self.rows_are {
            RowsAre::Lines => (self.file.clone(), Some(row.number)),
            RowsAre::RowsOf(sheet) => (format!("{} ({sheet})", self.file), Some(row.number)),
            RowsAre::Records => (format!("{} (records)", self.file), Some(row.number)),
        };
        let named = column.map(|at| match &self.rows_are {
            RowsAre::RowsOf(_) => {
                format!("{} (column {})", self.header[at], letters(at))
            }
            _ => self.header[at].clone(),
        });
        let named = match (named, own) {
            (Some(named), Some(own)) => Some(format!("{named}, for {own}")),
            (named, own) => named.or_else(|| own.map(str::to_owned)),
        };
        Fault {
            file,
            line,
            column: named,
            value: column.map(|at| cell_of(row, at).to_owned()),
            refusal: refusal.into(),
        }
    }
}

/// The cells of a row as a line of text.
fn line_of(row: &RawRow) -> String {
    let filled =
        row.cells.iter().map(compact_str::CompactString::as_str).filter(|cell| !cell.is_empty());
    filled.collect::<Vec<_>>().join(" ")
}

/// The text of a cell.
pub(super) fn cell_of(row: &RawRow, column: usize) -> &str {
    row.cells.get(column).map_or("", |cell| cell.as_str())
}

/// The day in `0430202621:31`.
fn day_of_creation(said: &str) -> Option<NaiveDate> {
    let digits = said.trim().get(..8)?;
    NaiveDate::parse_from_str(digits, "%m%d%Y").ok()
}

/// Whether some row has two or more known names, and a row below it has as many cells filled.
pub(super) fn has_header(rows: &[RawRow], is_known: &dyn Fn(&str) -> bool) -> bool {
    let known = |row: &RawRow| row.cells.iter().filter(|c| !c.is_empty() && is_known(c)).count();
    rows.iter().take(LOOKED_AT).zip(rows.iter().skip(1)).any(|(row, below)| {
        let known = known(row);
        known >= 2 && below.filled() >= known
    })
}

/// The index of the row that names the columns: the row with the most known names or, if there are none,
/// the first that is as full as most rows and holds no number.
fn header_row(rows: &[RawRow], is_known: &dyn Fn(&str) -> bool) -> usize {
    let head = &rows[..rows.len().min(LOOKED_AT)];
    let known = |row: &RawRow| row.cells.iter().filter(|c| !c.is_empty() && is_known(c)).count();
    let most = head.iter().map(known).max().unwrap_or(0);
    let widest = head.iter().map(RawRow::filled).max().unwrap_or(0);
    if most >= 2 || most == 1 && widest == 1 {
        return head.iter().position(|row| known(row) == most).unwrap_or(0);
    }
    let mut counts: Vec<usize> = head.iter().map(RawRow::filled).collect();
    counts.sort_unstable();
    let usual = counts.get(counts.len() / 2).copied().unwrap_or(0);
    let has_number = |row: &RawRow| {
        row.cells.iter().any(|c| matches!(Cells::default().number(c), Cell::Known(_)))
    };
    let may_be = |row: &RawRow| row.filled() * 10 >= usual * 8 && !has_number(row);
    head.iter().position(may_be).unwrap_or(0)
}
/// Whether the first cell of a row marks a row of sums or other statistics.
fn is_statistic(first: &str) -> bool {
    let plain = plain_name(first);
    let is_word = first.contains(|c: char| c.is_ascii_lowercase());
    SUMS.contains(&plain.as_str())
        || is_word && (STATISTICS.contains(&plain.as_str()) || plain.starts_with("subtotal"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_statistics_are_no_tickers() {
        for first in
            ["Total", "TOTALS", "Grand Total", "Subtotal NYSE", "Average", "Median", "Summe"]
        {
            assert!(is_statistic(first), "{first}");
        }
        // Tickers, and names that begin with such a word.
        for first in ["MEAN", "SUM", "Average Brands Inc", "Total Energies", "Count Financial", ""]
        {
            assert!(!is_statistic(first), "{first}");
        }
    }
}
