//! Reads the tables of the regulator's data sets row by row: of millions of rows, a few thousand
//! are needed.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use crate::refusal::Refusal;
use crate::universe::{Fault, Faults, open_regular};

/// Maximum size of a row, in bytes.
const ROW_BYTES: u64 = 16 << 20;

/// A row: its line number and the requested cells; missing cells are empty.
pub(super) struct Row<'a> {
    pub(super) file: &'a str,
    pub(super) line: u64,
    cells: Vec<&'a str>,
    columns: &'a [&'static str],
}

impl Row<'_> {
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells[column]
    }

    pub(super) fn fault(&self, column: usize, refusal: impl Into<Refusal>) -> Fault {
        Fault {
            file: self.file.to_owned(),
            line: Some(self.line),
            column: Some(self.columns[column].to_owned()),
            value: Some(self.cells[column].to_owned()),
            refusal: refusal.into(),
        }
    }
}

/// Calls `each` with the requested cells of every row of a table in a folder.
pub(super) fn read_table(
    folder: &Path,
    name: &str,
    columns: &[&'static str],
    faults: &mut Faults,
    mut each: impl FnMut(&Row<'_>, &mut Faults),
) {
    let path = folder.join(name);
    let shown = path.display().to_string();
    let file = match open_regular(&path) {
        Ok(file) => file,
        Err(Refusal { problem, remedy }) => return faults.file(&shown, problem, remedy),
    };
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut bytes = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    let mut line = 0;
    loop {
        bytes.clear();
        match (&mut reader).take(ROW_BYTES).read_until(b'\n', &mut bytes) {
            Ok(0) => break,
            Ok(_) => line += 1,
            Err(error) => {
                return faults.file(&shown, format!("cannot be read: {error}"), "check the disk");
            }
        }
        let Ok(text) = std::str::from_utf8(&bytes) else {
            let (problem, remedy) = ("is not UTF-8 text", "fetch the set again");
            return faults.push(whole_row(&shown, line, problem, remedy));
        };
        if bytes.len() as u64 == ROW_BYTES && !text.ends_with('\n') {
            let (problem, remedy) = ("has no end in sight", "fetch the set again");
            return faults.push(whole_row(&shown, line, problem, remedy));
        }
        let text = text.trim_end_matches(['\n', '\r']);
        if line == 1 {
            let header: Vec<&str> = text.trim_start_matches('\u{feff}').split('\t').collect();
            for &column in columns {
                let Some(place) = header.iter().position(|name| *name == column) else {
                    let problem = format!("has no column \"{column}\"");
                    let remedy = "give the set as the regulator publishes it, unpacked";
                    return faults.file(&shown, problem, remedy);
                };
                places.push(place);
            }
            continue;
        }
        let all: Vec<&str> = text.split('\t').collect();
        let cells = places.iter().map(|&place| all.get(place).copied().unwrap_or_default());
        let row = Row { file: &shown, line, cells: cells.collect(), columns };
        each(&row, faults);
    }
    if line == 0 {
        faults.file(&shown, "is empty", "give the set as the regulator publishes it, unpacked");
    }
}

fn whole_row(file: &str, line: u64, problem: &str, remedy: &str) -> Fault {
    Fault {
        file: file.to_owned(),
        line: Some(line),
        column: None,
        value: None,
        refusal: Refusal::new(problem, remedy),
    }
}
