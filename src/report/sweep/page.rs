//! The page of a sweep.

use std::collections::BTreeMap;

use super::combinations::COMBINATION;
use super::conclusions::conclusions;
use super::words::{conclusion_indexes, event_columns, in_words, name, sample, tried, weighed};
use super::{heat, luck, measures};
use crate::report::chart::{Axis, Chart, Layer, Plot, Tone};
use crate::report::comparison::page::percent;
use crate::report::page::{Block, Figure, List, Page, Quotes, Row, Section, Value};
use crate::report::shown::Style::{
    self, BasisPoints, Count, Number, Percent, PercentagePoints, Plain, SignedBasisPoints, Words,
};
use crate::report::shown::with_minus_signs;
use crate::report::story::styles;
use crate::report::table::{Cell, Column};
use crate::scenario::sweep::{COST, DRIFT, TURNOVER};
use crate::simulation::measures::{Statistic, Unit, drift, moves, performance, size};
use crate::study::sweep::{Figure as Figures, Plane, RulePoint, Swept};
use crate::universe::Index;

/// Maximum number of rows of a list on the page.
const ROWS: usize = 3_000;
/// Half intervals below this fraction are shown with one more decimal place.
const SMALL: f64 = 0.000_1;
/// Number of schedules with their own tone.
const TONES: usize = 5;

pub(super) fn page(swept: &Swept, quotes: &Quotes<'_>) -> Page {
    let indexes = conclusion_indexes(swept);
    let planes: Vec<(Plane<'_>, &str)> = indexes
        .iter()
        .filter_map(|(index, title)| Some((swept.plane(*index)?, title.as_str())))
        .collect();
    let inputs = swept.inputs.as_array().into_iter().flatten();
    let text =
        |input: &serde_json::Value, key: &str| input[key].as_str().unwrap_or_default().to_owned();
    Page {
        title: format!("Rules compared: {}", swept.name),
        subtitle: swept.description.clone(),
        conclusions: conclusions(swept).iter().map(|of| with_minus_signs(of)).collect(),
        origin: vec![format!("{} on {}.", tried(swept), sample(swept))],
        sections: vec![
            plane_section(swept, &planes),
            heat_section(swept, &planes),
            all(swept, quotes, &planes),
            event(swept),
            luck(swept, quotes),
        ]
        .into_iter()
        .filter(|section| !section.blocks.is_empty())
        .collect(),
        inputs: inputs.map(|input| (text(input, "path"), text(input, "sha256"))).collect(),
        ..Page::default()
    }
    .with_remarks(&swept.remarks)
}

fn plane_section(swept: &Swept, planes: &[(Plane<'_>, &str)]) -> Section {
    let figures = planes.iter().map(|(plane, title)| Block::figure(plot(swept, plane, title)));
    Section {
        id: "frontier",
        title: "Turnover against drift".to_owned(),
        lead: weighed(planes.first().map(|(plane, _)| plane)),
        blocks: figures.collect(),
    }
}

/// The plane of an index: every rule with its standard errors, the frontier, and the current rule.
fn plot(swept: &Swept, plane: &Plane<'_>, title: &str) -> Figure {
    let position = |s: &RulePoint<'_>| {
        (s.drift.value.unwrap_or_default(), s.turnover.value.unwrap_or_default())
    };
    let mark = |s: &RulePoint<'_>| {
        let (x, y) = position(s);
        let name = name(swept, s.combination);
        (x, y, format!("{name}: turnover {}, drift {}", percent(y), percent(x)))
    };
    let error = |s: &RulePoint<'_>| {
        let [wide, high] = [s.drift, s.turnover].map(|f| f.spread.standard_error.unwrap_or(0.0));
        let (x, y) = position(s);
        (x, y, wide, high)
    };
    let mut schedules: Vec<&str> = Vec::new();
    for point in &plane.points {
        let name = swept.sweep.schedule(point.combination);
        if !schedules.contains(&name) {
            schedules.push(name);
        }
    }
    let mut layers = Vec::new();
    let mut legend = Vec::new();
    for (at, schedule) in schedules.iter().enumerate() {
        let tone = if at < TONES { Tone::of(at) } else { Tone::Muted };
        let own =
            || plane.points.iter().filter(|s| swept.sweep.schedule(s.combination) == *schedule);
        layers.push(Layer::Errors(tone, own().map(error).collect()));
        layers.push(Layer::Marks(tone, own().map(mark).collect()));
        if at < TONES {
            legend.push((tone, (*schedule).to_owned()));
        }
    }
    let mut best: Vec<(f64, f64)> = plane.best_apart().into_iter().map(position).collect();
    best.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    // A rule that is on the frontier only because of its cost is not on a line of turnover and drift.
    let mut least = f64::INFINITY;
    best.retain(|(_, turnover)| {
        let is_less = *turnover < least;
        least = least.min(*turnover);
        is_less
    });
    let has_cost = plane.points.iter().any(|point| point.cost.is_some());
    let frontier = if has_cost {
        "the frontier of turnover and drift, were cost not weighed"
    } else {
        "the frontier"
    };
    // A single point does not make a line, so it gets a mark.
    let only = match best[..] {
        [only] => plane.points.iter().find(|point| position(point) == only),
        _ => None,
    };
    if let Some(only) = only {
        layers.push(Layer::Marks(Tone::Delete, vec![mark(only)]));
        legend.push((Tone::Delete, format!("{frontier}: {}", name(swept, only.combination))));
    } else {
        layers.push(Layer::Line(Tone::Delete, best));
        legend.push((Tone::Delete, frontier.to_owned()));
    }
    let find = |at: usize| plane.points.iter().find(|s| s.combination == at);
    if let Some(first) = find(0) {
        layers.push(Layer::Marks(Tone::Up, vec![mark(first)]));
        legend.push((Tone::Up, format!("the rule as it is, {}", swept.sweep.schedule(0))));
    }
    let annual = swept
        .sweep
        .other_schedules
        .iter()
        .copied()
        .find(|at| swept.sweep.schedule(*at) == "annual");
    if let Some(annual) = annual.and_then(find) {
        layers.push(Layer::Marks(Tone::Down, vec![mark(annual)]));
        legend.push((Tone::Down, "the same rule, annual".to_owned()));
    }
    let ends =
        |of: fn((f64, f64, f64, f64)) -> [f64; 2]| plane.points.iter().map(error).flat_map(of);
    let x = Axis::linear("drift", ends(|(x, _, wide, _)| [x - wide, x + wide]), percent);
    let y = Axis::linear("turnover", ends(|(_, y, _, high)| [y - high, y + high]), percent);
    Figure {
        title: format!("{title}: one-way turnover a cycle against drift from the unbanded breaks."),
        text: "Crosses reach one standard error to either side. Rules are told apart by their differences on the same \
               market or paths, which have errors of their own: see the list."
            .to_owned(),
        chart: Chart::Plot(Plot { x, y, layers, legend }),
        numbers: None,
    }
}

