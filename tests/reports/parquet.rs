//! Parquet files: reports hold the tables cell by cell, and those of others are imported.

use std::process::Command;
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int32Type, Int64Type};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;
use rankday::report::format::Format;
use rankday::universe::{Input, read_universe};

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

/// A universe as a data frame's library writes it: texts, 64- and 32-bit floats, whole numbers, and holes.
fn frame() -> Vec<u8> {
    let schema = parse_message_type(
        "message frame { REQUIRED BYTE_ARRAY Ticker (UTF8); REQUIRED FLOAT Close;
         OPTIONAL DOUBLE MarketCap; REQUIRED INT64 Shares; REQUIRED INT32 Day (DATE); }",
    );
    let schema = Arc::new(schema.expect("a schema"));
    let mut bytes = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut bytes, schema, Arc::default()).expect("a writer");
    let mut group = writer.next_row_group().expect("a row group");
    let mut put = |write: &mut dyn FnMut(&mut SerializedColumnWriter<'_>)| {
        let mut column = group.next_column().expect("in order").expect("a column");
        write(&mut column);
        column.close().expect("a whole column");
    };
    put(&mut |column| {
        let tickers = ["QZA", "XBR.B"].map(ByteArray::from);
        column.typed::<ByteArrayType>().write_batch(&tickers, None, None).expect("tickers");
    });
    put(&mut |column| {
        column.typed::<FloatType>().write_batch(&[142.66, 0.1], None, None).expect("closes");
    });
    put(&mut |column| {
        let known = Some(&[1_i16, 0][..]);
        column.typed::<DoubleType>().write_batch(&[1.5e9], known, None).expect("caps");
    });
    put(&mut |column| {
        column.typed::<Int64Type>().write_batch(&[10_514_510, 7], None, None).expect("shares");
    });
    put(&mut |column| {
        column.typed::<Int32Type>().write_batch(&[20_208, 20_208], None, None).expect("days");
    });
    group.close().expect("a whole group");
    writer.close().expect("a whole file");
    bytes
}

#[test]
fn parquet_of_a_data_frame_is_imported_as_it_stands() {
    let home = tempfile::tempdir().expect("a folder");
    let (from, to) = (home.path().join("frame.parquet"), home.path().join("universe.csv"));
    std::fs::write(&from, frame()).expect("a file");
    let run = Command::new(env!("CARGO_BIN_EXE_rankday"))
        .args(["import", "table", "--to", "universe", "--map"])
        .arg("symbol=Ticker,price=Close,company_market_cap=MarketCap,shares_outstanding=Shares,date=Day,exchange='us_listed'")
        .arg("--out")
        .args([&to, &from])
        .output()
        .expect("rankday");
    let said =
        String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    assert!(said.contains("32-bit floats taken as the shortest decimals"), "{said}");
    let universe = std::fs::read(&to).expect("a universe");
    let universe = Input::from_bytes("u.csv", universe).expect("text");
    let day = "2025-04-30".parse().expect("a day");
    let read = read_universe(&universe, day).expect("a universe").universe;
    let lines: Vec<_> = read
        .securities
        .iter()
        .map(|s| {
            let number = |n: Option<rust_decimal::Decimal>| n.map(|n| n.normalize().to_string());
            (s.symbol().to_owned(), number(s.price()), number(s.company_market_cap()))
        })
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        lines,
        [
            ("QZA".to_owned(), text("142.66"), text("1500000000")),
            ("XBR.B".to_owned(), text("0.1"), None),
        ]
    );
}
