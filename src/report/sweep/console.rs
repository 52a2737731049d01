//! Console summary of a sweep.

use std::io::{self, Write};
use std::path::Path;

use super::conclusions::conclusions;
use super::luck::of_first;
use super::words::{
    conclusion_indexes, difference_of, event_columns, in_words, name, rivals, sample, tried,
    with_alike,
};
use crate::report::remarks;
use crate::report::screen::{cut, row, table, trimmed, wrapped};
use crate::report::shown;
use crate::report::story::{amount, span};
use crate::simulation::measures::Unit;
use crate::study::sweep::{Figure, Luck, Plane, RulePoint, Sample, Swept};
use crate::universe::Index;

/// Maximum number of assumptions shown; the summary has all of them.
const ASSUMPTIONS: usize = 5;
/// Maximum width of a line.
const WIDTH: usize = 96;
/// Maximum width of a combination's name.
const NAME: usize = 40;
/// Maximum number of rule books shown for one event.
const ROWS: usize = 40;
/// Maximum number of combinations shown of a frontier, spread over it.
const SHOWN: usize = 8;

/// Writes the summary; `folder` is where the reports are.
///
/// # Errors
/// Errors of the writer.
pub fn write(swept: &Swept, folder: &Path, out: &mut dyn Write) -> io::Result<()> {
    let colon = if swept.description.is_empty() { "" } else { ": " };
    writeln!(out, "{}", cut(&format!("{}{colon}{}", swept.name, swept.description), WIDTH))?;
    remarks::warnings(&swept.remarks, WIDTH, out)?;
    let heading = format!("{} on {}", tried(swept), sample(swept));
    for line in wrapped(&heading, WIDTH) {
        writeln!(out, "{line}")?;
    }
    if let Sample::Paths { count, of, .. } = &swept.sample
        && count < of
    {
        writeln!(out, "{count} of {of} paths that were asked for")?;
    }
    writeln!(out)?;
    for conclusion in conclusions(swept) {
        for line in wrapped(&conclusion, WIDTH) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    let indexes = conclusion_indexes(swept);
    for (index, title) in &indexes {
        if let Some(plane) = swept.plane(*index) {
            writeln!(out, "{}", trimmed(&points(swept, &plane, title).to_string()))?;
            let more = plane.best_apart().len().saturating_sub(SHOWN);
            if more > 0 {
                writeln!(out, " and {more} more on the frontier, in frontier.csv")?;
            }
            writeln!(out)?;
        }
    }
    if matches!(swept.sample, Sample::Event { .. }) {
        writeln!(out, "{}\n", trimmed(&event(swept).to_string()))?;
    } else {
        let drift = "Drift is the weight on the wrong side of the unbanded breaks, mean of a cycle's closes.";
        writeln!(out, "{drift}\n")?;
    }
    luck(swept, &indexes, out)?;
    remarks::assumptions(&swept.remarks, ASSUMPTIONS, WIDTH, out)?;
    writeln!(out, "Reports: {}", folder.display())
}

/// The current rule, that rule under other schedules, the rules that beat it, and the frontier by turnover.
fn points(swept: &Swept, plane: &Plane<'_>, title: &str) -> comfy_table::Table {
    let has_cost = plane.points.iter().any(|point| point.cost.is_some());
    let mut heads = vec![title, "", "turnover", "difference", "wrong side", "difference"];
    heads.extend(has_cost.then_some(["cost, all funds", "difference"]).into_iter().flatten());
    let mut shown = table(&heads, 2);
    let mut add = |what: &str, point: &RulePoint<'_>| {
        let mut cells = vec![what.to_owned(), whole(&with_alike(swept, plane, point))];
        for figure in point.figures() {
            cells.push(value(figure));
            cells.push(if point.combination == 0 { String::new() } else { difference(figure) });
        }
        shown.add_row(row(cells, 2));
    };
    if let Some(first) = plane.first() {
        add("as it is", first);
    }
    let find = |at: usize| plane.points.iter().find(move |point| point.combination == at);
    for other in swept.sweep.other_schedules.iter().copied().filter_map(find) {
        add("other schedule", other);
    }
    for (what, point) in plane.first().map_or_else(Vec::new, |first| rivals(plane, first)) {
        add(what, point);
    }
    let best = plane.best_apart();
    for (what, point) in [
        ("least turnover", least(&best, |s| s.turnover.value)),
        ("least drift", least(&best, |s| s.drift.value)),
        ("least cost", least(&best, |s| s.cost?.value)),
    ] {
        if let Some(point) = point {
            add(what, point);
        }
    }
    for point in spread_out(&best) {
        add("on the frontier", point);
    }
    shown
}

