//! Pages: headline figures, sections, charts and lists, independent of the format.
//!
//! A page quotes the report's tables and computes no figures of its own. A shown number is a rounded
//! cell and carries the exact cell with it.

use std::borrow::Cow;
use std::sync::OnceLock;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Report;
use super::chart::Chart;
use super::remarks::texts;
use super::shown::{Style, show};
use super::table::{Cell, Column, Description, Sink, Table};
use crate::remark::{Remark, Severity};

/// The page of a report.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Title of the page.
    pub title: String,
    /// Description of the scenario.
    pub subtitle: String,
    /// Conclusions at the top of the page, one sentence per comparison.
    pub conclusions: Vec<String>,
    /// Origin of the result and its dates, in a line or two.
    pub origin: Vec<String>,
    /// Headline figures.
    pub facts: Vec<Fact>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// Reasons why the result may be wrong, as sentences; shown above the figures.
    pub warnings: Vec<String>,
    /// Assumptions and inferences, as sentences, the largest effect first.
    pub assumptions: Vec<String>,
    /// Further notes, as sentences.
    pub notes: Vec<String>,
    /// Input files, with their SHA-256.
    pub inputs: Vec<(String, String)>,
}

impl Page {
    /// Adds remarks as warnings, assumptions and notes.
    #[must_use]
    pub fn with_remarks(self, remarks: &[Remark]) -> Self {
        Self {
            warnings: texts(remarks, Severity::Warning),
            assumptions: texts(remarks, Severity::Assumption),
            notes: texts(remarks, Severity::Note),
            ..self
        }
    }
}

/// A headline figure.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Label of the figure.
    pub label: String,
    /// Its value.
    pub value: Value,
    /// A note that helps to interpret it.
    pub note: String,
}

/// A value as shown, with the exact text of the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    /// The rounded text to show.
    pub shown: String,
    /// The canonical text of the cell; empty if the value is unknown.
    pub exact: String,
}

impl Value {
    /// The value of a cell in the given style.
    pub fn of(cell: &Cell<'_>, style: Style) -> Self {
        Self { shown: show(cell, style), exact: cell.text() }
    }
}

/// A section of a page.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Anchor for links.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// Introduction: what the section shows and how to read it.
    pub lead: String,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone)]
pub enum Block {
    /// A figure.
    Figure(Box<Figure>),
    /// A list.
    List(List),
}

impl Block {
    /// A block with a figure.
    pub fn figure(figure: Figure) -> Self {
        Self::Figure(Box::new(figure))
    }
}

/// A chart with its alternative text and numbers.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The heading.
    pub title: String,
    /// Description of the chart in a sentence.
    pub text: String,
    /// The chart.
    pub chart: Chart,
    /// The numbers behind the chart.
    pub numbers: Option<List>,
}

/// A table of a page.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Title of the list.
    pub title: String,
    /// The headings, each with the style of its cells.
    pub columns: Vec<(String, Style)>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// If rows were cut: the number of rows of the report's table, and its file.
    pub all: Option<(usize, String)>,
    /// Whether the list is long enough to need a search.
    pub is_long: bool,
}

impl List {
    /// Whether some rows of the table are missing from the list.
    pub fn is_cut(&self) -> bool {
        self.all.as_ref().is_some_and(|(all, _)| *all > self.rows.len())
    }

    /// The list without columns that are empty in every row.
    #[must_use]
    pub fn without_empty_columns(mut self) -> Self {
        for at in (0..self.columns.len()).rev() {
            if self.rows.iter().all(|row| row[at].exact.is_empty()) {
                self.columns.remove(at);
                for row in &mut self.rows {
                    row.remove(at);
                }
            }
        }
        self
    }
}

/// A table of the report in memory, to be quoted.
#[derive(Debug)]
pub struct Quote {
    /// Name of the table.
    pub name: String,
    columns: &'static [Column],
    rows: Vec<Vec<Cell<'static>>>,
}

/// A sink that keeps the wanted rows of a table.
struct Chosen<'f> {
    quote: Quote,
    /// The row being written; it reuses the memory of the previous row if that was not wanted.
    row: Vec<Cell<'static>>,
    /// Number of its cells that have been written.
    filled: usize,
    is_wanted: &'f dyn Fn(&Row<'_>) -> bool,
}

impl Sink for Chosen<'_> {
    fn cell(&mut self, cell: &Cell<'_>) {
        match (self.row.get_mut(self.filled), cell) {
            (Some(Cell::Text(Cow::Owned(old))), Cell::Text(new)) => {
                new.as_ref().clone_into(old);
            }
            (Some(old), new) => *old = new.clone().into_owned(),
            (None, new) => self.row.push(new.clone().into_owned()),
        }
        self.filled += 1;
    }

    fn end(&mut self) -> std::io::Result<()> {
        self.filled = 0;
        if (self.is_wanted)(&Row { quote: &self.quote, cells: &self.row }) {
            let width = self.row.len();
            let row = std::mem::replace(&mut self.row, Vec::with_capacity(width));
            self.quote.rows.push(row);
        }
        Ok(())
    }
}

impl Sink for Quote {
    fn cell(&mut self, cell: &Cell<'_>) {
        let width = self.columns.len();
        match self.rows.last_mut() {
            Some(row) if row.len() < width => row.push(cell.clone().into_owned()),
            _ => {
                let mut row = Vec::with_capacity(width);
                row.push(cell.clone().into_owned());
                self.rows.push(row);
            }
        }
    }

