//! The bytes of an input file, with its name for messages and its SHA-256 for the report.
//!
//! Every file enters here: gzip is decompressed, a Parquet file becomes the CSV that says the same (see
//! [`super::parquet`]), and anything other than UTF-8 text is refused before a parser sees it.

use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use super::content::Content;
use super::fault::{Fault, Faults};
use super::gzip;
use super::parquet::{Refused, Table};
use super::pieces::Pieces;
use super::table::csv_of;
use crate::refusal::Refusal;

/// A text file held in memory, or a table in typed columns, which has no text.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path as the user named it, for messages.
    pub name: String,
    /// Its name in reports: as written in the scenario, where that names it.
    pub report_name: String,
    content: String,
    /// Length of the byte order mark at the start of `content`.
    mark: usize,
    /// SHA-256 of the file's bytes where they are not the text: compressed, or a Parquet file.
    stored: Option<[u8; 32]>,
    /// Cells, by line and column, whose numbers were rounded; a set, so that reading the file twice
    /// counts each once.
    rounded: Arc<Mutex<FxHashSet<(u64, usize)>>>,
    /// What its lines are called in messages; `None` for lines by their numbers.
    rows: Option<RowNames>,
    /// How the lines were made from records of a Parquet file.
    records: Option<Records>,
    /// The table itself, where its readers take columns.
    table: Option<Arc<Table>>,
    /// A file that is read while its rows are.
    unread: Option<Unread>,
}

/// A file whose text is not held.
#[derive(Debug, Clone)]
struct Unread {
    path: PathBuf,
    /// SHA-256, once it has been read.
    digest: Arc<OnceLock<[u8; 32]>>,
}

/// Files from this size on are read piece by piece.
const LARGE: u64 = 8 << 20;
/// About how many bytes of text are a piece.
const PIECE_SIZE: usize = 2 << 20;

/// The names of the rows from which the lines below a header were made, such as `record 3`.
#[derive(Debug, Clone)]
struct RowNames {
    what: &'static str,
    numbers: Vec<u64>,
}

/// The records from which lines were made.
#[derive(Debug, Clone, Default)]
struct Records {
    /// On which line each begins; empty where each is one line below the header.
    begin: Vec<u64>,
    /// Columns of 32-bit floats.
    single_floats: Vec<String>,
}

impl Input {
    /// Reads a file, plain or compressed with gzip, whatever its name; a Parquet file as the CSV that says
    /// the same.
    ///
    /// # Errors
    /// A fault where the file cannot be read, is a directory, a pipe or a device, cannot be
    /// decompressed (or only to more than [`crate::limits`] allow), is empty, or is not UTF-8 text.
    pub fn read(path: &Path) -> Result<Self, Faults> {
        let name = path.display().to_string();
        Self::from_bytes(&name, read_bytes(path)?)
    }

    /// As [`Self::read`], for [`crate::market::history::read_panel`], which takes the columns of a Parquet
    /// file as they are, and reads a large text piece by piece: neither is held as text.
    ///
    /// # Errors
    /// As [`Self::read`]; those of a large text are found when it is read.
    pub fn read_panel(path: &Path) -> Result<Self, Faults> {
        let name = path.display().to_string();
        let refused = |refusal| Faults::of_file(&name, refusal);
        let mut file = open_regular(path).map_err(refused)?;
        let mut head = [0; 4];
        let is_parquet =
            file.read_exact(&mut head).is_ok() && Content::of(&head) == Content::Parquet;
        if !is_parquet && file.metadata().is_ok_and(|about| about.len() >= LARGE) {
            let unread = Unread { path: path.to_owned(), digest: Arc::default() };
            return Ok(Self { unread: Some(unread), ..Self::of_text(&name, String::new()) });
        }
        let bytes = read_bytes(path)?;
        if Content::of(&bytes) != Content::Parquet {
            return Self::from_bytes(&name, bytes);
        }
        let table = Table::open(bytes).map_err(|refusal| Faults::of_file(&name, refusal))?;
        let records = Records { begin: Vec::new(), single_floats: table.single_floats() };
        Ok(Self {
            table: Some(table),
            records: Some(records),
            ..Self::of_text(&name, String::new())
        })
    }

