//! An open file: its stated contents, and its records in typed columns.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use parquet::column::reader::ColumnReader;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use sha2::{Digest as _, Sha256};

use super::kind::Kind;
use super::{Refused, Span};
use crate::limits;
use crate::refusal::Refusal;
use crate::universe::batch::Batch;
use crate::universe::text::text_fault;

/// Number of records held at a time: few enough for a core's cache.
const BATCH: usize = 4_096;

/// The least number of bytes in a row of text. A few bytes of a file may claim to be many millions of
/// records, so no more rows are accepted than a compressed text of the file's size could hold.
const SHORTEST_ROW: u64 = 16;

/// A table in a Parquet file.
pub(crate) struct Table {
    bytes: Bytes,
    reader: SerializedFileReader<Bytes>,
    columns: Vec<Column>,
}

/// A column of a table.
#[derive(Debug)]
struct Column {
    name: String,
    /// Its number among the columns with values: a nested column has several.
    leaf: usize,
    /// What its values mean, or the name of a type that tables do not have: such a column is ignored
    /// unless it is needed.
    kind: Result<Kind, &'static str>,
}

impl Column {
    fn kind(&self) -> Result<Kind, Refused> {
        self.kind.map_err(|what| {
            let name = crate::universe::shorten(&self.name);
            let problem = format!("has a column \"{name}\" of {what}");
            (None, Refusal::new(problem, "leave that column out"))
        })
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("columns", &self.columns).finish_non_exhaustive()
    }
}

pub(super) fn unreadable(error: &dyn fmt::Display) -> Refusal {
    let error = error.to_string();
    // The library's message if it was built without a decompressor.
    let remedy = if error.contains("Disabled feature") {
        "write it with Snappy, Zstandard, gzip or LZ4, or save the table as CSV"
    } else {
        "write it again, or save the table as CSV"
    };
    Refusal::new(format!("is a Parquet file that cannot be read ({error})"), remedy)
}

#[expect(clippy::needless_pass_by_value, reason = "it is mapped over errors")]
fn failed(error: ParquetError) -> Refused {
    (None, unreadable(&error))
}

/// Runs the reader, which panics on some types and some damaged files.
fn guarded<T>(read: impl FnOnce() -> Result<T, Refused>) -> Result<T, Refused> {
    let read = catch_unwind(AssertUnwindSafe(read));
    read.unwrap_or_else(|_| Err((None, unreadable(&"it holds what its own reader does not know"))))
}

