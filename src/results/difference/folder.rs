//! Reads a result folder: its summary, and its tables as text.

use std::path::Path;

use serde_json::Value;

use super::{decisions, tables};
use crate::analysis::difference::{Layout, Table};
use crate::limits;
use crate::report;
use crate::report::manifest::{ListedFiles, ResultKind};
use crate::report::table::{Column, Description};
use crate::universe::{Faults, Input};

const REMEDY: &str =
    "give a folder that `rankday run`, `project`, `compare` or `sweep` wrote, with all files";

/// The kinds of results with the schema names in their summaries.
const SCHEMAS: [(&str, ResultKind); 5] = [
    (report::run::summary::SCHEMA, ResultKind::Run),
    (report::projection::json::SCHEMA, ResultKind::Projection),
    (report::comparison::json::SCHEMA, ResultKind::Comparison),
    (report::simulated::SCHEMA, ResultKind::Simulation),
    (report::sweep::SCHEMA, ResultKind::Sweep),
];

impl ResultKind {
    /// The tables whose figures are compared.
    pub(super) fn tables(self) -> &'static [Layout] {
        match self {
            Self::Run => tables::RUN,
            Self::Projection => tables::PROJECTION,
            Self::Comparison => tables::COMPARISON,
            Self::Simulation => tables::SIMULATION,
            Self::Sweep => tables::SWEEP,
            _ => &[],
        }
    }

    /// The keys of its summary that hold settings.
    pub(super) fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Run => &["tool", "event", "universe_as_of", "weighed_at", "parameters"],
            Self::Projection => {
                &["tool", "event", "today", "paths", "seed", "shocks", "model", "parameters"]
            }
            Self::Comparison => &["tool", "history", "schedules", "parameters"],
            Self::Simulation => &[
                "tool",
                "paths",
                "years",
                "steps",
                "start",
                "seed",
                "confidence",
                "precision",
                "schedules",
                "model",
                "trading",
                "shocks",
                "parameters",
            ],
            Self::Sweep => &["tool", "sample", "confidence", "keys"],
            _ => &[],
        }
    }

    /// Tables that are read in addition, with the columns that they must have.
    fn names(self) -> &'static [(Description, &'static [Column])] {
        match self {
            Self::Run => decisions::DECISIONS,
            Self::Projection => decisions::ODDS,
            _ => &[],
        }
    }
}

/// A result folder that was read.
#[derive(Debug)]
pub struct ResultFolder {
    /// The folder as the user named it.
    pub folder: String,
    /// The command that wrote it.
    pub kind: ResultKind,
    /// `summary.json`.
    pub summary: Value,
    /// Its tables, by file name.
    tables: Vec<(&'static str, Table)>,
}

impl ResultFolder {
    /// The table of a name as it was read; empty if there is none.
    pub fn table(&self, file: &str) -> &Table {
        static NONE: Table = Table { columns: Vec::new(), rows: Vec::new() };
        self.tables.iter().find(|(name, _)| *name == file).map_or(&NONE, |(_, table)| table)
    }

    /// A text value of the summary at a path of keys.
    pub fn text(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().try_fold(&self.summary, |value, key| value.get(key))?.as_str()
    }
}

/// Reads a result folder.
///
/// # Errors
/// Faults of its files: a missing file, or one not written by `rankday`.
pub fn read_result(folder: &Path) -> Result<ResultFolder, Faults> {
    let listed = ListedFiles::open(folder, &SCHEMAS.map(|(_, kind)| kind), REMEDY)?;
    let summary = listed.read("summary.json")?;
    let fault = |problem: String| {
        let mut faults = Faults::default();
        faults.file(&summary.name, problem, REMEDY);
        faults
    };
    limits::check_json(summary.text_bytes()).map_err(&fault)?;
    let document: Value = serde_json::from_str(summary.text())
        .map_err(|error| fault(format!("is not the summary of a result ({error})")))?;
    let schema = document.get("schema").and_then(Value::as_str).unwrap_or_default();
    let kind = SCHEMAS.iter().find(|(name, _)| *name == schema).map(|(_, kind)| *kind);
    let kind = kind.ok_or_else(|| match schema {
        "" => fault("names no schema".to_owned()),
        other => fault(format!("is of the schema \"{other}\", which is no result's")),
    })?;
    if kind != listed.kind() {
        return Err(fault(format!("is {}, unlike its folder", kind.name())));
    }
    let mut faults = Faults::default();
    let mut read = Vec::new();
    let tables = kind.tables().iter().map(|layout| {
        let columns: Vec<&str> = layout.keys.iter().chain(layout.compared).copied().collect();
        (layout.file, columns)
    });
    let names = kind
        .names()
        .iter()
        .map(|(table, columns)| (table.file, columns.iter().map(|column| column.name).collect()));
    for (file, columns) in tables.chain(names) {
        match listed.read(file).and_then(|input| read_table(&input, &columns)) {
            Ok(table) => read.push((file, table)),
            Err(found) => faults.extend(found),
        }
    }
    let folder = folder.display().to_string();
    faults.into_result(ResultFolder { folder, kind, summary: document, tables: read })
}

/// Reads a table as text; it must have these columns.
fn read_table(input: &Input, columns: &[&str]) -> Result<Table, Faults> {
    let mut faults = Faults::default();
    let mut reader = csv::Reader::from_reader(input.text_bytes());
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let mut table = Table::default();
    match reader.headers() {
        Ok(header) => table.columns = cells(header),
        Err(error) => faults.file(&input.name, format!("cannot be read: {error}"), REMEDY),
    }
    for column in columns.iter().filter(|column| table.column(column).is_none()) {
        faults.file(&input.name, format!("has no column \"{column}\""), REMEDY);
    }
    for record in reader.records() {
        match record {
            Ok(record) => table.rows.push(cells(&record)),
            Err(error) => {
                faults.file(&input.name, format!("cannot be read: {error}"), REMEDY);
                break;
            }
        }
    }
    faults.into_result(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_read_is_written_by_reports() {
        // Checks the kind as well, since kinds may have files of the same name.
        let has = |kind: ResultKind, file: &str, column: &str| {
            let written = match kind {
                ResultKind::Run => &report::run::TABLES[..],
                ResultKind::Projection => &report::projection::TABLES,
                ResultKind::Comparison => &report::comparison::TABLES,
                ResultKind::Sweep => &report::sweep::TABLES,
                _ => &report::simulated::TABLES,
            };
            let of_file = written.iter().find(|table| table.file == file);
            of_file.is_some_and(|table| table.columns.iter().any(|c| c.name == column))
        };
        for (_, kind) in SCHEMAS {
            for (table, columns) in kind.names() {
                let file = table.file;
                assert!(columns.iter().all(|column| has(kind, file, column.name)), "{file}");
            }
            for layout in kind.tables() {
                let mut columns = layout.keys.iter().chain(layout.compared);
                assert!(columns.all(|column| has(kind, layout.file, column)), "{}", layout.file);
            }
        }
    }
}
