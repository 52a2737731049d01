//! Console summary of a calibration.

use std::io::{self, Write};
use std::path::Path;

use super::{groups, reliability, scores};
use crate::report::page::Quotes;
use crate::report::remarks;
use crate::report::screen::{quoted_count, quoted_number, quoted_percent, row, table, trimmed};
use crate::report::shown::Style::Words;
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
    let quotes = Quotes::of(found);
    let mut bins = table(&["Forecast", "forecasts", "mean", "came true", "part"], 1);
    for bin in quotes.table(reliability::TABLE).rows().filter(groups::is_pooled) {
        let [from, to] =
            [reliability::FROM, reliability::TO].map(|column| quoted_percent(bin, column, 0, ""));
        let cells = vec![
            format!("{} - {to}", from.trim_end_matches('%')),
            quoted_count(bin, reliability::FORECASTS, "none"),
            quoted_percent(bin, reliability::MEAN_PROBABILITY, 1, "none"),
            quoted_count(bin, reliability::CAME_TRUE, "none"),
            quoted_percent(bin, reliability::PART, 1, "none"),
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
    let mut shown = table(&header, 1);
    for of in quotes.table(scores::TABLE).rows() {
        let months = of.text(groups::MONTHS);
        let name = match months.as_ref() {
            groups::ALL => of.shown(groups::MOVE, Words),
            // Groups by move and months are only in the files.
            _ if !of.is(groups::MOVE, groups::ALL) => continue,
            "1" => "1 month ahead".to_owned(),
            months => format!("{months} months ahead"),
        };
        let score = |column| quoted_number(of, column, 5, "");
        let cells = vec![
            name,
            quoted_count(of, scores::FORECASTS, ""),
            quoted_number(of, scores::EXPECTED, 1, ""),
            quoted_count(of, scores::CAME_TRUE, ""),
            score(scores::BRIER),
            score(scores::CLIMATOLOGY),
            score(scores::IF_RANKED_TODAY),
            quoted_percent(of, scores::SKILL, 1, "none"),
        ];
        shown.add_row(row(cells, 1));
    }
    writeln!(out, "{}\n", trimmed(&shown.to_string()))?;
    remarks::assumptions(&found.remarks, ASSUMPTIONS, WIDTH, out)?;
    writeln!(out, "Reports: {}", folder.display())
}
