//! A year's schedule as JSON: the fields of [`YearSchedule`], dates as `YYYY-MM-DD`.

use std::io::{self, Write};

use crate::calendar::YearSchedule;

/// Writes the schedule, indented, with a final line break. It reads back as the same
/// [`YearSchedule`].
///
/// ```
/// use rankday::calendar::{self, YearSchedule};
/// use rankday::report::schedule::json;
///
/// let schedule = calendar::schedule(2026)?;
/// let mut text = Vec::new();
/// json::write(&schedule, &mut text)?;
/// assert_eq!(serde_json::from_slice::<YearSchedule>(&text)?, schedule);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Errors of the writer.
pub fn write(schedule: &YearSchedule, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, schedule)?;
    writeln!(out)
}
