//! XLSX: a workbook with one sheet per table, headline figures first and assumptions last.
//!
//! Text is written as text, never as a formula. Numbers are those of the tables, though a spreadsheet
//! keeps only fifteen digits.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;
use std::time::SystemTime;

use chrono::Datelike as _;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, Url, Workbook, Worksheet,
    XlsxError,
};

use super::{File, beside, page_name};
use crate::report::Report;
use crate::report::page::{Page, Quotes};
use crate::report::table::{Cell, Column, FRACTION, Holds, Sink, Table};
use crate::simulation::Unit;

/// Maximum number of rows of a sheet, including the header.
const ROWS: u32 = 1_048_576;
/// Maximum number of links on a sheet.
const LINKS: u32 = 65_530;
/// Maximum length of a cell's text in UTF-16 units.
const TEXT: usize = 32_767;
/// Maximum length of a sheet's name in characters.
const NAME: usize = 31;

/// The file of the workbook.
pub(super) fn files(report: &dyn Report) -> Vec<File<'_>> {
    vec![File::new(page_name(report, "xlsx"), move |out| {
        // The workbook library reads the clock and does not accept a time before 1970.
        if SystemTime::now() < SystemTime::UNIX_EPOCH {
            let problem = "no workbook is made while the clock says a year before 1970";
            return Err(io::Error::other(problem));
        }
        let workbook = workbook(report).and_then(|mut workbook| workbook.save_to_buffer());
        out.write_all(&workbook.map_err(io::Error::other)?)
    })]
}

/// Cuts a text to the maximum length of a cell.
fn fitting(text: &str) -> Cow<'_, str> {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > TEXT
    });
    if end.is_none() {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let is_within = |c: &char| {
        units += c.len_utf16();
        units < TEXT
    };
    Cow::Owned(text.chars().take_while(is_within).chain(['…']).collect())
}

fn workbook(report: &dyn Report) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed creation date, so that the same input gives the same bytes.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let page = report.page(&Quotes::of(report));
    let mut names = BTreeSet::from(["summary".to_owned(), "assumptions".to_owned()]);
    summary(workbook.add_worksheet(), &page)?;
    for table in &report.tables() {
        sheets(&mut workbook, table, &mut names)?;
    }
    assumptions(workbook.add_worksheet(), &page)?;
    Ok(workbook)
}

fn heading() -> CellFormat {
    CellFormat::new().set_bold().set_align(FormatAlign::VerticalCenter)
}

fn summary(sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
    sheet.set_name("summary")?;
    sheet.write_string_with_format(0, 0, fitting(&page.title), &heading())?;
    let mut row = 1;
    let warnings: Vec<String> =
        page.warnings.iter().map(|sentence| format!("Warning: {sentence}")).collect();
    let lines = std::iter::once(&page.subtitle).chain(&warnings);
    let lines = lines.chain(&page.conclusions).chain(&page.origin);
    for line in lines.filter(|line| !line.is_empty()) {
        sheet.write_string(row, 0, fitting(line))?;
        row += 1;
    }
    row += 1;
    for fact in &page.facts {
        sheet.write_string(row, 0, fitting(&fact.label))?;
        sheet.write_string(row, 1, fitting(&fact.value.shown))?;
        match fact.value.exact.parse::<f64>() {
            Ok(exact) => sheet.write_number(row, 2, exact)?,
            Err(_) => sheet.write_string(row, 2, fitting(&fact.value.exact))?,
        };
        sheet.write_string(row, 3, fitting(&fact.note))?;
        row += 1;
    }
    for (at, width) in [34.0, 16.0, 24.0, 60.0].into_iter().enumerate() {
        sheet.set_column_width(u16::try_from(at).unwrap_or(u16::MAX), width)?;
    }
    Ok(())
}

fn assumptions(sheet: &mut Worksheet, page: &Page) -> Result<(), XlsxError> {
    sheet.set_name("assumptions")?;
    sheet.write_string_with_format(0, 0, "Assumptions and inferences", &heading())?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_column_width(0, 120.0)?;
    let wrapped = CellFormat::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut row = 1;
    let notes: Vec<String> =
        page.notes.iter().map(|sentence| format!("Note: {sentence}")).collect();
    for line in page.assumptions.iter().chain(&notes) {
        sheet.write_string_with_format(row, 0, fitting(line), &wrapped)?;
        row += 1;
    }
    row += 1;
    for (file, hash) in &page.inputs {
        sheet.write_string(row, 0, fitting(&format!("{file}  SHA-256 {hash}")))?;
        row += 1;
    }
    Ok(())
}

