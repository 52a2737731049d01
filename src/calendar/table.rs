//! Reads the tables compiled into the library; an error names the line of a row that does not fit.

use serde::de::DeserializeOwned;

use super::CalendarError;

/// All rows of a compiled-in CSV, each with its line number (the header is line 1).
pub(super) fn rows<T: DeserializeOwned>(
    file: &'static str,
    text: &str,
) -> Result<Vec<(u64, T)>, CalendarError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().cloned().map_err(|error| fault(file, 1, &error))?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| fault(file, 0, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = record.deserialize(Some(&headers)).map_err(|error| fault(file, line, &error))?;
        rows.push((line, row));
    }
    Ok(rows)
}

fn fault(file: &'static str, line: u64, error: &csv::Error) -> CalendarError {
    let line = error.position().map_or(line, csv::Position::line);
    CalendarError::Data { file, line, problem: error.to_string() }
}
