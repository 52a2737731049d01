//! Console summary of a calibration.

use std::io::{self, Write};
use std::path::Path;

use crate::analysis::reliability::{BINS, Reliability};
use crate::report::remarks;
use crate::report::screen::{row, table, thousands, trimmed};
use crate::study::comparison::Calibrated;

/// Maximum number of assumptions shown; the summary has all of them.
const ASSUMPTIONS: usize = 3;
/// Maximum width of a line.
const WIDTH: usize = 96;

/// Writes the summary; `folder` is where the reports are.
///
/// # Errors
/// Errors of the writer.
pub fn write(found: &Calibrated, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    let scenario = &found.scenario;
    writeln!(out, "{}: {}", scenario.name, scenario.description)?;
    remarks::warnings(&found.remarks, WIDTH, out)?;
    let (first, last) = (found.events.first(), found.events.last());
    writeln!(
        out,
        "schedule {}: {} events, {} to {}, forecast at {} closes before their rank days\n",
        found.schedule,
        found.events.len(),
        first.map_or("none", |name| name),
        last.map_or("none", |name| name),
        found.closes
    )?;
    let mut bins = table(&["Forecast", "forecasts", "mean", "came true", "part"], 1);
    for (at, bin) in found.calibration.pooled.bins().iter().enumerate() {
        let tenth = 100 / BINS;
        let cells = vec![
            format!("{} - {}%", at * tenth, (at + 1) * tenth),
            count(bin.pairs),
            per_cent(bin.mean()),
            count(bin.came_true),
            per_cent(bin.part()),
        ];
        bins.add_row(row(cells, 1));
    }
    writeln!(out, "{}\n", trimmed(&bins.to_string()))?;
    let header = [
        "Score",
        "forecasts",
        "expected",
        "came true",
        "Brier",
        "climatology",
        "ranked today",
        "skill",
    ];
    let mut scores = table(&header, 1);
    let all = &found.calibration;
    let by_months = all.by_months.iter().map(|(months, part)| {
        (format!("{months} month{} ahead", if *months == 1 { "" } else { "s" }), part)
    });
    let parts = std::iter::once(("all".to_owned(), &all.pooled))
        .chain(all.by_move.iter().map(|(what, part)| (what.to_string().replace('_', " "), part)))
        .chain(by_months);
    for (name, part) in parts {
        scores.add_row(row(score(name, part), 1));
    }
    writeln!(out, "{}\n", trimmed(&scores.to_string()))?;
    remarks::assumptions(&found.remarks, ASSUMPTIONS, WIDTH, out)?;
    writeln!(out, "Reports: {}", folder.display())
}

fn score(name: String, part: &Reliability) -> Vec<String> {
    let all = part.all();
    let shown = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.5}"));
    vec![
        name,
        count(all.pairs),
        format!("{:.1}", all.expected),
        count(all.came_true),
        shown(part.brier()),
        shown(part.climatology()),
        shown(part.brier_if_ranked_today()),
        per_cent(part.skill()),
    ]
}

fn count(number: u64) -> String {
    thousands(usize::try_from(number).unwrap_or(usize::MAX))
}

fn per_cent(part: Option<f64>) -> String {
    part.map_or_else(|| "none".to_owned(), |part| format!("{:.1}%", part * 100.0))
}
