//! The workbook holds the tables cell by cell.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use rankday::report::format::Format;
use rust_decimal::prelude::ToPrimitive as _;

use crate::reports::{all, file, tables};

#[test]
fn every_cell_is_that_of_the_table() {
    for (name, report) in all() {
        let mut book = Xlsx::new(Cursor::new(file(report, Format::Xlsx))).expect("a workbook");
        let tables = tables(report);
        let mut names = book.sheet_names();
        assert_eq!(names.first().map(String::as_str), Some("summary"), "{name}");
        assert_eq!(names.pop().as_deref(), Some("assumptions"), "{name}");
        assert_eq!(names.len(), tables.len() + 1, "{name}: {names:?}");
        for (table, rows) in &tables {
            let sheet =
                book.worksheet_range(table).unwrap_or_else(|e| panic!("{name} {table}: {e}"));
            assert_eq!(sheet.height(), rows.len(), "{name} {table}");
            // Of the long ones every so many rows.
            let step = rows.len() / 500 + 1;
            for (at, row) in rows.iter().enumerate().step_by(step) {
                for (column, expected) in row.iter().enumerate() {
                    let place =
                        (u32::try_from(at).expect("few"), u32::try_from(column).expect("few"));
                    let cell = sheet.get_value(place).unwrap_or(&Data::Empty);
                    assert!(
                        is_same(cell, expected),
                        "{name} {table} {place:?}: {cell:?}, {expected}"
                    );
                }
            }
        }
    }
}

#[test]
fn headers_stay_in_sight_and_numbers_have_formats() {
    let book = file(&*crate::reports::RUN, Format::Xlsx);
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    let names: Vec<String> = {
        let named = archive.file_names().map(|name| name.expect("a name").into_owned());
        named.collect()
    };
    let mut text_of = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
        text
    };
    let sheets: Vec<&String> =
        names.iter().filter(|name| name.contains("worksheets/sheet")).collect();
    // All but the first, which is no table.
    let frozen = |name: &&&String| text_of(name).contains("state=\"frozen\"");
    assert_eq!(sheets.iter().filter(frozen).count(), sheets.len() - 1);
    let styles = text_of("xl/styles.xml");
    for format in ["yyyy-mm-dd", "0.0000%", "#,##0"] {
        assert!(styles.contains(format), "no {format}");
    }
}

/// A workbook says when it was made in each of its parts: never what the clock says, which may be
/// anything.
#[test]
fn a_workbook_is_of_no_time() {
    let book = file(&*crate::reports::RUN, Format::Xlsx);
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    for at in 0..archive.len() {
        let part = archive.by_index(at).expect("a part");
        assert_eq!(part.last_modified(), Some(zip::DateTime::DEFAULT), "{at}");
    }
    let mut core = String::new();
    let mut part = archive.by_name("docProps/core.xml").expect("a part");
    part.read_to_string(&mut core).expect("text");
    assert!(core.contains(">2000-01-01T00:00:00Z<"), "{core}");
}

fn is_same(cell: &Data, expected: &str) -> bool {
    match cell {
        Data::Empty => expected.is_empty(),
        Data::String(text) => text == expected,
        // Fifteen digits are what a spreadsheet keeps.
        Data::Float(value) => {
            expected.parse::<f64>().is_ok_and(|e| (e - value).abs() <= e.abs() * 1e-14)
        }
        Data::DateTime(day) => {
            let first = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
            let days = day.as_f64().to_i64().expect("whole days");
            expected.parse() == Ok(first + chrono::TimeDelta::days(days))
        }
        _ => false,
    }
}
