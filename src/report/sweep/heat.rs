//! Heat maps of two keys, or of points that set several keys: how turnover and drift change with both.

use super::words::key_in_words;
use crate::report::chart::{Chart, Heat, HeatCell};
use crate::report::page::{Figure, List, Value};
use crate::report::shown::NOTHING;
use crate::report::shown::Style::{Percent, Plain};
use crate::report::table::Cell;
use crate::scenario::sweep::{DRIFT, Sweep, TURNOVER};
use crate::simulation::measures::Statistic;
use crate::study::sweep::Swept;
use crate::universe::Index;

/// Maximum number of pairs of axes that are drawn.
const PAIRS: usize = 3;
/// Separator between the values of keys that vary together.
const BETWEEN: &str = " / ";

/// Keys that vary independently of all others: a single key, or keys that points set together.
struct Axis {
    /// The keys, as indices into [`Sweep::keys`].
    keys: Vec<usize>,
    /// The values of these keys that were tried, in the order of the sweep; numbers in ascending order.
    values: Vec<Vec<Option<String>>>,
}

impl Axis {
    /// The axes of a sweep with more than one value, that of schedules first.
    fn all(sweep: &Sweep) -> Vec<Self> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for key in 0..sweep.keys.len() {
            let with = |group: &Vec<usize>| group.iter().any(|of| are_together(sweep, *of, key));
            let (together, others): (Vec<_>, Vec<_>) = groups.into_iter().partition(with);
            groups = others;
            let mut group = [together.concat(), vec![key]].concat();
            group.sort_unstable();
            groups.push(group);
        }
        groups.sort();
        let axes = groups.into_iter().map(|keys| Self { values: values(sweep, &keys), keys });
        axes.filter(|axis| axis.values.len() > 1).collect()
    }

    fn name(&self, sweep: &Sweep) -> String {
        let names: Vec<String> =
            self.keys.iter().map(|key| key_in_words(sweep.short(*key))).collect();
        names.join(BETWEEN)
    }

    /// The values of the keys in a combination.
    fn of(&self, sweep: &Sweep, combination: usize) -> Vec<Option<String>> {
        settings(sweep, &self.keys, combination)
    }

    /// The value at which other axes are drawn: that of the current rule, if it was tried with others.
    fn base(&self, sweep: &Sweep) -> Vec<Option<String>> {
        let own = self.of(sweep, 0);
        if self.values.contains(&own) { own } else { self.values[0].clone() }
    }
}

/// A value of an axis as a heading.
fn heading(value: &[Option<String>]) -> String {
    let known = value.iter().map(|own| own.as_deref().unwrap_or(NOTHING));
    known.collect::<Vec<_>>().join(BETWEEN)
}

/// Whether two keys vary together rather than independently.
fn are_together(sweep: &Sweep, one: usize, other: usize) -> bool {
    let tried = |keys: &[usize]| values(sweep, keys).len();
    tried(&[one, other]) != tried(&[one]) * tried(&[other])
}

fn settings(sweep: &Sweep, keys: &[usize], combination: usize) -> Vec<Option<String>> {
    keys.iter().map(|key| sweep.combinations[combination].settings[*key].clone()).collect()
}

