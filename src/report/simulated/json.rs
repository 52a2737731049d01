//! `summary.json`: the simulation, every measure over its paths, inputs and remarks.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::estimate::Estimate;
use crate::report::remarks::Said;
use crate::report::story;
use crate::report::table::rounded;
use crate::simulation::paths::Quantity;
use crate::study::simulated::{Completion, Simulated};

/// Version of the layout.
pub const SCHEMA: &str = "rankday.simulation/3";

/// Writes the summary.
///
/// # Errors
/// Errors of the writer.
pub(super) fn write(simulated: &Simulated, mut out: impl Write) -> io::Result<()> {
    let Simulated { header, results, path_years_per_second } = simulated;
    let completion = Completion::of(header, results);
    let mut summary = json!({
        "schema": SCHEMA,
        "tool": header.tool,
        "scenario": header.name,
        "description": header.description,
        "conclusions": story::conclusions(simulated).iter().map(story::Conclusion::json).collect::<Vec<_>>(),
        "standing": completion,
        "paths": results.count(),
        "paths_asked_for": header.count,
        "path_ranges": results.paths,
        "years": header.years,
        "cycles": cycles(simulated),
        "months_before_the_first_cycle": header.cycles.run_in(),
        "steps": header.steps,
        "start": header.start,
        "companies": header.companies,
        "seed": header.seed,
        "fingerprint": header.fingerprint,
        "confidence": header.confidence,
        "precision": header.precision,
        "schedules": header.schedules,
        "units": units(simulated),
        "measures": measures(simulated),
        "model": header.model,
        "trading": header.trading,
        "shocks": header.shocks,
        "parameters": header.parameters,
        "inputs": header.inputs,
        "remarks": Said::all(&simulated.remarks()),
    });
    if let (Some(rate), Value::Object(map)) = (path_years_per_second, &mut summary) {
        map.insert("path_years_per_second".to_owned(), json!(rate.round()));
    }
    serde_json::to_writer_pretty(&mut out, &summary)?;
    writeln!(out)
}

/// The names of the cycles; all are complete.
fn cycles(simulated: &Simulated) -> Vec<String> {
    (0..simulated.header.years).map(|cycle| simulated.header.cycle_name(cycle)).collect()
}

/// Units of the measures and of their differences.
fn units(simulated: &Simulated) -> Map<String, Value> {
    let unit = |quantity: &Quantity| {
        let unit = quantity.unit();
        let units = json!({ "value": unit.name(), "difference": unit.of_differences() });
        (quantity.statistic.to_string(), units)
    };
    simulated.header.quantities.iter().map(unit).collect()
}

/// Measures by name, index (`family` for the family as a whole) and schedule.
fn measures(simulated: &Simulated) -> Value {
    let Simulated { header, results, .. } = simulated;
    let mut measures = Map::new();
    for (at, quantity) in header.quantities.iter().enumerate() {
        let index = quantity.index.map_or_else(|| "family".to_owned(), |index| index.to_string());
        let places = quantity.unit().places_of_means();
        let of_schedules: Map<String, Value> = results
            .schedules
            .iter()
            .map(|schedule| {
                let estimate = |summary| match Estimate::of(summary, header.confidence) {
                    Some(estimate) => shown(&estimate, places),
                    None => Value::Null,
                };
                let mut value = estimate(schedule.summary(at));
                if let (Value::Object(value), Some(difference)) =
                    (&mut value, schedule.difference(at))
                {
                    value.insert("difference".to_owned(), estimate(Some(difference)));
                }
                (schedule.name.clone(), value)
            })
            .collect();
        let by_index = measures.entry(quantity.statistic.to_string()).or_insert_with(|| json!({}));
        if let Value::Object(by_index) = by_index {
            by_index.insert(index, Value::Object(of_schedules));
        }
    }
    Value::Object(measures)
}

/// An estimate with the same digits as in `comparison.csv`.
fn shown(estimate: &Estimate, places: usize) -> Value {
    let number = |value: f64| json!(rounded(value, places));
    let quantiles = estimate.quantiles.named().into_iter();
    let quantiles: Map<String, Value> =
        quantiles.map(|(name, value)| (name.to_owned(), number(value))).collect();
    json!({
        "paths": estimate.paths,
        "mean": number(estimate.mean),
        "standard_error": estimate.standard_error.map(number),
        "interval": estimate.interval.map(|(low, high)| [number(low), number(high)]),
        "quantiles": quantiles,
        "smallest": number(estimate.range.0),
        "largest": number(estimate.range.1),
    })
}
