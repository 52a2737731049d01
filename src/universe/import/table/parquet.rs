//! Parquet files, in builds with that feature.
//!
//! Texts, whole numbers, decimals and days are taken exactly; floats as the shortest decimal that is that
//! float, so that a 32-bit 142.66 is 142.66.

#[cfg(not(feature = "parquet"))]
use super::raw::RawRow;
#[cfg(not(feature = "parquet"))]
use crate::refusal::Refusal;
#[cfg(not(feature = "parquet"))]
use crate::remark::ReadingNote;

/// The rows of a file, the names of the columns first, and how they were read.
///
/// # Errors
/// Always: this build reads none.
#[cfg(not(feature = "parquet"))]
pub(super) fn rows(_: &[u8]) -> Result<(Vec<RawRow>, Vec<ReadingNote>), Refusal> {
    let remedy = "build rankday with it (cargo build --release --features parquet), or save the table \
                  as CSV";
    Err(Refusal::new("is a Parquet file, which this build does not read", remedy))
}

#[cfg(feature = "parquet")]
pub(super) use read::rows;

#[cfg(feature = "parquet")]
mod read {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use bytes::Bytes;
    use compact_str::{CompactString, format_compact};
    use parquet::data_type::Decimal;
    use parquet::errors::ParquetError;
    use parquet::file::reader::{FileReader as _, SerializedFileReader};
    use parquet::record::Field;

    use crate::limits;
    use crate::refusal::Refusal;
    use crate::remark::ReadingNote;
    use crate::universe::import::table::raw::{Collected, RawRow, cell, float};

    /// The first day of Unix time, in days of the common era.
    const EPOCH: i32 = 719_163;

    fn unreadable(error: &dyn std::fmt::Display) -> Refusal {
        let problem = format!("is a Parquet file that cannot be read ({error})");
        Refusal::new(problem, "write it again, or save the table as CSV")
    }

    /// The rows of a file, the names of the columns first, and how they were read.
    ///
    /// # Errors
    /// A damaged file, one of types that no table has, and one that holds too much.
    pub(in crate::universe::import::table) fn rows(
        bytes: &[u8],
    ) -> Result<(Vec<RawRow>, Vec<ReadingNote>), Refusal> {
        let bytes = Bytes::copy_from_slice(bytes);
        // The reader gives up on some types and damages by a panic.
        let read = catch_unwind(AssertUnwindSafe(|| read(bytes)));
        read.unwrap_or_else(|_| Err(unreadable(&"it holds what its own reader does not know")))
    }

    fn read(bytes: Bytes) -> Result<(Vec<RawRow>, Vec<ReadingNote>), Refusal> {
        let size = bytes.len();
        let failed = |error: ParquetError| unreadable(&error);
        let reader = SerializedFileReader::new(bytes).map_err(failed)?;
        let metadata = reader.metadata();
        let fields = metadata.file_metadata().schema().get_fields();
        let count = usize::try_from(metadata.file_metadata().num_rows()).unwrap_or(usize::MAX);
        check(metadata.row_groups(), size, count, fields.len())?;
        let nested = fields.iter().find(|field| !field.is_primitive());
        if let Some(field) = nested {
            let problem = format!("has a column \"{}\" of lists or groups", field.name());
            return Err(Refusal::new(problem, "leave that column out"));
        }
        let single: Vec<String> = fields
            .iter()
            .filter(|f| f.get_physical_type() == parquet::basic::Type::FLOAT)
            .map(|f| format!("\"{}\"", f.name()))
            .collect();
        let mut notes = Vec::new();
        if !single.is_empty() {
            notes.push(ReadingNote::SingleFloats { columns: single });
        }
        let mut table = Collected::default();
        table.push(0, fields.iter().map(|field| cell(field.name())).collect())?;
        for (row, number) in reader.get_row_iter(None).map_err(failed)?.zip(1..) {
            let row = row.map_err(failed)?;
            table.push(number, row.get_column_iter().map(|(_, field)| text_of(field)).collect())?;
        }
        Ok((table.rows, notes))
    }

    /// Refuses what says that it holds more than is taken.
    fn check(
        groups: &[parquet::file::metadata::RowGroupMetaData],
        size: usize,
        rows: usize,
        columns: usize,
    ) -> Result<(), Refusal> {
        if columns > limits::COLUMNS || rows.saturating_mul(columns) > limits::IMPORTED_CELLS {
            let problem = format!("has {rows} rows of {columns} columns");
            let remedy = format!(
                "leave out what is not needed: {} columns and {} cells are read",
                limits::COLUMNS,
                limits::IMPORTED_CELLS
            );
            return Err(Refusal::new(problem, remedy));
        }
        let limit = limits::decoded_bytes(size);
        let chunks = groups.iter().flat_map(parquet::file::metadata::RowGroupMetaData::columns);
        let held = chunks.map(|c| u64::try_from(c.uncompressed_size()).unwrap_or(u64::MAX));
        if held.fold(0_u64, u64::saturating_add) > limit {
            let problem = format!("unpacks to more than {}", limits::in_words(limit));
            return Err(Refusal::new(problem, "leave out rows and columns that are not needed"));
        }
        Ok(())
    }

    fn text_of(field: &Field) -> CompactString {
        match field {
            Field::Bool(value) => format_compact!("{value}"),
            Field::Byte(number) => format_compact!("{number}"),
            Field::Short(number) => format_compact!("{number}"),
            Field::Int(number) => format_compact!("{number}"),
            Field::Long(number) => format_compact!("{number}"),
            Field::UByte(number) => format_compact!("{number}"),
            Field::UShort(number) => format_compact!("{number}"),
            Field::UInt(number) => format_compact!("{number}"),
            Field::ULong(number) => format_compact!("{number}"),
            Field::Float16(number) => float(f64::from(*number)),
            Field::Float(number) if number.is_finite() => format_compact!("{number}"),
            Field::Double(number) => float(*number),
            Field::Decimal(number) => decimal(number),
            Field::Str(text) => cell(text),
            Field::Bytes(bytes) => cell(&String::from_utf8_lossy(bytes.data())),
            Field::Date(day) => date(i64::from(*day)),
            Field::TimestampMillis(moment) => date(moment.div_euclid(86_400_000)),
            Field::TimestampMicros(moment) => date(moment.div_euclid(86_400_000_000)),
            _ => CompactString::default(),
        }
    }

    /// A day counted from 1970-01-01.
    fn date(days: i64) -> CompactString {
        let day = i32::try_from(days).ok().and_then(|days| EPOCH.checked_add(days));
        let day = day.and_then(chrono::NaiveDate::from_num_days_from_ce_opt);
        day.map_or_else(CompactString::default, |day| format_compact!("{day}"))
    }

    /// An exact number: big-endian bytes in two's complement over a power of ten.
    fn decimal(number: &Decimal) -> CompactString {
        let data = number.data();
        let negative = data.first().is_some_and(|byte| *byte > 0x7f);
        if data.len() > 16 {
            return CompactString::const_new("a decimal of more than 128 bits");
        }
        let start: i128 = if negative { -1 } else { 0 };
        let value = data.iter().fold(start, |value, byte| (value << 8) | i128::from(*byte));
        let scale = u32::try_from(number.scale()).unwrap_or_default();
        match rust_decimal::Decimal::try_from_i128_with_scale(value, scale) {
            Ok(exact) => format_compact!("{exact}"),
            Err(_) => format_compact!("{value}e-{scale}"),
        }
    }
}
