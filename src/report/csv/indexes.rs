//! `indexes.csv`: market-cap range of every index, with the band and without it.

use std::io::Write;

use super::cap;
use crate::scenario::Run;

/// The header.
pub const COLUMNS: [&str; 12] = [
    "event",
    "index",
    "companies",
    "largest",
    "smallest",
    "median",
    "total",
    "plain_companies",
    "plain_largest",
    "plain_smallest",
    "plain_median",
    "plain_total",
];

/// Writes the table in the family's order.
///
/// # Errors
/// What the writer reports.
pub fn write(run: &Run, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for size in &run.sizes {
        let mut row = vec![run.scenario.event.name.clone(), size.index.to_string()];
        for range in [&size.banded, &size.plain] {
            row.extend([
                range.companies.to_string(),
                cap(range.largest),
                cap(range.smallest),
                cap(range.median),
                cap(Some(range.total)),
            ]);
        }
        writer.write_record(row)?;
    }
    writer.flush()?;
    Ok(())
}
