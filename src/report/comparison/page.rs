//! The page of a comparison on a history, quoted from its tables.

mod event_lists;
mod movers;

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use super::console::{HEADLINES, OTHERS};
use super::{ComparisonReport, SCHEDULE, cycles, drift, measures};
use crate::report::chart::{Axis, Chart, Layer, Plot, Tone};
use crate::report::page::{Block, Figure, List, Page, Quote, Quotes, Section, Value};
use crate::report::shown::Style::{self, Count, Percent, Plain};
use crate::report::shown::{thousands, with_minus_signs};
use crate::report::story::{conclusions, facts, measure_cell, styles};
use crate::report::table::Cell;
use crate::simulation::measures::{
    MONTHS, Statistic, drift as drift_measures, moves, performance, turnover,
};

/// Indexes whose drift is drawn.
const DRAWN: [(&str, &str); 2] = [("R2000", "Russell 2000"), ("R1000", "Russell 1000")];

pub(super) fn page(report: &ComparisonReport<'_>, quotes: &Quotes<'_>) -> Page {
    let compared = report.compared;
    let days = compared.history.backtest_days();
    let cut: Vec<String> = report.comparison.cycles.cut().map(|of| of.cycle.name()).collect();
    let names: Vec<&str> = compared.schedules.iter().map(|s| s.name.as_str()).collect();
    Page {
        title: format!("Schedules compared: {}", compared.scenario.name),
        subtitle: compared.scenario.description.clone(),
        conclusions: conclusions(report).iter().map(|of| with_minus_signs(&of.text())).collect(),
        origin: vec![format!(
            "{} on the same market of {} lines, {} closes from {} to {}; cycles that are cut and in no mean: {}.",
            names.join(" against "),
            thousands(compared.lines as f64, 0),
            days.len(),
            days[0].date,
            days[days.len() - 1].date,
            if cut.is_empty() { "none".to_owned() } else { cut.join(", ") }
        )],
        facts: facts(quotes.table(measures::TABLE), measures::VALUE, &names),
        sections: vec![
            measures(quotes.table(measures::TABLE), &names),
            cycles(quotes),
            drift(quotes, &names),
            movers::movers(quotes, &names),
            event_lists::turnover(quotes),
            event_lists::trades(quotes, &names),
            event_lists::events(quotes),
            event_lists::moved_back(quotes),
            event_lists::checks(quotes),
        ],
        inputs: compared.inputs.iter().map(|i| (i.path.clone(), i.sha256.clone())).collect(),
        ..Page::default()
    }
    .with_remarks(&compared.remarks)
}

/// The main measures, one row each, with a column for each schedule.
fn measures(table: &Quote, schedules: &[&str]) -> Section {
    let mut blocks = Vec::new();
    for (index, title) in [("R2000", "Russell 2000"), ("R1000", "Russell 1000")] {
        let rows = HEADLINES.iter().map(|(label, measure)| (*label, *measure, index));
        blocks.push(Block::List(side_by_side(table, title, schedules, rows)));
    }
    let others = OTHERS
        .iter()
        .map(|(label, measure, index)| (*label, *measure, index.map_or("", Into::into)));
    blocks.push(Block::List(side_by_side(table, "Family and other indexes", schedules, others)));
    Section {
        id: "measures",
        title: "What the second date changes".to_owned(),
        lead: format!(
            "Means of the complete cycles, from one June implementation to the next. Differences are those from {}, \
             in percentage points (pp) of what is in per cent, with the 95% t-interval of the mean of the cycles' \
             paired differences. Every measure of every index is in comparison.csv.",
            schedules.first().copied().unwrap_or_default()
        ),
        blocks,
    }
}

