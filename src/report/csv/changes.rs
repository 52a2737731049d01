//! `changes.csv`: one row per company that changes segment.

use std::io::Write;

use super::{cap, number, shown};
use crate::scenario::Run;

/// The header.
pub const COLUMNS: [&str; 15] = [
    "event",
    "rank_day",
    "effective",
    "symbol",
    "name",
    "action",
    "from",
    "to",
    "reason",
    "rank",
    "market_cap",
    "percentile",
    "points_to_upper_edge",
    "points_to_lower_edge",
    "inferred",
];

/// Writes the table: by action, then by cap. Members that left before rank day are no change of this
/// event; they are in `gone.csv`.
///
/// # Errors
/// What the writer reports.
pub fn write(run: &Run, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    let event = &run.scenario.event;
    let (rank_day, effective) = (event.rank_day.to_string(), event.effective.to_string());
    for (company, action) in run.changes() {
        let result = &run.result.companies[company];
        let security = &run.universe.securities[result.line];
        writer.write_record([
            event.name.as_str(),
            &rank_day,
            &effective,
            &security.symbol,
            &security.name,
            <&str>::from(action),
            <&str>::from(result.from),
            <&str>::from(result.to),
            &run.reason(company),
            &shown(result.rank),
            &cap(result.market_cap),
            &number(result.percentile),
            &number(result.edges.map(|e| e.to_upper)),
            &number(result.edges.map(|e| e.to_lower)),
            &security.inferred,
        ])?;
    }
    writer.flush()?;
    Ok(())
}
