//! Detects the kind of a file by its first bytes, whatever its name.
//!
//! Users pass a workbook instead of a CSV, or the error page saved by a failed download. Readers
//! check the content first, and report what the file is and how to proceed.

use super::known::{Known, known_table};
use crate::refusal::Refusal;

/// Number of bytes inspected.
const LOOKED_AT: usize = 8 << 10;

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// A workbook stored as a zip archive: XLSX, XLSM or XLSB.
    Workbook,
    /// A workbook of the format ODS.
    OpenDocument,
    /// A workbook of the format before 2007: XLS.
    OldWorkbook,
    /// The regulator's archive of filers.
    Filings,
    /// Another zip archive.
    Zip,
    /// Compressed with gzip.
    Gzip,
    /// Compressed by another method.
    Compressed,
    /// A Parquet file.
    Parquet,
    /// An Arrow or Feather file.
    Arrow,
    /// A pickle, in which Python keeps objects.
    Pickle,
    /// A `SQLite` database.
    Database,
    /// A PDF document.
    Pdf,
    /// An image.
    Image,
    /// Text in UTF-16.
    Utf16,
    /// A workbook written as XML, often with the extension XLS.
    XmlWorkbook,
    /// A web page.
    WebPage,
    /// Another XML document.
    Xml,
    /// A JSON document.
    Json,
    /// A TOML file, such as a scenario.
    Toml,
    /// Rows of cells: CSV with any separator.
    Table,
    /// Any other text, or bytes that are not text.
    Other,
}

/// First bytes that identify one kind of file.
const SIGNATURES: &[(&[u8], Content)] = &[
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content::OldWorkbook),
    (b"\x1f\x8b", Content::Gzip),
    (b"BZh", Content::Compressed),
    (b"\xfd7zXZ\0", Content::Compressed),
    (b"\x28\xb5\x2f\xfd", Content::Compressed),
    (b"7z\xbc\xaf\x27\x1c", Content::Compressed),
    (b"Rar!\x1a\x07", Content::Compressed),
    (b"PAR1", Content::Parquet),
    (b"ARROW1", Content::Arrow),
    (b"FEA1", Content::Arrow),
    (b"SQLite format 3\0", Content::Database),
    (b"\x80\x02", Content::Pickle),
    (b"\x80\x03", Content::Pickle),
    (b"\x80\x04\x95", Content::Pickle),
    (b"\x80\x05\x95", Content::Pickle),
    (b"%PDF-", Content::Pdf),
    (b"\x89PNG\r\n\x1a\n", Content::Image),
    (b"\xff\xd8\xff", Content::Image),
    (b"GIF8", Content::Image),
    (b"\xff\xfe", Content::Utf16),
    (b"\xfe\xff", Content::Utf16),
];

