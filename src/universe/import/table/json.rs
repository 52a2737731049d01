//! JSON: records as programs and web APIs write them.
//!
//! Accepted forms: an array of objects, or an array of arrays with the header first; such an array at
//! `data.rows`, `data.table.rows`, `data`, `rows` or `records`; one object on each line; and what
//! `DataFrame`s write: the columns of a table with their values, its rows with their values, or `columns`
//! and `data` separately. The names of rows become a first column without a name, unless they only count
//! the rows.

use std::borrow::Cow;

use compact_str::CompactString;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use super::raw::{Collected, RawRow, cell};
use crate::limits;
use crate::refusal::Refusal;

/// Maximum number of objects in a document that is held in memory as a whole.
const MOST_OBJECTS: usize = 1_000_000;

/// How many titles are used, and how long they may be.
const MOST_TITLES: usize = 50;
const LONGEST_TITLE: usize = 200;

/// Where web APIs put their records.
const PLACES: [&str; 8] = [
    "/data/rows",
    "/data/table/rows",
    "/data",
    "/rows",
    "/records",
    "/results",
    "/quoteResponse/result",
    "/fund/entity",
];

/// The contents of a document.
#[derive(Debug)]
pub(super) struct Document {
    /// The rows, the names of the columns first.
    pub(super) rows: Vec<RawRow>,
    /// Texts next to the records, each with its name, to be used as titles of the table: `asOfDate
    /// 2026-04-30`.
    pub(super) beside: Vec<String>,
}

/// The rows of a document; `has_table` tests whether rows are the wanted table.
///
/// # Errors
/// Text that is not JSON or has no records.
pub(super) fn read(text: &str, has_table: &dyn Fn(&[RawRow]) -> bool) -> Result<Document, Refusal> {
    let text = &*without_no_numbers(text);
    if is_one_a_line(text) {
        return Ok(Document { rows: of_lines(text)?, beside: Vec::new() });
    }
    let smaller = || "leave out what is not needed, or give one record a line, or CSV".to_owned();
    limits::check_json(text.as_bytes()).map_err(|problem| Refusal::new(problem, smaller()))?;
    if text.bytes().filter(|b| *b == b'{').count() > MOST_OBJECTS {
        return Err(Refusal::new(format!("holds more than {MOST_OBJECTS} objects"), smaller()));
    }
    let document: Value = serde_json::from_str(text).map_err(|error| unreadable(&error))?;
    let records = records(&document).ok_or_else(|| {
        let remedy =
            "give an array of objects, at the top, or at \"data\", \"rows\" or \"data.rows\"";
        ("holds no records".to_owned(), remedy.to_owned())
    })?;
    let rows = match records {
        Records::Objects(objects) => of_objects(&objects)?,
        Records::Rows(header, index, rows) => of_rows(header, index, rows)?,
        Records::Columns(columns) => of_columns(columns)?,
        Records::Nested(objects) => {
            return Ok(Document { rows: of_nested(objects, has_table)?, beside: Vec::new() });
        }
    };
    Ok(Document { rows, beside: beside(&document) })
}

/// The texts and numbers of the document itself and of the objects in it, except those within records.
fn beside(document: &Value) -> Vec<String> {
    let own = document.as_object().into_iter();
    let within = own.clone().flat_map(Map::values).filter_map(Value::as_object);
    let scalars =
        own.chain(within).flatten().filter(|(_, value)| value.is_string() || value.is_number());
    let said = scalars.map(|(name, value)| format!("{} {}", cell(name), text_of(value)));
    said.filter(|said| said.len() <= LONGEST_TITLE).take(MOST_TITLES).collect()
}

/// Objects within an object: columns keyed by row names, or rows keyed by column names. Whichever level
/// has names of columns decides.
fn of_nested(
    objects: &Map<String, Value>,
    has_table: &dyn Fn(&[RawRow]) -> bool,
) -> Result<Vec<RawRow>, Refusal> {
    let by_columns = of_columns(objects);
    let by_rows = of_named_rows(objects);
    let is_it =
        |rows: &Result<Vec<RawRow>, Refusal>| rows.as_ref().is_ok_and(|rows| has_table(rows));
    match (is_it(&by_columns), is_it(&by_rows)) {
        (true, false) => by_columns,
        (false, true) => by_rows,
        _ => {
            // Counters name rows, not columns.
            let outer = counts(objects.keys().map(String::as_str));
            let mut inner = objects.values().filter_map(Value::as_object);
            let inner = inner.all(|row| counts(row.keys().map(String::as_str)));
            match (outer, inner) {
                (true, false) => by_rows,
                (false, true) => by_columns,
                _ => Err(Refusal::new(
                    "holds objects within an object, and neither the outer nor the inner names are known \
                     as those of columns",
                    "write the table as records (orient=\"records\")",
                )),
            }
        }
    }
}

