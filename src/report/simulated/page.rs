//! The page of a comparison on simulated paths, quoted from its tables.

use crate::report::chart::{Axis, Chart, Layer, Plot, Tone};
use crate::report::comparison::console::{HEADLINES, OTHERS};
use crate::report::comparison::page::{percent, schedule_legend, year_of};
use crate::report::page::{Block, Figure, List, Page, Quote, Quotes, Row, Section, Value};
use crate::report::quantiles::Quantiles;
use crate::report::shown::Style::{self, Count, Percent, Plain};
use crate::report::shown::{thousands, with_minus_signs};
use crate::report::story::{conclusions, facts, measure_cell, styles};
use crate::report::table::{Cell, Column};
use crate::simulation::measures::{MONTHS, Measure, Statistic, drift as drift_measures, turnover};
use crate::study::simulated::{Completion, Header, Simulated};

use super::console::COSTS;
use super::{cycles, fan, measures};
use crate::report::comparison::SCHEDULE;

/// Indexes whose drift is drawn.
const DRAWN: [(&str, &str); 2] = [("R2000", "Russell 2000"), ("R1000", "Russell 1000")];
/// The measure drawn month by month.
const DRIFT: &Measure = &drift_measures::BEYOND_BAND_WEIGHT;

pub(super) fn page(simulated: &Simulated, quotes: &Quotes<'_>) -> Page {
    let Simulated { header, results, .. } = simulated;
    let names: Vec<&str> = results.schedules.iter().map(|s| s.name.as_str()).collect();
    let mut origin = vec![format!(
        "{} on the same {} paths of {} cycles, {}, {} companies, seed {}.",
        names.join(" against "),
        thousands(results.count() as f64, 0),
        header.years,
        header.span(),
        thousands(header.companies as f64, 0),
        header.seed
    )];
    if Completion::of(header, results) == Completion::Partial {
        let asked = thousands(header.count as f64, 0);
        origin.push(format!("Partial: it was interrupted before all {asked} paths were run."));
    }
    let inputs = header.inputs.as_array().into_iter().flatten().filter_map(|input| {
        let text = |key| input.get(key)?.as_str().map(str::to_owned);
        Some((text("path")?, text("sha256")?))
    });
    Page {
        title: format!("Schedules compared on simulated paths: {}", header.name),
        subtitle: header.description.clone(),
        conclusions: conclusions(simulated).iter().map(|of| with_minus_signs(&of.text())).collect(),
        origin,
        facts: facts(quotes.table(measures::TABLE), measures::MEAN, &names),
        sections: vec![
            measures(header, quotes.table(measures::TABLE), &names),
            cycles(quotes),
            drift(quotes, &names),
        ],
        inputs: inputs.collect(),
        ..Page::default()
    }
    .with_remarks(&simulated.remarks())
}

fn row<'q>(table: &'q Quote, statistic: Statistic, index: &str, schedule: &str) -> Option<Row<'q>> {
    let measure = statistic.name();
    table.find(&[(measures::MEASURE, &*measure), (measures::INDEX, index), (SCHEDULE, schedule)])
}

