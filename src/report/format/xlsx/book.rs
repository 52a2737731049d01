//! A workbook as a spreadsheet program takes it (ECMA-376: XML in a ZIP archive).
//!
//! Written here, as the libraries for it ask the clock and fail where it says a year before 1970.
//! Rows are compressed as they come, so that a large table is never held as text.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Cursor, Write as _};

use chrono::NaiveDate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::report::table::Holds;

/// UTF-16 units of a cell's text.
pub(super) const TEXT: usize = 32_767;
/// Widest column, in characters.
const WIDEST: f64 = 255.0;
/// Text of a sheet that is held before it is compressed, bytes.
const BUFFER: usize = 1 << 16;
/// The same for every workbook, so that the same input gives the same bytes.
const MADE: &str = "2000-01-01T00:00:00Z";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// How a cell looks: an entry of `cellXfs` in the styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Heading,
    Wrapped,
    Date,
    Whole,
    Price,
    Number,
    Points,
    Fraction,
}

impl Look {
    const ALL: [Self; 9] = [
        Self::Plain,
        Self::Heading,
        Self::Wrapped,
        Self::Date,
        Self::Whole,
        Self::Price,
        Self::Number,
        Self::Points,
        Self::Fraction,
    ];

    /// How the values of a column look.
    pub(super) fn of(holds: Holds) -> Self {
        match holds {
            Holds::Text => Self::Plain,
            Holds::Date => Self::Date,
            Holds::Count | Holds::Usd => Self::Whole,
            Holds::Price => Self::Price,
            Holds::Number => Self::Number,
            Holds::Points => Self::Points,
            Holds::Fraction => Self::Fraction,
        }
    }

    fn number_format(self) -> Option<&'static str> {
        match self {
            Self::Plain | Self::Heading | Self::Wrapped => None,
            Self::Date => Some("yyyy-mm-dd"),
            Self::Whole => Some("#,##0"),
            Self::Price => Some("#,##0.00####"),
            Self::Number => Some("#,##0.######"),
            Self::Points => Some("0.0000"),
            Self::Fraction => Some("0.00%"),
        }
    }
}

/// What is known of a sheet before its rows.
#[derive(Debug, Clone)]
pub(super) struct SheetOptions {
    /// Width of each column, in characters.
    pub(super) widths: Vec<f64>,
    /// Whether the first row stays in sight.
    pub(super) has_header: bool,
    /// Columns that can be filtered by the first row; 0 for none.
    pub(super) filtered: usize,
}

/// A sheet that is written.
struct Done {
    name: String,
    /// The range with a filter, such as `A1:C9`.
    filter: Option<String>,
}

/// A workbook in the making.
pub(super) struct Book {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    sheets: Vec<Done>,
    /// The sheet in the making.
    text: String,
    options: Option<SheetOptions>,
    row: u32,
    column: usize,
    /// Whether the row has a cell: rows without one are not written.
    in_row: bool,
}