    /// Takes the bytes of a file that the caller has read, with a name for messages.
    ///
    /// # Errors
    /// As [`Self::read`], for the content of the bytes.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, Faults> {
        let (bytes, stored) = if gzip::is_gzip(&bytes) {
            let (content, digest) =
                rayon::join(|| gzip::decompress(&bytes), || Sha256::digest(&bytes).into());
            let content = content.map_err(|refusal| Faults::of_file(name, refusal))?;
            (content, Some(digest))
        } else {
            (bytes, None)
        };
        if Content::of(&bytes) == Content::Parquet {
            let input = Self::from_parquet(name, bytes)?;
            return Ok(Self { stored: stored.or(input.stored), ..input });
        }
        let content = checked_text(bytes).map_err(|(line, refusal)| {
            let mut faults = Faults::default();
            faults.push(Fault { file: name.to_owned(), line, column: None, value: None, refusal });
            faults
        })?;
        Ok(Self { stored, ..Self::of_text(name, content) })
    }

    fn of_text(name: &str, content: String) -> Self {
        let mark = if content.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self {
            name: name.to_owned(),
            report_name: name.to_owned(),
            content,
            mark,
            stored: None,
            rounded: Arc::default(),
            rows: None,
            records: None,
            table: None,
            unread: None,
        }
    }

    /// The CSV that says what a Parquet file says.
    fn from_parquet(name: &str, bytes: Vec<u8>) -> Result<Self, Faults> {
        let table = Table::open(bytes).map_err(|refusal| Faults::of_file(name, refusal))?;
        let records = Records { begin: Vec::new(), single_floats: table.single_floats() };
        let (written, digest) = rayon::join(|| csv_of(&table), || table.digest());
        let empty = Self { records: Some(records), ..Self::of_text(name, String::new()) };
        let (content, begin) = written.map_err(|refused| empty.refused(refused))?;
        let records = empty.records.map(|records| Records { begin, ..records });
        Ok(Self { records, stored: Some(digest), ..Self::of_text(name, content) })
    }

    /// The one fault of a table that is refused as a whole.
    pub(super) fn refused(&self, (record, refusal): Refused) -> Faults {
        let mut faults = Faults::default();
        let fault =
            Fault { file: self.name.clone(), line: record, column: None, value: None, refusal };
        faults.push(Fault { file: self.file_of(record), ..fault });
        faults
    }

    /// The name of the file in a fault: the numbers of records are not those of lines.
    fn file_of(&self, line: Option<u64>) -> String {
        let is_of_records = self.records.is_some() && line.is_some();
        if is_of_records { format!("{} (records)", self.name) } else { self.name.clone() }
    }

    /// A fault on a line, which is named by its record where it was made from one.
    pub(crate) fn fault(
        &self,
        line: Option<u64>,
        column: Option<&str>,
        value: Option<&str>,
        refusal: impl Into<Refusal>,
    ) -> Fault {
        let line = match &self.records {
            Some(records) => line.and_then(|line| records.of_line(line)),
            None => line,
        };
        Fault {
            file: self.file_of(line),
            line,
            column: column.map(str::to_owned),
            value: value.map(str::to_owned),
            refusal: refusal.into(),
        }
    }

    /// The table in typed columns, of which the file has no text.
    pub(super) fn table(&self) -> Option<&Table> {
        self.table.as_deref()
    }

    /// The pieces of a file that is not held; `None` where its text is.
    pub(super) fn pieces(&self) -> Option<Pieces<File>> {
        Pieces::open(&self.unread.as_ref()?.path, PIECE_SIZE)
    }

    /// Takes the SHA-256 of a file that was read piece by piece.
    pub(super) fn streamed(&self, digest: [u8; 32]) {
        if let Some(unread) = &self.unread {
            // It stays what it was first.
            let _ = unread.digest.set(digest);
        }
    }

    /// Whether the text is read from the file together with its rows.
    pub(crate) fn is_unread(&self) -> bool {
        self.unread.is_some()
    }

    /// The same with its text, where that was to be read piece by piece.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn held(&self) -> Result<Self, Faults> {
        let Some(unread) = &self.unread else { return Ok(self.clone()) };
        let input = Self::read(&unread.path)?;
        self.streamed(input.digest());
        let (name, report_name) = (self.name.clone(), self.report_name.clone());
        Ok(Self { name, report_name, rounded: Arc::clone(&self.rounded), ..input })
    }

    /// The names of columns of 32-bit floats, which were taken as the shortest decimals that are those floats.
    pub(crate) fn single_floats(&self) -> &[String] {
        self.records.as_ref().map_or(&[], |records| &records.single_floats)
    }

    /// The same, whose lines below the header were made from rows with these numbers; `what` is what
    /// a row is called.
    pub(super) fn made_from(self, what: &'static str, numbers: Vec<u64>) -> Self {
        Self { rows: Some(RowNames { what, numbers }), ..self }
    }

    /// What a line is called in messages about another one.
    pub(crate) fn name_of_line(&self, line: u64) -> String {
        let name = |rows: &RowNames| {
            let number = rows.numbers.get(usize::try_from(line.checked_sub(2)?).ok()?)?;
            Some(format!("{} {number}", rows.what))
        };
        let record = self.records.as_ref().and_then(|records| records.of_line(line));
        let record = record.map(|record| format!("record {record}"));
        let name = record.or_else(|| self.rows.as_ref().and_then(name));
        name.unwrap_or_else(|| format!("line {line}"))
    }

    /// Notes that the number of a cell was rounded because it has more digits than a decimal holds.
    pub(super) fn note_rounded(&self, line: u64, column: usize) {
        self.rounded.lock().unwrap_or_else(PoisonError::into_inner).insert((line, column));
    }

    /// How many numbers read so far were rounded because they have more digits than a decimal
    /// holds.
    pub fn rounded(&self) -> usize {
        self.rounded.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether the file is compressed, so that its text may be many times its size.
    pub(super) fn is_compressed(&self) -> bool {
        self.stored.is_some()
    }

    /// The text without its byte order mark.
    pub fn text(&self) -> &str {
        &self.content[self.mark..]
    }

    /// The text's bytes without the byte order mark.
    pub fn text_bytes(&self) -> &[u8] {
        self.text().as_bytes()
    }

    fn digest(&self) -> [u8; 32] {
        if let Some(unread) = &self.unread {
            return unread.digest.get().copied().unwrap_or_default();
        }
        self.stored.unwrap_or_else(|| match &self.table {
            Some(table) => table.digest(),
            None => Sha256::digest(self.content.as_bytes()).into(),
        })
    }

    /// SHA-256 of the file as stored on disk, compressed or not, in hexadecimal; of a file that is read piece
    /// by piece, once that is done.
    pub fn sha256(&self) -> String {
        use std::fmt::Write as _;
        self.digest().iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl Records {
    /// The record, counted from 1, that a line was made from; `None` for the header.
    fn of_line(&self, line: u64) -> Option<u64> {
        let record = match self.begin.as_slice() {
            [] => line.saturating_sub(1),
            begin => begin.partition_point(|first| *first <= line) as u64,
        };
        (record > 0).then_some(record)
    }
}

/// SHA-256 of a file, or of all files of a folder in the order of their names, in hexadecimal; the
/// content is read piece by piece.
///
/// # Errors
/// Errors of the system.
pub fn sha256_of(path: &Path) -> std::io::Result<String> {
    let mut digest = Sha256::new();
    let mut hash = |path: &Path| {
        let mut file = File::open(path)?;
        std::io::copy(&mut file, &mut digest)
    };
    if path.is_dir() {
        let entries = std::fs::read_dir(path)?;
        let mut paths = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
        paths.sort();
        for path in paths.iter().filter(|path| path.is_file()) {
            hash(path)?;
        }
    } else {
        hash(path)?;
    }
    Ok(format!("{:x}", digest.finalize()))
}

/// The bytes of a regular file, for readers of formats other than text.
///
/// # Errors
/// A fault where the file cannot be read, is a directory, a pipe or a device.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Faults> {
    read_regular(path).map_err(|refusal| Faults::of_file(&path.display().to_string(), refusal))
}

/// The bytes of a regular file; see [`open_regular`].
///
/// # Errors
/// The problem and its remedy.
pub(crate) fn read_regular(path: &Path) -> Result<Vec<u8>, Refusal> {
    let mut file = open_regular(path)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(|error| refusal(path, &error))?;
    Ok(bytes)
}

/// Opens a regular file. Other kinds are refused, since a device may never end, and a pipe without
/// a writer blocks its reader for ever.
///
/// # Errors
/// The problem and its remedy.
pub(crate) fn open_regular(path: &Path) -> Result<File, Refusal> {
    let kind = std::fs::metadata(path).map(|about| about.file_type());
    let refused = match &kind {
        Ok(kind) if kind.is_dir() => Some(Refusal::new("is a directory", "name a file")),
        Ok(kind) if !kind.is_file() => Some(Refusal::new(
            "is a pipe, a socket or a device, which is not read",
            "write what it holds to a file, and name that",
        )),
        _ => None,
    };
    if let Some(refusal) = refused {
        return Err(refusal);
    }
    if is_of_the_kernel(path) {
        let remedy = "copy what it holds to a file, and name that";
        return Err(Refusal::new("is no file of a disk but the kernel's", remedy));
    }
    kind.and_then(|_| File::open(path)).map_err(|error| refusal(path, &error))
}

/// Whether the kernel generates a file as it is read: it claims to be regular, but may never end or
/// may block for ever.
fn is_of_the_kernel(path: &Path) -> bool {
    let is_within = |real: &Path| ["/proc", "/sys"].iter().any(|root| real.starts_with(root));
    cfg!(target_os = "linux") && std::fs::canonicalize(path).is_ok_and(|real| is_within(&real))
}

/// The reason why a file was not read, and the remedy.
fn refusal(path: &Path, error: &std::io::Error) -> Refusal {
    let is_link = path.is_symlink();
    match error.kind() {
        ErrorKind::NotFound if is_link => Refusal::new(
            "is a symbolic link to a file that does not exist",
            "mend the link, or name the file itself",
        ),
        ErrorKind::NotFound => {
            let existing = path.ancestors().skip(1).find(|folder| folder.is_dir());
            let remedy = match existing {
                Some(folder) if !folder.as_os_str().is_empty() => {
                    format!("check the path ({} exists)", folder.display())
                }
                _ => "check the path".to_owned(),
            };
            Refusal::new("does not exist", remedy)
        }
        kind => {
            let remedy = match kind {
                ErrorKind::PermissionDenied => "check its permissions",
                ErrorKind::OutOfMemory => "give the process more memory, or leave out rows",
                _ if is_link => "mend the link, or name the file itself",
                _ => "check the path, and whether the disk is well",
            };
            Refusal::new(format!("cannot be read: {error}"), remedy)
        }
    }
}

/// Why bytes are not readable text, with the line.
type TextFault = (Option<u64>, Refusal);

/// The bytes as text, or the first reason why they are not readable text.
fn checked_text(bytes: Vec<u8>) -> Result<String, TextFault> {
    let of_file = |problem: &str, remedy: &str| Err((None, Refusal::new(problem, remedy)));
    if gzip::is_gzip(&bytes) {
        return of_file("is gzip-compressed twice", "decompress it once");
    }
    let content = Content::of(&bytes);
    if let Some((problem, remedy)) = content.no_text().filter(|_| !content.is_written()) {
        return of_file(problem, remedy);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return of_file("is empty", "give a file with a header and rows");
    }
    let line_of = |bytes: &[u8], at: usize| {
        let breaks = bytes[..at].iter().filter(|&&b| b == b'\n').count();
        u64::try_from(breaks).ok().map(|n| n + 1)
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let line = line_of(error.as_bytes(), error.utf8_error().valid_up_to());
        (line, Refusal::new("is not UTF-8", "save it as UTF-8"))
    })?;
    match text_fault(&text) {
        Some((at, refusal)) => Err((line_of(text.as_bytes(), at), refusal)),
        None => Ok(text),
    }
}