fn heat_section(swept: &Swept, planes: &[(Plane<'_>, &str)]) -> Section {
    let figures = planes.iter().flat_map(|(plane, title)| heat::figures(swept, plane.index, title));
    Section {
        id: "heat",
        title: "Two keys at a time".to_owned(),
        lead: String::new(),
        blocks: figures.map(Block::figure).collect(),
    }
}

/// Columns of the list: heading, measure, whether it is by index, and style. The frontier weighs the first
/// three.
const SHOWN: [(&str, Statistic, bool, Style); 9] = [
    ("turnover", TURNOVER, true, Percent(2)),
    ("drift", DRIFT, true, Percent(2)),
    ("cost, all funds", COST, false, BasisPoints(2)),
    ("beyond band", drift::BEYOND_BAND_WEIGHT.mean(), true, Percent(2)),
    ("members lost", drift::LOST.mean(), true, Number(1)),
    ("members", size::MEMBERS.value(), true, Count),
    ("return a year", performance::ANNUALISED_RETURN.value(), true, Percent(2)),
    ("moves up", moves::UP.value(), false, Number(1)),
    ("whipsaw rate", moves::WHIPSAWS.rate.value(), false, Percent(1)),
];

/// Sortable lists of all combinations.
fn all(swept: &Swept, quotes: &Quotes<'_>, planes: &[(Plane<'_>, &str)]) -> Section {
    let table = quotes.table(measures::TABLE);
    let mut rows: BTreeMap<(String, String, u64), Row<'_>> = BTreeMap::new();
    for row in table.rows() {
        let (measure, index) = (row.text(measures::MEASURE), row.text(measures::INDEX));
        let is_shown = SHOWN.iter().any(|(_, shown, ..)| shown.name() == measure);
        if is_shown
            && (index.is_empty()
                || planes.iter().any(|(plane, _)| plane.index.to_string() == index))
        {
            let number = row.text(COMBINATION).parse().unwrap_or_default();
            rows.insert((measure.into_owned(), index.into_owned(), number), row);
        }
    }
    let lists = planes.iter().map(|(plane, title)| {
        let list = combinations(swept, &rows, (plane, title));
        Block::List(list)
    });
    Section {
        id: "rules",
        title: "Every rule".to_owned(),
        lead: format!(
            "Differences are those from the rule as it is, taken on the same cycles or paths; \u{b1} is half of their \
             {:.0}% interval. sweep.csv has more measures, and all indexes.",
            swept.confidence * 100.0
        ),
        blocks: lists.collect(),
    }
}

