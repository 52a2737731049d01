//! A vendor's table converted to the cells of own columns, one row for each line.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use compact_str::CompactString;
use rustc_hash::FxHashMap;

use super::grid::Grid;
use super::target::Target;
use super::tickers;
use crate::remark::{ReadingNote, Remark};
use crate::universe::fault::Faults;
use crate::universe::import::cell::CellCounts;
use crate::universe::security::{Exchange, Structure};

/// A row in the cells of own columns.
#[derive(Debug)]
pub(super) struct Line {
    /// Its index among the rows of the table.
    pub(super) row: usize,
    /// One cell for each mapped column, in order; empty if unknown.
    pub(super) cells: Vec<CompactString>,
    /// Where the line trades, by the prefix or suffix of its ticker.
    pub(super) exchange: Option<Exchange>,
    /// The structure of its company, according to the word for the kind of security.
    pub(super) structure: Option<Structure>,
    /// Whether that word says that the company is incorporated outside the United States.
    pub(super) is_abroad: bool,
}

/// A table in the cells of own columns.
#[derive(Debug)]
pub(super) struct Lines {
    /// The own columns, in the order of the cells.
    pub(super) columns: Vec<usize>,
    pub(super) all: Vec<Line>,
    /// What was done to the table, for the report.
    pub(super) notes: Vec<ReadingNote>,
    /// The changes made to cells.
    pub(super) cells: CellCounts,
}

impl Lines {
    /// Remarks on how the table was read and on the changes made to its cells.
    pub(super) fn remarks(&self) -> impl Iterator<Item = Remark> + '_ {
        self.notes.iter().cloned().map(Remark::from).chain(self.cells.remarks())
    }

    /// The position of an own column among the cells.
    pub(super) fn place(&self, target: &Target, name: &str) -> Option<usize> {
        let own = target.find(name)?;
        self.columns.iter().position(|at| *at == own)
    }
}

/// Distinguishes lines of one ticker by their share classes, and leaves out rows that repeat another;
/// `day` is the position of a column that separates the rows of a ticker.
///
/// # Errors
/// Two rows of one ticker with different contents.
pub(super) fn one_line_each(
    lines: &mut Lines,
    grid: &Grid,
    target: &Target,
    day: Option<usize>,
) -> Result<(), Faults> {
    let Some(symbol) = lines.place(target, "symbol") else { return Ok(()) };
    let class = lines.place(target, "share_class");
    let key = |line: &Line| {
        (line.cells[symbol].clone(), day.map(|at| line.cells[at].clone()).unwrap_or_default())
    };
    if let Some(class) = class {
        let mut count: FxHashMap<(CompactString, CompactString), usize> = FxHashMap::default();
        for line in &lines.all {
            *count.entry(key(line)).or_default() += 1;
        }
        let mut told_apart = 0;
        for line in &mut lines.all {
            let is_shared = count.get(&key(line)).is_some_and(|count| *count > 1);
            if is_shared && !line.cells[class].is_empty() {
                line.cells[symbol] = tickers::with_class(&line.cells[symbol], &line.cells[class]);
                told_apart += 1;
            }
        }
        if told_apart > 0 {
            lines.notes.push(ReadingNote::ToldApart { lines: told_apart });
        }
    }
    let mut repeats = Repeats::default();
    let mut first: FxHashMap<(CompactString, CompactString), usize> = FxHashMap::default();
    let mut repeated = Vec::new();
    let all = std::mem::take(&mut lines.all);
    let mut kept: Vec<Line> = Vec::with_capacity(all.len());
    for line in all {
        let (place, row) = (first.get(&key(&line)).copied(), &grid.rows[line.row]);
        match place {
            None => {
                first.insert(key(&line), kept.len());
                kept.push(line);
            }
            Some(at) if kept[at].cells == line.cells => repeated.push(grid.place(row)),
            Some(at) => {
                let other = grid.place(&grid.rows[kept[at].row]);
                let ticker = crate::universe::shorten(&line.cells[symbol]);
                repeats.both.push(format!("\"{ticker}\" ({other} and {})", grid.place(row)));
                let problem = format!("\"{ticker}\" stands in {other} already, with other cells");
                repeats.faults.push(grid.fault(row, None, Some("symbol"), (problem, ONE_ROW)));
            }
        }
    }
    lines.all = kept;
    if !repeated.is_empty() {
        lines.notes.push(ReadingNote::Repeated { rows: repeated });
    }
    repeats.faults(grid).into_result(())
}

/// The remedy for several rows of one ticker.
const ONE_ROW: &str = "keep one row for each line: map share_class where classes share a ticker, or a column of dates";

/// Rows with the ticker of another row but other cells.
#[derive(Debug, Default)]
struct Repeats {
    faults: Faults,
    /// For each such row, the ticker and both positions.
    both: Vec<String>,
}

impl Repeats {
    /// A fault for each row, or a single one for all if there are so many that they must have one cause.
    fn faults(self, grid: &Grid) -> Faults {
        const FEW: usize = 10;
        if self.both.len() <= FEW {
            return self.faults;
        }
        let mut faults = Faults::default();
        let (rows, named) = (self.both.len(), crate::universe::some_of(&self.both));
        let problem =
            format!("{rows} rows have the ticker of an earlier row, with other cells: {named}");
        faults.file(&grid.file, problem, ONE_ROW);
        faults
    }
}

/// The days in a column, with the number of rows of each.
pub(super) fn days(lines: &Lines, at: usize) -> BTreeMap<NaiveDate, usize> {
    let mut days = BTreeMap::new();
    for line in &lines.all {
        if let Some(day) = crate::universe::table::parse_date(&line.cells[at]) {
            *days.entry(day).or_default() += 1;
        }
    }
    days
}