/// Writes a table on its own sheet, and on further sheets if it has too many rows for one.
fn sheets(
    workbook: &mut Workbook,
    table: &Table<'_>,
    names: &mut BTreeSet<String>,
) -> Result<(), XlsxError> {
    let mut sink = SheetSink {
        columns: table.columns,
        formats: table.columns.iter().map(format_of).collect(),
        of_measures: OfMeasures::of(table.columns),
        unit: None,
        full: Vec::new(),
        sheet: new_sheet(table.columns)?,
        row: 1,
        column: 0,
        failed: None,
    };
    table.write(&mut sink).map_err(XlsxError::IoError)?;
    if let Some(error) = sink.failed {
        return Err(error);
    }
    let last = (sink.sheet, sink.row);
    for (mut sheet, rows) in sink.full.into_iter().chain([last]) {
        let width = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, rows.saturating_sub(1).max(1), width.saturating_sub(1))?;
        sheet.set_name(unique_name(&table.name, names))?;
        workbook.push_worksheet(sheet);
    }
    Ok(())
}

/// A valid sheet name that is unique regardless of case.
fn unique_name(name: &str, names: &mut BTreeSet<String>) -> String {
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

fn new_sheet(columns: &[Column]) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    for (at, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, at, column.name, &heading())?;
        let width = match (column.holds, column.name) {
            (Holds::Text, "name" | "rule" | "measure") => 42.0,
            (Holds::Text, "indexes") => 58.0,
            (Holds::Text, "reason" | "why" | "inferred" | "finding" | "effect") => 48.0,
            (Holds::Text, _) => 16.0,
            (Holds::Usd, _) => 22.0,
            _ => 12.0,
        };
        sheet.set_column_width(at, f64::max(width, column.name.len() as f64 + 3.0))?;
    }
    sheet.set_freeze_panes(1, key_columns(columns))?;
    Ok(sheet)
}

/// Number of key columns at the left, which are frozen.
fn key_columns(columns: &[Column]) -> u16 {
    /// More frozen columns would leave no room for the others.
    const MOST: usize = 5;
    const KEYS: [&str; 8] =
        ["symbol", "measure", "index", "break", "rule", "event", "screen", "sector"];
    let is_key =
        |column: &Column| matches!(column.holds, Holds::Text) && KEYS.contains(&column.name);
    let last = columns.iter().take(MOST).rposition(is_key);
    last.and_then(|at| u16::try_from(at + 1).ok()).unwrap_or(1)
}

/// Small weights are about a hundredth of a basis point.
const FRACTIONS: &str = "0.0000%";
const WHOLE: &str = "#,##0";
const NUMBERS: &str = "#,##0.00";

/// The formats of numbers by unit, for tables whose rows have measures of different units in one column.
struct OfMeasures {
    fraction: CellFormat,
    whole: CellFormat,
    number: CellFormat,
}

impl OfMeasures {
    /// The formats; `None` if the rows of the table are not measures.
    fn of(columns: &[Column]) -> Option<Self> {
        let format = |text: &str| CellFormat::new().set_num_format(text);
        let all =
            || Self { fraction: format(FRACTIONS), whole: format(WHOLE), number: format(NUMBERS) };
        columns.iter().any(|column| column.name == "measure").then(all)
    }

    /// The format for the unit of the row or, if the row has none, for the decimal places of the number.
    fn format(&self, unit: Option<&str>, cell: &Cell<'_>) -> &CellFormat {
        let is = |of: Unit| unit == Some(of.name());
        match (unit, cell) {
            _ if is(Unit::Fraction) => &self.fraction,
            _ if is(Unit::Usd) => &self.whole,
            (None, Cell::Number(_, FRACTION)) => &self.fraction,
            (None, Cell::Number(_, 0)) => &self.whole,
            _ => &self.number,
        }
    }
}

