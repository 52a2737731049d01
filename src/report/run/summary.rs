//! `summary.json`: dates, waterfall, breakpoints, totals, rule book, inputs and remarks.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::analysis::size::IndexSize;
use crate::analysis::trades::EventTrades;
use crate::analysis::turnover::Turnover;
use crate::methodology::Parameters;
use crate::methodology::banding::BreakLevel;
use crate::reconstitution::between::Outcome;
use crate::reconstitution::{Action, Decision, Event, Waterfall};
use crate::report::remarks::Said;
use crate::scenario::{DayBasis, InputRecord};
use crate::study::Run;
use crate::universe::Segment;

/// Version of the layout of `summary.json`.
pub const SCHEMA: &str = "rankday.summary/2";

/// The document. Amounts are in USD, percentiles from 0 to 100, turnover in fractions.
#[derive(Serialize)]
struct Summary<'a> {
    schema: &'static str,
    tool: &'static str,
    scenario: &'a str,
    description: &'a str,
    event: &'a Event,
    event_basis: &'a DayBasis,
    calendar: Option<&'a crate::calendar::Event>,
    universe_as_of: NaiveDate,
    weighed_at: NaiveDate,
    waterfall: &'a Waterfall,
    unknown_passed: Map<String, Value>,
    breakpoints: &'a [BreakLevel],
    total_market_cap_r3000e: Value,
    changes: Value,
    since_rank_day: Value,
    decisions: Map<String, Value>,
    turnover: &'a [Turnover],
    sizes: &'a [IndexSize],
    trades: &'a EventTrades,
    parameters: &'a Parameters,
    inputs: &'a [InputRecord],
    remarks: Vec<Said<'a>>,
}

/// Counts of lines and actions between rank day and implementation; details are in `left.csv` and
/// `actions.csv`.
fn since_rank_day(run: &Run) -> Value {
    let between = &run.between;
    let applied = between.actions.iter().filter(|s| matches!(s.outcome, Outcome::Applied(_)));
    let members = between.left.iter().filter(|left| left.held != Segment::None).count();
    let coverage = between.coverage.as_ref().map(|c| {
        json!({
            "held_lines": c.held,
            "found": c.found,
            "weight": c.weight,
            "complete": c.complete,
            "stated": c.stated,
            "alive": c.alive.len(),
        })
    });
    json!({
        "lockdown": run.scenario.interim.lockdown,
        "members_left": members,
        "others_left": between.left.len() - members,
        "actions_applied": applied.count(),
        "actions_left_out": between.actions.iter().filter(|s| matches!(s.outcome, Outcome::LeftOut(_))).count(),
        "placed_anew": between.placed_anew.len(),
        "effective_prices": coverage,
    })
}

/// Writes the summary.
///
/// # Errors
/// Errors of the writer.
pub fn write(run: &Run, mut out: impl Write) -> io::Result<()> {
    let result = &run.result;
    let count =
        |decision: Decision| result.companies.iter().filter(|c| c.decision == decision).count();
    let all = [
        Decision::Add,
        Decision::Delete,
        Decision::Up,
        Decision::Down,
        Decision::Keep,
        Decision::Out,
    ];
    let mut decisions: Map<String, Value> =
        all.into_iter().map(|d| (d.to_string(), count(d).into())).collect();
    decisions.insert("gone".to_owned(), result.matched.gone.len().into());
    decisions.insert("missing".to_owned(), result.matched.missing.len().into());
    decisions.insert("unmatched".to_owned(), result.matched.unmatched.len().into());
    decisions.insert("left".to_owned(), run.between.left.len().into());
    let actions = [Action::Add, Action::Delete, Action::Up, Action::Down];
    let changes = |in_r3000: bool| -> Map<String, Value> {
        actions.iter().map(|a| (a.to_string(), run.count(*a, in_r3000).into())).collect()
    };
    let classes: Map<String, Value> =
        actions.iter().map(|a| (a.to_string(), run.count_classes(*a).into())).collect();
    let summary = Summary {
        schema: SCHEMA,
        tool: crate::TOOL,
        scenario: &run.scenario.name,
        description: &run.scenario.description,
        event: &run.scenario.event,
        event_basis: &run.scenario.day_basis,
        calendar: run.scenario.calendar.as_ref(),
        universe_as_of: run.universe.as_of,
        weighed_at: run.weighed_at(),
        waterfall: &result.screened.waterfall,
        unknown_passed: result
            .screened
            .waterfall
            .unknown
            .iter()
            .map(|(screen, lines)| (screen.to_string(), (*lines).into()))
            .collect(),
        breakpoints: &result.levels,
        total_market_cap_r3000e: json!(result.ranking.total.to_decimal()),
        changes: json!({
            "r3000": changes(true),
            "microcap_segment": changes(false),
            "share_classes": classes,
        }),
        since_rank_day: since_rank_day(run),
        decisions,
        turnover: &run.turnover,
        sizes: &run.sizes,
        trades: &run.trades.totals,
        parameters: &run.scenario.parameters,
        inputs: &run.inputs,
        remarks: Said::all(&run.remarks),
    };
    serde_json::to_writer_pretty(&mut out, &summary)?;
    writeln!(out)
}
