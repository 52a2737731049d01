//! XLSX: a workbook with a sheet for every table, headline figures first and assumptions last.
//!
//! Text is written as text, never as a formula. Numbers are those of the tables; a spreadsheet keeps
//! fifteen digits of them. The bytes follow from the report alone, whatever the clock says.

mod book;

use std::collections::BTreeSet;
use std::io;

use self::book::{Book, Look, SheetOptions};
use super::File;
use crate::report::Report;
use crate::report::page::{Page, Quotes};
use crate::report::table::{Cell, Column, Holds, Sink, Table};

/// Rows of a sheet, the header included.
const ROWS: u32 = 1_048_576;
/// Characters of a sheet's name.
const NAME: usize = 31;

/// The file of the workbook.
pub(super) fn files(report: &dyn Report) -> Vec<File<'_>> {
    vec![File::new("report.xlsx".to_owned(), move |out| out.write_all(&workbook(report)?))]
}

fn workbook(report: &dyn Report) -> io::Result<Vec<u8>> {
    let mut book = Book::new()?;
    let page = report.page(&Quotes::of(report));
    let mut names = BTreeSet::from(["summary".to_owned(), "assumptions".to_owned()]);
    summary(&mut book, &page)?;
    for table in &report.tables() {
        sheets(&mut book, table, &mut names)?;
    }
    assumptions(&mut book, &page)?;
    book.finish()
}

fn summary(book: &mut Book, page: &Page) -> io::Result<()> {
    let widths = vec![34.0, 16.0, 24.0, 60.0];
    let options = SheetOptions { widths, has_header: false, filtered: 0 };
    book.sheet("summary".to_owned(), options)?;
    book.text(&page.title, Look::Heading);
    book.end_row()?;
    let lines = std::iter::once(&page.subtitle).chain(&page.conclusions).chain(&page.origin);
    for line in lines.filter(|line| !line.is_empty()) {
        book.text(line, Look::Plain);
        book.end_row()?;
    }
    book.end_row()?;
    for fact in &page.facts {
        book.text(&fact.label, Look::Plain);
        book.text(&fact.value.shown, Look::Plain);
        match fact.value.exact.parse::<f64>() {
            Ok(exact) => book.number(exact, Look::Plain),
            Err(_) => book.text(&fact.value.exact, Look::Plain),
        }
        book.text(&fact.note, Look::Plain);
        book.end_row()?;
    }
    Ok(())
}

fn assumptions(book: &mut Book, page: &Page) -> io::Result<()> {
    let options = SheetOptions { widths: vec![120.0], has_header: true, filtered: 0 };
    book.sheet("assumptions".to_owned(), options)?;
    book.text("Assumptions and inferences", Look::Heading);
    book.end_row()?;
    let notes: Vec<String> = page.notes.iter().map(|said| format!("Note: {said}")).collect();
    for line in page.assumptions.iter().chain(&notes) {
        book.text(line, Look::Wrapped);
        book.end_row()?;
    }
    book.end_row()?;
    for (file, hash) in &page.inputs {
        book.text(&format!("{file}  SHA-256 {hash}"), Look::Plain);
        book.end_row()?;
    }
    Ok(())
}

/// Writes a table on a sheet of its own, and on further ones where it has more rows than a sheet.
fn sheets(book: &mut Book, table: &Table<'_>, names: &mut BTreeSet<String>) -> io::Result<()> {
    let mut sink = SheetSink { book, table: &table.name, columns: table.columns, names, column: 0 };
    sink.begin()?;
    table.write(&mut sink)
}

/// A name of a sheet that no other has, the case aside.
fn unused(name: &str, names: &mut BTreeSet<String>) -> String {
    let allowed: String =
        name.chars().map(|c| if "[]:*?/\\'".contains(c) { '-' } else { c }).collect();
    let cut = |length: usize| allowed.chars().take(length).collect::<String>();
    let mut candidates = std::iter::once(cut(NAME)).chain((2..).map(|number: u32| {
        let end = format!(" {number}");
        cut(NAME - end.len()) + &end
    }));
    let found = candidates.find(|candidate| names.insert(candidate.to_lowercase()));
    found.unwrap_or_default()
}

struct SheetSink<'a> {
    book: &'a mut Book,
    table: &'a str,
    columns: &'static [Column],
    names: &'a mut BTreeSet<String>,
    column: usize,
}

impl SheetSink<'_> {
    /// Begins a sheet with its header.
    fn begin(&mut self) -> io::Result<()> {
        let width = |column: &Column| {
            let least = match column.holds {
                Holds::Text => 16.0,
                Holds::Usd => 22.0,
                _ => 12.0,
            };
            f64::max(least, column.name.len() as f64 + 3.0)
        };
        let options = SheetOptions {
            widths: self.columns.iter().map(width).collect(),
            has_header: true,
            filtered: self.columns.len(),
        };
        self.book.sheet(unused(self.table, self.names), options)?;
        for column in self.columns {
            self.book.text(column.name, Look::Heading);
        }
        self.book.end_row()
    }
}

impl Sink for SheetSink<'_> {
    fn cell(&mut self, cell: &Cell<'_>) {
        let look = self.columns.get(self.column).map_or(Look::Plain, |c| Look::of(c.holds));
        match cell {
            Cell::Empty => self.book.empty(),
            Cell::Text(text) if text.is_empty() => self.book.empty(),
            Cell::Text(text) => self.book.text(text, Look::Plain),
            Cell::Date(day) => self.book.date(*day),
            number => match number.number() {
                Some(value) => self.book.number(value, look),
                None => self.book.empty(),
            },
        }
        self.column += 1;
    }

    fn end(&mut self) -> io::Result<()> {
        self.book.end_row()?;
        self.column = 0;
        if self.book.rows() < ROWS { Ok(()) } else { self.begin() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_of_their_own() {
        let mut names = BTreeSet::from(["summary".to_owned()]);
        assert_eq!(unused("Summary", &mut names), "Summary 2");
        let long = "ledger-of-a-schedule-with-a-long-name";
        assert_eq!(unused(long, &mut names), "ledger-of-a-schedule-with-a-lon");
        assert_eq!(unused(long, &mut names), "ledger-of-a-schedule-with-a-l 2");
        assert_eq!(unused("a/b:c", &mut names), "a-b-c");
    }
}
