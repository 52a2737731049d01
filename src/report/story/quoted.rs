//! The first lines of a comparison on its page, quoted from its table of measures.

use super::{LINES, word};
use crate::analysis::interval::Sign;
use crate::report::comparison::{SCHEDULE, measures};
use crate::report::page::{Fact, Quote, Row, Value};
use crate::report::shown::{NOTHING, Style};
use crate::report::table::Column;
use crate::simulation::Unit;

/// The headline figures of a page: the last schedule beside the first, quoted from `column` of the table
/// of measures.
pub(in crate::report) fn facts(table: &Quote, column: Column, schedules: &[&str]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let (Some(first), Some(last)) = (schedules.first(), schedules.last()) else { return facts };
    for (label, statistic, index) in LINES {
        let (measure, index) = (statistic.name(), index.map_or("", Into::into));
        let row = |schedule| {
            table.find(&[
                (measures::MEASURE, &*measure),
                (measures::INDEX, index),
                (SCHEDULE, schedule),
            ])
        };
        let (Some(one), Some(other)) = (row(first), row(last)) else { continue };
        let (style, signed) = styles(statistic.unit());
        let mut note = format!("{first}: {}", one.shown(column, style));
        if schedules.len() > 1 {
            note = format!(
                "{note}; difference {} ({}): {}",
                other.shown(measures::DIFFERENCE, signed),
                interval(other, signed),
                word(Sign::of(range(other)))
            );
        }
        let label = format!("{label}, a cycle: {last}");
        facts.push(Fact { label, value: other.value(column, style), note });
    }
    facts
}

/// The cell with the name of a measure, indented if it is a part of the measure above.
pub(in crate::report) fn measure_cell(label: &str) -> Value {
    // Wide spaces, which no format strips.
    let shown = label.replace("  ", "\u{2003}");
    Value { exact: shown.clone(), shown }
}

/// The interval of the difference in a row.
fn range(row: Row<'_>) -> Option<(f64, f64)> {
    row.number(measures::DIFFERENCE_LOW).zip(row.number(measures::DIFFERENCE_HIGH))
}

/// The interval of the difference in a row, as shown.
fn interval(row: Row<'_>, style: Style) -> String {
    match range(row) {
        Some(_) => format!(
            "{} to {}",
            row.shown(measures::DIFFERENCE_LOW, style),
            row.shown(measures::DIFFERENCE_HIGH, style)
        ),
        None => format!("interval {NOTHING}"),
    }
}

/// Styles on a page of values in a unit and of their differences.
pub(in crate::report) fn styles(unit: Unit) -> (Style, Style) {
    match unit {
        Unit::Fraction => (Style::Percent(2), Style::PercentagePoints(2)),
        Unit::Usd => (Style::Usd, Style::SignedUsd),
        Unit::Count | Unit::Days | Unit::Periods => (Style::Number(1), Style::SignedNumber(1)),
        Unit::Points => (Style::Number(2), Style::SignedNumber(2)),
    }
}
