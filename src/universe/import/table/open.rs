//! From the bytes of a file, whatever its container, to the rows of its table.

use super::raw::{Problem, RawTable, RowsAre};
use super::{delimited, json, parquet, spreadsheet_xml, text, workbook};
use crate::remark::ReadingNote;
use crate::universe::content::Content;
use crate::universe::fault::Faults;
use crate::universe::gzip;
use crate::universe::input::Input;

/// How a file is to be read, where it does not show.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'a> {
    /// The sheet of a workbook; otherwise the first with anything on it.
    pub sheet: Option<&'a str>,
    /// What parts the cells of a text; otherwise it is found out.
    pub delimiter: Option<u8>,
}

/// The rows of a file.
///
/// # Errors
/// A file that is no table, is damaged, or holds more than is taken.
pub(in crate::universe::import) fn open(
    name: &str,
    bytes: Vec<u8>,
    reading: Reading<'_>,
) -> Result<RawTable, Faults> {
    let refused = |(problem, remedy): (String, String)| {
        let mut faults = Faults::default();
        faults.file(name, problem, remedy);
        faults
    };
    let bytes = if gzip::is_gzip(&bytes) {
        gzip::decompress(&bytes)
            .map_err(|(problem, remedy)| refused((problem, remedy.to_owned())))?
    } else {
        bytes
    };
    let table = |rows_are, rows, is_headed, notes| RawTable {
        file: name.to_owned(),
        rows_are,
        rows,
        is_headed,
        may_have_decimal_commas: false,
        notes,
    };
    let sheet = |read: Result<workbook::SheetRows, Problem>| {
        let read = read.map_err(refused)?;
        Ok(table(RowsAre::RowsOf(read.sheet), read.rows, false, read.notes))
    };
    let content = Content::of(&bytes);
    match content {
        Content::Workbook => return sheet(workbook::read_xlsx(&bytes, reading.sheet)),
        Content::OldWorkbook => return sheet(workbook::read_xls(&bytes, reading.sheet)),
        _ if reading.sheet.is_some() => {
            let remedy = "leave --sheet out: only workbooks have sheets";
            return Err(refused(("is no workbook".to_owned(), remedy.to_owned())));
        }
        Content::Parquet => {
            let (rows, notes) = parquet::rows(&bytes).map_err(refused)?;
            return Ok(table(RowsAre::Records, rows, true, notes));
        }
        Content::Utf16 | Content::XmlWorkbook => {}
        other => {
            if let Some((problem, remedy)) = other.no_text() {
                return Err(refused((problem.to_owned(), remedy.to_owned())));
            }
        }
    }
    let (text, said) = text::decoded(bytes);
    if Content::of(text.as_bytes()) == Content::XmlWorkbook {
        let (sheet, rows) = spreadsheet_xml::rows(&text).map_err(refused)?;
        let notes = vec![ReadingNote::XmlWorkbook { sheet: sheet.clone() }];
        return Ok(table(RowsAre::RowsOf(sheet), rows, false, notes));
    }
    // Judged anew, as it may be of another encoding.
    let is_json = Content::of(text.as_bytes()) == Content::Json;
    let input = Input::from_bytes(name, text.into_bytes())?;
    let encoding = |name: &str| ReadingNote::Encoding { encoding: name.to_owned() };
    let mut notes: Vec<ReadingNote> = said.map(encoding).into_iter().collect();
    if is_json {
        let rows = json::rows(input.text()).map_err(refused)?;
        return Ok(table(RowsAre::Records, rows, true, notes));
    }
    let delimiter = reading.delimiter.unwrap_or_else(|| delimited::sniffed(input.text()));
    let rows = delimited::rows(input.text(), delimiter).map_err(refused)?;
    let shown = match delimiter {
        b',' => None,
        b'\t' => Some("tabs".to_owned()),
        other => Some(format!("\"{}\"", char::from(other))),
    };
    notes.extend(shown.map(|sign| ReadingNote::PartedBy { sign }));
    let mut table = table(RowsAre::Lines, rows, false, notes);
    table.may_have_decimal_commas = delimiter != b',';
    Ok(table)
}
