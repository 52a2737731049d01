//! `summary.json`: dates, model, distributions, counts, inputs and remarks of a projection.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};
use strum::IntoEnumIterator as _;

use crate::market::model;
use crate::methodology::Parameters;
use crate::methodology::banding::BreakLevel;
use crate::reconstitution::{Action, Event};
use crate::report::quantiles::Quantiles;
use crate::report::remarks::Said;
use crate::scenario::{DayBasis, InputRecord};
use crate::simulation::paths::Summary;
use crate::simulation::projection::{Count, Stretch};
use crate::study::projection::Projected;
use crate::universe::Index;

/// Version of the layout of `summary.json`.
pub const SCHEMA: &str = "rankday.projection/2";

/// The document. Amounts are USD unless a name says billions, turnover fractions.
#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: &'static str,
    scenario: &'a str,
    description: &'a str,
    event: &'a Event,
    event_basis: &'a DayBasis,
    calendar: Option<&'a crate::calendar::Event>,
    today: NaiveDate,
    to_rank_day: Value,
    to_implementation: Value,
    standing: &'static str,
    paths: u64,
    paths_asked_for: u64,
    seed: u64,
    companies_moved: usize,
    breakpoints_today: &'a [BreakLevel],
    breakpoints: Map<String, Value>,
    turnover: Map<String, Value>,
    counts: Map<String, Value>,
    expected_of_named_companies: Map<String, Value>,
    shocks: Vec<Value>,
    model: &'a model::ModelFigures,
    parameters: &'a Parameters,
    inputs: &'a [InputRecord],
    remarks: Vec<Said<'a>>,
}

/// Writes the summary.
///
/// # Errors
/// Errors of the writer.
pub fn write(found: &Projected, mut out: impl Write) -> io::Result<()> {
    let scenario = &found.scenario;
    let stretch = |s: Stretch| json!({ "sessions": s.sessions, "steps": s.steps() });
    let expected = |action: Action| -> f64 {
        let paths: u64 = found.odds.iter().map(|odds| odds.paths_of(action)).sum();
        paths as f64 / found.tally.paths.max(1) as f64
    };
    let document = Document {
        schema: SCHEMA,
        tool: crate::TOOL,
        scenario: &scenario.scenario.name,
        description: &scenario.scenario.description,
        event: &scenario.scenario.event,
        event_basis: &scenario.scenario.day_basis,
        calendar: scenario.scenario.calendar.as_ref(),
        today: found.universe.as_of,
        to_rank_day: stretch(scenario.to_rank_day),
        to_implementation: stretch(scenario.to_implementation),
        standing: if found.is_partial() { "partial" } else { "complete" },
        paths: found.tally.paths,
        paths_asked_for: scenario.paths,
        seed: scenario.seed,
        companies_moved: found.companies,
        breakpoints_today: &found.today.levels,
        breakpoints: breakpoints(found),
        turnover: turnover(found),
        counts: Count::iter()
            .map(|count| {
                let name: &str = count.into();
                (name.to_owned(), summary(found.tally.count(count)))
            })
            .collect(),
        expected_of_named_companies: Action::iter()
            .map(|action| (action.to_string(), expected(action).into()))
            .collect(),
        shocks: scenario
            .shocks
            .iter()
            .map(|s| json!({ "shock": s.shock, "step": s.step, "comes_on": s.comes_on }))
            .collect(),
        model: scenario.model.parameters(),
        parameters: &scenario.scenario.parameters,
        inputs: &found.inputs,
        remarks: Said::all(&found.remarks),
    };
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)
}

fn breakpoints(found: &Projected) -> Map<String, Value> {
    let mut map = Map::new();
    for (level, over_paths) in found.today.levels.iter().zip(&found.tally.levels) {
        let value = json!({
            "break_bn": summary(&over_paths.break_bn),
            "upper_edge_bn": summary(&over_paths.upper_bn),
            "lower_edge_bn": summary(&over_paths.lower_bn),
        });
        map.insert(level.name.to_owned(), value);
    }
    map
}

fn turnover(found: &Projected) -> Map<String, Value> {
    let mut map = Map::new();
    for (index, turnover) in Index::iter().zip(&found.tally.turnover) {
        if found.known_before.contains(index) {
            let value = json!({
                "one_way": summary(&turnover.one_way),
                "membership_turnover": summary(&turnover.membership),
            });
            map.insert(index.to_string(), value);
        }
    }
    map
}

/// Mean, standard error and quantiles, rounded to ten places so that the last bits do not show.
fn summary(of: &Summary) -> Value {
    let rounded = |value: Option<f64>| value.map(|value| (value * 1e10).round() / 1e10);
    let mut map = Map::new();
    map.insert("mean".to_owned(), rounded(of.mean()).into());
    map.insert("standard_error".to_owned(), rounded(of.standard_error()).into());
    for (name, value) in Quantiles::over(of).named() {
        map.insert(name.to_owned(), rounded(value).into());
    }
    Value::Object(map)
}
