//! The workbook holds the tables cell by cell.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use rankday::report::format::Format;
use rankday::report::table::Holds;
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
            // In long tables, one row in every few.
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
    // All sheets but the first, which is not a table.
    let frozen = |name: &&&String| text_of(name).contains("state=\"frozen\"");
    assert_eq!(sheets.iter().filter(frozen).count(), sheets.len() - 1);
    let styles = text_of("xl/styles.xml");
    for format in ["yyyy-mm-dd", "0.0000%", "#,##0"] {
        assert!(styles.contains(format), "no {format}");
    }
}

/// The parts of a workbook as text, by name.
fn parts(book: Vec<u8>) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).expect("a part");
            let name = part.name().expect("a name").into_owned();
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            (name, text)
        })
        .collect()
}

/// The value of an attribute in the text of an element.
fn attribute<'t>(element: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = element.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()
}

/// The elements of a name in a text, each without what is in it.
fn elements<'t>(mut text: &'t str, name: &str) -> impl Iterator<Item = &'t str> {
    let begin = format!("<{name} ");
    std::iter::from_fn(move || {
        let from = &text[text.find(&begin)?..];
        let (element, rest) = from.split_at(from.find('>')?);
        text = rest;
        Some(element)
    })
}

/// The format of each style of a workbook's cells; "General" for those without one.
fn cell_formats(styles: &str) -> Vec<String> {
    let named: BTreeMap<&str, String> = elements(styles, "numFmt")
        .filter_map(|own| {
            let code = attribute(own, "formatCode")?.replace("&gt;", ">").replace("&lt;", "<");
            Some((attribute(own, "numFmtId")?, code))
        })
        .collect();
    let (_, cells) = styles.split_once("<cellXfs").expect("styles of cells");
    let (cells, _) = cells.split_once("</cellXfs>").expect("styles of cells");
    let format = |own: &str| match attribute(own, "numFmtId") {
        Some("3") => "#,##0".to_owned(),
        Some("4") => "#,##0.00".to_owned(),
        Some(id) => named.get(id).cloned().unwrap_or_else(|| "General".to_owned()),
        None => "General".to_owned(),
    };
    elements(cells, "xf").map(format).collect()
}

#[test]
fn columns_are_formatted_by_their_kind_and_keys_stay_in_sight() {
    for (name, report) in all() {
        let parts = parts(file(report, Format::Xlsx));
        let formats = cell_formats(&parts["xl/styles.xml"]);
        let mut seen = 0;
        // The first sheet is the summary.
        for (at, table) in report.tables().iter().enumerate() {
            let sheet = &parts[&format!("xl/worksheets/sheet{}.xml", at + 2)];
            let about = format!("{name} {}", table.name);
            let of_measures = table.columns.iter().any(|column| column.name == "measure");
            let mut of_numbers = BTreeSet::new();
            let pane = elements(sheet, "pane").next().expect("a pane");
            assert_eq!(attribute(pane, "ySplit"), Some("1"), "{about}");
            let kept: usize = attribute(pane, "xSplit").expect("columns").parse().expect("a count");
            for key in ["symbol", "rule", "measure"] {
                let place = table.columns.iter().take(5).position(|column| column.name == key);
                assert!(place.is_none_or(|place| place < kept), "{about}: {key} goes out of sight");
            }
            assert!(sheet.contains("<autoFilter "), "{about}");
            let names: Vec<String> = (0..table.columns.len()).map(column_name).collect();
            // The first rows of long tables.
            for cell in elements(sheet, "c").skip(names.len()).take(30 * names.len()) {
                let place = attribute(cell, "r").expect("a place");
                let letters = place.trim_end_matches(|c: char| c.is_ascii_digit());
                let column = names.iter().position(|own| own == letters).expect("a column");
                let column = &table.columns[column];
                let style = attribute(cell, "s").map_or(0, |s| s.parse().expect("a style"));
                if of_measures && matches!(column.holds, Holds::Number) {
                    of_numbers.insert(formats[style].clone());
                    continue;
                }
                let expected = match column.holds {
                    Holds::Text => "General",
                    Holds::Date => "yyyy-mm-dd",
                    Holds::Count | Holds::Usd => "#,##0",
                    Holds::Price => "#,##0.00####",
                    Holds::Fraction
                        if ["confidence", "p_eligible"].contains(&column.name)
                            || column.name.ends_with("coverage") =>
                    {
                        "0.0%"
                    }
                    Holds::Fraction => "0.0000%",
                    Holds::Points => "0.0000",
                    Holds::Number if column.name.contains("shares") => "#,##0",
                    Holds::Number => "#,##0.00",
                };
                assert_eq!(formats[style], expected, "{about} {}", column.name);
                seen += 1;
            }
            // By the unit of the row.
            assert!(of_numbers.is_empty() || of_numbers.contains("0.0000%"), "{about}");
            let known = ["0.0000%", "#,##0", "#,##0.00"];
            assert!(of_numbers.iter().all(|own| known.contains(&own.as_str())), "{about}");
        }
        assert!(seen > 100, "{name}: {seen} cells");
    }
}

/// The letters of a column, the first being 0.
fn column_name(place: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at).expect("a letter"));
    match place {
        0..26 => letter(place).to_string(),
        _ => format!("{}{}", letter(place / 26 - 1), letter(place % 26)),
    }
}

/// Each part of a workbook says when it was made: never by the clock, which may show anything.
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
        // A spreadsheet keeps fifteen digits.
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