impl Content {
    /// The kind of file that begins with these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.get(..LOOKED_AT).unwrap_or(bytes);
        if bytes.starts_with(b"PK\x03\x04") {
            return of_zip(bytes);
        }
        if let Some((_, content)) = SIGNATURES.iter().find(|(first, _)| bytes.starts_with(first)) {
            return *content;
        }
        if is_utf16(bytes) {
            return Self::Utf16;
        }
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            // The inspected bytes may end within a character; the text before it is used.
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        of_text(valid.trim_start())
    }

    /// Whether it is a text document that another reader may accept.
    pub(super) fn is_written(self) -> bool {
        matches!(self, Self::XmlWorkbook | Self::WebPage | Self::Xml)
    }

    /// A description of the file and the remedy, for readers of text tables; `None` if it may be a table.
    pub(crate) fn instead_of_table(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Json => (
                "is a JSON document",
                "give a CSV; `rankday import table` makes one of JSON records",
            ),
            Self::Toml => (
                "is a TOML file, as scenarios are",
                "give a table (CSV) here; a scenario is given to a command by itself",
            ),
            Self::Table | Self::Other | Self::Gzip => return None,
            other => return other.no_text(),
        })
    }

    /// A description of the file and the command that takes it, for readers that found nothing usable in
    /// it.
    pub(crate) fn instead(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
        let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
        match Self::of(bytes) {
            Self::Table | Self::Other => {
                known_table(&String::from_utf8_lossy(head)).map(|it| (it.problem(), it.remedy()))
            }
            Self::Json => Some(("is a JSON document", "`rankday import table` reads JSON records")),
            other => other.instead_of_table(),
        }
    }

    /// A description of the file and the remedy, for the reader of scenarios.
    pub(crate) fn instead_of_scenario(self, text: &str) -> Option<Refusal> {
        let own = "name a scenario (TOML); `rankday init` writes one to begin with";
        match self {
            Self::Toml | Self::Other => None,
            Self::Gzip => Some(Refusal::new("is gzip-compressed", "decompress it")),
            Self::Table => {
                let what = known_table(text);
                let place = match what {
                    Some(Known::Screener) => {
                        "a scenario names it: [universe] with file, and format = \"nasdaq-screener\""
                            .to_owned()
                    }
                    Some(Known::Own(own)) if own.place().is_some() => {
                        format!("a scenario names it under {}", own.place().unwrap_or_default())
                    }
                    Some(known) => known.remedy().to_owned(),
                    None => "a scenario names tables as [universe] and [membership]".to_owned(),
                };
                let what = what.map_or("is a table (CSV) and no scenario", Known::problem);
                Some(Refusal::new(
                    what,
                    format!("{place}; `rankday init` writes one to begin with"),
                ))
            }
            Self::Json => Some(Refusal::new("is a JSON document and no scenario", own)),
            other => other.no_text().map(|(what, _)| Refusal::new(what, own)),
        }
    }

    /// A description of the file and the remedy, for kinds that no text reader accepts.
    pub(crate) fn no_text(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Workbook => (
                "is a workbook (XLSX)",
                "save its sheet as CSV, or use `rankday import table` (of a fund's holdings, \
                 `rankday import holdings`)",
            ),
            Self::OldWorkbook => (
                "is a workbook (XLS) or another document of its kind",
                "save its sheet as CSV, or use `rankday import table`",
            ),
            Self::OpenDocument => ("is a workbook (ODS)", "save its sheet as CSV"),
            Self::XmlWorkbook => (
                "is a workbook written as XML, whatever it is called",
                "save its sheet as CSV, or take the site's CSV; of a fund's holdings, \
                 `rankday import holdings` reads it",
            ),
            Self::Filings => (
                "is the regulator's archive of filers (submissions.zip)",
                "`rankday import edgar FILE --as-of DATE --universe FILE` makes facts of it",
            ),
            Self::Zip => ("is a zip archive", "unpack it, and name the file in it"),
            Self::Compressed => {
                ("is compressed, and not with gzip", "decompress it, or compress it with gzip")
            }
            Self::Parquet => (
                "is a Parquet file",
                "save it as CSV, or use `rankday import table` of a build with that feature",
            ),
            Self::Arrow => ("is an Arrow file", "save it as CSV"),
            Self::Pickle => (
                "is a pickle of Python",
                "write the frame as a table: to_csv, to_excel, to_json or to_parquet",
            ),
            Self::Database => ("is a database (SQLite)", "export the table as CSV"),
            Self::Pdf => ("is a PDF document", "take the same table as CSV from its source"),
            Self::Image => ("is an image", "take the same table as CSV from its source"),
            Self::Utf16 => ("is UTF-16", "save it as UTF-8"),
            Self::WebPage => (
                "is a web page: the download did not succeed, or the page itself was saved",
                "download it anew by the site's own button for CSV, signed in where the site asks for it",
            ),
            Self::Xml => ("is an XML document", "take the CSV of its source"),
            Self::Gzip | Self::Json | Self::Toml | Self::Table | Self::Other => return None,
        })
    }
}

/// The kind of a zip archive, by its entries' names, which are stored uncompressed.
fn of_zip(bytes: &[u8]) -> Content {
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if holds(b"application/vnd.oasis.opendocument.spreadsheet") {
        Content::OpenDocument
    } else if holds(b"[Content_Types].xml") || holds(b"xl/") {
        Content::Workbook
    } else if bytes.windows(FILER.len()).any(is_filer) {
        Content::Filings
    } else {
        Content::Zip
    }
}

/// The regulator's name for a filer's file, where each zero stands for any digit.
const FILER: &[u8] = b"CIK0000000000.json";

fn is_filer(name: &[u8]) -> bool {
    name.iter().zip(FILER).all(|(own, known)| match known {
        b'0' => own.is_ascii_digit(),
        known => own == known,
    })
}

/// Text with one byte a character has no NULs; in UTF-16 every second byte of such text is one.
fn is_utf16(bytes: &[u8]) -> bool {
    const LEAST: usize = 8;
    let head = &bytes[..bytes.len().min(64) & !1];
    let nuls = |first: usize| head.iter().skip(first).step_by(2).filter(|b| **b == 0).count();
    let half = head.len() / 2;
    let is_nearly_all = |count: usize| count * 10 >= half * 9;
    head.len() >= LEAST
        && (is_nearly_all(nuls(0)) && nuls(1) == 0 || is_nearly_all(nuls(1)) && nuls(0) == 0)
}

