//! The types of columns that tables have, and their values.

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, Int96};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescriptor;

use super::Refused;
use super::file::unreadable;
use crate::limits;
use crate::refusal::Refusal;
use crate::universe::batch::{Texts, TypedColumn, Values};
use crate::universe::text::text_fault;

/// The Julian day number of the first day of Unix time.
const JULIAN_EPOCH: i64 = 2_440_588;

/// The meaning of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bool,
    Integer,
    Unsigned,
    Single,
    Double,
    Day,
    /// A moment, with the number of its units in a day.
    Moment(i64),
    /// A decimal, with the number of digits after the point.
    Decimal(u32),
    Text,
}

const MILLISECONDS: i64 = 86_400_000;
const MICROSECONDS: i64 = 86_400_000_000;
const NANOSECONDS: i64 = 86_400_000_000_000;

impl Kind {
    /// The kind of a column; `None` for a type that tables do not have.
    pub(super) fn of(column: &ColumnDescriptor) -> Option<Self> {
        use ConvertedType as Converted;
        let physical = column.physical_type();
        let scale = |scale: i32| u32::try_from(scale).ok().map(Self::Decimal);
        let is_bytes = matches!(physical, Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY);
        Some(match (column.logical_type_ref(), column.converted_type()) {
            (Some(LogicalType::Decimal(decimal)), _) => return scale(decimal.scale),
            (Some(LogicalType::Date), _) | (None, Converted::DATE) => Self::Day,
            (Some(LogicalType::Timestamp(time)), _) => Self::Moment(match time.unit {
                TimeUnit::MILLIS => MILLISECONDS,
                TimeUnit::MICROS => MICROSECONDS,
                TimeUnit::NANOS => NANOSECONDS,
            }),
            (Some(LogicalType::Integer(integer)), _) if integer.is_signed => Self::Integer,
            (Some(LogicalType::Integer(_)), _) => Self::Unsigned,
            (Some(LogicalType::String | LogicalType::Enum | LogicalType::Json), _) => Self::Text,
            (Some(LogicalType::Unknown) | None, converted) => match converted {
                Converted::DECIMAL => return scale(column.type_scale()),
                Converted::TIMESTAMP_MILLIS => Self::Moment(MILLISECONDS),
                Converted::TIMESTAMP_MICROS => Self::Moment(MICROSECONDS),
                Converted::UINT_8
                | Converted::UINT_16
                | Converted::UINT_32
                | Converted::UINT_64 => Self::Unsigned,
                Converted::TIME_MILLIS
                | Converted::TIME_MICROS
                | Converted::INTERVAL
                | Converted::BSON => return None,
                _ => match physical {
                    Physical::BOOLEAN => Self::Bool,
                    Physical::INT32 | Physical::INT64 => Self::Integer,
                    Physical::INT96 => Self::Moment(MICROSECONDS),
                    Physical::FLOAT => Self::Single,
                    Physical::DOUBLE => Self::Double,
                    Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY => Self::Text,
                },
            },
            _ => return None,
        })
        .filter(|kind| (*kind != Self::Text) || is_bytes)
    }

    /// The next values of a column.
    ///
    /// # Errors
    /// Damaged values, too few of them, and texts that tables may not hold.
    pub(super) fn read(
        self,
        reader: &mut ColumnReader,
        rows: usize,
        before: u64,
    ) -> Result<TypedColumn, Refused> {
        // A default byte array has no length at all, not even zero.
        let nothing = ByteArray::from("");
        let (values, known) = match reader {
            ColumnReader::BoolColumnReader(reader) => {
                let (values, known) = take(reader, rows, &Default::default())?;
                (Values::Bools(values), known)
            }
            ColumnReader::Int32ColumnReader(reader) => {
                let (values, known) = take(reader, rows, &Default::default())?;
                let is_unsigned = self == Self::Unsigned;
                let wide = |value: i32| {
                    if is_unsigned { i64::from(value.cast_unsigned()) } else { i64::from(value) }
                };
                (self.whole(values.into_iter().map(wide).collect()), known)
            }
            ColumnReader::Int64ColumnReader(reader) => {
                let (values, known) = take(reader, rows, &Default::default())?;
                (self.whole(values), known)
            }
            ColumnReader::Int96ColumnReader(reader) => {
                let (values, known) = take(reader, rows, &Int96::default())?;
                let moments: Option<Vec<i64>> = values.iter().map(moment).collect();
                let moments = moments.ok_or_else(|| (None, unreadable(&"a day out of range")))?;
                (Values::Moments(moments, MICROSECONDS), known)
            }
            ColumnReader::FloatColumnReader(reader) => {
                let (values, known) = take(reader, rows, &Default::default())?;
                (Values::Singles(values), known)
            }
            ColumnReader::DoubleColumnReader(reader) => {
                let (values, known) = take(reader, rows, &Default::default())?;
                (Values::Doubles(values), known)
            }
            ColumnReader::ByteArrayColumnReader(reader) => {
                let (values, known) = take(reader, rows, &nothing)?;
                (self.bytes(&values, before)?, known)
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                let (values, known) = take(reader, rows, &nothing.into())?;
                let values: Vec<ByteArray> = values.into_iter().map(ByteArray::from).collect();
                (self.bytes(&values, before)?, known)
            }
        };
        Ok(TypedColumn::new(values, known))
    }