fn measures(header: &Header, table: &Quote, schedules: &[&str]) -> Section {
    let mut blocks = Vec::new();
    for (index, title) in DRAWN {
        let rows = HEADLINES.iter().map(|(label, statistic)| (*label, *statistic, index));
        blocks.push(Block::List(side_by_side(table, title, schedules, rows)));
    }
    let others = OTHERS
        .iter()
        .chain(&COSTS)
        .map(|(label, measure, index)| (*label, *measure, index.map_or("", Into::into)));
    let title = "Family, other indexes and trading";
    blocks.push(Block::List(side_by_side(table, title, schedules, others)));
    Section {
        id: "measures",
        title: "What the second date changes".to_owned(),
        lead: format!(
            "Means over the paths, each of whole cycles from one June implementation to the next. Differences are \
             those from {}, path by path on the same random numbers, in percentage points (pp) of what is in per \
             cent, with the {:.0}% t-interval of their mean and what 5% and 95% of the paths' differences are below.",
            schedules.first().copied().unwrap_or_default(),
            header.confidence * 100.0
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
    let number = Style::Number(2);
    let mut columns = vec![("measure".to_owned(), Plain)];
    columns.extend(schedules.iter().map(|name| ((*name).to_owned(), number)));
    for name in schedules.iter().skip(1) {
        let of = if schedules.len() > 2 { format!(", {name}") } else { String::new() };
        for head in ["difference", "from", "to", "5% of paths", "95% of paths"] {
            columns.push((format!("{head}{of}"), number));
        }
        columns.push((format!("paths{of}"), Count));
    }
    let rows = measures.filter_map(|(label, statistic, index)| {
        row(table, statistic, index, schedules.first()?)?;
        let (style, signed) = styles(statistic.unit());
        let value = |schedule: &&str, column, style| match row(table, statistic, index, schedule) {
            Some(row) => row.value(column, style),
            None => Value::of(&Cell::Empty, style),
        };
        let mut cells = vec![measure_cell(label)];
        cells.extend(schedules.iter().map(|schedule| value(schedule, measures::MEAN, style)));
        for schedule in schedules.iter().skip(1) {
            let differences = [
                measures::DIFFERENCE,
                measures::DIFFERENCE_LOW,
                measures::DIFFERENCE_HIGH,
                measures::DIFFERENCE_P5,
                measures::DIFFERENCE_P95,
            ];
            cells.extend(differences.map(|column| value(schedule, column, signed)));
            cells.push(value(schedule, measures::DIFFERENCE_PATHS, Count));
        }
        Some(cells)
    });
    let rows = rows.collect();
    List { title: title.to_owned(), columns, rows, ..List::default() }
}

/// The cycles of the paths.
fn cycles(quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(cycles::TABLE);
    let measures = [
        ("R2000 turnover, scheduled", turnover::SCHEDULED.one_way.value()),
        ("R2000 drift beyond band, mean", DRIFT.mean()),
        ("R2000 members lost, mean", drift_measures::LOST.mean()),
    ];
    let mut rows = Vec::new();
    for (label, statistic) in measures {
        let (measure, (style, signed)) = (statistic.name(), styles(statistic.unit()));
        let of_index =
            |row: &Row<'_>| row.is(cycles::MEASURE, &measure) && row.is(cycles::INDEX, "R2000");
        for row in table.rows().filter(of_index) {
            let words = Value { shown: label.to_owned(), exact: label.to_owned() };
            let plain = [cycles::CYCLE, SCHEDULE].map(|column| row.value(column, Plain));
            let value = row.value(cycles::MEAN, style);
            let differences = [cycles::DIFFERENCE, cycles::DIFFERENCE_LOW, cycles::DIFFERENCE_HIGH];
            let differences = differences.map(|column| row.value(column, signed));
            rows.push([words].into_iter().chain(plain).chain([value]).chain(differences).collect());
        }
    }
    let number = Style::Number(2);
    let words = ["measure", "cycle", "schedule"].map(|head| (head.to_owned(), Plain));
    let numbers = ["mean", "difference", "from", "to"].map(|head| (head.to_owned(), number));
    Section {
        id: "cycles",
        title: "Cycle by cycle".to_owned(),
        lead: "A cycle goes from just after one June implementation up to and including the next; none is cut. Means \
               over the paths of each; cycles.csv has the other indexes."
            .to_owned(),
        blocks: vec![Block::List(List {
            columns: words.into_iter().chain(numbers).collect(),
            is_long: rows.len() > 12,
            rows,
            ..List::default()
        })],
    }
}

fn drift(quotes: &Quotes<'_>, schedules: &[&str]) -> Section {
    let mut blocks = Vec::new();
    for (index, title) in DRAWN {
        blocks.extend(
            by_month(quotes.table(measures::TABLE), index, title, schedules).map(Block::figure),
        );
        blocks.extend(fan(quotes.table(fan::TABLE), index, title, schedules).map(Block::figure));
    }
    Section {
        id: "drift",
        title: "Drift through the year".to_owned(),
        lead: "Weight of members that would move out if the index were reconstituted then: what the index holds and \
               should not. Lines are medians over the paths; shades reach from what 5% of the paths are below to \
               what 95% are, the darker ones from 25% to 75%."
            .to_owned(),
        blocks,
    }
}

/// A fan: x, and the quantiles at x.
type Shaded = Vec<(f64, Quantiles<f64>)>;

/// The quantiles of the measures.
const QUANTILES: Quantiles<Column> = Quantiles {
    p5: measures::P5,
    p25: measures::P25,
    p50: measures::P50,
    p75: measures::P75,
    p95: measures::P95,
};
/// The quantiles of the fan.
const FAN: Quantiles<Column> =
    Quantiles { p5: fan::P5, p25: fan::P25, p50: fan::P50, p75: fan::P75, p95: fan::P95 };

fn quantiles(row: Row<'_>, columns: Quantiles<Column>) -> Option<Quantiles<f64>> {
    columns.map(|column| row.number(column)).known()
}

/// The layers of several fans: shades at the back, lines in front.
fn layers(curves: &[(Tone, Shaded)]) -> Vec<Layer> {
    let area = |tone: &Tone, curve: &Shaded, ends: fn(&Quantiles<f64>) -> [f64; 2]| {
        let shade = curve.iter().map(|(x, quantiles)| {
            let [low, high] = ends(quantiles);
            (*x, low, high)
        });
        Layer::Area(*tone, shade.collect())
    };
    let shades = curves.iter().flat_map(|(tone, curve)| {
        [area(tone, curve, |q| [q.p5, q.p95]), area(tone, curve, |q| [q.p25, q.p75])]
    });
    let lines = curves
        .iter()
        .map(|(tone, c)| Layer::Line(*tone, c.iter().map(|(x, q)| (*x, q.p50)).collect()));
    shades.chain(lines).collect()
}

fn shaded_figure(
    title: String,
    text: &str,
    x: Axis,
    curves: &[(Tone, Shaded)],
    schedules: &[&str],
    numbers: Option<List>,
) -> Figure {
    let ends = curves.iter().flat_map(|(_, curve)| curve.iter().flat_map(|(_, q)| [q.p5, q.p95]));
    let y = Axis::linear("weight beyond the band", ends.chain([0.0]), percent);
    Figure {
        title,
        text: text.to_owned(),
        chart: Chart::Plot(Plot {
            x,
            y,
            layers: layers(curves),
            legend: schedule_legend(schedules),
        }),
        numbers,
    }
}

/// Means by calendar month over the cycles of a path, with quantiles over the paths.
fn by_month(table: &Quote, index: &str, title: &str, schedules: &[&str]) -> Option<Figure> {
    let mut curves = Vec::new();
    let mut rows = Vec::new();
    for (at, schedule) in schedules.iter().enumerate() {
        let mut curve = Vec::new();
        for (month, name) in MONTHS.into_iter().enumerate() {
            let found = row(table, DRIFT.mean_of_month(month), index, schedule)?;
            curve.push(((month + 1) as f64, quantiles(found, QUANTILES)?));
            let words = |text: &str| Value { shown: text.to_owned(), exact: text.to_owned() };
            let mut cells =
                vec![words(schedule), words(name), found.value(measures::MEAN, Percent(2))];
            cells.extend(QUANTILES.map(|column| found.value(column, Percent(2))).each());
            rows.push(cells);
        }
        curves.push((Tone::of(at), curve));
    }
    let heads = ["schedule", "month", "mean", "5%", "25%", "median", "75%", "95%"];
    let columns = heads
        .iter()
        .enumerate()
        .map(|(at, head)| ((*head).to_owned(), if at < 2 { Plain } else { Percent(2) }));
    let numbers = List { columns: columns.collect(), rows, ..List::default() };
    let x = Axis::months(MONTHS);
    let text = "Mean of the month's ends over the cycles of a path.";
    let title = format!("{title}, by calendar month.");
    Some(shaded_figure(title, text, x, &curves, schedules, Some(numbers)))
}

/// Drift month by month along the paths.
fn fan(table: &Quote, index: &str, title: &str, schedules: &[&str]) -> Option<Figure> {
    let mut curves: Vec<(Tone, Shaded)> = Vec::new();
    for (at, schedule) in schedules.iter().enumerate() {
        let rows = table.rows().filter(|row| {
            row.is(fan::MEASURE, DRIFT.name)
                && row.is(fan::INDEX, index)
                && row.is(SCHEDULE, schedule)
        });
        let curve: Shaded = rows
            .filter_map(|row| Some((year_of(row.date(fan::DATE)?), quantiles(row, FAN)?)))
            .collect();
        curves.push((Tone::of(at), curve));
    }
    if curves.iter().all(|(_, curve)| curve.is_empty()) {
        return None;
    }
    let x = Axis::years(curves.iter().flat_map(|(_, c)| c.iter().map(|(x, _)| *x)));
    let title = format!("{title}, along the paths.");
    let text = "Month by month; fan.csv has the numbers.";
    Some(shaded_figure(title, text, x, &curves, schedules, None))
}
