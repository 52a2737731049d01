//! Backtest of a comparison's history under one of its schedules, with forecasts at every close.

use super::load::{Loaded, load};
use super::run::CompareError;
use crate::analysis::calibration::{Calibration, CalibrationError, Forecasting, Pair, Recorder};
use crate::calendar::Plan;
use crate::market::model::Model;
use crate::remark::{self, Remark};
use crate::scenario::InputRecord;
use crate::scenario::comparison::ComparisonScenario;
use crate::simulation::{Setup, SimulationError, Timetable, backtest};

/// Forecasts along a history and what came of them.
#[derive(Debug)]
pub struct Calibrated {
    /// The scenario.
    pub scenario: ComparisonScenario,
    /// The schedule.
    pub schedule: String,
    /// Its events, by name.
    pub events: Vec<String>,
    /// How many closes had an event ahead.
    pub closes: usize,
    /// Every forecast with what came of it.
    pub pairs: Vec<Pair>,
    /// All of them put together.
    pub calibration: Calibration,
    /// What there is to say of it, in the order in which it is said.
    pub remarks: Vec<Remark>,
    /// The files that went in.
    pub inputs: Vec<InputRecord>,
    /// The model.
    pub model: Model,
}

/// Why a calibration failed.
#[derive(Debug, thiserror::Error)]
pub enum CalibrateError {
    /// Inputs are faulty, or the timeline cannot go on.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// A close cannot be projected.
    #[error(transparent)]
    Forecast(#[from] CalibrationError),
    /// A schedule that the scenario does not have.
    #[error("{0}")]
    Schedule(String),
}

/// How a calibration is made.
#[derive(Debug, Clone)]
pub struct How {
    /// The schedule, by its name; the scenario's first where none is given.
    pub schedule: Option<String>,
    /// How many months before a rank day the first forecast is made.
    pub months: u32,
    /// How many paths each has.
    pub paths: u64,
    /// The seed.
    pub seed: u64,
    /// Whether companies are what was known of them on the day of a forecast, rather than what is
    /// known on rank day.
    pub as_known: bool,
    /// What moves the market.
    pub model: Model,
}

/// Runs a calibration; `step` is called with a number of days as they end.
///
/// # Errors
/// Faults of the inputs.
pub fn calibrate(
    scenario: ComparisonScenario,
    how: &How,
    step: &(dyn Fn(usize) + Sync),
) -> Result<Calibrated, CalibrateError> {
    let plan = plan_of(&scenario, how.schedule.as_deref())?.clone();
    let Loaded { history, start, corporate, symbol_changes, inputs, mut remarks, .. } =
        load(&scenario).map_err(CompareError::from)?;
    let parameters = &scenario.parameters;
    let timetable = Timetable::new(&plan, &history)
        .map_err(|source| SimulationError::Calendar { plan: plan.name.clone(), source })
        .map_err(CompareError::from)?;
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
    backtest(&history, &[setup], &mut recorder, step).map_err(CompareError::from)?;
    let [recorder] = recorder;
    if let Some(failed) = recorder.failed {
        return Err(failed.into());
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
) -> Result<&'a Plan, CalibrateError> {
    let found = match name {
        None => scenario.plans.first(),
        Some(name) => scenario.plans.iter().find(|plan| plan.name == name),
    };
    found.ok_or_else(|| {
        let known: Vec<&str> = scenario.plans.iter().map(|plan| plan.name.as_str()).collect();
        CalibrateError::Schedule(format!(
            "{}: \"{}\" is none of its schedules; give one of {}",
            scenario.path.display(),
            name.unwrap_or_default(),
            known.join(", ")
        ))
    })
}
