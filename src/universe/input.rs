//! The bytes of an input file, with its name for messages and its SHA-256 for the report.
//!
//! Every file enters here: gzip is decompressed, a Parquet file becomes an equivalent CSV (see
//! [`super::parquet`]), and anything other than UTF-8 text is refused before a parser sees it.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

use super::content::Content;
use super::fault::{Fault, Faults};
use super::gzip;
use super::parquet::{Refused, Table};
use super::pieces::Pieces;
use super::regular::{open_regular, read_bytes};
use super::table::csv_of;
use super::text::checked_text;
use crate::refusal::Refusal;

/// A file: its text, or whatever [`Input::open`] holds of it.
#[derive(Debug, Clone)]
pub struct Input {
    /// The path as the user named it, for messages.
    pub name: String,
    /// Its name in reports: as written in the scenario, if the scenario names it.
    pub report_name: String,
    body: Body,
    /// SHA-256 of the file's bytes if they differ from the text: for a compressed or a Parquet file.
    stored: Option<[u8; 32]>,
    /// Cells, by line and column, whose numbers were rounded; a set, so that reading the file twice
    /// counts each once.
    rounded: Arc<Mutex<FxHashSet<(u64, usize)>>>,
    /// The names of its lines in messages; `None` if lines are named by their numbers.
    rows: Option<RowNames>,
    /// How the lines were made from records of a Parquet file.
    records: Option<Records>,
}

/// The part of a file that is held in memory.
#[derive(Debug, Clone)]
enum Body {
    /// Its text, and the length of the byte order mark at its start.
    Text(Arc<String>, usize),
    /// A Parquet file, whose columns the readers use directly.
    Table(Arc<Table>),
    /// Nothing: its rows are read from disk.
    Unread(Unread),
}

/// A file whose rows are read from disk, so that its text is not held.
#[derive(Debug, Clone)]
struct Unread {
    path: PathBuf,
    /// The result of reading it, once it has been read; `None` inside if it could not be read.
    read: Arc<OnceLock<Option<Read>>>,
}

/// The properties of a file that was read together with its rows.
#[derive(Debug)]
struct Read {
    /// SHA-256.
    digest: [u8; 32],
    /// Columns of 32-bit floats.
    single_floats: Vec<String>,
}

/// Files of at least this size are read piece by piece.
const LARGE: u64 = 8 << 20;
/// Bytes at the beginning of a file by which a table is recognised.
const BEGINNING: usize = 1 << 16;
/// Approximate size of a piece of text in bytes.
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
    /// The line on which each record begins; empty if each record is one line below the header.
    begin: Vec<u64>,
    /// Columns of 32-bit floats.
    single_floats: Vec<String>,
}

impl Input {
    /// Reads a file, plain or compressed with gzip, whatever its name; a Parquet file is read as the
    /// equivalent CSV.
    ///
    /// # Errors
    /// A fault if the file cannot be read, is a directory, a pipe or a device, cannot be decompressed (or
    /// only to more than [`crate::limits`] allow), is empty, or is not UTF-8 text.
    pub fn read(path: &Path) -> Result<Self, Faults> {
        let name = path.display().to_string();
        Self::from_bytes(&name, read_bytes(path)?)
    }

    /// As [`Self::read`], for [`read_universe`](super::read_universe) and
    /// [`read_panel`](crate::market::history::read_panel). These use the columns of a Parquet file
    /// directly and read a large text piece by piece, so that neither is held as text.
    ///
    /// # Errors
    /// As [`Self::read`]; the faults of a large text are found when it is read.
    pub fn open(path: &Path) -> Result<Self, Faults> {
        let name = path.display().to_string();
        let refused = |refusal| Faults::of_file(&name, refusal);
        let mut file = open_regular(path).map_err(refused)?;
        let mut head = [0; 4];
        let is_parquet =
            file.read_exact(&mut head).is_ok() && Content::of(&head) == Content::Parquet;
        if !is_parquet && file.metadata().is_ok_and(|about| about.len() >= LARGE) {
            let unread = Unread { path: path.to_owned(), read: Arc::default() };
            return Ok(Self::of_body(&name, Body::Unread(unread)));
        }
        let bytes = read_bytes(path)?;
        if Content::of(&bytes) != Content::Parquet {
            return Self::from_bytes(&name, bytes);
        }
        let table = Table::open(bytes).map_err(|refusal| Faults::of_file(&name, refusal))?;
        let records = Records { begin: Vec::new(), single_floats: table.single_floats() };
        Ok(Self { records: Some(records), ..Self::of_body(&name, Body::Table(table)) })
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
        Self::of_body(name, Body::Text(Arc::new(content), mark))
    }

    fn of_body(name: &str, body: Body) -> Self {
        Self {
            name: name.to_owned(),
            report_name: name.to_owned(),
            body,
            stored: None,
            rounded: Arc::default(),
            rows: None,
            records: None,
        }
    }

    /// The CSV equivalent to a Parquet file.
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

    /// The name of the file in a fault, which says so if numbers are those of records, not lines.
    fn file_of(&self, line: Option<u64>) -> String {
        let is_of_records = self.records.is_some() && line.is_some();
        if is_of_records { format!("{} (records)", self.name) } else { self.name.clone() }
    }

    /// A fault on a line, named by the record from which the line was made, if any.
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

    /// The same file for another reader, with a separate count of rounded numbers.
    pub(crate) fn shared(&self) -> Self {
        Self { rounded: Arc::default(), ..self.clone() }
    }

