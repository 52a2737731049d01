//! `waterfall.csv`: numbers of lines from the universe to the eligible lines, screen by screen.

use super::EVENT;
use crate::report::table::{Table, table};
use crate::study::Run;

/// A screen, or the number of lines before or after all screens.
struct Step<'a> {
    run: &'a Run,
    name: &'a str,
    dropped: Option<usize>,
    left: usize,
    unknown_passed: Option<usize>,
}

table! {
    TABLE = "waterfall", "a screen";
    |step: Step<'_>|
    EVENT: Text = &step.run.scenario.event.name,
    SCREEN: Text("screen", "the screen; universe and eligible for what goes in and what comes out")
        = step.name,
    DROPPED: Count("dropped", "lines that it drops") = step.dropped,
    LEFT: Count("left", "lines left after it") = step.left,
    UNKNOWN_PASSED: Count(
        "unknown_passed",
        "lines that passed it because what it looks at is not known"
    ) = step.unknown_passed,
}

/// The table, in the order of the screens.
pub fn table(run: &Run) -> Table<'_> {
    Table::of(move |rows| {
        let waterfall = &run.result.screened.waterfall;
        let whole = |name, left| Step { run, name, dropped: None, left, unknown_passed: None };
        let mut left = waterfall.lines;
        rows.row(&whole("universe", left))?;
        for step in &waterfall.steps {
            left -= step.dropped;
            let unknown = waterfall.unknown.iter().find(|(screen, _)| *screen == step.screen);
            rows.row(&Step {
                run,
                name: step.screen.into(),
                dropped: Some(step.dropped),
                left,
                unknown_passed: Some(unknown.map_or(0, |(_, lines)| *lines)),
            })?;
        }
        rows.row(&whole("eligible", waterfall.eligible_lines))
    })
}
