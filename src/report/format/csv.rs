//! CSV: one file per table. Unknown is an empty cell. Text that a spreadsheet would read as a formula is
//! prefixed with an apostrophe, which marks it as text.

use std::io::{self, Write};

use rayon::prelude::*;

use super::File;
use crate::report::Report;
use crate::report::table::{Cell, Sink, Table};
use crate::universe::guarded;

/// The files of a report, one for each table.
pub(super) fn files<'a>(report: &'a dyn Report) -> Vec<File<'a>> {
    let file =
        |table: Table<'a>| File::new(format!("{}.csv", table.name), move |out| write(&table, out));
    report.tables().into_iter().map(file).collect()
}

/// Writes a table.
///
/// # Errors
/// Errors of the writer.
pub fn write(table: &Table<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut header = csv::Writer::from_writer(&mut *out);
    header.write_record(table.columns.iter().map(|column| column.name)).map_err(io_error)?;
    header.flush()?;
    drop(header);
    let Some(rows) = table.rows_by_place() else {
        return with_sink(out, |sink| table.write(sink));
    };
    let count = rows.count();
    let starts: Vec<usize> = (0..count).step_by(PART).collect();
    // At most two texts per thread are in memory at a time.
    for starts in starts.chunks(2 * rayon::current_num_threads()) {
        let texts = starts.par_iter().map(|&start| {
            let (mut text, places) = (Vec::new(), start..count.min(start + PART));
            with_sink(&mut text, |sink| rows.write(places, sink)).map(|()| text)
        });
        for text in texts.collect::<Vec<_>>() {
            out.write_all(&text?)?;
        }
    }
    Ok(())
}

/// Number of rows of a long table that a thread writes at a time: enough to be worth a task, and few enough
/// that the texts of all threads take little memory.
const PART: usize = 4_096;

/// Calls a function that writes rows to a CSV sink on `out`.
fn with_sink<W: Write>(
    out: W,
    rows: impl FnOnce(&mut CsvSink<W>) -> io::Result<()>,
) -> io::Result<()> {
    let writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
    let mut sink = CsvSink { writer, cell: Vec::new(), failed: Ok(()) };
    rows(&mut sink)?;
    sink.writer.flush()
}

/// Formats cells in one reused buffer, because ledgers have tens of thousands of rows.
struct CsvSink<W: Write> {
    writer: csv::Writer<W>,
    /// Buffer for the text of the current cell.
    cell: Vec<u8>,
    /// The first error of the writer; the rest of the row is then skipped.
    failed: csv::Result<()>,
}

impl<W: Write> Sink for CsvSink<W> {
    fn cell(&mut self, cell: &Cell<'_>) {
        if self.failed.is_err() {
            return;
        }
        self.failed = match cell {
            Cell::Text(text) => self.writer.write_field(guarded(text).as_bytes()),
            other => {
                self.cell.clear();
                other.push(&mut self.cell);
                self.writer.write_field(&self.cell)
            }
        };
    }

    fn end(&mut self) -> io::Result<()> {
        std::mem::replace(&mut self.failed, Ok(())).map_err(io_error)?;
        self.writer.write_record(None::<&[u8]>).map_err(io_error)
    }
}

/// The underlying error of the file, whose kind determines the remedy.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::table::table;

    table! {
        TABLE = "written", "a text";
        |(text, number): (&str, Option<f64>)|
        TEXT: Text("text", "a text") = *text,
        NUMBER: Number("number", "a number") = (*number, 1),
        COUNT: Count("count", "a count") = 1_000_u64,
    }

    fn written(texts: &[&str], number: Option<f64>) -> Vec<u8> {
        let mut out = Vec::new();
        let table = Table::of(|rows| rows.all(texts.iter().map(|text| (*text, number))));
        assert_eq!(table.columns, [TEXT, NUMBER, COUNT]);
        write(&table, &mut out).expect("written");
        out
    }

    #[test]
    fn written_text_reads_back_unchanged() {
        let texts = ["plain", "", "a,b", "say \"so\"", "two\nlines", "é"];
        let out = written(&texts, None);
        let mut reader = csv::Reader::from_reader(&out[..]);
        let read: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(read.iter().map(|row| &row[0]).collect::<Vec<_>>(), texts);
        assert!(read.iter().all(|row| (&row[1], &row[2]) == ("", "1000")));
    }

    #[test]
    fn no_text_is_a_formula() {
        let out = written(&["=1+1", "+A1", "-2+3", "@SUM(A1)", "-", "A-B"], Some(-1.0));
        let text = String::from_utf8(out).expect("text");
        let rows: Vec<&str> = text.lines().skip(1).collect();
        let expected = ["'=1+1", "'+A1", "'-2+3", "'@SUM(A1)", "-", "A-B"];
        assert_eq!(rows, expected.map(|text| format!("{text},-1.0,1000")));
    }
}
