//! Console summary of a simulation.

use std::io::{self, Write};
use std::path::Path;

use super::estimate::Estimate;
use crate::report::comparison::console::{HEADLINES, OTHERS, TRACKING_ERROR};
use crate::report::remarks;
use crate::report::screen::{cut, row, table, thousands, trimmed};
use crate::report::story::{self, Line, amount, span};
use crate::simulation::measures::{Unit, costs};
use crate::study::simulated::{Completion, Simulated};
use crate::universe::Index;

/// Maximum number of assumptions shown; the summary has all of them.
const ASSUMPTIONS: usize = 7;
/// Maximum width of a line.
const WIDTH: usize = 96;
/// Maximum width of a schedule name in a heading.
const NAME: usize = 11;

/// Measures of paths that a history does not have.
pub(super) const COSTS: [Line; 2] = [
    ("cost of what index funds trade", costs::USD.value(), None),
    ("cost, of the funds' assets", costs::OF_ASSETS.value(), None),
];

/// Writes the summary; `folder` is where the reports are.
///
/// # Errors
/// Errors of the writer.
pub fn write(simulated: &Simulated, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    heading(simulated, out)?;
    story::write(simulated, out)?;
    for index in [Index::R1000, Index::R2000] {
        let rows = HEADLINES.iter().map(|(label, statistic)| (*label, *statistic, Some(index)));
        block(simulated, &index.to_string(), rows, out)?;
    }
    let others = OTHERS.iter().chain(&COSTS).copied();
    block(simulated, "Family and other indexes", others, out)?;
    remarks::assumptions(&simulated.remarks(), ASSUMPTIONS, WIDTH, out)?;
    writeln!(out, "Reports: {}", folder.display())
}

fn heading(simulated: &Simulated, out: &mut dyn Write) -> io::Result<()> {
    let Simulated { header, results, path_years_per_second } = simulated;
    let colon = if header.description.is_empty() { "" } else { ": " };
    writeln!(out, "{}", cut(&format!("{}{colon}{}", header.name, header.description), WIDTH))?;
    remarks::warnings(&header.remarks, WIDTH, out)?;
    let steps = serde_json::to_value(header.steps)?;
    writeln!(
        out,
        "{} paths of {} cycle{}, {}, {} companies, {} steps, seed {}",
        thousands(results.count()),
        header.years,
        if header.years == 1 { "" } else { "s" },
        header.span(),
        thousands(header.companies),
        steps.as_str().unwrap_or_default(),
        header.seed
    )?;
    if header.cycles.run_in() > 0 {
        let (start, months) = (header.start, header.cycles.run_in());
        writeln!(out, "from {start}: {months} months up to the first cycle are in no measure")?;
    }
    match Completion::of(header, results) {
        Completion::Complete => {}
        Completion::Precise => writeln!(
            out,
            "ended before all {} paths: the precision that was asked for is reached",
            thousands(header.count)
        )?,
        Completion::Partial => writeln!(
            out,
            "PARTIAL: {} of {} paths; --resume goes on",
            thousands(results.count()),
            thousands(header.count)
        )?,
    }
    if let Some(rate) = path_years_per_second {
        writeln!(out, "path_years_per_second: {rate:.0}")?;
    }
    writeln!(out)
}

/// A table of measures: the mean of every schedule, and the differences to the first schedule.
fn block(
    simulated: &Simulated,
    title: &str,
    rows: impl Iterator<Item = Line>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Simulated { header, results, .. } = simulated;
    let schedules = &results.schedules;
    let mut heads = vec![title.to_owned()];
    heads.extend(schedules.iter().map(|schedule| cut(&schedule.name, NAME)));
    for other in schedules.iter().skip(1) {
        let of = if schedules.len() > 2 {
            format!(", {}", cut(&other.name, NAME))
        } else {
            String::new()
        };
        heads.push(format!("difference{of}"));
        heads.push(format!("{:.0}% interval", header.confidence * 100.0));
        heads.push("5% to 95% of paths".to_owned());
    }
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = table(&heads, 1);
    let mut any = false;
    for (label, statistic, index) in rows {
        let Some(at) = header.place(statistic, index) else { continue };
        let unit = statistic.unit();
        // A single schedule has no benchmark.
        if statistic == TRACKING_ERROR && schedules.len() == 1 {
            continue;
        }
        any = true;
        let estimate = |summary| Estimate::of(summary, header.confidence);
        let label = match schedules.first() {
            Some(first) if statistic == TRACKING_ERROR => {
                format!("tracking error to {}", cut(&first.name, NAME))
            }
            _ => label.to_owned(),
        };
        let mut cells = vec![label];
        let mean = |e: Option<Estimate>| shown(unit, e.map(|e| e.mean), false);
        cells.extend(schedules.iter().map(|schedule| mean(estimate(schedule.summary(at)))));
        for schedule in schedules.iter().skip(1) {
            let difference = estimate(schedule.difference(at));
            cells.push(shown(unit, difference.map(|d| d.mean), true));
            cells.push(range(unit, difference.and_then(|d| d.interval)));
            cells.push(range(unit, difference.map(|d| (d.quantiles.p5, d.quantiles.p95))));
        }
        table.add_row(row(cells, 1));
    }
    if any { writeln!(out, "{}\n", trimmed(&table.to_string())) } else { Ok(()) }
}

/// A number in readable units.
fn shown(unit: Unit, value: Option<f64>, is_difference: bool) -> String {
    value.map_or_else(|| "?".to_owned(), |value| amount(unit, value, is_difference, false))
}

/// A range of differences.
fn range(unit: Unit, range: Option<(f64, f64)>) -> String {
    range.map_or_else(|| "?".to_owned(), |range| span(unit, range))
}
