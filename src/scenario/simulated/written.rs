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
    /// What it is about, in a sentence, for the reports.
    #[schemars(example = &"What it is about")]
    pub description: Option<String>,
    /// The schedules that are run on every path.
    pub compare: WrittenCompare,
    /// Schedules of your own, one table each, beside annual, semi-annual, quarterly and none.
    #[serde(default)]
    pub schedule: Vec<WrittenSchedule>,
    /// For `rankday sweep`: which rules are tried, all of them on every path. Other commands leave it
    /// aside.
    pub sweep: Option<WrittenSweep>,
    /// The paths: how many, how long, from where, and what is measured on them.
    pub paths: WrittenPaths,
    /// Not a table of this kind of file; read only to report it with a better message than that for
    /// an unknown key.
    #[schemars(skip)]
    pub market: Option<toml::Value>,
    /// Figures of the market model in place of those of data/market-model.toml. All are of a month.
    #[serde(default)]
    pub model: Overrides,
    /// What trading costs, in place of the figures of data/trading-costs.toml.
    #[serde(default)]
    pub trading: TradingOverrides,
    /// Shocks laid on top of every path, one table each: of everybody, or of one of `segment`,
    /// `members`, `sector` and `symbol`.
    #[serde(default)]
    pub shock: Vec<WrittenShock>,
    /// Overrides of the rule book.
    #[serde(default)]
    pub methodology: WrittenMethodology,
    /// What is plausible: limits past which a result begins with a warning. They are for universes of
    /// the size that the rule book is made for.
    #[serde(default)]
    pub plausibility: Plausibility,
    /// Where reports go.
    #[serde(default)]
    pub output: WrittenOutput,
}

/// How many paths, of what length, from where.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenPaths {
    /// How many paths; the most, where `precision` may end them sooner. `--paths` goes before it.
    #[schemars(range(min = 1, max = 1_000_000_000), extend("default" = 1_000))]
    pub count: Option<u64>,
    /// Length of a path, years: cycles from one June implementation to the next. A path that does not
    /// begin in June after the implementation first runs up to the next one, which is in no measure.
    #[schemars(range(min = 1, max = 100), extend("default" = 10))]
    pub years: Option<u32>,
    /// Years that are run before these and are in no measure, so that less depends on the members at the start: under
    /// bands, drift grows for many years. Together there are 100 at the most.
    #[schemars(range(min = 0, max = 99), extend("default" = 0))]
    pub warm_up: Option<u32>,
    /// Seed of the random numbers: the same seed gives the same paths. `--seed` goes before it.
    #[schemars(extend("default" = 1))]
    pub seed: Option<u64>,
    /// How long a step is.
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
    /// How many companies there are at the start, on the ranks of the model's curve.
    #[schemars(range(min = 1, max = 100_000), extend("default" = 4_500))]
    pub companies: Option<usize>,
    /// The indexes that are measured. Default: all that have more than a hundred members.
    #[schemars(length(min = 1), example = &["R1000", "R2000"])]
    pub indexes: Option<Vec<Index>>,
    /// On which month ends drift is measured: one of so many, the middle ones of as many months of a cycle. The more,
    /// the faster, and the fewer closes a mean is of.
    #[schemars(extend("enum" = [1, 2, 3, 4, 6, 12], "default" = 1))]
    pub drift_every: Option<u32>,
    /// Whether the cost of trading is measured.
    #[schemars(extend("default" = true))]
    pub trading: Option<bool>,
    /// Confidence of the intervals, per cent: 50 to below 100.
    #[schemars(extend("minimum" = 50, "exclusiveMaximum" = 100, "default" = 95))]
    pub confidence_pct: Option<Amount>,
    /// When there are paths enough: the confidence interval of a measure is no wider than this to
    /// either side. Default: when `count` are done.
    pub precision: Option<WrittenPrecision>,
    /// Whether reports say how fast the paths were run: all else in them is the same on every
    /// machine.
    pub timing: bool,
}

/// When there are paths enough: the confidence interval is no wider than this to either side.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-inline" = true))]
pub struct WrittenPrecision {
    /// A measure, as `rankday columns comparison` names it.
    #[schemars(example = &"scheduled_one_way")]
    pub measure: String,
    /// Its index; none for measures of the family.
    #[schemars(example = &"R2000")]
    pub index: Option<Index>,
    /// Half the width of the interval, in the measure's unit.
    #[schemars(extend("exclusiveMinimum" = 0), example = 0.0005)]
    pub half_width: Amount,
}
