//! `summary.json` of a sweep: rules, measures, frontiers and timing luck.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::luck::of_first;
use super::words::conclusions;
use crate::analysis::comparison::Spread;
use crate::report::remarks::Said;
use crate::report::table::rounded;
use crate::scenario::sweep::{COST, DRIFT, TURNOVER};
use crate::study::sweep::{Figure, Luck, Plane, RulePoint, Sample, Swept};

/// Version of the layout.
pub const SCHEMA: &str = "rankday.sweep/1";

/// Writes the summary. Combinations are numbered from 1.
///
/// # Errors
/// Errors of the writer.
pub(super) fn write(swept: &Swept, mut out: impl Write) -> io::Result<()> {
    let combinations = swept.sweep.combinations.iter().enumerate();
    let summary = json!({
        "schema": SCHEMA,
        "tool": crate::TOOL,
        "scenario": swept.name,
        "description": swept.description,
        "conclusions": conclusions(swept),
        "sample": sample(&swept.sample),
        "confidence": swept.confidence,
        "keys": swept.sweep.keys,
        "combinations": combinations.map(|(at, combination)| json!({
            "combination": at + 1,
            "rule": combination.name,
            "settings": swept.sweep.keys.iter().cloned().zip(combination.settings.iter().map(|s| json!(s))).collect::<Map<_, _>>(),
        })).collect::<Vec<_>>(),
        "weighed": { "turnover": TURNOVER, "drift": DRIFT, "cost": COST },
        "frontiers": swept.planes().iter().map(|plane| (plane.index.to_string(), frontier(plane))).collect::<Map<_, _>>(),
        "measures": measures(swept),
        "timing_luck": swept.luck.iter().map(|of| luck(swept, of)).collect::<Vec<_>>(),
        "parameters": swept.parameters,
        "inputs": swept.inputs,
        "remarks": Said::all(&swept.remarks),
    });
    serde_json::to_writer_pretty(&mut out, &summary)?;
    writeln!(out)
}

fn sample(sample: &Sample) -> Value {
    match sample {
        Sample::History { cycles, days, closes, lines } => json!({
            "of": "history",
            "complete_cycles": cycles,
            "first_close": days.0,
            "last_close": days.1,
            "closes": closes,
            "lines": lines,
        }),
        Sample::Event { name, rank_day, implementation } => json!({
            "of": "event",
            "event": name,
            "rank_day": rank_day,
            "implementation": implementation,
        }),
        Sample::Paths { count, of, years, seed } => json!({
            "of": "paths",
            "paths": count,
            "paths_asked_for": of,
            "years": years,
            "seed": seed,
        }),
    }
}

fn frontier(plane: &Plane<'_>) -> Value {
    let number = |point: &RulePoint<'_>| point.combination + 1;
    let better = plane.better_than_first();
    json!({
        "combinations": plane.best().into_iter().map(number).collect::<Vec<_>>(),
        "first_is_on_it": plane.first().map(|first| first.is_best),
        "better_than_first": better.map(|[turnover, drift]| json!({
            "by_least_turnover": number(turnover),
            "by_least_drift": number(drift),
        })),
    })
}

/// Measures by name and index (`family` for the family as a whole), with a value for each
/// combination.
fn measures(swept: &Swept) -> Map<String, Value> {
    let mut measures = Map::new();
    for figures in swept.figures.chunk_by(|a, b| a.statistic == b.statistic) {
        let mut by_index = Map::new();
        for figures in figures.chunk_by(|a, b| a.index == b.index) {
            let index = figures[0].index.map_or_else(|| "family".to_owned(), |i| i.to_string());
            by_index.insert(index, of_index(figures, swept.sweep.combinations.len()));
        }
        measures.insert(figures[0].statistic.to_string(), Value::Object(by_index));
    }
    measures
}

fn of_index(figures: &[Figure], combinations: usize) -> Value {
    let all = |of: fn(&Figure) -> Option<f64>| -> Vec<Value> {
        let mut all = vec![Value::Null; combinations];
        for figure in figures {
            all[figure.combination] = json!(of(figure).map(|value| rounded(value, figure.places)));
        }
        all
    };
    json!({
        "values": all(|f| f.value),
        "standard_errors": all(|f| f.spread.standard_error),
        "differences": all(|f| f.difference),
        "difference_standard_errors": all(|f| f.difference_spread.standard_error),
        "difference_lows": all(|f| f.difference_spread.interval.map(|(low, _)| low)),
        "difference_highs": all(|f| f.difference_spread.interval.map(|(_, high)| high)),
    })
}

fn spread(spread: &Spread, places: usize) -> Value {
    let number = |value: f64| rounded(value, places);
    json!({
        "sample": spread.cycles,
        "standard_error": spread.standard_error.map(number),
        "interval": spread.interval.map(|(low, high)| [number(low), number(high)]),
    })
}

fn luck(swept: &Swept, luck: &Luck) -> Value {
    let number = |value: f64| rounded(value, luck.places);
    json!({
        "rule": luck.rule,
        "shifts": luck.shifts,
        "measure": luck.statistic,
        "index": luck.index,
        "mean": number(luck.mean),
        "smallest": number(luck.range.0),
        "largest": number(luck.range.1),
        "luck": number(luck.deviation),
        "spread": spread(&luck.spread, luck.places),
        "of_first": of_first(swept, luck).map(|part| rounded(part, 4)),
    })
}