fn of_text(text: &str) -> Content {
    match text.as_bytes().first() {
        Some(b'<') => of_markup(text),
        Some(b'{' | b'[') if opens_json(&text[1..]) => Content::Json,
        Some(_) if is_toml(text) => Content::Toml,
        Some(_) if is_table(text) => Content::Table,
        _ => Content::Other,
    }
}

fn of_markup(text: &str) -> Content {
    let lower = text.to_ascii_lowercase();
    let has_any = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has_any(&["urn:schemas-microsoft-com:office:spreadsheet", "<workbook", "<ss:workbook"]) {
        Content::XmlWorkbook
    } else if has_any(&["<!doctype html", "<html", "<head", "<body", "<script", "<title", "<table"])
    {
        Content::WebPage
    } else if lower.starts_with("<?xml") || has_any(&["xmlns", "</"]) {
        Content::Xml
    } else {
        Content::Other
    }
}

/// Whether the text after a bracket continues as JSON, and not as the heading of a TOML table.
fn opens_json(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '[' || c == '{');
    let first = rest.as_bytes().first();
    first.is_none_or(|b| matches!(b, b'"' | b'}' | b']' | b'-' | b'0'..=b'9'))
        || ["null", "true", "false"].iter().any(|word| {
            rest.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with([',', ']']))
        })
}

/// Whether the first line other than comments is a heading or a key of TOML.
fn is_toml(text: &str) -> bool {
    let is_name =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '"' | '\'');
    let mut lines = text.lines().map(str::trim);
    let Some(line) = lines.find(|line| !line.is_empty() && !line.starts_with('#')) else {
        return text.starts_with('#');
    };
    if let Some(heading) = line.strip_prefix('[') {
        let heading = heading.trim_start_matches('[');
        return !heading.contains(',') && heading.starts_with(|c: char| c.is_ascii_alphabetic());
    }
    let key = line.split_once('=').map(|(key, _)| key.trim());
    key.is_some_and(|key| !key.is_empty() && key.chars().all(is_name))
}

/// Whether the first lines are rows of cells.
fn is_table(text: &str) -> bool {
    text.lines().take(20).any(|line| line.contains([',', ';', '\t', '|']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_identify_a_file() {
        let mut utf16: Vec<u8> = Vec::new();
        utf16.extend("symbol,exchange".encode_utf16().flat_map(u16::to_le_bytes));
        let files: [(&[u8], Content); 30] = [
            (b"\x80\x05\x95..", Content::Pickle),
            (b"PK\x03\x04..[Content_Types].xml", Content::Workbook),
            (
                b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
                Content::OpenDocument,
            ),
            (b"PK\x03\x04..prices.csv", Content::Zip),
            (b"PK\x03\x04..CIK0001234567.json..{}", Content::Filings),
            (b"PK\x03\x04..CIKs of 2026.json, prices", Content::Zip),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Content::OldWorkbook),
            (b"PAR1...", Content::Parquet),
            (b"%PDF-1.7", Content::Pdf),
            (&utf16, Content::Utf16),
            (
                "\u{feff}<?xml version=\"1.0\"?>\n<ss:Workbook xmlns:ss=\"urn:x\">".as_bytes(),
                Content::XmlWorkbook,
            ),
            (b"\n <!DOCTYPE html>\n<html>", Content::WebPage),
            (b"<table><tr><td>Symbol</td>", Content::WebPage),
            (b"<?xml version=\"1.0\"?><rss/>", Content::Xml),
            (b"<Prices>, <Caps>\n", Content::Other),
            (b"{\"data\": []}", Content::Json),
            (b"[ {\"symbol\": \"QZA\"}]", Content::Json),
            (b"[[\"QZA\", 1]]", Content::Json),
            (b"[null, 1]", Content::Json),
            (b"[]", Content::Json),
            (b"[event]\nseason = \"june\"", Content::Toml),
            (b"# A scenario\n\nname = \"june\"\n", Content::Toml),
            (b"[[previous]]\n", Content::Toml),
            (b"[event\nseason = 1", Content::Toml),
            (b"name = \"a, b\"\n", Content::Toml),
            (b"symbol,exchange\nQZA,nyse\n", Content::Table),
            (b"symbol;exchange\n", Content::Table),
            (b"A fund\nAs of,\"May 5, 2026\"\n", Content::Table),
            (b"[a], b\n", Content::Table),
            (b"", Content::Other),
        ];
        for (bytes, content) in files {
            assert_eq!(Content::of(bytes), content, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn text_cut_off_within_a_character_is_text() {
        let text = format!("name,{}", "é".repeat(LOOKED_AT));
        assert_eq!(Content::of(text.as_bytes()), Content::Table);
        assert_eq!(Content::of(&text.as_bytes()[..LOOKED_AT]), Content::Table);
    }
}
