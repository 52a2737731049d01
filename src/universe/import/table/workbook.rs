//! Workbooks: the cells of one sheet.
//!
//! The claimed contents of an archive or a sheet are counted before anything is allocated: a small file
//! can unpack to any size, and two cells can span a sheet of seventeen billion.

use std::io::{Cursor, Read as _};

use calamine::{Data, DataRef, ExcelDateTime, Reader as _, Sheet, SheetType, SheetVisible};
use calamine::{Xls, Xlsx};
use compact_str::{CompactString, format_compact};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::raw::{Collected, RawRow, cell, float};
use super::spreadsheet_xml::attribute;
use crate::limits;
use crate::refusal::Refusal;
use crate::remark::ReadingNote;

/// The rows of a sheet.
pub(super) struct SheetRows {
    pub(super) sheet: String,
    pub(super) rows: Vec<RawRow>,
    pub(super) notes: Vec<ReadingNote>,
}

/// The sheet to be read.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The sheet with this name.
    pub(super) named: Option<&'a str>,
    /// Otherwise the first sheet whose rows pass this test; title pages may come before it.
    pub(super) has_table: &'a dyn Fn(&[RawRow]) -> bool,
}

fn unreadable(error: &impl std::fmt::Display) -> Refusal {
    let problem = format!("is a workbook that cannot be read ({error})");
    Refusal::new(problem, "open it in a spreadsheet and save it again, as XLSX or as CSV")
}