fn combinations(
    swept: &Swept,
    rows: &BTreeMap<(String, String, u64), Row<'_>>,
    (plane, title): (&Plane<'_>, &str),
) -> List {
    let find = |statistic: Statistic, index: Option<Index>, number: u64| {
        let index = index.map_or_else(String::new, |index| index.to_string());
        rows.get(&(statistic.to_string(), index, number))
    };
    let index_of = |is_of_index: bool| is_of_index.then_some(plane.index);
    let is_known = |(_, statistic, of_index, _): &&(&str, Statistic, bool, Style)| {
        let measure = statistic.name();
        rows.keys().any(|(own, index, _)| {
            *own == measure
                && *index == index_of(*of_index).map_or_else(String::new, |i| i.to_string())
        })
    };
    let shown: Vec<_> = SHOWN.iter().filter(is_known).collect();
    let mut columns = vec![("rule".to_owned(), Plain), ("frontier".to_owned(), Words)];
    for (head, statistic, _, style) in &shown {
        columns.push(((*head).to_owned(), *style));
        if is_weighed(*statistic) {
            let what = head.split(',').next().unwrap_or_default();
            let style = style_of_difference(*style);
            columns.push((format!("{what}, difference"), style));
            columns.push((format!("{what}, \u{b1}"), style));
        }
    }
    let word = |text: &str| Value { shown: text.to_owned(), exact: text.to_owned() };
    let row = |point: &RulePoint<'_>| {
        let number = point.combination as u64 + 1;
        let mark = match (point.is_best, point.combination) {
            (true, 0) => "on it, as it is",
            (true, _) => "on it",
            (false, 0) => "as it is",
            (false, _) => "",
        };
        let name = name(swept, point.combination);
        let mut cells = vec![word(&name), word(mark)];
        for (_, statistic, of_index, style) in &shown {
            let row = find(*statistic, index_of(*of_index), number);
            let value = |column, style| row.map_or_else(Value::default, |r| r.value(column, style));
            cells.push(value(measures::VALUE, *style));
            if is_weighed(*statistic) {
                let style = row.map_or(*style, |row| style_of_small(row, *style));
                cells.push(value(measures::DIFFERENCE, style));
                cells.push(row.map_or_else(Value::default, |row| half_interval(row, style)));
            }
        }
        cells
    };
    let count = plane.points.len();
    List {
        title: title.to_owned(),
        columns,
        rows: plane.points.iter().take(ROWS).map(row).collect(),
        all: None,
        is_long: count > 12,
    }
}

/// Whether the frontier weighs a measure; these are shown with their differences.
fn is_weighed(statistic: Statistic) -> bool {
    [TURNOVER, DRIFT, COST].contains(&statistic)
}

fn style_of_difference(style: Style) -> Style {
    match style {
        BasisPoints(places) => SignedBasisPoints(places),
        _ => PercentagePoints(2),
    }
}

/// The style with more decimal places if the difference or half of its interval is small, as with many paths.
fn style_of_small(row: &Row<'_>, style: Style) -> Style {
    let is_small = |column: Column| {
        let number = row.number(column).map(f64::abs);
        number.is_some_and(|size| size > 0.0 && size < SMALL)
    };
    match style_of_difference(style) {
        PercentagePoints(_)
            if is_small(measures::DIFFERENCE) || is_small(measures::DIFFERENCE_MARGIN) =>
        {
            PercentagePoints(4)
        }
        style => style,
    }
}