/// The first character that no table should contain, as its byte position, with problem and remedy.
///
/// Control characters act on terminals, and signs that reorder text disguise a ticker: neither may
/// reach a message or a report.
pub(super) fn text_fault(text: &str) -> Option<(usize, Refusal)> {
    const PIECE: usize = 1 << 14;
    // The byte itself, or the first of two or three that encode such a character.
    let suspect =
        |b: u8| (b < b' ' && b != b'\n' && b != b'\t') || b == 0x7f || b == 0xc2 || b == 0xe2;
    let fault = |(number, piece): (usize, &[u8])| {
        // Nearly every piece has none of them and is skipped quickly.
        if !piece.iter().fold(false, |found, &b| found | suspect(b)) {
            return None;
        }
        let places = piece.iter().enumerate().filter(|(_, b)| suspect(**b));
        places
            .map(|(at, _)| number * PIECE + at)
            .find_map(|at| Some((at, character_fault(&text[at..])?)))
    };
    text.as_bytes().par_chunks(PIECE).enumerate().with_min_len(64).find_map_first(fault)
}

/// The problem with the first character of a text, if any.
fn character_fault(text: &str) -> Option<Refusal> {
    let mut characters = text.chars();
    let problem = match characters.next()? {
        '\0' => return Some(Refusal::new("holds a NUL byte", "remove it; is this a text file?")),
        '\r' if characters.next() == Some('\n') => return None,
        '\r' => {
            let remedy = "save it with line feeds at the ends of its lines";
            return Some(Refusal::new("holds a carriage return without a line feed", remedy));
        }
        '\t' | '\n' => return None,
        c @ ('\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
            format!("holds U+{:04X}, which reorders the text around it", u32::from(c))
        }
        c if c.is_control() => format!("holds the control character U+{:04X}", u32::from(c)),
        _ => return None,
    };
    Some(Refusal::new(problem, "remove it"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_compressed_file_is_its_text_with_the_digest_of_the_file() {
        let text = "\u{feff}symbol\nAAA\n";
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).expect("memory");
        let bytes = encoder.finish().expect("memory");
        let digest = |input: &Input| input.sha256();
        let plain = Input::from_bytes("a.csv", text.into()).expect("text");
        let compressed = Input::from_bytes("a.csv", bytes.clone()).expect("text");
        assert_eq!(compressed.text(), "symbol\nAAA\n");
        assert_eq!(compressed.text(), plain.text());
        assert_ne!(digest(&compressed), digest(&plain));
        let on_disk: [u8; 32] = Sha256::digest(&bytes).into();
        assert_eq!(compressed.stored, Some(on_disk));
        assert_eq!(&digest(&compressed)[..2], format!("{:02x}", on_disk[0]));
    }

    #[test]
    fn forbidden_characters_are_found_anywhere() {
        for filling in ["a", "é", "€,", "\t", "\r\n"] {
            for before in [0, 1, 5_460, 16_383, 16_384, 40_000] {
                let text = format!("{}{}", "a".repeat(before), filling.repeat(3));
                assert_eq!(text_fault(&text), None);
                for bad in ["\0", "\u{1b}", "\u{7f}", "\u{9b}", "\u{202e}", "\u{2066}", "\rx", "\r"]
                {
                    let found = text_fault(&format!("{text}{bad}")).map(|(at, ..)| at);
                    assert_eq!(found, Some(text.len()), "{before} {filling:?} {bad:?}");
                }
            }
        }
    }
}