    /// Whole numbers, converted according to the kind.
    fn whole(self, values: Vec<i64>) -> Values {
        match self {
            Self::Day => Values::Days(values),
            Self::Moment(per_day) => Values::Moments(values, per_day),
            Self::Decimal(scale) => {
                Values::Decimals(values.into_iter().map(i128::from).collect(), scale)
            }
            Self::Unsigned => {
                Values::Unsigned(values.into_iter().map(i64::cast_unsigned).collect())
            }
            _ => Values::Integers(values),
        }
    }

    /// Bytes as texts, or as exact numbers.
    fn bytes(self, values: &[ByteArray], before: u64) -> Result<Values, Refused> {
        let Self::Decimal(scale) = self else { return texts(values, before) };
        let numbers: Option<Vec<i128>> = values.iter().map(number).collect();
        let numbers = numbers.ok_or_else(|| {
            let problem = "holds a decimal of more than 128 bits";
            (None, Refusal::new(problem, "write it as decimal(38, ...), or as a 64-bit float"))
        })?;
        Ok(Values::Decimals(numbers, scale))
    }
}

/// Values, and which of them are known; `None` if all are.
type Taken<T> = (Vec<T>, Option<Vec<bool>>);

/// The next values of a column, and which of them are known; unknown ones get the given value.
fn take<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    unknown: &T::T,
) -> Result<Taken<T::T>, Refused> {
    let (mut levels, mut values) = (Vec::new(), Vec::with_capacity(rows));
    let read = reader.read_records(rows, Some(&mut levels), None, &mut values);
    let (records, ..) = read.map_err(|error: ParquetError| (None, unreadable(&error)))?;
    if records != rows {
        return Err((None, unreadable(&"a column ends before the others")));
    }
    if values.len() == rows {
        return Ok((values, None));
    }
    let mut known = Vec::with_capacity(rows);
    let mut spread = Vec::with_capacity(rows);
    let mut values = values.into_iter();
    for level in levels {
        known.push(level > 0);
        let value = if level > 0 { values.next() } else { None };
        spread.push(value.unwrap_or_else(|| unknown.clone()));
    }
    Ok((spread, Some(known)))
}

/// Texts, each of which a table may hold.
fn texts(values: &[ByteArray], before: u64) -> Result<Values, Refused> {
    let record = |row: usize| before.checked_add(row as u64 + 1);
    let length: usize = values.iter().map(ByteArray::len).sum();
    if length as u64 > limits::DECODED_BYTES {
        let problem = format!("has texts of more than {} in a few rows", {
            limits::in_words(limits::DECODED_BYTES)
        });
        return Err((record(0), Refusal::new(problem, "leave that column out")));
    }
    let mut bytes = Vec::with_capacity(length);
    let mut places = Vec::with_capacity(values.len());
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    for (row, value) in values.iter().enumerate() {
        if value.len() > limits::CELL_BYTES {
            let problem =
                format!("has a cell of more than {}", limits::in_words(limits::CELL_BYTES as u64));
            return Err((record(row), Refusal::new(problem, "cut the cell")));
        }
        let start = bytes.len();
        bytes.extend_from_slice(value.data());
        places.push((place(start), place(bytes.len())));
    }
    let row_at = |at: usize| places.partition_point(|(_, end)| *end as usize <= at);
    let no_text =
        |at: usize| (record(row_at(at)), Refusal::new("is not UTF-8", "save it as UTF-8"));
    let text =
        String::from_utf8(bytes).map_err(|error| no_text(error.utf8_error().valid_up_to()))?;
    // If one text ends within a character, the next one begins within it.
    if let Some((_, end)) = places.iter().find(|(_, end)| !text.is_char_boundary(*end as usize)) {
        return Err(no_text((*end as usize).saturating_sub(1)));
    }
    match text_fault(&text) {
        Some((at, refusal)) => Err((record(row_at(at)), refusal)),
        None => Ok(Values::Texts(Texts { text, places })),
    }
}

/// A whole number of big-endian bytes in two's complement.
fn number(bytes: &ByteArray) -> Option<i128> {
    if bytes.is_empty() {
        return Some(0);
    }
    let data = bytes.data();
    let start: i128 = if data.first().is_some_and(|byte| *byte > 0x7f) { -1 } else { 0 };
    (data.len() <= 16).then(|| data.iter().fold(start, |n, byte| (n << 8) | i128::from(*byte)))
}

/// Microseconds since 1970-01-01, rounded up, so that only midnight itself counts as midnight.
fn moment(value: &Int96) -> Option<i64> {
    let [low, high, day] = value.data() else { return None };
    let nanoseconds = u64::from(*high) << 32 | u64::from(*low);
    let of_day = i64::try_from(nanoseconds.div_ceil(1_000)).ok()?;
    let days = i64::from(*day) - JULIAN_EPOCH;
    days.checked_mul(MICROSECONDS)?.checked_add(of_day)
}
