//! Compares two result folders: inputs, decisions and all figures that differ.

mod decisions;
mod folder;
pub mod json;
mod names;
mod tables;
pub mod text;

use std::path::Path;

use serde_json::Value;

use decisions::{decided, odds};
pub use folder::{ResultFolder, read_result};

use crate::analysis::difference::{
    Cell, CompanyDifference, Layout, OddsDifference, Table, TableDifference, companies, difference,
    moved_odds,
};
use crate::report::manifest::ResultKind;
use crate::universe::Faults;

/// The differences between two results of the same kind.
#[derive(Debug)]
pub struct Difference {
    /// The first result.
    pub a: ResultFolder,
    /// The second.
    pub b: ResultFolder,
    /// Days, parameters and other settings, by their keys in `summary.json`.
    pub settings: TableDifference,
    /// SHA-256 of the input files, by role.
    pub inputs: TableDifference,
    /// Companies with different decisions; for runs.
    pub companies: Vec<CompanyDifference>,
    /// Companies whose odds differ; for projections.
    pub odds: Vec<OddsDifference>,
    /// Figures that differ, by table.
    pub tables: Vec<TableDifference>,
}

impl Difference {
    /// Whether only the inputs differ.
    pub fn is_of_inputs_alone(&self) -> bool {
        let figures = self.tables.iter().all(|table| table.cells.is_empty());
        figures && self.companies.is_empty() && self.odds.is_empty()
    }

    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        self.is_of_inputs_alone() && self.settings.cells.is_empty() && self.inputs.cells.is_empty()
    }
}

/// Compares two result folders.
///
/// # Errors
/// Faults of their files, and results of different kinds.
pub fn compare_results(a: &Path, b: &Path) -> Result<Difference, Faults> {
    let (a, b) = rayon::join(|| read_result(a), || read_result(b));
    let (a, b) = crate::universe::both(a, b)?;
    if a.kind != b.kind {
        let mut faults = Faults::default();
        faults.file(
            &b.folder,
            format!("is {}, and {} is {}", b.kind.name(), a.folder, a.kind.name()),
            "give two results of the same kind",
        );
        return Err(faults);
    }
    let (companies, odds) = names(&a, &b);
    let mut tables: Vec<TableDifference> = a
        .kind
        .tables()
        .iter()
        .map(|layout| difference(*layout, a.table(layout.file), b.table(layout.file)))
        .collect();
    if a.kind == ResultKind::Run {
        tables.push(difference(tables::SCREENS, &screens(&a), &screens(&b)));
    }
    Ok(Difference {
        settings: difference(tables::SETTINGS, &settings(&a), &settings(&b)),
        inputs: difference(tables::INPUTS, &inputs(&a), &inputs(&b)),
        companies,
        odds,
        tables,
        a,
        b,
    })
}

/// Companies with different decisions or odds.
fn names(a: &ResultFolder, b: &ResultFolder) -> (Vec<CompanyDifference>, Vec<OddsDifference>) {
    match a.kind {
        ResultKind::Run => (companies(&decided(a), &decided(b)), Vec::new()),
        ResultKind::Projection => (Vec::new(), moved_odds(&odds(a), &odds(b))),
        _ => (Vec::new(), Vec::new()),
    }
}

fn table(layout: Layout, rows: Vec<Vec<String>>) -> Table {
    let columns = layout.keys.iter().chain(layout.compared);
    Table { columns: columns.map(|column| (*column).to_owned()).collect(), rows }
}

/// The settings as a table, one row per value, with its dotted key.
fn settings(result: &ResultFolder) -> Table {
    let mut rows = Vec::new();
    for key in result.kind.settings() {
        if let Some(value) = result.summary.get(key) {
            flatten(key, value, &mut rows);
        }
    }
    table(tables::SETTINGS, rows)
}

fn flatten(key: &str, value: &Value, rows: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(name, value)| flatten(&format!("{key}.{name}"), value, rows));
        }
        // Tables in a list are identified by their position; a list of plain values counts as one
        // value.
        Value::Array(list) if list.iter().any(Value::is_object) => {
            for (at, value) in list.iter().enumerate() {
                flatten(&format!("{key}.{}", at + 1), value, rows);
            }
        }
        Value::String(text) => rows.push(vec![key.to_owned(), text.clone()]),
        Value::Null => rows.push(vec![key.to_owned(), String::new()]),
        other => rows.push(vec![key.to_owned(), other.to_string()]),
    }
}

/// The input files by role; several files with the same role are numbered.
fn inputs(result: &ResultFolder) -> Table {
    let list = result.summary.get("inputs").and_then(Value::as_array);
    let text = |input: &Value, key: &str| {
        input.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for input in list.into_iter().flatten() {
        let role = text(input, "role");
        let of_role = rows.iter().filter(|row| row[0].split(" #").next() == Some(&role)).count();
        let role = if of_role == 0 { role } else { format!("{role} #{}", of_role + 1) };
        rows.push(vec![role, text(input, "sha256")]);
    }
    table(tables::INPUTS, rows)
}

/// Number of lines dropped by each screen.
fn screens(result: &ResultFolder) -> Table {
    let waterfall = result.summary.get("waterfall");
    let number = |value: Option<&Value>| value.map_or_else(String::new, Value::to_string);
    let of = |key: &str| number(waterfall.and_then(|w| w.get(key)));
    let mut rows = vec![vec!["universe".to_owned(), of("lines")]];
    let steps = waterfall.and_then(|w| w.get("steps")).and_then(Value::as_array);
    for step in steps.into_iter().flatten() {
        let screen = step.get("screen").and_then(Value::as_str).unwrap_or_default();
        rows.push(vec![screen.to_owned(), number(step.get("dropped"))]);
    }
    rows.push(vec!["eligible".to_owned(), of("eligible_lines")]);
    rows.push(vec!["eligible_companies".to_owned(), of("eligible_companies")]);
    table(tables::SCREENS, rows)
}

impl Difference {
    /// The path of an input of a result, by its role as in [`Cell::key`].
    pub fn input_path<'a>(result: &'a ResultFolder, cell: &Cell) -> Option<&'a str> {
        let name = cell.key.first()?;
        let (role, nth) = match name.rsplit_once(" #") {
            Some((role, nth)) => (role, nth.parse::<usize>().ok()?.checked_sub(1)?),
            None => (name.as_str(), 0),
        };
        let list = result.summary.get("inputs")?.as_array()?;
        let mut of_role =
            list.iter().filter(|i| i.get("role").and_then(Value::as_str) == Some(role));
        of_role.nth(nth)?.get("path")?.as_str()
    }
}
