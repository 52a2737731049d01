//! The answer of `rankday model --json`.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::summary::{self, Document};
use crate::simulation::Unit;
use crate::study::model_check::Checked;
use crate::universe::Index;

/// The market model compared with history that it was not fitted to.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Answer<'a> {
    /// Number of paths.
    paths: u64,
    /// Seed of the random numbers.
    seed: u64,
    /// The figures that are compared.
    measures: Vec<Row<'a>>,
}

/// A figure of history beside that of the model, in its unit.
#[derive(Debug, Serialize, JsonSchema)]
struct Row<'a> {
    /// The figure that is compared.
    measure: String,
    /// The index; null for the family as a whole.
    index: Option<Index>,
    /// The schedule of the figure, or the two schedules of a difference.
    schedule: &'static str,
    /// The unit of the figures.
    unit: Unit,
    /// The historical figures: one for each cycle, or only their mean.
    history: &'a [f64],
    /// Their mean.
    history_mean: f64,
    /// Standard error of that mean; null for fewer than two cycles.
    history_standard_error: Option<f64>,
    /// The model's mean over paths.
    model: f64,
    /// Standard error of the model's mean.
    model_standard_error: Option<f64>,
    /// Model less history, in combined standard errors; null if either error is unknown.
    off_by_standard_errors: Option<f64>,
    /// Whether they agree within two combined standard errors; true if these are unknown.
    agrees: bool,
    /// The 5% quantile over paths, each path taken over all its cycles.
    low_5_pct: Option<f64>,
    /// The 95% quantile.
    high_95_pct: Option<f64>,
    /// The known reason why the two disagree.
    why: Option<&'a str>,
}

impl Document for Answer<'_> {
    const SCHEMA: &'static str = "rankday.model-check/2";
}

/// The answer.
///
/// # Errors
/// Numbers that JSON cannot hold.
pub fn answer(paths: u64, seed: u64, checked: &[Checked]) -> serde_json::Result<Value> {
    fn row_of(row: &Checked) -> Row<'_> {
        let Checked { compared, index, unit, history, model, model_error, range, why, .. } = row;
        Row {
            measure: compared.to_string(),
            index: *index,
            schedule: Checked::schedule(row),
            unit: *unit,
            history,
            history_mean: row.history_mean(),
            history_standard_error: row.history_error(),
            model: *model,
            model_standard_error: *model_error,
            off_by_standard_errors: row.off_by(),
            agrees: row.agrees(),
            low_5_pct: range.map(|(low, _)| low),
            high_95_pct: range.map(|(_, high)| high),
            why: why.as_deref(),
        }
    }
    summary::value(&Answer { paths, seed, measures: checked.iter().map(row_of).collect() })
}