/// Whether names are mere counters of rows: 0, 1, 2 and so on.
fn counts<'n>(mut names: impl Iterator<Item = &'n str>) -> bool {
    names.all(|name| name.parse::<u64>().is_ok())
}

/// Rows keyed by their names, each with its columns.
fn of_named_rows(rows: &Map<String, Value>) -> Result<Vec<RawRow>, Refusal> {
    let is_counted = counts(rows.keys().map(String::as_str));
    let objects = || rows.iter().filter_map(|(name, row)| Some((name, row.as_object()?)));
    let mut columns = Columns::default();
    for (_, row) in objects() {
        columns.add(row)?;
    }
    let named = |name: &str, cells: Vec<CompactString>| {
        let first = (!is_counted).then(|| cell(name));
        first.into_iter().chain(cells).collect::<Vec<_>>()
    };
    let mut table = headed(named("", columns.names.clone()))?;
    for ((name, row), number) in objects().zip(1..) {
        table.push(number, named(name, columns.cells(row)))?;
    }
    Ok(table.rows)
}

/// The text with `null` in place of non-finite numbers: JSON has no words for them, but Python writes
/// `NaN`, `Infinity` and `-Infinity` all the same.
fn without_no_numbers(text: &str) -> Cow<'_, str> {
    const WORDS: [&str; 3] = ["NaN", "-Infinity", "Infinity"];
    if !WORDS.iter().any(|word| text.contains(word)) {
        return Cow::Borrowed(text);
    }
    let (mut clean, mut rest, mut is_text) = (String::with_capacity(text.len()), text, false);
    while let Some(next) = rest.chars().next() {
        let word = WORDS.iter().find(|word| !is_text && rest.starts_with(**word));
        let taken = match (word, next) {
            (Some(word), _) => {
                clean.push_str("null");
                rest = &rest[word.len()..];
                continue;
            }
            // Within a string, the character after a backslash does not end it.
            (None, '\\') if is_text => rest.chars().take(2).map(char::len_utf8).sum(),
            (None, '"') => {
                is_text = !is_text;
                1
            }
            (None, other) => other.len_utf8(),
        };
        clean.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    Cow::Owned(clean)
}

fn unreadable(error: &serde_json::Error) -> Refusal {
    let problem = format!("is no JSON that can be read: {error}");
    Refusal::new(problem, "write it again with a program that writes JSON")
}

/// Whether each line is a separate document, judged by the first two.
fn is_one_a_line(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_object = |line: &str| {
        line.starts_with('{') && serde_json::from_str::<Map<String, Value>>(line).is_ok()
    };
    lines.next().is_some_and(is_object) && lines.next().is_some_and(|line| line.starts_with('{'))
}

/// Rows of one object on each line; only one object is held in memory at a time.
fn of_lines(text: &str) -> Result<Vec<RawRow>, Refusal> {
    let objects = || {
        let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
        lines.map(|(line, number)| {
            let object = serde_json::from_str::<Map<String, Value>>(line);
            object.map(|object| (object, number)).map_err(|error| {
                let Refusal { problem, remedy } = unreadable(&error);
                Refusal::new(format!("on line {number} {problem}"), remedy)
            })
        })
    };
    let mut columns = Columns::default();
    for object in objects() {
        let (object, _) = object?;
        columns.add(&object)?;
    }
    let mut table = columns.table()?;
    for object in objects() {
        let (object, number) = object?;
        table.push(number, columns.cells(&object))?;
    }
    Ok(table.rows)
}

/// The columns of objects, in the order in which their names first appear.
#[derive(Default)]
struct Columns {
    names: Vec<CompactString>,
    places: FxHashMap<String, usize>,
}

impl Columns {
    fn add(&mut self, object: &Map<String, Value>) -> Result<(), Refusal> {
        for name in object.keys() {
            if !self.places.contains_key(name) {
                self.places.insert(name.clone(), self.names.len());
                self.names.push(cell(name));
            }
        }
        if self.names.len() > limits::COLUMNS {
            let problem = format!("has more than {} columns", limits::COLUMNS);
            return Err(Refusal::new(problem, "leave out those that are not needed"));
        }
        Ok(())
    }

    fn table(&self) -> Result<Collected, Refusal> {
        headed(self.names.clone())
    }