fn format_of(column: &Column) -> CellFormat {
    let format = CellFormat::new();
    match column.holds {
        Holds::Number if column.name.contains("shares") => format.set_num_format(WHOLE),
        Holds::Text => format,
        Holds::Date => format.set_num_format("yyyy-mm-dd"),
        Holds::Count | Holds::Usd => format.set_num_format(WHOLE),
        Holds::Price => format.set_num_format("#,##0.00####"),
        Holds::Number => format.set_num_format(NUMBERS),
        Holds::Points => format.set_num_format("0.0000"),
        // Probabilities and coverages are not accurate to more decimal places.
        Holds::Fraction
            if ["confidence", "p_eligible"].contains(&column.name)
                || column.name.ends_with("coverage") =>
        {
            format.set_num_format("0.0%")
        }
        Holds::Fraction => format.set_num_format(FRACTIONS),
    }
}

struct SheetSink {
    columns: &'static [Column],
    formats: Vec<CellFormat>,
    of_measures: Option<OfMeasures>,
    /// The unit of the row, if it states one.
    unit: Option<String>,
    /// Full sheets, with their numbers of rows.
    full: Vec<(Worksheet, u32)>,
    sheet: Worksheet,
    row: u32,
    column: u16,
    failed: Option<XlsxError>,
}

impl SheetSink {
    fn write(&mut self, cell: &Cell<'_>) -> Result<(), XlsxError> {
        let (row, column) = (self.row, self.column);
        let at = usize::from(column).min(self.formats.len() - 1);
        let described = &self.columns[at];
        if let (Cell::Text(text), "unit") = (cell, described.name) {
            self.unit = Some(text.to_string());
        }
        let format = match (&self.of_measures, described.holds) {
            (Some(of), Holds::Number) => of.format(self.unit.as_deref(), cell),
            _ => &self.formats[at],
        };
        match cell {
            Cell::Empty => {}
            Cell::Text(text) if text.is_empty() => {}
            // A link to the folder of a result beside this workbook.
            Cell::Text(text) if described.name == "report" && row < LINKS => {
                let link = Url::new(format!("file:///{}", beside(text, "xlsx")));
                self.sheet.write_url(row, column, link.set_text(fitting(text)))?;
            }
            Cell::Text(text) => {
                self.sheet.write_string(row, column, fitting(text))?;
            }
            Cell::Date(day) => {
                let year = u16::try_from(day.year()).unwrap_or(u16::MAX);
                let month = u8::try_from(day.month()).unwrap_or(u8::MAX);
                let date = ExcelDateTime::from_ymd(
                    year,
                    month,
                    u8::try_from(day.day()).unwrap_or(u8::MAX),
                )?;
                self.sheet.write_datetime_with_format(row, column, &date, format)?;
            }
            number => {
                if let Some(value) = number.number().filter(|value| value.is_finite()) {
                    self.sheet.write_number_with_format(row, column, value, format)?;
                }
            }
        }
        Ok(())
    }
}

impl Sink for SheetSink {
    fn cell(&mut self, cell: &Cell<'_>) {
        if self.failed.is_none() {
            self.failed = self.write(cell).err();
        }
        self.column += 1;
    }

    fn end(&mut self) -> io::Result<()> {
        self.row += 1;
        self.column = 0;
        self.unit = None;
        if self.row == ROWS {
            let next = new_sheet(self.columns).map_err(io::Error::other)?;
            self.full.push((std::mem::replace(&mut self.sheet, next), self.row));
            self.row = 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut() {
        let fits = "𝄞".repeat(TEXT / 2) + "x";
        assert_eq!(fitting(&fits), fits);
        let cut = fitting(&(fits.clone() + "y")).into_owned();
        assert!(cut.ends_with('…') && cut.encode_utf16().count() <= TEXT, "{}", cut.len());
        assert!(fits.starts_with(cut.trim_end_matches('…')));
    }

    #[test]
    fn sheet_names_are_unique() {
        let mut names = BTreeSet::from(["summary".to_owned()]);
        assert_eq!(unique_name("Summary", &mut names), "Summary 2");
        let long = "ledger-of-a-schedule-with-a-long-name";
        assert_eq!(unique_name(long, &mut names), "ledger-of-a-schedule-with-a-lon");
        assert_eq!(unique_name(long, &mut names), "ledger-of-a-schedule-with-a-l 2");
        assert_eq!(unique_name("a/b:c", &mut names), "a-b-c");
    }
}
