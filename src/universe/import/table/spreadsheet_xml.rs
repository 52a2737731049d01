//! Workbooks written as XML ("`XML Spreadsheet 2003`"), which some sites publish with the extension XLS.

use compact_str::CompactString;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::raw::{Collected, RawRow, cell};
use crate::limits;
use crate::refusal::Refusal;

/// The first sheet that `has_table`, or failing that the first that is not empty: its name and its rows.
///
/// # Errors
/// A document that breaks off or exceeds the limits.
pub(super) fn rows(
    text: &str,
    has_table: &dyn Fn(&[RawRow]) -> bool,
) -> Result<(String, Vec<RawRow>), Refusal> {
    // Some sites write several byte order marks, and characters that XML does not allow.
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut sheet = Sheet::default();
    let mut first = None;
    loop {
        let event = reader.read_event().map_err(|error| {
            let problem = format!("is a workbook written as XML that cannot be read ({error})");
            (problem, "take the site's CSV instead".to_owned())
        })?;
        match event {
            Event::Start(tag) => sheet.open(&tag),
            Event::Empty(tag) => {
                sheet.open(&tag);
                sheet.close(tag.local_name().as_ref())?;
            }
            Event::End(tag) => {
                let name = tag.local_name();
                sheet.close(name.as_ref())?;
                if name.as_ref() == "Worksheet" && !sheet.rows.rows.is_empty() {
                    let found = std::mem::take(&mut sheet);
                    let (name, rows) = (found.name, found.rows.rows);
                    if has_table(&rows) {
                        return Ok((name, rows));
                    }
                    first.get_or_insert((name, rows));
                }
            }
            Event::Text(text) => sheet.add(&text),
            Event::CData(text) => sheet.add(&text),
            Event::GeneralRef(name) => {
                sheet.add(&resolved(&name));
            }
            Event::Eof if sheet.rows.rows.is_empty() => {
                if let Some(first) = first {
                    return Ok(first);
                }
                let remedy = "take the site's CSV instead".to_owned();
                return Err(Refusal::new("is a workbook written as XML without any rows", remedy));
            }
            Event::Eof => {
                let problem = "is a workbook written as XML that breaks off".to_owned();
                return Err(Refusal::new(problem, "download it again, or take the site's CSV"));
            }
            _ => {}
        }
    }
}

/// A sheet as it is read.
#[derive(Default)]
struct Sheet {
    name: String,
    rows: Collected,
    row: u64,
    cells: Vec<CompactString>,
    /// The position of the next cell, counted from 0.
    column: usize,
    /// The text of the cell that is currently open.
    data: Option<String>,
}

impl Sheet {
    fn open(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "Worksheet" => {
                self.name = attribute(tag, "Name").unwrap_or_default();
                self.row = 0;
            }
            "Row" => {
                self.row = index(tag).unwrap_or(self.row + 1);
                self.cells.clear();
                self.column = 0;
            }
            "Cell" => {
                if let Some(place) = index(tag).and_then(|place| usize::try_from(place).ok()) {
                    self.column = place.saturating_sub(1);
                }
            }
            "Data" => self.data = Some(String::new()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "Data" => {
                let text = self.data.take().unwrap_or_default();
                if self.column >= limits::COLUMNS {
                    let problem = format!("has more than {} columns", limits::COLUMNS);
                    return Err(Refusal::new(problem, "leave out those that are not needed"));
                }
                if self.column >= self.cells.len() {
                    self.cells.resize(self.column + 1, CompactString::default());
                }
                self.cells[self.column] = cell(&text);
            }
            "Cell" => self.column += 1,
            "Row" => self.rows.push(self.row, std::mem::take(&mut self.cells))?,
            _ => {}
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        if let Some(data) = &mut self.data {
            data.push_str(text);
        }
    }
}

/// The text of a reference such as `&amp;`; an unknown one stays as written.
fn resolved(name: &str) -> String {
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => name.strip_prefix('#').and_then(|number| {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            code.ok().and_then(char::from_u32)
        }),
    };
    character.map_or_else(|| format!("&{name};"), String::from)
}

/// The stated position of a row or cell, if any, counted from 1.
fn index(tag: &BytesStart<'_>) -> Option<u64> {
    attribute(tag, "Index")?.parse().ok().filter(|index| *index > 0)
}

pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut own = attributes.with_checks(false).flatten();
    own.find(|a| a.key.local_name().as_ref() == name).map(|a| a.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKBOOK: &str = "\u{feff}<?xml version=\"1.0\"?>\n\
        <ss:Workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><ss:Styles/>\
        <ss:Worksheet ss:Name=\"Empty\"><ss:Table/></ss:Worksheet>\
        <ss:Worksheet ss:Name=\"Holdings\"><ss:Table>\
        <ss:Row><ss:Cell><ss:Data ss:Type=\"String\">05-May-2026</ss:Data></ss:Cell></ss:Row>\
        <ss:Row ss:Index=\"4\"><ss:Cell><ss:Data>Ticker</ss:Data></ss:Cell>\
        <ss:Cell ss:Index=\"3\"><ss:Data>Qzalis &amp; Co</ss:Data></ss:Cell></ss:Row>\
        </ss:Table></ss:Worksheet></ss:Workbook>";

    #[test]
    fn the_first_sheet_with_rows_is_read() {
        let (sheet, rows) = rows(WORKBOOK, &|_| true).expect("rows");
        assert_eq!(sheet, "Holdings");
        let found: Vec<_> = rows.iter().map(|row| (row.number, row.cells.join("|"))).collect();
        assert_eq!(found, [(1, "05-May-2026".to_owned()), (4, "Ticker||Qzalis & Co".to_owned())]);
    }

    #[test]
    fn a_document_that_breaks_off_is_refused() {
        for length in (60..WORKBOOK.len() - 30).filter(|at| WORKBOOK.is_char_boundary(*at)) {
            assert!(rows(&WORKBOOK[..length], &|_| true).is_err(), "{length}");
        }
        let wide = WORKBOOK.replace("\"3\"", "\"16385\"");
        assert!(rows(&wide, &|_| true).is_err());
    }
}
