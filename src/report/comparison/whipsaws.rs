//! `whipsaws.csv`: companies that moved at one reconstitution and moved back at the next.

use std::io::{self, Write};

use super::ComparisonReport;
use super::table::Table;
use crate::analysis::comparison::whipsaws_of;
use crate::analysis::lived::LivedEvent;
use crate::simulation::EventKind;

/// The header.
pub const COLUMNS: [&str; 8] =
    ["schedule", "symbol", "home", "away", "there", "there_date", "back", "back_date"];

/// Writes the table: by schedule, in the order in which they moved. `home` is the segment before
/// and after, `away` the one in between; the symbol is that of the second event.
///
/// # Errors
/// What the writer reports.
pub fn write(report: &ComparisonReport<'_>, out: impl Write) -> io::Result<()> {
    let mut table = Table::new(out, &COLUMNS)?;
    for schedule in &report.compared.schedules {
        let is_reconstitution =
            |event: &&LivedEvent| matches!(event.kind, EventKind::Reconstitution(_));
        let events: Vec<&LivedEvent> =
            schedule.lived.events.iter().filter(is_reconstitution).collect();
        for whipsaw in whipsaws_of(&schedule.lived).list {
            let (there, back) = (events[whipsaw.there], events[whipsaw.back]);
            table
                .text(&schedule.name)
                .text(report.compared.history.symbol(whipsaw.key, back.day))
                .text(<&str>::from(whipsaw.home))
                .text(<&str>::from(whipsaw.away))
                .text(&there.name)
                .shown(there.date)
                .text(&back.name)
                .shown(back.date)
                .end()?;
        }
    }
    table.finish()
}
