//! A comparison on simulated paths as written in its file.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::analysis::plausibility::Plausibility;
use crate::market::model::{Overrides, Steps};
use crate::methodology::WrittenMethodology;
use crate::scenario::comparison::written::{WrittenCompare, WrittenSchedule};
use crate::scenario::model::WrittenShock;
use crate::scenario::sweep::written::WrittenSweep;
use crate::scenario::written::{NAME, WrittenOutput, date};
use crate::simulation::paths::TradingOverrides;
use crate::universe::{Amount, Index};

/// A scenario file for `rankday compare` in which the market is the model's.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenSimulated {
    /// Name in reports and of the output folder: letters, digits, hyphens, underscores and dots.
    /// Default: the file's name.
    #[schemars(extend("pattern" = NAME), example = &"my-simulation")]
    pub name: Option<String>,
    /// A sentence on what the comparison is about, for the reports.
    #[schemars(example = &"What it is about")]
    pub description: Option<String>,
    /// The schedules that are run on every path.
    pub compare: WrittenCompare,
    /// Schedules of your own, one table each, beside annual, semi-annual, quarterly and none.
    #[serde(default)]
    pub schedule: Vec<WrittenSchedule>,
    /// For `rankday sweep`: the rules to try, all of them on every path. Other commands ignore it.
    pub sweep: Option<WrittenSweep>,
    /// The paths: their number, length and start, and what is measured on them.
    pub paths: WrittenPaths,
    /// Not a table of this kind of file; read only to report it with a better message than that for
    /// an unknown key.
    #[schemars(skip)]
    pub market: Option<toml::Value>,
    /// Figures of the market model that replace those of data/market-model.toml. All are monthly.
    #[serde(default)]
    pub model: Overrides,
    /// Figures of trading costs that replace those of data/trading-costs.toml.
    #[serde(default)]
    pub trading: TradingOverrides,
    /// Shocks added to every path, one table each: to all companies, or to those of one `segment`, `members`,
    /// `sector` or `symbol`.
    #[serde(default)]
    pub shock: Vec<WrittenShock>,
    /// Overrides of the rule book.
    #[serde(default)]
    pub methodology: WrittenMethodology,
    /// Plausibility limits: a result beyond one of them begins with a warning. They suit universes of the
    /// size that the rule book is made for.
    #[serde(default)]
    pub plausibility: Plausibility,
    /// The folder for reports.
    #[serde(default)]
    pub output: WrittenOutput,
}

/// The number of paths, their length and their start.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenPaths {
    /// Number of paths; a maximum if `precision` is given, which may end the simulation sooner. `--paths`
    /// takes precedence.
    #[schemars(range(min = 1, max = 1_000_000_000), extend("default" = 1_000))]
    pub count: Option<u64>,
    /// Length of a path, years: cycles from one June implementation to the next. A path that does not begin
    /// in June after the implementation first runs up to the next one; no measure includes that time.
    #[schemars(range(min = 1, max = 100), extend("default" = 10))]
    pub years: Option<u32>,
    /// Years simulated before these and not measured, so that results depend less on the members at the
    /// start: under bands, drift grows for many years. Together at most 100.
    #[schemars(range(min = 0, max = 99), extend("default" = 0))]
    pub warm_up: Option<u32>,
    /// Seed of the random numbers: the same seed gives the same paths. `--seed` takes precedence.
    #[schemars(extend("default" = 1))]
    pub seed: Option<u64>,
    /// The length of a step.
    #[schemars(extend("default" = "monthly"))]
    pub steps: Option<Steps>,
    /// The day on which paths begin.
    #[serde(deserialize_with = "date")]
    #[schemars(extend("default" = "2026-06-30"))]
    pub start: Option<NaiveDate>,
    /// A scenario of `rankday run`, relative to this file: paths begin on the day of its universe,
    /// with its companies and the members held then. In place of `start` and `companies`.
    #[schemars(example = &"june-2026.toml")]
    pub from: Option<String>,
    /// Number of companies at the start, on the ranks of the model's curve.
    #[schemars(range(min = 1, max = 100_000), extend("default" = 4_500))]
    pub companies: Option<usize>,
    /// The indexes that are measured. Default: all that have more than a hundred members.
    #[schemars(length(min = 1), example = &["R1000", "R2000"])]
    pub indexes: Option<Vec<Index>>,
    /// Drift is measured on one of this many month ends, in the middle of each such stretch of a cycle. A
    /// higher number is faster, but means are taken over fewer closes.
    #[schemars(extend("enum" = [1, 2, 3, 4, 6, 12], "default" = 1))]
    pub drift_every: Option<u32>,
    /// Whether the cost of trading is measured.
    #[schemars(extend("default" = true))]
    pub trading: Option<bool>,
    /// Confidence of the intervals, per cent: 50 to below 100.
    #[schemars(extend("minimum" = 50, "exclusiveMaximum" = 100, "default" = 95))]
    pub confidence_pct: Option<Amount>,
    /// Ends the simulation early, once the confidence interval of a measure is no wider than this to either
    /// side. Default: all `count` paths are simulated.
    pub precision: Option<WrittenPrecision>,
    /// Whether reports give the speed of the simulation: everything else in them is the same on every
    /// machine.
    pub timing: bool,
}

/// Ends a simulation once a confidence interval is no wider than this to either side.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenPrecision {
    /// A measure, as `rankday columns comparison` names it.
    #[schemars(example = &"scheduled_one_way")]
    pub measure: String,
    /// Its index; omitted for measures of the family.
    #[schemars(example = &"R2000")]
    pub index: Option<Index>,
    /// Half the width of the interval, in the measure's unit.
    #[schemars(extend("exclusiveMinimum" = 0), example = 0.0005)]
    pub half_width: Amount,
}
