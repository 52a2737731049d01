//! Properties of every format: the same bytes each time, all or nothing, and no name that is a tag.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx};
use rankday::report::files::Staging;
use rankday::report::format::{DEFAULT, Format, write_reports};
use rankday::report::manifest::{MANIFEST_FILE, ResultKind};
use rankday::report::page::{Page, Quotes};
use rankday::report::table::{Cell, Cells, Column, Description, Holds, Sink, Table, TableRow, col};
use rankday::report::{
    Report, calibration, comparison, overview, projection, run, score, simulated, sweep,
};

use crate::reports::{RUN, all, file, files};

#[test]
fn the_same_report_gives_the_same_bytes() {
    for (name, report) in all() {
        for format in [Format::Html, Format::Md, Format::Xlsx] {
            assert!(file(report, format) == file(report, format), "{name}: {format:?}");
        }
    }
}

#[test]
fn the_formats_that_are_asked_for_are_written_and_no_others() {
    let home = tempfile::tempdir().expect("a folder");
    let written = |formats: &[Format], folder: &str| {
        let folder = home.path().join(folder);
        write_reports(&*RUN, formats, Staging::open(&folder).expect("staging")).expect("written");
        let mut names: Vec<String> = fs::read_dir(&folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        written(&[Format::Md, Format::Html, Format::Md], "pages"),
        ["rankday-manifest.json", "report.html", "report.md"]
    );
    assert_eq!(written(&[Format::Xlsx], "book"), ["rankday-manifest.json", "report.xlsx"]);
    let mut expected: Vec<String> =
        DEFAULT.iter().flat_map(|format| files(&*RUN, *format).into_keys()).collect();
    expected.push(MANIFEST_FILE.to_owned());
    expected.sort();
    assert_eq!(written(&DEFAULT, "default"), expected);
}

#[test]
fn nothing_of_another_result_stands_beside_a_result() {
    let home = tempfile::tempdir().expect("a folder");
    let write = |report: &dyn Report, formats: &[Format]| {
        write_reports(report, formats, Staging::open(home.path()).expect("staging"))
    };
    let names = || {
        let entries = fs::read_dir(home.path()).expect("a folder");
        let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
        entries.map(name).collect::<BTreeSet<_>>()
    };
    write(&*RUN, &DEFAULT).expect("written");
    write(&*RUN, &[Format::Md]).expect("written");
    assert_eq!(names(), [MANIFEST_FILE, "report.md"].map(Into::into).into());
    write(&Hostile, &[Format::Csv]).expect("written");
    assert_eq!(names(), [MANIFEST_FILE, "hostile.csv"].map(Into::into).into());
    // A file that a person puts in the place of a report is left alone, and the result stays.
    fs::create_dir(home.path().join("report.md")).expect("a folder");
    let before = fs::read(home.path().join("hostile.csv")).expect("a table");
    write(&*RUN, &[Format::Csv, Format::Md]).expect_err("a folder is in the way");
    assert_eq!(names(), [MANIFEST_FILE, "hostile.csv", "report.md"].map(Into::into).into());
    assert_eq!(fs::read(home.path().join("hostile.csv")).expect("a table"), before);
}

/// Pages and readers find a column by its name.
#[test]
fn no_two_columns_of_a_table_have_one_name() {
    let tables = [
        &run::TABLES[..],
        &overview::TABLES,
        &comparison::TABLES,
        &simulated::TABLES,
        &sweep::TABLES,
        &projection::TABLES,
        &calibration::TABLES,
        &score::TABLES,
    ];
    for table in tables.concat() {
        let names: BTreeSet<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), table.columns.len(), "{}", table.name);
    }
}

const SYMBOL: Column = col("symbol", Holds::Text, "");
const USD: Column = col("usd", Holds::Usd, "");
const TABLE: Description =
    Description { name: "hostile", file: "hostile.csv", row: "a name", columns: &[SYMBOL, USD] };
const HOSTILE: [&str; 5] =
    ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "=1+1", "a|b", "</style><b>"];

/// A report all of whose words are hostile.
struct Hostile;

/// A row of it.
struct Name(&'static str);

impl Cells for Name {
    const COLUMNS: &'static [Column] = TABLE.columns;

    fn cells(&self, sink: &mut dyn Sink) {
        sink.cell(&Cell::Text(self.0.into()));
        sink.cell(&Cell::Number(1.5, 2));
    }
}

impl TableRow for Name {
    const TABLE: Description = TABLE;
}

impl Report for Hostile {
    fn kind(&self) -> ResultKind {
        ResultKind::Run
    }

    fn tables(&self) -> Vec<Table<'_>> {
        vec![Table::of(|rows| rows.all(HOSTILE.map(Name)))]
    }

    fn page(&self, quotes: &Quotes<'_>) -> Page {
        use rankday::report::page::{Block, Section};
        use rankday::report::shown::Style::{Plain, Usd};
        let table = quotes.table(TABLE);
        let list = table.list(
            HOSTILE[0],
            &[(HOSTILE[1], SYMBOL, Plain), ("usd", USD, Usd)],
            table.rows(),
            10,
        );
        Page {
            title: HOSTILE[0].to_owned(),
            subtitle: HOSTILE[4].to_owned(),
            assumptions: HOSTILE.iter().map(|name| (*name).to_owned()).collect(),
            sections: vec![Section {
                id: "hostile",
                title: HOSTILE[1].to_owned(),
                lead: HOSTILE[4].to_owned(),
                blocks: vec![Block::List(list)],
            }],
            ..Page::default()
        }
    }

    fn summary(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
        writeln!(out, "{{}}")
    }
}

#[test]
fn no_name_becomes_a_tag() {
    let text = String::from_utf8(file(&Hostile, Format::Html)).expect("text");
    let page = scraper::Html::parse_document(&text);
    let count = |selector| page.select(&scraper::Selector::parse(selector).expect("one")).count();
    assert_eq!((count("script"), count("style"), count("img"), count("b")), (1, 1, 0, 0));
    let note = String::from_utf8(file(&Hostile, Format::Md)).expect("text");
    assert!(!note.contains('<') || !note.contains("<script"), "{note}");
    assert!(!note.contains("<img"), "{note}");
}

#[test]
fn no_name_becomes_a_formula() {
    let mut book = Xlsx::new(Cursor::new(file(&Hostile, Format::Xlsx))).expect("a workbook");
    for sheet in book.sheet_names() {
        let formulas = book.worksheet_formula(&sheet).expect("a sheet");
        assert!(formulas.is_empty(), "{sheet}: {formulas:?}");
    }
    let table = book.worksheet_range("hostile").expect("a sheet");
    let names: Vec<String> = table.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(names, HOSTILE);
    let table = String::from_utf8(file(&Hostile, Format::Csv)).expect("text");
    assert!(table.contains("\n'=1+1,") && !table.contains("\n=1+1"), "{table}");
}

#[test]
fn a_page_asks_nobody_for_anything() {
    for (name, report) in all() {
        let text = String::from_utf8(file(report, Format::Html)).expect("text");
        assert!(text.contains("default-src 'none'"), "{name}");
        let page = scraper::Html::parse_document(&text);
        let anything =
            scraper::Selector::parse("[src], link, a[href]:not([href^='#'])").expect("one");
        assert_eq!(page.select(&anything).count(), 0, "{name}");
        assert!(!text.contains("@import") && !text.contains("url("), "{name}");
    }
}
