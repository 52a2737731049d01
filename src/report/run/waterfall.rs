//! `waterfall.csv`: numbers of lines from the universe to the eligible lines, screen by screen.

use crate::report::table::Holds::{Count, Text};
use crate::report::table::{Column, Table, col};
use crate::study::Run;

/// The columns.
pub const COLUMNS: [Column; 5] = [
    col("event", Text, "the reconstitution"),
    col("screen", Text, "the screen; universe and eligible for what goes in and what comes out"),
    col("dropped", Count, "lines that it drops"),
    col("left", Count, "lines left after it"),
    col("unknown_passed", Count, "lines that passed it because what it looks at is not known"),
];

/// The table, in the order of the screens.
pub fn table(run: &Run) -> Table<'_> {
    Table::new("waterfall", "a screen", &COLUMNS, |rows| {
        let event = &run.scenario.event.name;
        let waterfall = &run.result.screened.waterfall;
        let mut left = waterfall.lines;
        rows.text(event).text("universe").empty().count(left).empty().end()?;
        for step in &waterfall.steps {
            left -= step.dropped;
            let unknown = waterfall.unknown.iter().find(|(screen, _)| *screen == step.screen);
            rows.text(event)
                .text(step.screen.into())
                .count(step.dropped)
                .count(left)
                .count(unknown.map_or(0, |(_, lines)| *lines))
                .end()?;
        }
        rows.text(event).text("eligible").empty().count(waterfall.eligible_lines).empty().end()
    })
}