/// Half of the width of a difference's interval, which is symmetric.
fn half_interval(row: &Row<'_>, style: Style) -> Value {
    unsigned(row.value(measures::DIFFERENCE_MARGIN, style))
}

/// A value in the unit of differences that is not a difference itself, such as a deviation or half an
/// interval: shown without a plus sign.
fn unsigned(value: Value) -> Value {
    Value { shown: value.shown.trim_start_matches('+').to_owned(), ..value }
}

/// Results of every rule book for a single event.
fn event(swept: &Swept) -> Section {
    let columns = event_columns(swept);
    let style = |figures: &[Figures]| match figures[0].unit() {
        Unit::Fraction => Percent(2),
        _ => Count,
    };
    let mut heads = vec![("rule".to_owned(), Plain)];
    heads.extend(columns.iter().map(|(head, figures)| (head.clone(), style(figures))));
    let row = |at: usize| {
        let name = name(swept, at);
        let mut cells = vec![Value { shown: name.clone(), exact: name }];
        for (_, figures) in &columns {
            let figure = figures.iter().find(|figure| figure.combination == at);
            let cell = figure.and_then(|f| Some(Cell::Number(f.value?, f.places)));
            cells.push(Value::of(&cell.unwrap_or(Cell::Empty), style(figures)));
        }
        cells
    };
    let rows: Vec<_> = (0..swept.sweep.combinations.len().min(ROWS)).map(row).collect();
    let is_long = rows.len() > 12;
    let list = List {
        title: "Members, moves and turnover".to_owned(),
        columns: heads,
        rows,
        all: None,
        is_long,
    };
    Section {
        id: "event",
        title: "Every combination".to_owned(),
        lead: "One event has no drift over time, so there is no frontier: sweep a history or simulated paths for that."
            .to_owned(),
        blocks: (!columns.is_empty()).then_some(Block::List(list)).into_iter().collect(),
    }
}

fn luck(swept: &Swept, quotes: &Quotes<'_>) -> Section {
    let table = quotes.table(luck::TABLE);
    let words = [
        ("rule", luck::RULE, Plain),
        ("shifts", luck::SHIFTS, Count),
        ("measure", luck::MEASURE, Words),
        ("index", luck::INDEX, Plain),
    ];
    let numbers =
        [("mean", luck::MEAN), ("smallest mean", luck::SMALLEST), ("largest mean", luck::LARGEST)];
    let deviations = [
        ("of the means", luck::OF_MEANS),
        ("luck", luck::LUCK),
        ("luck from", luck::LOW),
        ("luck to", luck::HIGH),
    ];
    let differences = [
        ("less the first's", luck::DIFFERENCE),
        ("less, from", luck::DIFFERENCE_LOW),
        ("less, to", luck::DIFFERENCE_HIGH),
    ];
    let title = "Deviation over the days that were tried";
    let mut list = table.list(title, &words, table.rows(), ROWS);
    // The numbers of a column have different units, so each is styled by the unit of its row.
    list.columns.extend(numbers.map(|(head, _)| (head.to_owned(), Number(2))));
    list.columns.extend(deviations.map(|(head, _)| (head.to_owned(), Number(2))));
    list.columns.extend(differences.map(|(head, _)| (head.to_owned(), Number(2))));
    list.columns.push(("of the first".to_owned(), Percent(0)));
    for ((cells, row), luck) in list.rows.iter_mut().zip(table.rows()).zip(&swept.luck) {
        let (style, of_difference) = styles(luck.unit());
        cells[0].shown = in_words(&swept.sweep, &luck.rule);
        cells.extend(numbers.map(|(_, column)| row.value(column, style)));
        cells.extend(deviations.map(|(_, column)| unsigned(row.value(column, of_difference))));
        cells.extend(differences.map(|(_, column)| row.value(column, of_difference)));
        cells.push(row.value(luck::OF_FIRST, Percent(0)));
    }
    let lists = (!table.is_empty()).then_some(Block::List(list));
    Section {
        id: "luck",
        title: "The luck of the date".to_owned(),
        lead: "The same rule with its days moved by some sessions: the standard deviation over the days is what a result \
               owes to the date that the schedule happens to name. What the means vary by is the same in the whole sample, and so \
               systematic. The first is the first rule whose days were moved; \
               what others differ from it by is taken on the same cycles or paths, with the interval from and to."
            .to_owned(),
        blocks: lists.into_iter().collect(),
    }
}
