//! CSV: one file for every table. Unknown is an empty cell. Words that a spreadsheet would take for a
//! formula have an apostrophe before them, which it takes for a sign of text.

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
/// What the writer reports.
pub fn write(table: &Table<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    let mut sink = CsvSink { writer, cell: Vec::new(), failed: Ok(()) };
    table.write(&mut sink)?;
    sink.writer.flush()
}

/// Ledgers have tens of thousands of rows: numbers are put in words in one buffer that is used again.
struct CsvSink<W: Write> {
    writer: csv::Writer<W>,
    /// The cell that is being put in words.
    cell: Vec<u8>,
    /// What the writer reported first; the rest of its row is not written.
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
    fn what_is_written_is_read_again() {
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
    fn no_name_is_a_formula() {
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