/// The values of some keys together, in the order of the sweep; single numbers in ascending order.
fn values(sweep: &Sweep, keys: &[usize]) -> Vec<Vec<Option<String>>> {
    let mut values: Vec<Vec<Option<String>>> = Vec::new();
    // The current rule has no values for keys that it leaves at their defaults.
    for combination in (0..sweep.combinations.len()).filter(|at| !sweep.is_as_it_is(*at)) {
        let value = settings(sweep, keys, combination);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let number = |value: &[Option<String>]| match value {
        [Some(only)] => only.parse::<f64>().ok(),
        _ => None,
    };
    if values.iter().all(|value| number(value).is_some()) {
        values.sort_by(|a, b| {
            number(a).unwrap_or_default().total_cmp(&number(b).unwrap_or_default())
        });
    }
    values
}

/// The heat maps of an index, one per pair of axes.
pub(super) fn figures(swept: &Swept, index: Index, title: &str) -> Vec<Figure> {
    let axes = Axis::all(&swept.sweep);
    let pairs = (0..axes.len()).flat_map(|at| (at + 1..axes.len()).map(move |other| (at, other)));
    let mut figures = Vec::new();
    for pair in pairs.take(PAIRS) {
        for measured in [("turnover", TURNOVER), ("drift", DRIFT)] {
            figures.push(figure(swept, (index, title), measured, (&axes, pair)));
        }
    }
    figures
}

fn figure(
    swept: &Swept,
    (index, title): (Index, &str),
    (what, statistic): (&str, Statistic),
    (axes, (down, across)): (&[Axis], (usize, usize)),
) -> Figure {
    let sweep = &swept.sweep;
    let figures = swept.of(statistic, Some(index));
    let others: Vec<&Axis> =
        (0..axes.len()).filter(|at| ![down, across].contains(at)).map(|at| &axes[at]).collect();
    let (down, across) = (&axes[down], &axes[across]);
    let is_there = |at: usize, row: &[Option<String>], column: &[Option<String>]| {
        down.of(sweep, at) == row
            && across.of(sweep, at) == column
            && others.iter().all(|axis| axis.of(sweep, at) == axis.base(sweep))
    };
    let cell = |row: &[Option<String>], column: &[Option<String>]| {
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
    let heads = (down.name(sweep), across.name(sweep));
    let columns: Vec<String> = across.values.iter().map(|value| heading(value)).collect();
    let mut heat = Heat { heads: heads.clone(), columns: columns.clone(), rows: Vec::new() };
    let mut numbers = Vec::new();
    for row in &down.values {
        let (cells, shown): (Vec<HeatCell>, Vec<Value>) =
            across.values.iter().map(|column| cell(row, column)).unzip();
        let name = heading(row);
        heat.rows.push((name.clone(), cells));
        let named = Value { shown: name.clone(), exact: name };
        numbers.push(std::iter::once(named).chain(shown).collect());
    }
    let has_own = heat.rows.iter().flat_map(|(_, cells)| cells).any(|cell| cell.is_marked);
    let frame = if has_own { "; the rule as it is has a frame." } else { "." };
    let at = |axis: &&Axis| format!("{} {}", axis.name(sweep), heading(&axis.base(sweep)));
    let at: Vec<String> = others.iter().map(at).collect();
    let at = if at.is_empty() { String::new() } else { format!(" All at {}.", at.join(", ")) };
    let list_heads = columns.into_iter().map(|name| (name, Percent(2)));
    Figure {
        title: format!("{title}: {what} by {} and {}.", heads.0, heads.1),
        text: format!("The larger the darker{frame}{at}"),
        chart: Chart::Heat(heat),
        numbers: Some(List {
            columns: std::iter::once((heads.0, Plain)).chain(list_heads).collect(),
            rows: numbers,
            ..List::default()
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::sweep::Combination;

    #[test]
    fn keys_of_points_are_one_axis() {
        let keys = ["schedules", "breaks.above", "rank_day_shift", "breaks.below"];
        let combination = |settings: [&str; 4]| Combination {
            name: settings.join(" "),
            settings: settings.map(|own| (!own.is_empty()).then(|| own.to_owned())).into(),
            rule: String::new(),
            inputs: None,
            event: 0,
            held_against: Some(0),
        };
        let mut combinations =
            vec![combination(["annual", "", "", ""]), combination(["none", "", "", ""])];
        for schedule in ["annual", "none"] {
            for shift in ["10", "-5"] {
                for (above, below) in [("5", "2.5"), ("", "4")] {
                    combinations.push(combination([schedule, above, shift, below]));
                }
            }
        }
        let sweep =
            Sweep { keys: keys.map(str::to_owned).into(), combinations, ..Sweep::default() };
        let axes = Axis::all(&sweep);
        let shown: Vec<(String, Vec<String>)> = axes
            .iter()
            .map(|axis| {
                let values = axis.values.iter().map(|value| heading(value)).collect();
                (axis.name(&sweep), values)
            })
            .collect();
        let expected = [
            ("schedules", ["annual", "none"]),
            ("breaks above / breaks below", ["5 / 2.5", "\u{2013} / 4"]),
            ("rank day shift", ["-5", "10"]),
        ];
        let expected =
            expected.map(|(name, values)| (name.to_owned(), values.map(str::to_owned).to_vec()));
        assert_eq!(shown, expected);
        // The current rule has no shift, so other axes are drawn at the first shift that was tried.
        assert_eq!(axes[2].base(&sweep), [Some("-5".to_owned())]);
        assert_eq!(axes[0].base(&sweep), [Some("annual".to_owned())]);
    }
}