impl Table {
    /// Opens a file by its bytes.
    ///
    /// # Errors
    /// A damaged file, and one that exceeds the limits.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Arc<Self>, Refusal> {
        let bytes = Bytes::from(bytes);
        guarded(|| Self::checked(bytes)).map(Arc::new).map_err(|(_, refusal)| refusal)
    }

    fn checked(bytes: Bytes) -> Result<Self, Refused> {
        let reader = SerializedFileReader::new(bytes.clone()).map_err(failed)?;
        let schema = reader.metadata().file_metadata().schema_descr();
        let fields = schema.root_schema().get_fields();
        check(reader.metadata().row_groups(), bytes.len(), fields.len())?;
        let mut columns = Vec::with_capacity(fields.len());
        for (at, field) in fields.iter().enumerate() {
            if let Some((_, refusal)) = text_fault(field.name()) {
                return Err((None, refusal));
            }
            let mut leaves = 0..schema.num_columns();
            let leaf = leaves.find(|leaf| schema.get_column_root_idx(*leaf) == at);
            let is_plain =
                |leaf: &usize| field.is_primitive() && schema.column(*leaf).max_rep_level() == 0;
            let kind = match leaf.filter(is_plain) {
                None => Err("lists or groups"),
                Some(leaf) => Kind::of(&schema.column(leaf)).ok_or("a type that no table has"),
            };
            let (name, leaf) = (field.name().to_owned(), leaf.unwrap_or_default());
            columns.push(Column { name, leaf, kind });
        }
        Ok(Self { bytes, reader, columns })
    }

    /// SHA-256 of the file.
    pub(crate) fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }

    /// Size of the file in bytes.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// The names of its columns.
    pub(crate) fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// The names of its columns of 32-bit floats.
    pub(crate) fn single_floats(&self) -> Vec<String> {
        let single = self.columns.iter().filter(|column| column.kind == Ok(Kind::Single));
        single.map(|column| column.name.clone()).collect()
    }

    /// All records in order, in spans of at most `most` records.
    pub(crate) fn spans(&self, most: usize) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut before = 0;
        for (group, metadata) in self.reader.metadata().row_groups().iter().enumerate() {
            let rows = usize::try_from(metadata.num_rows()).unwrap_or_default();
            for start in (0..rows).step_by(most.max(1)) {
                let rows = most.min(rows - start);
                spans.push(Span { group, start, rows, before });
                before += rows as u64;
            }
        }
        spans
    }

    /// Reads the wanted columns of a span's records, a few thousand records at a time; `each` gets them
    /// with the number of records before them.
    ///
    /// # Errors
    /// Damage, a wanted column of an unsupported type, texts that tables may not hold, and any refusal by
    /// `each`.
    pub(crate) fn read(
        &self,
        span: Span,
        wanted: &[bool],
        each: &mut dyn FnMut(u64, &Batch) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        guarded(|| {
            let mut readers = self.readers(span, wanted)?;
            let mut done = 0;
            while done < span.rows {
                let rows = BATCH.min(span.rows - done);
                let before = span.before + done as u64;
                let read = |(column, reader): (&Column, &mut Option<ColumnReader>)| {
                    let Some(reader) = reader else { return Ok(None) };
                    column.kind()?.read(reader, rows, before).map(Some)
                };
                let columns = self.columns.iter().zip(&mut readers).map(read);
                let columns = columns.collect::<Result<Vec<_>, Refused>>()?;
                each(before, &Batch { rows, columns })?;
                done += rows;
            }
            Ok(())
        })
    }

    /// A reader for each wanted column, positioned at the first record of a span.
    fn readers(&self, span: Span, wanted: &[bool]) -> Result<Vec<Option<ColumnReader>>, Refused> {
        let group = self.reader.get_row_group(span.group).map_err(failed)?;
        let reader = |(at, column): (usize, &Column)| {
            if !wanted.get(at).copied().unwrap_or(false) {
                return Ok(None);
            }
            column.kind()?;
            let mut reader = group.get_column_reader(column.leaf).map_err(failed)?;
            let skipped = skip(&mut reader, span.start).map_err(failed)?;
            if skipped != span.start {
                return Err((None, unreadable(&"a column ends before the others")));
            }
            Ok(Some(reader))
        };
        self.columns.iter().enumerate().map(reader).collect()
    }
}

fn skip(reader: &mut ColumnReader, records: usize) -> Result<usize, ParquetError> {
    if records == 0 {
        return Ok(0);
    }
    match reader {
        ColumnReader::BoolColumnReader(reader) => reader.skip_records(records),
        ColumnReader::Int32ColumnReader(reader) => reader.skip_records(records),
        ColumnReader::Int64ColumnReader(reader) => reader.skip_records(records),
        ColumnReader::Int96ColumnReader(reader) => reader.skip_records(records),
        ColumnReader::FloatColumnReader(reader) => reader.skip_records(records),
        ColumnReader::DoubleColumnReader(reader) => reader.skip_records(records),
        ColumnReader::ByteArrayColumnReader(reader) => reader.skip_records(records),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => reader.skip_records(records),
    }
}

/// Refuses a file that claims to hold more than the limits.
fn check(groups: &[RowGroupMetaData], size: usize, columns: usize) -> Result<(), Refused> {
    if columns > limits::COLUMNS {
        let problem = format!("has {columns} columns");
        let remedy = format!("leave out those that are not needed: {} are read", limits::COLUMNS);
        return Err((None, Refusal::new(problem, remedy)));
    }
    let number = |number: i64| u64::try_from(number).unwrap_or(u64::MAX);
    let rows = groups.iter().map(|group| number(group.num_rows())).fold(0, u64::saturating_add);
    let chunks = groups.iter().flat_map(RowGroupMetaData::columns);
    let held = chunks.map(|chunk| number(chunk.uncompressed_size())).fold(0, u64::saturating_add);
    let limit = limits::decoded_bytes(size);
    if held.max(rows.saturating_mul(SHORTEST_ROW)) > limit {
        let problem = format!("unpacks to more than {}", limits::in_words(limit));
        let remedy = "leave out rows and columns that are not needed";
        return Err((None, Refusal::new(problem, remedy)));
    }
    Ok(())
}
