//! Tables of texts as Parquet files, their columns of any type.

use std::sync::Arc;

use chrono::NaiveDate;
use parquet::data_type::{
    ByteArray, ByteArrayType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, FloatType,
    Int32Type, Int64Type,
};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use rust_decimal::Decimal;

/// The type of a column.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Is {
    Text,
    Double,
    Single,
    Integer,
    /// 38 digits, so many of them after the point.
    Decimal(u32),
    Day,
    /// Midnight, in nanoseconds.
    Moment,
}

/// A CSV as a Parquet file with columns of these types, in groups of so many rows; empty cells are unknown.
pub(crate) fn of_csv(text: &str, types: &[Is], group: usize) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    let fields = names.iter().zip(types).map(|(name, is)| field(name, *is));
    let schema = format!("message frame {{ {} }}", fields.collect::<String>());
    let schema = Arc::new(parse_message_type(&schema).expect("a schema"));
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, schema, Arc::default()).expect("a writer");
    for rows in rows.chunks(group) {
        let mut group = writer.next_row_group().expect("a row group");
        for (at, is) in types.iter().enumerate() {
            let cells: Vec<&str> = rows.iter().map(|row| &row[at]).collect();
            let mut column = group.next_column().expect("in order").expect("a column");
            write(&mut column, *is, &cells);
            column.close().expect("a whole column");
        }
        group.close().expect("a whole group");
    }
    writer.close().expect("a whole file");
    bytes
}

/// One column of whole numbers.
pub(crate) fn of_numbers(name: &str, numbers: &[i64]) -> Vec<u8> {
    let schema = format!("message numbers {{ REQUIRED INT64 {name}; }}");
    let schema = Arc::new(parse_message_type(&schema).expect("a schema"));
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, schema, Arc::default()).expect("a writer");
    let mut group = writer.next_row_group().expect("a row group");
    let mut column = group.next_column().expect("in order").expect("a column");
    column.typed::<Int64Type>().write_batch(numbers, None, None).expect("written");
    column.close().expect("a whole column");
    group.close().expect("a whole group");
    writer.close().expect("a whole file");
    bytes
}

fn field(name: &str, is: Is) -> String {
    match is {
        Is::Text => format!("OPTIONAL BYTE_ARRAY {name} (UTF8); "),
        Is::Double => format!("OPTIONAL DOUBLE {name}; "),
        Is::Single => format!("OPTIONAL FLOAT {name}; "),
        Is::Integer => format!("OPTIONAL INT64 {name}; "),
        Is::Decimal(scale) => {
            format!("OPTIONAL FIXED_LEN_BYTE_ARRAY (16) {name} (DECIMAL(38,{scale})); ")
        }
        Is::Day => format!("OPTIONAL INT32 {name} (DATE); "),
        Is::Moment => format!("OPTIONAL INT64 {name} (TIMESTAMP(NANOS,false)); "),
    }
}

fn day(cell: &str) -> i32 {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day");
    let days = cell.parse::<NaiveDate>().expect("a date") - first;
    i32::try_from(days.num_days()).expect("near")
}

fn decimal(cell: &str, scale: u32) -> FixedLenByteArray {
    let mut number: Decimal = cell.parse().expect("a decimal");
    number.rescale(scale);
    ByteArray::from(number.mantissa().to_be_bytes().to_vec()).into()
}

fn write(column: &mut SerializedColumnWriter<'_>, is: Is, cells: &[&str]) {
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(!cell.is_empty())).collect();
    let filled = cells.iter().copied().filter(|cell| !cell.is_empty());
    macro_rules! put {
        ($type:ty, $value:expr) => {{
            let values: Vec<_> = filled.map($value).collect();
            column.typed::<$type>().write_batch(&values, Some(&levels), None)
        }};
    }
    let number = |cell: &str| cell.parse().expect("a number");
    let written = match is {
        Is::Text => put!(ByteArrayType, ByteArray::from),
        Is::Double => put!(DoubleType, number),
        Is::Single => put!(FloatType, |cell| cell.parse().expect("a number")),
        Is::Integer => put!(Int64Type, |cell| cell.parse().expect("a whole number")),
        Is::Decimal(scale) => put!(FixedLenByteArrayType, |cell| decimal(cell, scale)),
        Is::Day => put!(Int32Type, day),
        Is::Moment => put!(Int64Type, |cell| i64::from(day(cell)) * 86_400_000_000_000),
    };
    written.expect("written");
}
