//! A comparison on simulated paths as its file writes it.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::market::model::{Overrides, Steps};
use crate::scenario::comparison::written::{WrittenCompare, WrittenSchedule};
use crate::scenario::model::WrittenShock;
use crate::scenario::written::{Amount, WrittenMethodology, WrittenOutput, date};
use crate::simulation::paths::TradingOverrides;
use crate::universe::Index;

/// A scenario file for `rankday compare` in which the market is the model's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenSimulated {
    /// Name in reports and of the output folder; default: the file's name.
    pub name: Option<String>,
    /// What it is about, in a sentence.
    pub description: Option<String>,
    /// Which schedules, by name; the first is what the others are compared with.
    pub compare: WrittenCompare,
    /// Schedules beside those that have a name of their own.
    #[serde(default)]
    pub schedule: Vec<WrittenSchedule>,
    /// The paths.
    pub paths: WrittenPaths,
    /// Not of this kind of file: said so in other words than of a key that nobody knows.
    pub market: Option<toml::Value>,
    /// Figures of the market model that are not the shipped ones.
    #[serde(default)]
    pub model: Overrides,
    /// What trading costs, where it is not as shipped.
    #[serde(default)]
    pub trading: TradingOverrides,
    /// Shocks laid on top of every path.
    #[serde(default)]
    pub shock: Vec<WrittenShock>,
    /// Overrides of the rule book.
    #[serde(default)]
    pub methodology: WrittenMethodology,
    /// Where reports go.
    #[serde(default)]
    pub output: WrittenOutput,
}

/// How many paths, of what length, from where.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WrittenPaths {
    /// How many; the most, where `precision` may end them sooner. Default: 1,000.
    pub count: Option<u64>,
    /// Length of a path; default: 10.
    pub years: Option<u32>,
    /// What the random numbers follow from; default: 1.
    pub seed: Option<u64>,
    /// monthly or daily; default: monthly.
    pub steps: Option<Steps>,
    /// The day on which paths begin; default: 2026-06-30.
    #[serde(deserialize_with = "date")]
    pub start: Option<NaiveDate>,
    /// A scenario of `rankday run`: paths begin on the day of its universe, with its companies and
    /// the members held then. In place of `start` and `companies`.
    pub from: Option<String>,
    /// How many companies there are at the start, on the ranks of the model's curve; default: 4,500.
    pub companies: Option<usize>,
    /// The indexes that are measured; default: all that have more than a hundred members.
    pub indexes: Option<Vec<Index>>,
    /// Whether the cost of trading is measured; default: true.
    pub trading: Option<bool>,
    /// Confidence of the intervals, per cent; default: 95.
    pub confidence_pct: Option<Amount>,
    /// When there are paths enough.
    pub precision: Option<WrittenPrecision>,
    /// Whether reports say how fast the paths were run: all else in them is the same on every
    /// machine.
    pub timing: bool,
}

/// When there are paths enough: the confidence interval is no wider than this to either side.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenPrecision {
    /// A measure, as comparison.csv names it.
    pub measure: String,
    /// Its index; none for measures of the family.
    pub index: Option<Index>,
    /// Half the width of the interval, in the measure's unit.
    pub half_width: Amount,
}
