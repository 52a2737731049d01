//! Heat maps of two keys: how turnover and drift change with both.

use crate::report::chart::{Chart, Heat, HeatCell};
use crate::report::page::{Figure, List, Value};
use crate::report::shown::Style::{Percent, Plain};
use crate::report::table::Cell;
use crate::scenario::sweep::{DRIFT, Sweep, TURNOVER};
use crate::simulation::measures::Statistic;
use crate::study::sweep::Swept;
use crate::universe::Index;

/// Maximum number of pairs of keys that are drawn.
const PAIRS: usize = 3;

/// The heat maps of an index, one per pair of keys.
pub(super) fn figures(swept: &Swept, index: Index, title: &str) -> Vec<Figure> {
    let several: Vec<usize> =
        (0..swept.sweep.keys.len()).filter(|key| values(&swept.sweep, *key).len() > 1).collect();
    let pairs = several
        .iter()
        .enumerate()
        .flat_map(|(at, one)| several[at + 1..].iter().map(move |other| (*one, *other)));
    let mut figures = Vec::new();
    for keys in pairs.take(PAIRS) {
        for measured in [("turnover", TURNOVER), ("drift", DRIFT)] {
            figures.push(figure(swept, (index, title), measured, keys));
        }
    }
    figures
}

/// The values of a key, in the order of the sweep; numbers in ascending order.
fn values(sweep: &Sweep, key: usize) -> Vec<&str> {
    let mut values: Vec<&str> = Vec::new();
    for combination in &sweep.combinations {
        if let Some(value) = combination.settings[key].as_deref()
            && !values.contains(&value)
        {
            values.push(value);
        }
    }
    let number = |value: &str| value.parse::<f64>().ok();
    if values.iter().all(|value| number(value).is_some()) {
        values.sort_by(|a, b| {
            number(a).unwrap_or_default().total_cmp(&number(b).unwrap_or_default())
        });
    }
    values
}

fn figure(
    swept: &Swept,
    (index, title): (Index, &str),
    (what, statistic): (&str, Statistic),
    (down, across): (usize, usize),
) -> Figure {
    let sweep = &swept.sweep;
    let figures = swept.of(statistic, Some(index));
    let (rows, columns) = (values(sweep, down), values(sweep, across));
    // All other keys have the values of the first combination.
    let is_there = |at: usize, row: &str, column: &str| {
        let settings = &sweep.combinations[at].settings;
        let others = (0..settings.len()).filter(|key| *key != down && *key != across);
        settings[down].as_deref() == Some(row)
            && settings[across].as_deref() == Some(column)
            && others.into_iter().all(|key| settings[key] == sweep.combinations[0].settings[key])
    };
    let cell = |row: &str, column: &str| {
        let figure = figures.iter().find(|figure| is_there(figure.combination, row, column));
        let cell = figure
            .and_then(|figure| Some(Cell::Number(figure.value?, figure.places)))
            .unwrap_or(Cell::Empty);
        let value = Value::of(&cell, Percent(2));
        let heat = HeatCell {
            value: cell.number(),
            shown: value.shown.clone(),
            is_marked: figure.is_some_and(|figure| figure.combination == 0),
        };
        (heat, value)
    };
    let mut heat = Heat {
        heads: (sweep.short(down).to_owned(), sweep.short(across).to_owned()),
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rows: Vec::new(),
    };
    let mut numbers = vec![vec![]; rows.len()];
    for (row, numbers) in rows.iter().zip(&mut numbers) {
        let (cells, shown): (Vec<HeatCell>, Vec<Value>) =
            columns.iter().map(|column| cell(row, column)).unzip();
        heat.rows.push(((*row).to_owned(), cells));
        numbers.push(Value { shown: (*row).to_owned(), exact: (*row).to_owned() });
        numbers.extend(shown);
    }
    let mut heads = vec![(sweep.short(down).to_owned(), Plain)];
    heads.extend(columns.iter().map(|name| ((*name).to_owned(), Percent(2))));
    Figure {
        title: format!("{title}: {what} by {} and {}.", sweep.short(down), sweep.short(across)),
        text: "The larger the darker; the rule as it is has a frame.".to_owned(),
        chart: Chart::Heat(heat),
        numbers: Some(List { columns: heads, rows: numbers, ..List::default() }),
    }
}
