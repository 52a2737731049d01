//! CSV: one file per table. Unknown is an empty cell. Text that a spreadsheet would read as a formula is
//! prefixed with an apostrophe, which marks it as text.

use std::io::{self, Write};

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
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    let mut sink = CsvSink { writer, cell: Vec::new(), failed: Ok(()) };
    table.write(&mut sink)?;
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
        std::mem::replace(&mut self.failed, Ok(()))?;
        Ok(self.writer.write_record(None::<&[u8]>)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::table::{Holds, col};

    #[test]
    fn written_text_reads_back_unchanged() {
        const COLUMNS: [crate::report::table::Column; 3] = [
            col("text", Holds::Text, ""),
            col("n", Holds::Number, ""),
            col("count", Holds::Count, ""),
        ];
        let texts = ["plain", "", "a,b", "say \"so\"", "two\nlines", "é"];
        let mut out = Vec::new();
        let table = Table::new("t", "", &COLUMNS, |rows| {
            texts.iter().try_for_each(|text| rows.text(text).known(None, 2).count(1_000_u64).end())
        });
        write(&table, &mut out).expect("written");
        let mut reader = csv::Reader::from_reader(&out[..]);
        let read: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(read.iter().map(|row| &row[0]).collect::<Vec<_>>(), texts);
        assert!(read.iter().all(|row| (&row[1], &row[2]) == ("", "1000")));
    }

    #[test]
    fn no_text_is_a_formula() {
        const COLUMNS: [crate::report::table::Column; 2] =
            [col("text", Holds::Text, ""), col("n", Holds::Number, "")];
        let table = Table::new("t", "", &COLUMNS, |rows| {
            let texts = ["=1+1", "+A1", "-2+3", "@SUM(A1)", "-", "A-B"];
            texts.iter().try_for_each(|text| rows.text(text).number(-1.0, 1).end())
        });
        let mut out = Vec::new();
        write(&table, &mut out).expect("written");
        let text = String::from_utf8(out).expect("text");
        let rows: Vec<&str> = text.lines().skip(1).collect();
        let expected =
            ["'=1+1,-1.0", "'+A1,-1.0", "'-2+3,-1.0", "'@SUM(A1),-1.0", "-,-1.0", "A-B,-1.0"];
        assert_eq!(rows, expected);
    }
}