/// Reads a sheet of a workbook that is a zip archive.
///
/// # Errors
/// A damaged workbook, one that unpacks to more than the limits, and a missing sheet.
pub(super) fn read_xlsx(bytes: &[u8], wanted: Wanted<'_>) -> Result<SheetRows, Refusal> {
    check_archive(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    let sheets = workbook.sheets_metadata().to_vec();
    choose(&sheets, wanted, |name| {
        let mut sheet = Sparse::of(bytes.len());
        let mut cells = workbook.worksheet_cells_reader(name).map_err(|e| unreadable(&e))?;
        while let Some(cell) = cells.next_cell().map_err(|e| unreadable(&e))? {
            let (row, column) = cell.get_position();
            sheet.put(row, column, text_of(cell.get_value()))?;
        }
        sheet.rows()
    })
}

/// Reads a sheet of a workbook of the kind before 2007.
///
/// # Errors
/// As [`read_xlsx`].
pub(super) fn read_xls(bytes: &[u8], wanted: Wanted<'_>) -> Result<SheetRows, Refusal> {
    super::records::check(bytes)?;
    let mut workbook: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    let sheets = workbook.sheets_metadata().to_vec();
    choose(&sheets, wanted, |name| {
        let range = workbook.worksheet_range(name).map_err(|e| unreadable(&e))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut sheet = Sparse::of(bytes.len());
        for (row, column, value) in range.used_cells() {
            let at = |first: u32, offset: usize| {
                first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
            };
            let position = (at(first_row, row), at(first_column, column));
            sheet.put(position.0, position.1, text_of(&reference(value)))?;
        }
        sheet.rows()
    })
}

/// The end of the name of a workbook's table of texts, in lower case.
const TEXTS: &str = "sharedstrings.xml";

/// The number of texts that a workbook's table of texts announces; `None` if the table is not well
/// formed, which its reader will report.
fn announced(table: &[u8]) -> Option<u64> {
    let mut reader = Reader::from_reader(table);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                let count = attribute(&tag, "uniqueCount")?;
                // A number with more digits than fit counts as the largest.
                let is_number = !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
                return is_number.then(|| count.parse().unwrap_or(u64::MAX));
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Refuses an archive whose entries unpack to more than a compressed file of its size may hold.
fn check_archive(bytes: &[u8]) -> Result<(), Refusal> {
    let limit = limits::decoded_bytes(bytes.len());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| unreadable(&e))?;
    let mut left = limit;
    for entry in 0..archive.len() {
        let file = archive.by_index(entry).map_err(|e| unreadable(&e))?;
        let is_texts = file.name().is_ok_and(|name| name.to_ascii_lowercase().ends_with(TEXTS));
        let mut content = file.take(left + 1);
        let read = if is_texts {
            let mut texts = Vec::new();
            content.read_to_end(&mut texts).map_err(|e| unreadable(&e))?;
            // The reader allocates as many texts as are announced.
            if announced(&texts).is_some_and(|count| count > texts.len() as u64) {
                let problem = "announces more texts than it can hold".to_owned();
                return Err(Refusal::new(problem, "save it again with a spreadsheet program"));
            }
            texts.len() as u64
        } else {
            std::io::copy(&mut content, &mut std::io::sink()).map_err(|e| unreadable(&e))?
        };
        left = left.checked_sub(read).ok_or_else(|| {
            let problem = format!("unpacks to more than {}", limits::in_words(limit));
            Refusal::new(problem, "save the sheet that is needed by itself, as CSV")
        })?;
    }
    Ok(())
}

/// Reads the named sheet, or the first visible one with the header of a table, or failing that the first
/// with any contents.
fn choose(
    sheets: &[Sheet],
    wanted: Wanted<'_>,
    mut read: impl FnMut(&str) -> Result<Vec<RawRow>, Refusal>,
) -> Result<SheetRows, Refusal> {
    let tables: Vec<&Sheet> = sheets.iter().filter(|s| s.typ == SheetType::WorkSheet).collect();
    let all = || -> Vec<String> { tables.iter().map(|s| s.name.clone()).collect() };
    if let Some(named) = wanted.named {
        let is_named = |s: &&&Sheet| s.name == named;
        let sheet = tables.iter().find(is_named).ok_or_else(|| {
            let known: Vec<String> = all().iter().map(|name| format!("\"{name}\"")).collect();
            (format!("has no sheet \"{named}\""), format!("name one of {}", known.join(", ")))
        })?;
        let rows = read(&sheet.name)?;
        return Ok(SheetRows { sheet: sheet.name.clone(), rows, notes: Vec::new() });
    }
    let mut passed: Vec<String> = Vec::new();
    let mut found = None;
    for sheet in tables.iter().filter(|s| s.visible == SheetVisible::Visible) {
        let rows = read(&sheet.name)?;
        if (wanted.has_table)(&rows) {
            found = Some((sheet.name.clone(), rows));
            break;
        }
        passed.extend((!rows.is_empty()).then(|| sheet.name.clone()));
    }
    let (sheet, rows) = match (found, passed.first().cloned()) {
        (Some(found), _) => found,
        (None, Some(first)) => {
            passed.clear();
            let rows = read(&first)?;
            (first, rows)
        }
        (None, None) => {
            let remedy = "save it with its rows".to_owned();
            return Err(Refusal::new("has no sheet with anything on it", remedy));
        }
    };
    let mut notes = Vec::new();
    if tables.len() > 1 {
        notes.push(ReadingNote::FirstSheet { sheet: sheet.clone(), sheets: all(), passed });
    }
    Ok(SheetRows { sheet, rows, notes })
}

/// Cells by position, as stored in a sheet that is mostly empty.
struct Sparse {
    cells: Vec<(u32, u32, CompactString)>,
    /// Total size of all texts in bytes: many cells may refer to one long text.
    bytes: usize,
    /// The maximum of that size.
    most: u64,
}

impl Sparse {
    /// For a workbook of `size` bytes.
    fn of(size: usize) -> Self {
        Self { cells: Vec::new(), bytes: 0, most: limits::sheet_bytes(size) }
    }

    fn put(&mut self, row: u32, column: u32, text: CompactString) -> Result<(), Refusal> {
        if text.is_empty() {
            return Ok(());
        }
        if usize::try_from(column).is_ok_and(|column| column >= limits::COLUMNS) {
            let problem = format!("has a cell in column {}", u64::from(column) + 1);
            let remedy =
                format!("leave out what is not needed: {} columns are read", limits::COLUMNS);
            return Err(Refusal::new(problem, remedy));
        }
        if self.cells.len() >= limits::IMPORTED_CELLS {
            let problem = format!("has more than {} cells", limits::IMPORTED_CELLS);
            return Err(Refusal::new(problem, "leave out rows and columns that are not needed"));
        }
        self.bytes = self.bytes.saturating_add(text.len());
        if self.bytes as u64 > self.most {
            let problem = format!("has cells of more than {}", limits::in_words(self.most));
            return Err(Refusal::new(problem, "leave out rows and columns that are not needed"));
        }
        self.cells.push((row, column, text));
        Ok(())
    }

    /// The rows, each as wide as its last cell; if a position occurs twice, the last counts.
    fn rows(mut self) -> Result<Vec<RawRow>, Refusal> {
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        let mut collected = Collected::default();
        let mut cells = self.cells.into_iter().peekable();
        while let Some((row, column, text)) = cells.next() {
            let mut texts = Vec::new();
            let mut put = |column: u32, text| {
                let column = usize::try_from(column).unwrap_or_default();
                if column >= texts.len() {
                    texts.resize(column + 1, CompactString::default());
                }
                texts[column] = text;
            };
            put(column, text);
            while let Some((_, column, text)) = cells.next_if(|(other, ..)| *other == row) {
                put(column, text);
            }
            collected.push(u64::from(row) + 1, texts)?;
        }
        Ok(collected.rows)
    }
}

fn reference(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            DataRef::SharedString(text)
        }
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// A cell as the text of its value.
fn text_of(value: &DataRef<'_>) -> CompactString {
    match value {
        DataRef::Int(number) => format_compact!("{number}"),
        DataRef::Float(number) => float(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            cell(text)
        }
        DataRef::SharedString(text) => cell(text),
        DataRef::Bool(value) => format_compact!("{value}"),
        DataRef::DateTime(moment) => day_of(*moment),
        DataRef::Error(error) => format_compact!("{error}"),
        DataRef::Empty => CompactString::default(),
    }
}

/// A moment as its day; times of day are dropped, and a value that is only a time stays a number.
fn day_of(moment: ExcelDateTime) -> CompactString {
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return float(moment.as_f64());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format_compact!("{year:04}-{month:02}-{day:02}")
}

/// The letters of a column: `A` to `Z`, `AA` and so on.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_that_spreadsheets_give_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
    }

    #[test]
    fn cells_far_apart_take_no_more_than_themselves() {
        let mut sheet = Sparse::of(0);
        sheet.put(1_048_575, 999, "x".into()).expect("taken");
        sheet.put(0, 0, "a".into()).expect("taken");
        let rows = sheet.rows().expect("rows");
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 1_048_576]);
        assert!(Sparse::of(0).put(0, 16_383, "x".into()).is_err());
    }
}
