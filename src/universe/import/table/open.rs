//! From the bytes of a file, whatever its container, to the rows of its table.

use super::raw::{RawRow, RawTable, RowsAre};
use super::{delimited, json, parquet, spreadsheet_xml, text, workbook};
use crate::limits;
use crate::refusal::Refusal;
use crate::remark::ReadingNote;
use crate::universe::content::Content;
use crate::universe::fault::Faults;
use crate::universe::gzip;
use crate::universe::input::Input;

/// How a file is to be read if its contents do not show it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'a> {
    /// The sheet of a workbook; by default, the first that has a table.
    pub sheet: Option<&'a str>,
    /// The separator of a text's cells; by default, it is detected.
    pub delimiter: Option<u8>,
}

/// The rows of a file; `has_table` tests whether rows are the wanted table rather than a title page
/// before it.
///
/// # Errors
/// A file that is not a table, is damaged, or exceeds the limits.
pub(in crate::universe::import) fn open(
    name: &str,
    bytes: Vec<u8>,
    reading: Reading<'_>,
    has_table: &dyn Fn(&[RawRow]) -> bool,
) -> Result<RawTable, Faults> {
    let refused = |refusal: Refusal| Faults::of_file(name, refusal);
    let bytes =
        if gzip::is_gzip(&bytes) { gzip::decompress(&bytes).map_err(refused)? } else { bytes };
    let table = |rows_are, rows, is_headed, notes| RawTable {
        file: name.to_owned(),
        rows_are,
        rows,
        beside: Vec::new(),
        is_headed,
        may_have_decimal_commas: false,
        notes,
    };
    let sheet = |read: Result<workbook::SheetRows, Refusal>| {
        let read = read.map_err(refused)?;
        Ok(table(RowsAre::RowsOf(read.sheet), read.rows, false, read.notes))
    };
    let content = Content::of(&bytes);
    let wanted = workbook::Wanted { named: reading.sheet, has_table };
    match content {
        Content::Workbook => return sheet(workbook::read_xlsx(&bytes, wanted)),
        Content::OldWorkbook => return sheet(workbook::read_xls(&bytes, wanted)),
        _ if reading.sheet.is_some() => {
            let remedy = "leave --sheet out: only workbooks have sheets";
            return Err(refused(Refusal::new("is no workbook", remedy)));
        }
        Content::Parquet => {
            let (rows, notes) = parquet::rows(bytes).map_err(refused)?;
            return Ok(table(RowsAre::Records, rows, true, notes));
        }
        Content::Utf16 | Content::XmlWorkbook => {}
        other => {
            if let Some(refusal) = other.no_text() {
                return Err(refused(refusal.into()));
            }
        }
    }
    let (text, said) = text::decoded(bytes);
    if Content::of(text.as_bytes()) == Content::XmlWorkbook {
        let (sheet, rows) = spreadsheet_xml::rows(&text, has_table).map_err(refused)?;
        let notes = vec![ReadingNote::XmlWorkbook { sheet: sheet.clone() }];
        return Ok(table(RowsAre::RowsOf(sheet), rows, false, notes));
    }
    // The content is examined again, as the file may have had another encoding.
    let content = Content::of(text.as_bytes());
    let is_json = content == Content::Json;
    if let Some(refusal) = content.instead_of_table()
        && is_toml(content, &text)
    {
        return Err(refused(refusal.into()));
    }
    let input = Input::from_bytes(name, text.into_bytes())?;
    let encoding = |name: &str| ReadingNote::Encoding { encoding: name.to_owned() };
    let mut notes: Vec<ReadingNote> = said.map(encoding).into_iter().collect();
    if is_json {
        let json::Document { rows, beside } =
            json::read(input.text(), has_table).map_err(refused)?;
        return Ok(RawTable { beside, ..table(RowsAre::Records, rows, true, notes) });
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

/// Whether a text that begins like TOML really is TOML; a table may begin like that, too.
fn is_toml(content: Content, text: &str) -> bool {
    content == Content::Toml
        && text.len() <= limits::SCENARIO_BYTES
        && text.parse::<toml::Table>().is_ok()
}