impl Book {
    pub(super) fn new() -> io::Result<Self> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in [
            ("_rels/.rels", package_links()),
            ("docProps/app.xml", application()),
            ("docProps/core.xml", made()),
            ("xl/styles.xml", styles()),
        ] {
            begin(&mut zip, name)?;
            zip.write_all(content.as_bytes())?;
        }
        Ok(Self {
            zip,
            sheets: Vec::new(),
            text: String::new(),
            options: None,
            row: 0,
            column: 0,
            in_row: false,
        })
    }

    /// Begins a sheet, which ends the one before.
    pub(super) fn sheet(&mut self, name: String, options: SheetOptions) -> io::Result<()> {
        self.end_sheet()?;
        self.sheets.push(Done { name, filter: None });
        begin(&mut self.zip, &format!("xl/worksheets/sheet{}.xml", self.sheets.len()))?;
        let text = &mut self.text;
        let _ = write!(text, "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView");
        text.push_str(if self.sheets.len() == 1 { " tabSelected=\"1\"" } else { "" });
        text.push_str(" workbookViewId=\"0\">");
        if options.has_header {
            text.push_str(
                "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>",
            );
        }
        text.push_str("</sheetView></sheetViews>");
        if !options.widths.is_empty() {
            text.push_str("<cols>");
            for (at, width) in (1..).zip(&options.widths) {
                let width = width.min(WIDEST);
                let _ = write!(
                    text,
                    "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>"
                );
            }
            text.push_str("</cols>");
        }
        text.push_str("<sheetData>");
        self.options = Some(options);
        (self.row, self.column) = (0, 0);
        Ok(())
    }

    /// Rows of the sheet in the making.
    pub(super) fn rows(&self) -> u32 {
        self.row
    }

    /// Leaves a cell out.
    pub(super) fn empty(&mut self) {
        self.column += 1;
    }

    pub(super) fn text(&mut self, text: &str, look: Look) {
        self.begin_cell(look);
        self.text.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        push_escaped(&mut self.text, &fitting(text));
        self.text.push_str("</t></is></c>");
    }

    /// A number; one that is not finite is left out.
    pub(super) fn number(&mut self, value: f64, look: Look) {
        if !value.is_finite() {
            return self.empty();
        }
        self.begin_cell(look);
        let _ = write!(self.text, "><v>{value}</v></c>");
    }

    /// A day, as the number of days that spreadsheets count; as text before they count right.
    pub(super) fn date(&mut self, day: NaiveDate) {
        let zero = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
        let days = (day - zero).num_days();
        // They take 1900 for a leap year, so that days count from March of it on.
        if days <= 60 {
            return self.text(&day.to_string(), Look::Plain);
        }
        self.begin_cell(Look::Date);
        let _ = write!(self.text, "><v>{days}</v></c>");
    }

    /// Ends a row.
    pub(super) fn end_row(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.in_row) {
            self.text.push_str("</row>");
        }
        self.row += 1;
        self.column = 0;
        if self.text.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn begin_cell(&mut self, look: Look) {
        let row = self.row + 1;
        if !std::mem::replace(&mut self.in_row, true) {
            let _ = write!(self.text, "<row r=\"{row}\">");
        }
        let _ = write!(self.text, "<c r=\"{}{row}\"", letters(self.column));
        if look != Look::Plain {
            let _ = write!(self.text, " s=\"{}\"", look as usize);
        }
        self.column += 1;
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    fn end_sheet(&mut self) -> io::Result<()> {
        let (Some(options), Some(sheet)) = (self.options.take(), self.sheets.last_mut()) else {
            return Ok(());
        };
        self.text.push_str("</sheetData>");
        if options.filtered > 0 {
            let range = format!("A1:{}{}", letters(options.filtered - 1), self.row.max(2));
            let _ = write!(self.text, "<autoFilter ref=\"{range}\"/>");
            sheet.filter = Some(range);
        }
        self.text.push_str("</worksheet>");
        self.flush()
    }

    /// Ends the workbook and gives its bytes.
    pub(super) fn finish(mut self) -> io::Result<Vec<u8>> {
        self.end_sheet()?;
        for (name, content) in [
            ("xl/workbook.xml", workbook(&self.sheets)),
            ("xl/_rels/workbook.xml.rels", workbook_links(self.sheets.len())),
            ("[Content_Types].xml", types(self.sheets.len())),
        ] {
            begin(&mut self.zip, name)?;
            self.zip.write_all(content.as_bytes())?;
        }
        Ok(self.zip.finish()?.into_inner())
    }
}

fn begin(zip: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT);
    Ok(zip.start_file(name, options)?)
}

/// The letters of a column, from 0: A to Z, AA and so on.
fn letters(mut column: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            return letters;
        }
        column = column / 26 - 1;
    }
}

/// A text as a cell takes it: the beginning of one that is too long.
fn fitting(text: &str) -> Cow<'_, str> {
    // No text has more units than bytes.
    if text.len() <= TEXT || text.encode_utf16().count() <= TEXT {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let is_within = |c: &char| {
        units += c.len_utf16();
        units < TEXT
    };
    Cow::Owned(text.chars().take_while(is_within).chain(['…']).collect())
}

/// Adds text to XML. What XML cannot hold is spelled `_x0001_`, and so is what looks like that.
fn push_escaped(to: &mut String, text: &str) {
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            '_' if looks_spelled(rest.as_str()) => to.push_str("_x005F_"),
            '\t' | '\n' => to.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(to, "_x{:04X}_", u32::from(c));
            }
            _ => to.push(c),
        }
    }
}

/// Whether what follows an underscore makes it `_x0001_`.
fn looks_spelled(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.len() >= 6
        && bytes[0] == b'x'
        && bytes[1..5].iter().all(u8::is_ascii_hexdigit)
        && bytes[5] == b'_'
}

