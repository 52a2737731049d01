//! `summary.json` of a calibration: forecasts, scores, model, inputs and remarks.

use schemars::JsonSchema;
use serde::Serialize;

use crate::market::model::ModelFigures;
use crate::report::remarks::Said;
use crate::report::summary::Document;
use crate::scenario::InputRecord;
use crate::study::comparison::Calibrated;

/// Version of the layout.
const SCHEMA: &str = "rankday.calibration/3";

/// Forecasts along a history compared with the outcomes. Scores are from 0, the best, to 1.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Summary<'a> {
    /// Name of the scenario.
    scenario: &'a str,
    /// The schedule.
    schedule: &'a str,
    /// Its events, by name.
    events: &'a [String],
    /// Number of closes with a forecast.
    closes: usize,
    /// Number of forecasts.
    forecasts: u64,
    /// Number of forecast moves that came true.
    came_true: u64,
    /// Brier score of the forecasts; null without any.
    brier: Option<f64>,
    /// Brier score of the averages; null without any forecast.
    climatology: Option<f64>,
    /// Brier score of the rules applied on the day of the forecast; null without any forecast.
    if_ranked_today: Option<f64>,
    /// Figures of the market model.
    model: &'a ModelFigures,
    /// The files that were read; the first is the scenario.
    inputs: &'a [InputRecord],
    /// Warnings, assumptions and notes.
    remarks: Vec<Said<'a>>,
}

impl Document for Summary<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

impl<'a> Summary<'a> {
    /// The summary of a calibration.
    pub(super) fn new(found: &'a Calibrated) -> Self {
        let pooled = &found.calibration.pooled;
        let rounded = |value: Option<f64>| value.map(|value| (value * 1e6).round() / 1e6);
        Self {
            scenario: &found.scenario.name,
            schedule: &found.schedule,
            events: &found.events,
            closes: found.closes,
            forecasts: pooled.all().pairs,
            came_true: pooled.all().came_true,
            brier: rounded(pooled.brier()),
            climatology: rounded(pooled.climatology()),
            if_ranked_today: rounded(pooled.brier_if_ranked_today()),
            model: found.model.parameters(),
            inputs: &found.inputs,
            remarks: Said::all(&found.remarks),
        }
    }
}