    fn cells(&self, object: &Map<String, Value>) -> Vec<CompactString> {
        let mut cells = vec![CompactString::default(); self.names.len()];
        for (name, value) in object {
            if let Some(&at) = self.places.get(name) {
                cells[at] = text_of(value);
            }
        }
        cells
    }
}

/// Records in the form in which a document holds them.
enum Records<'a> {
    Objects(Vec<&'a Map<String, Value>>),
    /// Names of columns, names of rows if there are any, and rows.
    Rows(&'a [Value], Option<&'a [Value]>, &'a [Value]),
    Columns(&'a Map<String, Value>),
    Nested(&'a Map<String, Value>),
}

fn records(document: &Value) -> Option<Records<'_>> {
    if let Value::Object(object) = document
        && let (Some(Value::Array(names)), Some(Value::Array(rows))) =
            (object.get("columns").or_else(|| object.get("fields")), object.get("data"))
        && rows.iter().all(Value::is_array)
    {
        let index = object.get("index").and_then(Value::as_array);
        let index =
            index.filter(|index| index.len() == rows.len() && !index.iter().all(Value::is_u64));
        return Some(Records::Rows(names, index.map(Vec::as_slice), rows));
    }
    let places = PLACES.iter().filter_map(|place| document.pointer(place));
    let array = std::iter::once(document).chain(places).filter_map(Value::as_array);
    let found = array.filter(|rows| !rows.is_empty()).find_map(|rows| in_array(rows));
    found.or_else(|| {
        let columns = document.as_object().filter(|columns| {
            let is_column = |value: &Value| value.is_array() || value.is_object();
            !columns.is_empty() && columns.values().all(is_column)
        })?;
        let are_nested = columns.values().all(Value::is_object);
        Some(if are_nested { Records::Nested(columns) } else { Records::Columns(columns) })
    })
}

fn in_array(rows: &[Value]) -> Option<Records<'_>> {
    let objects: Option<Vec<_>> = rows.iter().map(Value::as_object).collect();
    if let Some(objects) = objects {
        return Some(Records::Objects(objects));
    }
    let (header, rest) = rows.split_first()?;
    let names = header.as_array()?;
    let is_named = names.iter().all(Value::is_string) && rest.iter().all(Value::is_array);
    is_named.then_some(Records::Rows(names, None, rest))
}

fn of_objects(objects: &[&Map<String, Value>]) -> Result<Vec<RawRow>, Refusal> {
    let mut columns = Columns::default();
    for object in objects {
        columns.add(object)?;
    }
    let mut table = columns.table()?;
    for (object, number) in objects.iter().zip(1..) {
        table.push(number, columns.cells(object))?;
    }
    Ok(table.rows)
}

fn of_rows(
    header: &[Value],
    index: Option<&[Value]>,
    rows: &[Value],
) -> Result<Vec<RawRow>, Refusal> {
    let unnamed = index.map(|_| CompactString::default());
    let mut table = headed(unnamed.into_iter().chain(header.iter().map(text_of)).collect())?;
    for ((row, at), number) in rows.iter().zip(0..).zip(1..) {
        let name: Option<&Value> = index.map(|index: &[Value]| &index[at]);
        let cells = name.into_iter().chain(row.as_array().into_iter().flatten()).map(text_of);
        table.push(number, cells.collect())?;
    }
    Ok(table.rows)
}

/// Columns that hold their values in the order of the rows, or by the names of the rows, in which case
/// all columns must have the same order.
fn of_columns(columns: &Map<String, Value>) -> Result<Vec<RawRow>, Refusal> {
    let uneven = || {
        let remedy = "write the table as records (orient=\"records\")";
        Refusal::new("has columns of different rows", remedy)
    };
    let mut values: Vec<Vec<&Value>> = Vec::new();
    let mut rows: Option<Vec<&String>> = None;
    for column in columns.values() {
        match column {
            Value::Object(by_row) => {
                let keys: Vec<&String> = by_row.keys().collect();
                if rows.as_ref().is_some_and(|rows| *rows != keys) {
                    return Err(uneven());
                }
                rows = Some(keys);
                values.push(by_row.values().collect());
            }
            other => values.push(other.as_array().into_iter().flatten().collect()),
        }
    }
    let length = values.first().map_or(0, Vec::len);
    if values.iter().any(|column| column.len() != length) {
        return Err(uneven());
    }
    let named = rows.filter(|rows| !counts(rows.iter().map(|name| name.as_str())));
    let unnamed = named.as_ref().map(|_| CompactString::default());
    let header = columns.keys().map(|name| cell(name));
    let mut table = headed(unnamed.into_iter().chain(header).collect())?;
    for (row, number) in (0..length).zip(1..) {
        let name = named.as_ref().map(|names| cell(names[row]));
        let cells = values.iter().map(|column| text_of(column[row]));
        table.push(number, name.into_iter().chain(cells).collect())?;
    }
    Ok(table.rows)
}

fn headed(names: Vec<CompactString>) -> Result<Collected, Refusal> {
    if names.len() > limits::COLUMNS {
        let problem = format!("has {} columns", names.len());
        let remedy = format!("leave out those that are not needed: {} are read", limits::COLUMNS);
        return Err(Refusal::new(problem, remedy));
    }
    let mut table = Collected::default();
    table.push(0, names)?;
    Ok(table)
}

/// A value as text; numbers stay as written.
fn text_of(value: &Value) -> CompactString {
    match value {
        Value::Null => CompactString::default(),
        Value::String(text) => cell(text),
        other => cell(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_number_is_no_value() {
        let text = r#"[{"a": NaN, "b": "NaN \" Infinity", "c": -Infinity}]"#;
        let clean = r#"[{"a": null, "b": "NaN \" Infinity", "c": null}]"#;
        assert_eq!(without_no_numbers(text), clean);
        assert!(matches!(without_no_numbers(clean.trim_start_matches("[{")), Cow::Owned(_)));
        assert!(matches!(without_no_numbers("[1]"), Cow::Borrowed(_)));
    }

    #[test]
    fn records_are_found_in_every_usual_form() {
        for text in [
            r#"[{"a": "x", "b": 1.50}, {"b": 2, "a": "y"}]"#,
            r#"{"status": 200, "data": {"rows": [{"a": "x", "b": 1.50}, {"a": "y", "b": 2}]}}"#,
            r#"{"rows": [{"a": "x", "b": 1.50}, {"a": "y", "b": 2}]}"#,
            "{\"a\": \"x\", \"b\": 1.50}\n{\"a\": \"y\", \"b\": 2}\n",
            r#"{"columns": ["a", "b"], "index": [0, 1], "data": [["x", 1.50], ["y", 2]]}"#,
            r#"{"fields": ["a", "b"], "data": [["x", 1.50], ["y", 2]]}"#,
            r#"{"a": {"0": "x", "1": "y"}, "b": {"0": 1.50, "1": 2}}"#,
            r#"{"a": ["x", "y"], "b": [1.50, 2]}"#,
            r#"[["a", "b"], ["x", 1.50], ["y", 2]]"#,
        ] {
            let rows =
                read(text, &|_| false).unwrap_or_else(|refusal| panic!("{text}: {refusal}")).rows;
            let cells: Vec<Vec<&str>> = rows
                .iter()
                .map(|row| row.cells.iter().map(CompactString::as_str).collect())
                .collect();
            assert_eq!(cells, [["a", "b"], ["x", "1.50"], ["y", "2"]], "{text}");
        }
    }

    #[test]
    fn what_has_no_records_is_refused() {
        for text in ["{}", "[]", "3", "{\"a\": 1}", "[1, 2]", "{\"a\": [1], \"b\": [1, 2]}", "{"] {
            assert!(read(text, &|_| false).is_err(), "{text}");
        }
    }

    #[test]
    fn rows_and_columns_of_a_frame_are_told_by_their_names() {
        let is_header = |rows: &[RawRow]| rows[0].cells.iter().any(|cell| cell == "price");
        let expected = [["", "price", "name"], ["QZA", "1.5", "x"], ["QZB", "2", "y"]];
        for text in [
            r#"{"QZA": {"price": 1.5, "name": "x"}, "QZB": {"price": 2, "name": "y"}}"#,
            r#"{"price": {"QZA": 1.5, "QZB": 2}, "name": {"QZA": "x", "QZB": "y"}}"#,
            r#"{"columns": ["price", "name"], "index": ["QZA", "QZB"], "data": [[1.5, "x"], [2, "y"]]}"#,
        ] {
            let rows = read(text, &is_header).unwrap_or_else(|refusal| panic!("{refusal}")).rows;
            let cells = rows.iter().map(|row| row.cells.iter().map(CompactString::as_str));
            let cells: Vec<Vec<&str>> = cells.map(Iterator::collect).collect();
            assert_eq!(cells, expected, "{text}");
        }
        let either = r#"{"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 4}}"#;
        let Refusal { remedy, .. } = read(either, &is_header).expect_err("rows or columns");
        assert!(remedy.contains("orient=\"records\""), "{remedy}");
    }
}
