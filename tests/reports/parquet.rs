//! Parquet files hold the tables cell by cell.

use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use rankday::report::format::Format;

use crate::reports::{all, files, tables};

#[test]
fn every_cell_is_that_of_the_table() {
    for (name, report) in all() {
        let tables = tables(report);
        let files = files(report, Format::Parquet);
        assert_eq!(files.len(), tables.len(), "{name}");
        for (file, bytes) in files {
            let rows = &tables[file.trim_end_matches(".parquet")];
            let reader = SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("a file");
            let mut read = 1;
            for row in reader.get_row_iter(None).expect("rows") {
                let row = row.expect("a row");
                for ((column, field), expected) in row.get_column_iter().zip(&rows[read]) {
                    assert!(
                        is_same(field, expected),
                        "{name} {file} {read} {column}: {field:?}, {expected}"
                    );
                }
                read += 1;
            }
            assert_eq!(read, rows.len(), "{name} {file}");
        }
    }
}

fn is_same(field: &Field, expected: &str) -> bool {
    let number = || expected.parse::<f64>().ok();
    match field {
        Field::Null => expected.is_empty(),
        Field::Str(text) => text == expected,
        Field::Long(count) => expected.parse() == Ok(*count),
        Field::Double(value) => number().is_some_and(|e| (e - value).abs() <= 0.0),
        Field::Date(days) => {
            let days = i64::from(*days);
            let first = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day");
            expected.parse() == Ok(first + chrono::TimeDelta::days(days))
        }
        Field::Decimal(decimal) => {
            let bytes: [u8; 16] = decimal.data().try_into().expect("sixteen bytes");
            let scale = u32::try_from(decimal.scale()).expect("a scale");
            let read =
                rust_decimal::Decimal::try_from_i128_with_scale(i128::from_be_bytes(bytes), scale);
            expected.parse::<rust_decimal::Decimal>().ok() == read.ok()
        }
        _ => false,
    }
}
