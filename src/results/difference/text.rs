//! The difference as text: inputs, companies with different decisions, and figures.

use std::io::{self, Write};

use rust_decimal::Decimal;

use super::names;
use crate::analysis::difference::{Cell, TableDifference};
use crate::report::screen::{cut, row, table, thousands, trimmed};
use crate::results::difference::{Difference, ResultFolder};

/// Number of rows shown of each list unless all are requested.
const MAX_ROWS: usize = 20;
/// Widths that cells are cut to.
const KEY: usize = 46;
const VALUE: usize = 24;
/// Number of characters of a hash that are shown.
const HASH: usize = 10;

/// Writes the difference: all rows, or only the first ones of every list.
///
/// # Errors
/// Errors of the writer.
pub fn write(found: &Difference, all: bool, out: &mut dyn Write) -> io::Result<()> {
    let most = if all { usize::MAX } else { MAX_ROWS };
    heading("A", &found.a, out)?;
    heading("B", &found.b, out)?;
    if found.is_none() {
        return writeln!(out, "\nno difference");
    }
    cells(&found.settings, most, out)?;
    inputs(found, out)?;
    if found.is_of_inputs_alone() {
        return writeln!(out, "\nno difference in the results");
    }
    names::companies(&found.companies, most, out)?;
    names::odds(&found.odds, most, out)?;
    found.tables.iter().try_for_each(|table| cells(table, most, out))
}

fn heading(side: &str, result: &ResultFolder, out: &mut dyn Write) -> io::Result<()> {
    let scenario = result.text(&["scenario"]).unwrap_or_default();
    write!(out, "{side}: {} ({scenario}", result.folder)?;
    if let Some(day) = result.text(&["event", "rank_day"]) {
        write!(out, ", rank day {day}")?;
    }
    if let Some(day) = result.text(&["universe_as_of"]).or_else(|| result.text(&["today"])) {
        write!(out, ", universe of {day}")?;
    }
    writeln!(out, ")")
}

/// The cells of a table that differ.
fn cells(found: &TableDifference, most: usize, out: &mut dyn Write) -> io::Result<()> {
    if found.cells.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{}", found.layout.title)?;
    let several = found.layout.compared.len() > 1;
    let mut table = if several {
        table(&["", "", "A", "B", "change"], 2)
    } else {
        table(&["", "A", "B", "change"], 1)
    };
    let is_main = |cell: &&Cell| most == usize::MAX || is_for_short_list(found, cell);
    // If no cell is suited for the short list, the first ones are shown.
    let any = found.cells.iter().any(|cell| is_for_short_list(found, cell));
    let shown: Vec<&Cell> =
        found.cells.iter().filter(|cell| !any || is_main(cell)).take(most).collect();
    for cell in &shown {
        let value = |side: &Option<String>| {
            let text = side.as_deref().filter(|text| !text.is_empty());
            cut(&separated(text.unwrap_or("none")), VALUE)
        };
        let mut cells = vec![format!("  {}", cut(&key(cell), KEY))];
        if several {
            cells.push(cell.column.clone());
        }
        let numbers_from = cells.len();
        cells.extend([value(&cell.a), value(&cell.b), change(cell)]);
        table.add_row(row(cells, numbers_from));
    }
    writeln!(out, "{}", without_empty_header(&trimmed(&table.to_string())))?;
    names::more(found.cells.len(), shown.len(), out)
}

/// Whether a cell belongs in the short list; indexes within the Top 200 appear only in the long
/// one.
fn is_for_short_list(found: &TableDifference, cell: &Cell) -> bool {
    let inner = ["top10", "top20", "top50", "top100"];
    let is_inner = |part: &String| inner.iter().any(|name| part.eq_ignore_ascii_case(name));
    found.layout.main.contains(&cell.column.as_str()) && !cell.key.iter().any(is_inner)
}

/// The key of a row, without empty parts.
fn key(cell: &Cell) -> String {
    let parts: Vec<&str> =
        cell.key.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

fn change(cell: &Cell) -> String {
    cell.change_pct().map_or_else(String::new, |pct| format!("{pct:+.2}%"))
}

/// A large number with separators of thousands.
fn separated(text: &str) -> String {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    if whole.len() < 5 || text.parse::<Decimal>().is_err() || whole.starts_with('-') {
        return text.to_owned();
    }
    let point = if rest.is_empty() { "" } else { "." };
    format!("{}{point}{rest}", thousands(whole))
}

fn without_empty_header(table: &str) -> String {
    table.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// Inputs whose bytes differ, with their files.
fn inputs(found: &Difference, out: &mut dyn Write) -> io::Result<()> {
    if found.inputs.cells.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nInputs that differ, by SHA-256")?;
    for cell in &found.inputs.cells {
        writeln!(out, "  {}", key(cell))?;
        for (side, result, hash) in [("A", &found.a, &cell.a), ("B", &found.b, &cell.b)] {
            let hash = hash.as_deref().unwrap_or_default();
            match Difference::input_path(result, cell) {
                Some(path) => {
                    writeln!(out, "    {side}  {}  {path}", hash.get(..HASH).unwrap_or(hash))?;
                }
                None => writeln!(out, "    {side}  none")?,
            }
        }
    }
    Ok(())
}
