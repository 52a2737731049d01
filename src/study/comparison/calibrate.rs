//! Backtest of a comparison's history under one of its schedules, with forecasts at every close.

use super::load::{Loaded, load};
use super::run::{of_market, refused};
use crate::analysis::calibration::{Calibration, Forecasting, Pair, Recorder};
use crate::calendar::Plan;
use crate::market::model::Model;
use crate::remark::{self, Remark};
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::{InputRecord, ScenarioError};
use crate::simulation::{Setup, SimulationError, Timetable, backtest};
use crate::study::InputError;

/// Forecasts along a history, with their outcomes.
#[derive(Debug)]
pub struct Calibrated {
    /// The scenario.
    pub scenario: ComparisonScenario,
    /// The schedule.
    pub schedule: String,
    /// Its events, by name.
    pub events: Vec<String>,
    /// Number of closes with a forecast.
    pub closes: usize,
    /// Every forecast with its outcome.
    pub pairs: Vec<Pair>,
    /// The calibration over all pairs.
    pub calibration: Calibration,
    /// Remarks, in the order in which they are reported.
    pub remarks: Vec<Remark>,
    /// Records of the input files.
    pub inputs: Vec<InputRecord>,
    /// The model.
    pub model: Model,
}

/// Settings of a calibration.
#[derive(Debug, Clone)]
pub struct How {
    /// Name of the schedule; `None` for the scenario's first.
    pub schedule: Option<String>,
    /// Months before a rank day at which the first forecast is made.
    pub months: u32,
    /// Number of paths of each forecast.
    pub paths: u64,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Whether companies have the labels known on the day of the forecast, rather than those known
    /// on rank day.
    pub as_known: bool,
    /// The market model.
    pub model: Model,
}

/// Runs a calibration; `step` is called with the number of days that were simulated.
///
/// # Errors
/// Faults of the inputs.
pub fn calibrate(
    scenario: ComparisonScenario,
    how: &How,
    step: &(dyn Fn(usize) + Sync),
) -> Result<Calibrated, InputError> {
    let plan = plan_of(&scenario, how.schedule.as_deref())?.clone();
    let Loaded { history, start, corporate, symbol_changes, inputs, mut remarks, .. } =
        load(&scenario)?;
    let parameters = &scenario.parameters;
    let timetable = Timetable::new(&plan, &history)
        .map_err(|source| SimulationError::Calendar { plan: plan.name.clone(), source })
        .map_err(|error| refused(&scenario, error))?;
    let forecasting = Forecasting {
        model: &how.model,
        parameters,
        months: how.months,
        paths: how.paths,
        seed: how.seed,
        as_known: how.as_known,
    };
    let mut recorder = [Recorder::new(forecasting, &timetable, &history)];
    let setup = Setup {
        plan: &plan,
        start: &start,
        symbol_changes: &symbol_changes,
        corporate: &corporate,
        parameters,
    };
    backtest(&history, &[setup], &mut recorder, step).map_err(|error| refused(&scenario, error))?;
    let [recorder] = recorder;
    if let Some(failed) = recorder.failed {
        return Err(of_market(&scenario, failed).into());
    }
    remark::sort(&mut remarks);
    Ok(Calibrated {
        remarks,
        schedule: plan.name.clone(),
        events: timetable.events.into_iter().map(|event| event.name).collect(),
        closes: recorder.closes,
        calibration: Calibration::new(&recorder.pairs),
        pairs: recorder.pairs,
        inputs,
        model: how.model.clone(),
        scenario,
    })
}

fn plan_of<'a>(
    scenario: &'a ComparisonScenario,
    name: Option<&str>,
) -> Result<&'a Plan, ScenarioError> {
    let found = match name {
        None => scenario.plans.first(),
        Some(name) => scenario.plans.iter().find(|plan| plan.name == name),
    };
    found.ok_or_else(|| {
        let known: Vec<&str> = scenario.plans.iter().map(|plan| plan.name.as_str()).collect();
        ScenarioError::file(
            &scenario.path,
            (
                format!("\"{}\" is none of its schedules", name.unwrap_or_default()),
                format!("give one of {}", known.join(", ")),
            ),
        )
    })
}
