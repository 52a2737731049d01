//! What people look at: headline figures, sections, charts, lists; whatever format shows it.
//!
//! A page quotes the report's tables and computes nothing that is not in them: what it shows of a
//! number is a rounding of the cell, and the cell travels with it.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::Report;
use super::chart::Chart;
use super::remarks::texts;
use super::shown::{Style, show};
use super::table::{Cell, Column, Sink, Table};
use crate::remark::{Remark, Severity};

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What it is of.
    pub title: String,
    /// What the scenario says of itself.
    pub subtitle: String,
    /// What a reader would conclude, a sentence for each comparison: it stands before everything else.
    pub conclusions: Vec<String>,
    /// Where it comes from and on which days, in a line or two.
    pub origin: Vec<String>,
    /// The figures that a reader wants first.
    pub facts: Vec<Fact>,
    /// The rest, in its order.
    pub sections: Vec<Section>,
    /// Why the result is likely wrong, in sentences: it stands above everything that it is about.
    pub warnings: Vec<String>,
    /// What was assumed or inferred, in sentences, the larger effect first.
    pub assumptions: Vec<String>,
    /// What else there is to know, in sentences.
    pub notes: Vec<String>,
    /// Files that went in, with their SHA-256.
    pub inputs: Vec<(String, String)>,
}

impl Page {
    /// The same with remarks in words.
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
    /// What it is.
    pub label: String,
    /// What it amounts to.
    pub value: Value,
    /// What helps to read it.
    pub note: String,
}

/// A value as it is shown, with what the table has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    /// For the eye.
    pub shown: String,
    /// The cell's canonical text; empty where the value is unknown.
    pub exact: String,
}

impl Value {
    /// Shows a cell.
    pub fn of(cell: &Cell<'_>, style: Style) -> Self {
        Self { shown: show(cell, style), exact: cell.text() }
    }
}

/// A part of a page with a heading of its own.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// What links name it by.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// What it shows and how to read it.
    pub lead: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A part of a section.
#[derive(Debug, Clone)]
pub enum Block {
    /// A picture.
    Figure(Box<Figure>),
    /// A list.
    List(List),
}

impl Block {
    /// A picture.
    pub fn figure(figure: Figure) -> Self {
        Self::Figure(Box::new(figure))
    }
}

/// A chart with what stands for it where it cannot be seen.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The heading.
    pub title: String,
    /// What there is to see, in a sentence.
    pub text: String,
    /// The picture.
    pub chart: Chart,
    /// The same in numbers.
    pub numbers: Option<List>,
}

/// A table of a page.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// What it lists.
    pub title: String,
    /// The headings, each with how its cells are shown.
    pub columns: Vec<(String, Style)>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// How many rows the report's table has, and its file, where not all are here.
    pub all: Option<(usize, String)>,
    /// Whether a reader searches in it.
    pub is_long: bool,
}

impl List {
    /// A heading over a list that does not fit in the text of a note is cut there.
    pub fn is_cut(&self) -> bool {
        self.all.as_ref().is_some_and(|(all, _)| *all > self.rows.len())
    }
}

/// A table of the report, read whole.
#[derive(Debug)]
pub struct Quote {
    /// Its name.
    pub name: String,
    columns: &'static [Column],
    rows: Vec<Vec<Cell<'static>>>,
}

/// A table of which some rows are kept.
struct Chosen<'f> {
    quote: Quote,
    is_wanted: &'f dyn Fn(&Row<'_>) -> bool,
}

impl Sink for Chosen<'_> {
    fn cell(&mut self, cell: &Cell<'_>) {
        self.quote.cell(cell);
    }

    fn end(&mut self) -> std::io::Result<()> {
        let last = self.quote.rows.last();
        let is_wanted =
            last.is_some_and(|cells| (self.is_wanted)(&Row { quote: &self.quote, cells }));
        if !is_wanted {
            self.quote.rows.pop();
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

/// A row of a table that is quoted.
#[derive(Debug, Clone, Copy)]
pub struct Row<'q> {
    quote: &'q Quote,
    cells: &'q [Cell<'static>],
}

