//! Parquet: one file per table, with typed columns.
//!
//! Dates are DATE, counts INT64, caps DECIMAL(38, 2), prices DECIMAL(38, 6), all other numbers DOUBLE;
//! unknown is null.

use std::io::{self, Write};
use std::sync::Arc;

use chrono::NaiveDate;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{
    ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType,
    Int32Type, Int64Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use rust_decimal::Decimal;

use super::File;
use crate::report::Report;
use crate::report::table::{Cell, Column, Holds, Sink, Table};

/// Precision of a decimal column, in digits.
const DIGITS: i32 = 38;
/// Size of a decimal, in bytes.
const BYTES: i32 = 16;

/// The files of a report, one for each table.
pub(super) fn files<'a>(report: &'a dyn Report) -> Vec<File<'a>> {
    let file = |table: Table<'a>| {
        File::new(format!("{}.parquet", table.name), move |out| write(&table, out))
    };
    report.tables().into_iter().map(file).collect()
}

fn write(table: &Table<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut columns =
        Columns { columns: table.columns.iter().map(|c| Values::of(c.holds)).collect(), at: 0 };
    table.write(&mut columns)?;
    let mut bytes = Vec::new();
    write_row_group(table, &columns.columns, &mut bytes).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn write_row_group(
    table: &Table<'_>,
    columns: &[Values],
    bytes: &mut Vec<u8>,
) -> Result<(), ParquetError> {
    let fields = table.columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
    let schema = Arc::new(Type::group_type_builder("rankday").with_fields(fields).build()?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(crate::TOOL.to_owned())
        .build();
    let mut writer = SerializedFileWriter::new(bytes, schema, Arc::new(properties))?;
    let mut group = writer.next_row_group()?;
    for values in columns {
        if let Some(mut column) = group.next_column()? {
            values.write(&mut column)?;
            column.close()?;
        }
    }
    group.close()?;
    writer.close()?;
    Ok(())
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let decimal = |scale: i32| {
        let logical = LogicalType::decimal(scale, DIGITS);
        (Physical::FIXED_LEN_BYTE_ARRAY, Some(logical), Some((BYTES, DIGITS, scale)))
    };
    let (physical, logical, exact) = match column.holds {
        Holds::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String), None),
        Holds::Date => (Physical::INT32, Some(LogicalType::Date), None),
        Holds::Count => (Physical::INT64, None, None),
        Holds::Usd => decimal(scale_of(Holds::Usd)),
        Holds::Price => decimal(scale_of(Holds::Price)),
        Holds::Number | Holds::Points | Holds::Fraction => (Physical::DOUBLE, None, None),
    };
    let mut builder = Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    if let Some((length, precision, scale)) = exact {
        builder = builder.with_length(length).with_precision(precision).with_scale(scale);
    }
    Ok(Arc::new(builder.build()?))
}

/// Decimal places of a decimal column.
fn scale_of(holds: Holds) -> i32 {
    if holds == Holds::Price { 6 } else { 2 }
}

/// The values of a column; `None` is null.
enum Values {
    Text(Vec<Option<ByteArray>>),
    Date(Vec<Option<i32>>),
    Count(Vec<Option<i64>>),
    Exact(u32, Vec<Option<FixedLenByteArray>>),
    Number(Vec<Option<f64>>),
}

impl Values {
    fn of(holds: Holds) -> Self {
        match holds {
            Holds::Text => Self::Text(Vec::new()),
            Holds::Date => Self::Date(Vec::new()),
            Holds::Count => Self::Count(Vec::new()),
            Holds::Usd | Holds::Price => Self::Exact(scale_of(holds).unsigned_abs(), Vec::new()),
            Holds::Number | Holds::Points | Holds::Fraction => Self::Number(Vec::new()),
        }
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match self {
            Self::Text(values) => {
                values.push((!cell.is_empty()).then(|| ByteArray::from(cell.text().as_str())));
            }
            Self::Date(values) => values.push(match cell {
                Cell::Date(day) => i32::try_from((*day - NaiveDate::default()).num_days()).ok(),
                _ => None,
            }),
            Self::Count(values) => values.push(match cell {
                Cell::Count(count) => i64::try_from(*count).ok(),
                _ => None,
            }),
            Self::Exact(scale, values) => values.push(exact(cell, *scale)),
            Self::Number(values) => values.push(cell.number()),
        }
    }

    fn write(&self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Self::Text(values) => write_values::<ByteArrayType>(values, column),
            Self::Date(values) => write_values::<Int32Type>(values, column),
            Self::Count(values) => write_values::<Int64Type>(values, column),
            Self::Exact(_, values) => write_values::<FixedLenByteArrayType>(values, column),
            Self::Number(values) => write_values::<DoubleType>(values, column),
        }
    }
}

fn write_values<T: DataType>(
    values: &[Option<T::T>],
    column: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let known: Vec<T::T> = values.iter().flatten().cloned().collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    column.typed::<T>().write_batch(&known, Some(&levels), None)?;
    Ok(())
}

/// A decimal as big-endian bytes of its unscaled value; `None` if it does not fit the scale.
fn exact(cell: &Cell<'_>, scale: u32) -> Option<FixedLenByteArray> {
    let mut value = match cell {
        Cell::Decimal(value) => *value,
        Cell::Empty | Cell::Text(_) | Cell::Date(_) => return None,
        Cell::Count(count) => Decimal::from(*count),
        Cell::Number(..) => cell.text().parse().ok()?,
    };
    value.rescale(scale);
    // A value with more decimal places must not be truncated to another number.
    (value.scale() == scale)
        .then(|| ByteArray::from(value.mantissa().to_be_bytes().to_vec()).into())
}

struct Columns {
    columns: Vec<Values>,
    at: usize,
}

impl Sink for Columns {
    fn cell(&mut self, cell: &Cell<'_>) {
        if let Some(column) = self.columns.get_mut(self.at) {
            column.push(cell);
        }
        self.at += 1;
    }

    fn end(&mut self) -> io::Result<()> {
        self.at = 0;
        Ok(())
    }
}
