//! Applies a point of a sweep to a scenario.

use toml::{Table, Value};

use super::assign;
use super::grid::{Point, shown};
use super::keys::{SCENARIO, SCHEDULES, SHIFTS};
use crate::calendar::{Plan, Shift};
use crate::limits;
use crate::methodology::{Parameters, WrittenMethodology};
use crate::refusal::Refusal;
use crate::scenario::checked::RunScenario;
use crate::scenario::checker::Checker;
use crate::scenario::comparison::written::{WrittenCompare, WrittenSchedule};
use crate::scenario::error::ScenarioError;
use crate::scenario::reader::read_value;

/// A rule set: a schedule and a rule book.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// When the family is reconstituted.
    pub plan: Plan,
    /// The rule book.
    pub parameters: Parameters,
}

/// The rule set that results from a point and a scenario with schedules.
pub(super) fn rules_of(
    checker: &Checker<'_>,
    scenario: &Table,
    point: &Point,
) -> Result<Rules, Refusal> {
    let mut scenario = scenario.clone();
    let (mut shift, mut schedule) = (Shift::default(), None);
    for (key, value) in &point.sets {
        match key.as_str() {
            SCHEDULES => schedule = Some(name_of_schedule(value)?),
            key if SHIFTS.contains(&key) => {
                let days = sessions(value)?;
                let is_rank_day = key == SHIFTS[0];
                *(if is_rank_day { &mut shift.rank_day } else { &mut shift.implementation }) = days;
            }
            key => assign::set(&mut scenario, key, value)?,
        }
    }
    let read = |table: &str| scenario.get(table).cloned();
    let methodology: WrittenMethodology = match read("methodology") {
        Some(written) => read_value(&written).map_err(|error| error.refusal)?,
        None => WrittenMethodology::default(),
    };
    let parameters = Parameters::with(&methodology).map_err(|(key, refusal)| refusal.about(key))?;
    let own: Vec<WrittenSchedule> = match read("schedule") {
        Some(written) => read_value(&written).map_err(|error| error.refusal)?,
        None => Vec::new(),
    };
    let compare: WrittenCompare =
        read_value(&scenario["compare"]).map_err(|error| error.refusal)?;
    let name = schedule.or_else(|| compare.schedules.first().cloned()).unwrap_or_default();
    let mut plans = checker.plans(&[name], &own).map_err(|error| match error.key {
        Some(key) if key != "compare.schedules" => error.refusal.about(key),
        _ => error.refusal,
    })?;
    let plan = Plan { shift, ..plans.remove(0) };
    // Shifts that are too large fail in any year, so one trial year suffices.
    let year = |month, day| chrono::NaiveDate::from_ymd_opt(TRIAL, month, day).unwrap_or_default();
    plan.events(year(1, 1), year(12, 31)).map_err(|error| {
        let problem = Refusal::from(error).problem;
        Refusal::new(problem, "move days by less").about(&plan.name)
    })?;
    Ok(Rules { plan, parameters })
}

/// The scenario that results from a point and `own`, a scenario of a single reconstitution. Files that the
/// point does not replace keep their days.
pub(super) fn event_of(
    checker: &Checker<'_>,
    (scenario, own): (&Table, &RunScenario),
    point: &Point,
) -> Result<RunScenario, Refusal> {
    let mut scenario = scenario.clone();
    let days = [
        ("universe", Some(own.universe.as_of)),
        ("effective", own.effective.as_ref().map(|effective| effective.as_of)),
    ];
    for (table, day) in days {
        let file = format!("{table}.file");
        if point.get(&file).is_some() {
            without(&mut scenario, table, "as_of");
        } else if let Some(day) = day {
            let day = Value::String(day.to_string());
            assign::set(&mut scenario, &format!("{table}.as_of"), &day)?;
        }
    }
    if point.get("membership.file").is_some() {
        without(&mut scenario, "membership", "held_on");
    }
    for (key, value) in point.sets.iter().filter(|(key, _)| key != SCENARIO) {
        assign::set(&mut scenario, key, value)?;
    }
    let written = read_value(&Value::Table(scenario)).map_err(|error| error.refusal)?;
    let made = checker.scenario(&written).map_err(|ScenarioError { key, refusal, .. }| {
        let Some(key) = key else { return refusal };
        // A day that stays the same is not at fault itself: its file has to be replaced with the event.
        let is_kept = |table: &&str| {
            let file = format!("{table}.file");
            key == format!("{table}.as_of")
                && point.get(&key).is_none()
                && point.get(&file).is_none()
        };
        let refusal = match ["universe", "effective"].into_iter().find(is_kept) {
            Some(table) => {
                let remedy = format!("give {table}.file as well: a file that stays keeps its day");
                Refusal { remedy, ..refusal }
            }
            None => refusal,
        };
        refusal.about(key)
    })?;
    // All points share one source, which is complete only once all of them have been applied.
    Ok(RunScenario { source: own.source.clone(), ..made })
}

/// Removes a key of a table whose file is replaced.
fn without(scenario: &mut Table, table: &str, key: &str) {
    if let Some(Value::Table(table)) = scenario.get_mut(table) {
        table.remove(key);
    }
}

/// The year in which shifted days are tried.
const TRIAL: i32 = 2026;

fn name_of_schedule(value: &Value) -> Result<String, Refusal> {
    value.as_str().map(str::to_owned).ok_or_else(|| {
        Refusal::new(
            format!("{} is no name of a schedule", shown(SCHEDULES, value)),
            "write it in quotation marks",
        )
    })
}

fn sessions(value: &Value) -> Result<i16, Refusal> {
    let most = limits::SHIFT;
    let number = value.as_integer().and_then(|number| i16::try_from(number).ok());
    number.filter(|number| number.abs() <= most).ok_or_else(|| {
        Refusal::new(
            format!("{value} is no number of sessions"),
            format!("give whole ones from -{most} to {most}"),
        )
    })
}