    fn end(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A row of a quoted table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'q> {
    quote: &'q Quote,
    cells: &'q [Cell<'static>],
}

impl<'q> Row<'q> {
    /// A cell; empty if the table has no such column.
    pub fn cell(&self, column: Column) -> &'q Cell<'static> {
        static NOTHING: Cell<'static> = Cell::Empty;
        let at = self.quote.columns.iter().position(|c| c.name == column.name);
        debug_assert!(at.is_some(), "{} has no column {}", self.quote.name, column.name);
        at.and_then(|at| self.cells.get(at)).unwrap_or(&NOTHING)
    }

    /// Text of a cell, borrowed if the cell holds text.
    pub fn text(&self, column: Column) -> Cow<'q, str> {
        match self.cell(column) {
            Cell::Text(text) => Cow::Borrowed(text.as_ref()),
            other => Cow::Owned(other.text()),
        }
    }

    /// Whether the text of a cell is `text`.
    pub fn is(&self, column: Column, text: &str) -> bool {
        self.text(column) == text
    }

    /// Number in a cell; `None` if it holds none.
    pub fn number(&self, column: Column) -> Option<f64> {
        self.cell(column).number()
    }

    /// Exact decimal in a cell; `None` if it holds none.
    pub fn decimal(&self, column: Column) -> Option<Decimal> {
        match self.cell(column) {
            Cell::Decimal(value) => Some(*value),
            _ => None,
        }
    }

    /// Date in a cell; `None` if it holds none.
    pub fn date(&self, column: Column) -> Option<NaiveDate> {
        match self.cell(column) {
            Cell::Date(day) => Some(*day),
            _ => None,
        }
    }

    /// The value of a cell in the given style.
    pub fn value(&self, column: Column, style: Style) -> Value {
        Value::of(self.cell(column), style)
    }

    /// The text shown for a cell in the given style.
    pub fn shown(&self, column: Column, style: Style) -> String {
        show(self.cell(column), style)
    }
}

impl Quote {
    fn new(name: &str, columns: &'static [Column]) -> Self {
        Self { name: name.to_owned(), columns, rows: Vec::new() }
    }

    /// All rows of a table.
    pub fn of(table: &Table<'_>) -> Self {
        let mut quote = Self::new(&table.name, table.columns);
        // Writing to memory cannot fail.
        let _ = table.write(&mut quote);
        quote
    }

    /// All rows.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + Clone {
        self.rows.iter().map(|cells| Row { quote: self, cells })
    }

    /// The first row in which the given columns have the given text.
    pub fn find(&self, keys: &[(Column, &str)]) -> Option<Row<'_>> {
        self.rows().find(|row| keys.iter().all(|(column, text)| row.is(*column, text)))
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A list of the given rows, at most `most` of them. Columns are given as heading, name and
    /// style.
    pub fn list<'q>(
        &'q self,
        title: &str,
        columns: &[(&str, Column, Style)],
        rows: impl Iterator<Item = Row<'q>>,
        most: usize,
    ) -> List {
        let mut count = 0;
        let mut shown = Vec::new();
        for row in rows {
            count += 1;
            if shown.len() < most {
                let cells = columns.iter().map(|(_, column, style)| row.value(*column, *style));
                shown.push(cells.collect());
            }
        }
        List {
            title: title.to_owned(),
            columns: columns.iter().map(|(head, _, style)| ((*head).to_owned(), *style)).collect(),
            is_long: shown.len() > 12,
            rows: shown,
            all: (count > most).then(|| (count, format!("{}.csv", self.name))),
        }
    }
}

/// The tables of a report, read when first quoted.
#[derive(Debug)]
pub struct Quotes<'a> {
    tables: Vec<(Table<'a>, OnceLock<Quote>)>,
}

impl<'a> Quotes<'a> {
    /// The tables of a report.
    pub fn of(report: &'a dyn Report) -> Self {
        let tables = report.tables().into_iter();
        Self { tables: tables.map(|table| (table, OnceLock::new())).collect() }
    }

    /// A table by name; empty if the report has no such table.
    pub fn table(&self, of: Description) -> &Quote {
        static NOTHING: OnceLock<Quote> = OnceLock::new();
        let found = self.tables.iter().find(|(table, _)| table.name == of.name);
        let Some((table, read)) = found else {
            return NOTHING.get_or_init(|| Quote::new("", &[]));
        };
        read.get_or_init(|| Quote::of(table))
    }

    /// The wanted rows of a table, for tables too long to keep in memory.
    pub fn some_of(&self, name: &str, is_wanted: &dyn Fn(&Row<'_>) -> bool) -> Quote {
        let found = self.tables.iter().find(|(table, _)| table.name == name);
        let quote = Quote::new(name, &[]);
        let mut chosen = Chosen { quote, row: Vec::new(), filled: 0, is_wanted };
        if let Some((table, _)) = found {
            chosen.quote.columns = table.columns;
            // Writing to memory cannot fail.
            let _ = table.write(&mut chosen);
        }
        chosen.quote
    }

    /// Every table of the report, with the meaning of one row.
    pub fn contents(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.tables.iter().map(|(table, _)| (table.name.as_ref(), table.row))
    }
}