fn styles() -> String {
    let formats: Vec<&str> = Look::ALL.iter().filter_map(|look| look.number_format()).collect();
    let mut text = format!("{HEAD}<styleSheet xmlns=\"{MAIN}\">");
    let _ = write!(text, "<numFmts count=\"{}\">", formats.len());
    // Numbers below 164 are the program's own.
    for (id, format) in (164..).zip(&formats) {
        let _ = write!(text, "<numFmt numFmtId=\"{id}\" formatCode=\"{format}\"/>");
    }
    text.push_str(
        "</numFmts><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>\
         <font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>\
         <fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>\
         </cellStyleXfs>",
    );
    let _ = write!(text, "<cellXfs count=\"{}\">", Look::ALL.len());
    let mut ids = 164..;
    for look in Look::ALL {
        let id = look.number_format().map_or(0, |_| ids.next().unwrap_or_default());
        let font = u8::from(look == Look::Heading);
        let _ = write!(
            text,
            "<xf numFmtId=\"{id}\" fontId=\"{font}\" fillId=\"0\" borderId=\"0\" xfId=\"0\" \
             applyNumberFormat=\"1\" applyFont=\"1\" applyAlignment=\"1\">"
        );
        text.push_str(match look {
            Look::Heading => "<alignment vertical=\"center\"/>",
            Look::Wrapped => "<alignment vertical=\"top\" wrapText=\"1\"/>",
            _ => "",
        });
        text.push_str("</xf>");
    }
    text.push_str(
        "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>\
         </cellStyles></styleSheet>",
    );
    text
}

fn workbook(sheets: &[Done]) -> String {
    let mut text = format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\">");
    text.push_str("<bookViews><workbookView/></bookViews><sheets>");
    for (id, sheet) in (1..).zip(sheets) {
        text.push_str("<sheet name=\"");
        push_escaped(&mut text, &sheet.name);
        let _ = write!(text, "\" sheetId=\"{id}\" r:id=\"rId{id}\"/>");
    }
    text.push_str("</sheets>");
    if sheets.iter().any(|sheet| sheet.filter.is_some()) {
        text.push_str("<definedNames>");
        for (at, sheet) in sheets.iter().enumerate() {
            let Some((first, last)) =
                sheet.filter.as_deref().and_then(|range| range.split_once(':'))
            else {
                continue;
            };
            let fixed = |cell: &str| {
                let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
                format!("${}${}", &cell[..digits], &cell[digits..])
            };
            let _ = write!(
                text,
                "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">"
            );
            push_escaped(&mut text, &format!("'{}'", sheet.name));
            let _ = write!(text, "!{}:{}</definedName>", fixed(first), fixed(last));
        }
        text.push_str("</definedNames>");
    }
    text.push_str("</workbook>");
    text
}

fn links(entries: impl Iterator<Item = (String, String)>) -> String {
    let mut text = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (id, (kind, target)) in (1..).zip(entries) {
        let _ = write!(text, "<Relationship Id=\"rId{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    }
    text.push_str("</Relationships>");
    text
}

fn package_links() -> String {
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    let entries = [
        (format!("{OFFICE}/officeDocument"), "xl/workbook.xml"),
        (core, "docProps/core.xml"),
        (format!("{OFFICE}/extended-properties"), "docProps/app.xml"),
    ];
    links(entries.into_iter().map(|(kind, target)| (kind, target.to_owned())))
}

fn workbook_links(sheets: usize) -> String {
    let of_sheets =
        (1..=sheets).map(|id| (format!("{OFFICE}/worksheet"), format!("worksheets/sheet{id}.xml")));
    links(of_sheets.chain([(format!("{OFFICE}/styles"), "styles.xml".to_owned())]))
}

fn types(sheets: usize) -> String {
    let mut text = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    let mut add = |part: &str, kind: &str| {
        let _ = write!(text, "<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>");
    };
    add(
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    );
    add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    add("xl/styles.xml", &format!("{TYPE}.styles+xml"));
    add("xl/workbook.xml", &format!("{TYPE}.sheet.main+xml"));
    for id in 1..=sheets {
        add(&format!("xl/worksheets/sheet{id}.xml"), &format!("{TYPE}.worksheet+xml"));
    }
    text.push_str("</Types>");
    text
}

fn application() -> String {
    format!(
        "{HEAD}<Properties \
         xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>rankday</Application></Properties>"
    )
}

fn made() -> String {
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{MADE}</dcterms:created></cp:coreProperties>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_is_cut() {
        let fits = "𝄞".repeat(TEXT / 2) + "x";
        assert_eq!(fitting(&fits), fits);
        let cut = fitting(&(fits.clone() + "y")).into_owned();
        assert!(cut.ends_with('…') && cut.encode_utf16().count() <= TEXT, "{}", cut.len());
        assert!(fits.starts_with(cut.trim_end_matches('…')));
    }

    #[test]
    fn columns_are_lettered_as_spreadsheets_letter_them() {
        let found = [0, 25, 26, 51, 52, 701, 702].map(letters);
        assert_eq!(found, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn text_is_escaped_for_xml_and_for_spreadsheets() {
        let mut text = String::new();
        push_escaped(&mut text, "a<b>&\"\u{1}\r\n_x0041__x");
        assert_eq!(text, "a&lt;b&gt;&amp;&quot;_x0001__x000D_\n_x005F_x0041__x");
    }
}
