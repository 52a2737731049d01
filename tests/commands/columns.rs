//! `rankday columns` knows every table that the program reads or writes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use rankday::cli::columns::ColumnsOf;
use serde_json::Value;

use crate::commands::{printed, root};

/// The columns of every table that is printed.
fn tables() -> Vec<BTreeSet<String>> {
    let mut tables = Vec::new();
    for file in ColumnsOf::value_variants() {
        let name = file.to_possible_value().expect("a word").get_name().to_owned();
        let value: Value =
            serde_json::from_str(&printed(&["columns", &name, "--json"])).expect("JSON");
        let lists: Vec<&Value> = match &value {
            Value::Object(files) => files.values().collect(),
            one => vec![one],
        };
        for list in lists {
            let columns = list.as_array().expect("columns").iter();
            tables.push(columns.filter_map(|c| Some(c["column"].as_str()?.to_owned())).collect());
        }
    }
    tables
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The kinds of columns of a report's table.
const KINDS: [&str; 8] = ["Text", "Date", "Count", "Usd", "Price", "Number", "Points", "Fraction"];

/// The text in quotation marks with which a piece of a source begins.
fn quoted(piece: &str) -> Option<String> {
    Some(piece.trim_start().strip_prefix('"')?.split('"').next()?.to_owned())
}

/// The names of the columns that a source describes: of each table of a report, and of each constant
/// that describes a file. Columns that a table shares with others are named elsewhere.
fn described(text: &str) -> Vec<(String, BTreeSet<String>)> {
    // Tables that tests describe are not part of the program.
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut constants = Vec::new();
    for table in text.split("\ntable! {").skip(1) {
        let body = table.split("\n}").next().unwrap_or_default();
        let pieces: Vec<&str> = body.split('(').collect();
        let is_column = |pair: &&[&str]| KINDS.iter().any(|kind| pair[0].ends_with(kind));
        let columns = pieces.windows(2).filter(is_column).filter_map(|pair| quoted(pair[1]));
        let name = body.split('"').nth(1).unwrap_or_default();
        constants.push((name.to_owned(), columns.collect()));
    }
    for part in text.split("const ").skip(1) {
        let Some((name, rest)) = part.split_once(": ") else { continue };
        let is_table = rest.starts_with("&[Column]") || rest.starts_with("[Column; ");
        let Some((_, body)) = rest.split_once('=').filter(|_| is_table) else { continue };
        let body = body.split("];").next().unwrap_or_default();
        let after = |mark: &str| {
            let cells = body.split(mark).skip(1);
            cells.filter_map(quoted).collect::<Vec<_>>()
        };
        let columns: BTreeSet<String> = after("col(").into_iter().chain(after("name:")).collect();
        // Others are lists of columns that are described elsewhere, and the output of a macro.
        if body.contains('"') && !columns.is_empty() {
            constants.push((name.to_owned(), columns));
        }
    }
    constants
}

#[test]
fn every_table_that_is_described_is_printed() {
    let tables = tables();
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    files.sort();
    let mut seen = 0;
    for file in files {
        let text = fs::read_to_string(&file).expect("a source");
        for (constant, columns) in described(&text) {
            assert!(!columns.is_empty(), "{constant} in {} has columns", file.display());
            seen += 1;
            assert!(
                tables.iter().any(|table| table.is_superset(&columns)),
                "`rankday columns` prints no table with the columns of {constant} in {}: {columns:?}",
                file.display()
            );
        }
    }
    assert!(seen > 40, "{seen} tables are described");
}
