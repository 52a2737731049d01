//! `summary.json`: the simulation, every measure over its paths, inputs and remarks.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::estimate::Estimate;
use crate::market::model::{ModelFigures, Steps};
use crate::methodology::Parameters;
use crate::remark::Remark;
use crate::report::quantiles::Quantiles;
use crate::report::remarks::Said;
use crate::report::story::Concluded;
use crate::report::summary::{ByName, Document, Units};
use crate::report::table::rounded;
use crate::scenario::simulated::Precision;
use crate::scenario::{InputRecord, Shock};
use crate::simulation::measures::Statistic;
use crate::simulation::paths::{self, Schedule, ScheduleResults, TradingCosts};
use crate::study::simulated::{Completion, Simulated};

/// Version of the layout.
pub const SCHEMA: &str = "rankday.simulation/4";

/// Several schedules on the same simulated paths. The unit of each measure is in `units`; `rankday
/// columns comparison` describes them.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Summary<'a> {
    /// Name of the scenario.
    scenario: &'a str,
    /// Description of the scenario.
    description: &'a str,
    /// The conclusions, one for each schedule after the first.
    conclusions: Vec<Concluded<'a>>,
    /// How the simulation ended.
    standing: Completion,
    /// Number of paths that were run.
    paths: u64,
    /// Maximum number of paths that the scenario asks for.
    paths_asked_for: u64,
    /// The paths as half-open ranges, ascending and disjoint.
    path_ranges: &'a [(u64, u64)],
    /// Number of cycles of a path.
    years: u32,
    /// Names of the cycles, all of them complete.
    cycles: Vec<String>,
    /// Number of months that are run before the first cycle and not measured.
    months_before_the_first_cycle: u32,
    /// The length of a step.
    steps: Steps,
    /// The day on which paths begin.
    start: NaiveDate,
    /// Number of companies at the start.
    companies: usize,
    /// Seed of the random numbers.
    seed: u64,
    /// Fingerprint of everything that results depend on, except the seed and the number of paths.
    fingerprint: &'a str,
    /// Confidence of the intervals, a fraction.
    confidence: f64,
    /// The precision at which the simulation may stop early; null if it may not.
    precision: Option<&'a Precision>,
    /// The schedules; the first is the reference.
    schedules: &'a [Schedule],
    /// Units of the measures.
    units: ByName<Statistic, Units>,
    /// Measures over paths by name, index (`family` for the family as a whole) and schedule; null if
    /// no path has a value.
    measures: Measures<'a>,
    /// Figures of the market model.
    model: &'a ModelFigures,
    /// Assumed trading costs; null if they are not measured.
    #[schemars(with = "Option<TradingCosts>")]
    trading: &'a Value,
    /// Shocks added to every path.
    shocks: &'a [Shock],
    /// The rule book that was applied.
    #[schemars(with = "Parameters")]
    parameters: &'a Value,
    /// The files that were read; the first is the scenario.
    #[schemars(with = "Vec<InputRecord>")]
    inputs: &'a Value,
    /// Warnings, assumptions and notes.
    remarks: Vec<Said<'a>>,
    /// Speed of the simulation, path-years per second; only if the scenario asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_years_per_second: Option<f64>,
}

/// Measures by name, index and schedule.
type Measures<'a> = ByName<Statistic, ByName<String, ByName<&'a str, Option<OverPaths>>>>;

/// A measure of a schedule over paths.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "MeasureOfSchedule")]
struct OverPaths {
    #[serde(flatten)]
    value: Shown,
    /// This schedule less the first one, path by path; null if no path has a value, absent for the
    /// first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[expect(clippy::option_option, reason = "absent and null are different")]
    difference: Option<Option<Shown>>,
}

/// A value over paths, with the same digits as in `comparison.csv`.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Estimate")]
struct Shown {
    /// Number of paths with a value.
    paths: u64,
    /// Mean over these paths.
    mean: f64,
    /// Standard error of the mean; null for a single path.
    standard_error: Option<f64>,
    /// Confidence interval of the mean; null for a single path.
    interval: Option<[f64; 2]>,
    /// Quantiles over these paths.
    quantiles: Quantiles<f64>,
    /// Smallest value.
    smallest: f64,
    /// Largest value.
    largest: f64,
}

impl Shown {
    fn new(estimate: &Estimate, places: usize) -> Self {
        let number = |value: f64| rounded(value, places);
        Self {
            paths: estimate.paths,
            mean: number(estimate.mean),
            standard_error: estimate.standard_error.map(number),
            interval: estimate.interval.map(|(low, high)| [number(low), number(high)]),
            quantiles: estimate.quantiles.map(number),
            smallest: number(estimate.range.0),
            largest: number(estimate.range.1),
        }
    }
}

impl Document for Summary<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

impl<'a> Summary<'a> {
    /// The summary of a simulation with these remarks.
    pub(super) fn new(simulated: &'a Simulated, remarks: &'a [Remark]) -> Self {
        let Simulated { header, results, path_years_per_second } = simulated;
        let mut units = ByName::default();
        for quantity in &header.quantities {
            units.entry_or(quantity.statistic, || quantity.unit().into());
        }
        Self {
            scenario: &header.name,
            description: &header.description,
            conclusions: Concluded::all(simulated),
            standing: Completion::of(header, results),
            paths: results.count(),
            paths_asked_for: header.count,
            path_ranges: &results.paths,
            years: header.years,
            cycles: (0..header.years).map(|cycle| header.cycle_name(cycle)).collect(),
            months_before_the_first_cycle: header.cycles.run_in(),
            steps: header.steps,
            start: header.start,
            companies: header.companies,
            seed: header.seed,
            fingerprint: &header.fingerprint,
            confidence: header.confidence,
            precision: header.precision.as_ref(),
            schedules: &header.schedules,
            units,
            measures: measures(simulated),
            model: &header.model,
            trading: &header.trading,
            shocks: &header.shocks,
            parameters: &header.parameters,
            inputs: &header.inputs,
            remarks: Said::all(remarks),
            path_years_per_second: path_years_per_second.map(f64::round),
        }
    }
}

/// Measures over paths; those of an index follow each other.
fn measures(simulated: &Simulated) -> Measures<'_> {
    let Simulated { header, results, .. } = simulated;
    let mut measures = Measures::default();
    for (at, quantity) in header.quantities.iter().enumerate() {
        let index = quantity.index.map_or_else(|| "family".to_owned(), |index| index.to_string());
        let places = quantity.unit().places_of_means();
        let shown = |of: Option<&paths::Summary>| {
            Estimate::of(of, header.confidence).map(|of| Shown::new(&of, places))
        };
        let of_schedule = |schedule: &ScheduleResults| {
            let value = shown(schedule.summary(at))?;
            Some(OverPaths { value, difference: schedule.difference(at).map(|of| shown(Some(of))) })
        };
        let of_schedules = || {
            let schedules = results.schedules.iter();
            schedules.map(|of| (of.name.as_str(), of_schedule(of))).collect()
        };
        measures.entry_or(quantity.statistic, ByName::default).entry_or(index, of_schedules);
    }
    measures
}