/// The name of a rule, on as many lines as needed.
fn whole(name: &str) -> String {
    wrapped(name, NAME).join("\n")
}

/// The point with the smallest value; `None` if none is known.
fn least<'s, 'a>(
    best: &[&'s RulePoint<'a>],
    of: impl Fn(&RulePoint<'a>) -> Option<f64>,
) -> Option<&'s RulePoint<'a>> {
    let known = best.iter().filter_map(|point| Some((of(point)?, *point)));
    known.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, point)| point)
}

/// Points spread over a frontier, including both ends.
fn spread_out<'s, 'a>(best: &[&'s RulePoint<'a>]) -> Vec<&'s RulePoint<'a>> {
    if best.len() <= SHOWN {
        return best.to_vec();
    }
    (0..SHOWN).map(|at| best[at * (best.len() - 1) / (SHOWN - 1)]).collect()
}

fn value(figure: &Figure) -> String {
    // Costs are at most a basis point or two, so they need more decimal places.
    match figure.value {
        Some(value) if figure.index.is_none() => format!("{:.2}bp", value * 1e4),
        Some(value) => amount(figure.unit(), value, false, false),
        None => "?".to_owned(),
    }
}

/// The difference with its interval.
fn difference(figure: &Figure) -> String {
    match difference_of(figure) {
        Some((value, Some(interval))) => format!("{value} ({interval})"),
        Some((value, None)) => value,
        None => "?".to_owned(),
    }
}

/// Results of every rule book for a single event, which has no turnover and drift over time.
fn event(swept: &Swept) -> comfy_table::Table {
    let columns = event_columns(swept);
    let mut heads = vec!["rule".to_owned()];
    heads.extend(columns.iter().map(|(head, _)| head.clone()));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut shown = table(&heads, 1);
    for at in 0..swept.sweep.combinations.len().min(ROWS) {
        let mut cells = vec![whole(&name(swept, at))];
        for (_, figures) in &columns {
            let figure = figures.iter().find(|figure| figure.combination == at);
            let shown = |figure: &Figure| {
                let value = figure.value?;
                Some(match figure.unit() {
                    Unit::Fraction => amount(Unit::Fraction, value, false, false),
                    _ => shown::thousands(value, 0),
                })
            };
            cells.push(figure.and_then(shown).unwrap_or_else(|| "?".to_owned()));
        }
        shown.add_row(row(cells, 1));
    }
    shown
}

/// Timing luck of the indexes in the conclusions.
fn luck(swept: &Swept, indexes: &[(Index, String)], out: &mut dyn Write) -> io::Result<()> {
    let is_shown = |luck: &&Luck| indexes.iter().any(|(index, _)| luck.index == Some(*index));
    if !swept.luck.iter().any(|luck| is_shown(&luck)) {
        return Ok(());
    }
    let heads = [
        "timing luck",
        "index",
        "measure",
        "shifts",
        "smallest mean",
        "largest mean",
        "luck",
        "of the first",
        "less the first's",
    ];
    let mut shown = table(&heads, 3);
    for luck in swept.luck.iter().filter(is_shown) {
        let own = |value| amount(luck.unit(), value, false, false);
        let part =
            of_first(swept, luck).map_or_else(String::new, |part| format!("{:.0}%", part * 100.0));
        let less_first = luck.difference.map_or_else(String::new, |difference| {
            let ends =
                luck.difference_spread.interval.map(|of| format!(" ({})", span(luck.unit(), of)));
            amount(luck.unit(), difference, true, false) + &ends.unwrap_or_default()
        });
        let cells = vec![
            whole(&in_words(&swept.sweep, &luck.rule)),
            luck.index.map_or_else(String::new, |index| index.to_string()),
            luck.statistic.name().replace('_', " "),
            luck.shifts.to_string(),
            own(luck.range.0),
            own(luck.range.1),
            amount(luck.unit(), luck.deviation, true, false).replace('+', ""),
            part,
            less_first,
        ];
        shown.add_row(row(cells, 3));
    }
    writeln!(out, "{}\n", trimmed(&shown.to_string()))
}
