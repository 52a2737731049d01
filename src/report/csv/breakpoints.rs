//! `breakpoints.csv`: every break with its band, in USD and in points of the percentile.

use std::io::Write;

use super::{cap, number};
use crate::scenario::Run;

/// The header.
pub const COLUMNS: [&str; 9] = [
    "event",
    "break",
    "rank",
    "market_cap",
    "percentile",
    "upper_percentile",
    "lower_percentile",
    "upper_market_cap",
    "lower_market_cap",
];

/// Writes the table, largest companies first.
///
/// # Errors
/// What the writer reports.
pub fn write(run: &Run, out: impl Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for level in &run.result.levels {
        writer.write_record([
            run.scenario.event.name.as_str(),
            level.name,
            &level.rank.to_string(),
            &cap(level.market_cap),
            &number(level.percentile),
            &number(level.upper_percentile),
            &number(level.lower_percentile),
            &cap(level.upper_market_cap),
            &cap(level.lower_market_cap),
        ])?;
    }
    writer.flush()?;
    Ok(())
}