fn side_by_side<'m>(
    table: &Quote,
    title: &str,
    schedules: &[&str],
    measures: impl Iterator<Item = (&'m str, Statistic, &'m str)>,
) -> List {
    // The cells of a column have different units, so each value is styled by its measure.
    let mut columns = vec![("measure".to_owned(), Plain)];
    columns.extend(schedules.iter().map(|name| ((*name).to_owned(), Style::Number(2))));
    for name in schedules.iter().skip(1) {
        let of = if schedules.len() > 2 { format!(", {name}") } else { String::new() };
        let heads = ["difference", "from", "to"];
        columns.extend(heads.map(|head| (format!("{head}{of}"), Style::Number(2))));
        columns.push((format!("cycles{of}"), Count));
    }
    let rows = measures
        .map(|(label, statistic, index)| {
            let (measure, (style, signed)) = (statistic.name(), styles(statistic.unit()));
            let value = |schedule: &&str, column, style| {
                let keys = [
                    (measures::MEASURE, &*measure),
                    (measures::INDEX, index),
                    (SCHEDULE, *schedule),
                ];
                let row = table.find(&keys);
                row.map_or_else(|| Value::of(&Cell::Empty, style), |row| row.value(column, style))
            };
            let mut cells = vec![measure_cell(label)];
            cells.extend(schedules.iter().map(|schedule| value(schedule, measures::VALUE, style)));
            for schedule in schedules.iter().skip(1) {
                let differences =
                    [measures::DIFFERENCE, measures::DIFFERENCE_LOW, measures::DIFFERENCE_HIGH];
                cells.extend(differences.map(|column| value(schedule, column, signed)));
                cells.push(value(schedule, measures::DIFFERENCE_CYCLES, Count));
            }
            cells
        })
        .collect();
    List { title: title.to_owned(), columns, rows, ..List::default() }
}

/// Measures shown cycle by cycle: label, measure, index.
const BY_CYCLE: [(&str, Statistic, &str); 5] = [
    ("R2000 turnover, scheduled", turnover::SCHEDULED.one_way.value(), "R2000"),
    ("R2000 drift beyond band, mean", drift_measures::BEYOND_BAND_WEIGHT.mean(), "R2000"),
    ("R2000 members lost, mean", drift_measures::LOST.mean(), "R2000"),
    ("R2000 tracking error to the first", performance::TRACKING_ERROR.value(), "R2000"),
    ("moves from R2000 to R1000", moves::UP.value(), ""),
];

/// Every cycle of the history, including incomplete ones.
fn cycles(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(cycles::TABLE);
    let mut rows = Vec::new();
    for (label, statistic, index) in BY_CYCLE {
        let (measure, (style, signed)) = (statistic.name(), styles(statistic.unit()));
        for row in table
            .rows()
            .filter(|row| row.is(cycles::MEASURE, &measure) && row.is(cycles::INDEX, index))
        {
            let words = Value { shown: label.to_owned(), exact: label.to_owned() };
            let plain =
                [cycles::CYCLE, cycles::COMPLETE, SCHEDULE].map(|column| row.value(column, Plain));
            let numbers = [row.value(cycles::VALUE, style), row.value(cycles::DIFFERENCE, signed)];
            rows.push([words].into_iter().chain(plain).chain(numbers).collect());
        }
    }
    let words = ["measure", "cycle", "complete", "schedule"].map(|head| (head.to_owned(), Plain));
    let numbers = ["value", "difference"].map(|head| (head.to_owned(), Style::Number(2)));
    Section {
        id: "cycles",
        title: "Cycle by cycle".to_owned(),
        lead: "A cycle goes from just after one June implementation up to and including the next. Those that the \
               history cuts are shown and are in no mean. cycles.csv has every measure of every index."
            .to_owned(),
        blocks: vec![Block::List(List {
            columns: words.into_iter().chain(numbers).collect(),
            is_long: rows.len() > 12,
            rows,
            ..List::default()
        })],
    }
}

/// Drift at every close, and its mean by calendar month.
fn drift(quotes: &Quotes<'_>, schedules: &[&str]) -> Section {
    let mut blocks = Vec::new();
    for (index, title) in DRAWN {
        blocks.push(Block::figure(by_month(
            quotes.table(measures::TABLE),
            index,
            title,
            schedules,
        )));
        blocks.push(Block::figure(by_close(quotes.table(drift::TABLE), index, title, schedules)));
    }
    Section {
        id: "drift",
        title: "Drift through the year".to_owned(),
        lead: "Weight of members that would move out if the index were reconstituted at the close: what the index \
               holds and should not."
            .to_owned(),
        blocks,
    }
}