    /// The file with its hash already computed, as it is needed again and again.
    pub(crate) fn hashed(self) -> Self {
        Self { stored: Some(self.digest()), ..self }
    }

    /// The table in typed columns, if the file is held as one instead of as text.
    pub(super) fn table(&self) -> Option<&Table> {
        match &self.body {
            Body::Table(table) => Some(table),
            Body::Text(..) | Body::Unread(_) => None,
        }
    }

    fn unread(&self) -> Option<&Unread> {
        match &self.body {
            Body::Unread(unread) => Some(unread),
            Body::Text(..) | Body::Table(_) => None,
        }
    }

    /// The pieces of a file that is read together with its rows; `None` for other files.
    pub(super) fn pieces(&self) -> Option<Pieces<File>> {
        Pieces::open(&self.unread()?.path, PIECE_SIZE)
    }

    /// Size and time of the last change of a file that is read together with its rows: they tell whether it changes
    /// meanwhile.
    pub(super) fn stamp(&self) -> Option<(u64, SystemTime)> {
        let about = std::fs::metadata(&self.unread()?.path).ok()?;
        Some((about.len(), about.modified().ok()?))
    }

    /// Records the SHA-256 of a file that was read piece by piece.
    pub(super) fn streamed(&self, digest: [u8; 32]) {
        self.note_read(Some(Read { digest, single_floats: Vec::new() }));
    }

    fn note_read(&self, read: Option<Read>) {
        if let Some(unread) = self.unread() {
            // The first result is kept.
            let _ = unread.read.set(read);
        }
    }

    /// Whether its rows are to be read from disk.
    pub(crate) fn is_unread(&self) -> bool {
        self.unread().is_some()
    }

    /// Whether it has yet to be read: neither its hash nor its faults are known.
    pub(crate) fn is_to_be_read(&self) -> bool {
        self.unread().is_some_and(|unread| unread.read.get().is_none())
    }

    /// The file with its text in memory, if it was to be read piece by piece.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn held(&self) -> Result<Self, Faults> {
        let Some(unread) = self.unread() else { return Ok(self.clone()) };
        let input = Self::read(&unread.path).inspect_err(|_| self.note_read(None))?;
        let single_floats = input.single_floats().to_vec();
        self.note_read(Some(Read { digest: input.digest(), single_floats }));
        let (name, report_name) = (self.name.clone(), self.report_name.clone());
        Ok(Self { name, report_name, rounded: Arc::clone(&self.rounded), ..input })
    }

    /// The names of columns of 32-bit floats, which were read as the shortest decimals that give the same
    /// floats.
    pub(crate) fn single_floats(&self) -> &[String] {
        let read = self.unread().and_then(|unread| unread.read.get()?.as_ref());
        match (read, &self.records) {
            (Some(read), _) => &read.single_floats,
            (None, Some(records)) => &records.single_floats,
            (None, None) => &[],
        }
    }

    /// The file, marked as having lines below the header that were made from rows with these numbers;
    /// `what` is the word for such a row.
    pub(super) fn made_from(self, what: &'static str, numbers: Vec<u64>) -> Self {
        Self { rows: Some(RowNames { what, numbers }), ..self }
    }

    /// The name of a line in messages about another line.
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

    /// Records that the number of a cell was rounded because it has more digits than a decimal holds.
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

    /// The text by which a table is recognised: all of it or its beginning; for a table without text, its
    /// header.
    pub(super) fn beginning(&self) -> Cow<'_, str> {
        if let Some(table) = self.table() {
            return Cow::Owned(table.names().join(","));
        }
        let first = self.pieces().and_then(|mut pieces| pieces.next(Vec::new()).ok()?);
        first.map_or(Cow::Borrowed(self.text()), |piece| {
            // What anything else is will be said when it is read whole.
            if Content::of(&piece.bytes) != Content::Table {
                return Cow::Borrowed("");
            }
            let bytes = &piece.bytes[..piece.bytes.len().min(BEGINNING)];
            Cow::Owned(String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned())
        })
    }

    /// The text without its byte order mark; empty for a file that [`Self::open`] does not hold as text.
    pub fn text(&self) -> &str {
        match &self.body {
            Body::Text(content, mark) => &content[*mark..],
            Body::Table(_) | Body::Unread(_) => "",
        }
    }

    /// The text's bytes without the byte order mark.
    pub fn text_bytes(&self) -> &[u8] {
        self.text().as_bytes()
    }

    fn digest(&self) -> [u8; 32] {
        self.stored.unwrap_or_else(|| match &self.body {
            Body::Text(content, _) => Sha256::digest(content.as_bytes()).into(),
            Body::Table(table) => table.digest(),
            Body::Unread(unread) => {
                let read = unread.read.get().and_then(Option::as_ref);
                read.unwrap_or_else(|| unreachable!("a file has no hash before it is read")).digest
            }
        })
    }

    /// SHA-256 of the file as stored on disk, compressed or not, in hexadecimal.
    ///
    /// # Panics
    /// If the file is to be read together with its rows ([`Self::open`]) and has not been yet.
    pub fn sha256(&self) -> String {
        format!("{:x}", sha2::digest::Output::<Sha256>::from(self.digest()))
    }
}

impl Records {
    /// The record, counted from 1, from which a line was made; `None` for the header.
    fn of_line(&self, line: u64) -> Option<u64> {
        let record = match self.begin.as_slice() {
            [] => line.saturating_sub(1),
            begin => begin.partition_point(|first| *first <= line) as u64,
        };
        (record > 0).then_some(record)
    }
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
}