impl<'q> Row<'q> {
    /// A cell; nothing of a column that the table does not have.
    pub fn cell(&self, column: &str) -> &'q Cell<'static> {
        static NOTHING: Cell<'static> = Cell::Empty;
        let at = self.quote.columns.iter().position(|c| c.name == column);
        debug_assert!(at.is_some(), "{} has no column {column}", self.quote.name);
        at.and_then(|at| self.cells.get(at)).unwrap_or(&NOTHING)
    }

    /// A cell's words, borrowed where it holds words.
    pub fn text(&self, column: &str) -> std::borrow::Cow<'q, str> {
        match self.cell(column) {
            Cell::Text(text) => std::borrow::Cow::Borrowed(text.as_ref()),
            other => std::borrow::Cow::Owned(other.text()),
        }
    }

    /// Whether a cell holds these words.
    pub fn is(&self, column: &str, text: &str) -> bool {
        self.text(column) == text
    }

    /// A cell's number.
    pub fn number(&self, column: &str) -> Option<f64> {
        self.cell(column).number()
    }

    /// A cell's day.
    pub fn date(&self, column: &str) -> Option<NaiveDate> {
        match self.cell(column) {
            Cell::Date(day) => Some(*day),
            _ => None,
        }
    }

    /// A cell as it is shown.
    pub fn value(&self, column: &str, style: Style) -> Value {
        Value::of(self.cell(column), style)
    }

    /// What is shown of a cell.
    pub fn shown(&self, column: &str, style: Style) -> String {
        show(self.cell(column), style)
    }
}

impl Quote {
    fn new(name: &str, columns: &'static [Column]) -> Self {
        Self { name: name.to_owned(), columns, rows: Vec::new() }
    }

    /// All rows.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Row<'_>> + Clone {
        self.rows.iter().map(|cells| Row { quote: self, cells })
    }

    /// The first row in which the columns hold these words.
    pub fn find(&self, keys: &[(&str, &str)]) -> Option<Row<'_>> {
        self.rows().find(|row| keys.iter().all(|(column, text)| row.is(column, text)))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A list of some rows, columns given with heading and style; all rows belong to it, but for
    /// the `most` where the table has more.
    pub fn list<'q>(
        &'q self,
        title: &str,
        columns: &[(&str, &str, Style)],
        rows: impl Iterator<Item = Row<'q>>,
        most: usize,
    ) -> List {
        let mut count = 0;
        let mut shown = Vec::new();
        for row in rows {
            count += 1;
            if shown.len() < most {
                let cells = columns.iter().map(|(_, column, style)| row.value(column, *style));
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

/// The tables of a report, read when they are first quoted.
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

    /// A table by its name; an empty one where the report has none of that name.
    pub fn table(&self, name: &str) -> &Quote {
        static NOTHING: OnceLock<Quote> = OnceLock::new();
        let found = self.tables.iter().find(|(table, _)| table.name == name);
        let Some((table, read)) = found else {
            return NOTHING.get_or_init(|| Quote::new("", &[]));
        };
        read.get_or_init(|| {
            let mut quote = Quote::new(&table.name, table.columns);
            // Reading into memory has nothing that can fail.
            let _ = table.write(&mut quote);
            quote
        })
    }

    /// The rows of a table that are wanted, where it is too long to be read whole.
    pub fn some_of(&self, name: &str, is_wanted: &dyn Fn(&Row<'_>) -> bool) -> Quote {
        let found = self.tables.iter().find(|(table, _)| table.name == name);
        let mut chosen = Chosen { quote: Quote::new(name, &[]), is_wanted };
        if let Some((table, _)) = found {
            chosen.quote.columns = table.columns;
            // Reading into memory has nothing that can fail.
            let _ = table.write(&mut chosen);
        }
        chosen.quote
    }

    /// What there is beside the page: every table with what a row of it is.
    pub fn contents(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.tables.iter().map(|(table, _)| (table.name.as_ref(), table.row))
    }
}