fn by_month(table: &Quote, index: &str, title: &str, schedules: &[&str]) -> Figure {
    let mut lines: Vec<(Tone, Vec<(f64, f64)>)> = Vec::new();
    let mut rows = Vec::new();
    for (at, schedule) in schedules.iter().enumerate() {
        let mut line = Vec::new();
        let mut cells =
            vec![Value { shown: (*schedule).to_owned(), exact: (*schedule).to_owned() }];
        for month in 0..MONTHS.len() {
            let measure = drift_measures::BEYOND_BAND_WEIGHT.mean_of_month(month).name();
            let keys =
                [(measures::MEASURE, &*measure), (measures::INDEX, index), (SCHEDULE, *schedule)];
            let cell = table.find(&keys).map_or(&Cell::Empty, |row| row.cell(measures::VALUE));
            line.extend(cell.number().map(|value| ((month + 1) as f64, value)));
            cells.push(Value::of(cell, Percent(2)));
        }
        lines.push((Tone::of(at), line));
        rows.push(cells);
    }
    let mut columns = vec![("schedule".to_owned(), Plain)];
    columns.extend(MONTHS.iter().map(|name| ((*name).to_owned(), Percent(2))));
    let x = Axis::months(MONTHS);
    let values = lines.iter().flat_map(|(_, line)| line.iter().map(|(_, value)| *value));
    let y = Axis::linear("weight beyond the band", values.chain([0.0]), percent);
    let legend = schedule_legend(schedules);
    Figure {
        title: format!("{title}, by calendar month."),
        text: "Mean of the complete cycles.".to_owned(),
        chart: Chart::Plot(Plot {
            x,
            y,
            layers: lines.into_iter().map(|(tone, line)| Layer::Line(tone, line)).collect(),
            legend,
        }),
        numbers: Some(List { columns, rows, ..List::default() }),
    }
}

fn by_close(table: &Quote, index: &str, title: &str, schedules: &[&str]) -> Figure {
    let mut by_schedule: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for row in table.rows() {
        if row.is(drift::INDEX, index)
            && row.is(drift::MEASURE, drift_measures::BEYOND_BAND_WEIGHT.name_at_close())
            && let (Some(day), Some(value)) = (row.date(drift::DATE), row.number(drift::VALUE))
        {
            by_schedule
                .entry(row.text(SCHEDULE).into_owned())
                .or_default()
                .push((year_of(day), value));
        }
    }
    let lines: Vec<(Tone, Vec<(f64, f64)>)> = schedules
        .iter()
        .enumerate()
        .filter_map(|(at, name)| Some((Tone::of(at), by_schedule.remove(*name)?)))
        .collect();
    let places = || lines.iter().flat_map(|(_, line)| line.iter());
    let x = Axis::years(places().map(|(x, _)| *x));
    let y = Axis::linear("weight beyond the band", places().map(|(_, y)| *y).chain([0.0]), percent);
    Figure {
        title: format!("{title}, close by close."),
        text: "The line falls at every reconstitution and rises until the next. A reconstitution counts at the close of its \
               implementation day, or at the last close before that the panel has.".to_owned(),
        chart: Chart::Plot(Plot {
            x,
            y,
            layers: lines.into_iter().map(|(tone, line)| Layer::Line(tone, line)).collect(),
            legend: schedule_legend(schedules),
        }),
        numbers: None,
    }
}

/// A tone for each schedule.
pub(in crate::report) fn schedule_legend(schedules: &[&str]) -> Vec<(Tone, String)> {
    schedules.iter().enumerate().map(|(at, name)| (Tone::of(at), (*name).to_owned())).collect()
}

/// A day as a year with a fraction.
pub(in crate::report) fn year_of(day: NaiveDate) -> f64 {
    f64::from(day.year()) + f64::from(day.ordinal0()) / 365.25
}

/// Label of a tick: a fraction in per cent, with as many decimal places as it needs.
pub(in crate::report) fn percent(value: f64) -> String {
    let text = format!("{:.3}", value * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
