//! A scenario's market model: figures that it overrides, and shocks added to the paths.

use std::fmt;
use std::path::Path;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::checker::Checker;
use super::error::ScenarioError;
use super::text::read_table;
use super::written::required_date;
use crate::limits;
use crate::market::model::{Model, ModelError, ModelFigures, Overlay, Overrides, Steps, Target};
use crate::methodology::Breaks;
use crate::refusal::Refusal;
use crate::universe::packed::float;
use crate::universe::{Amount, Index};

/// A shock as written in the file: to all companies, or to those of one segment, index, sector or ticker.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WrittenShock {
    /// Its name in reports. Default: its number.
    #[schemars(example = &"small caps fall")]
    pub name: Option<String>,
    /// The day of the shock, which occurs in the first step that ends on it or later.
    #[serde(deserialize_with = "required_date")]
    #[schemars(example = &"2026-10-30")]
    pub on: NaiveDate,
    /// The return of the shock, in addition to all others, per cent: -28 for a fall by 28%.
    #[schemars(extend("exclusiveMinimum" = -100, "maximum" = 1_000), example = -28)]
    pub return_pct: Amount,
    /// Companies that would be in an index by rank alone, without bands, when the shock occurs. Default: all
    /// companies.
    #[schemars(example = &"R2000")]
    pub segment: Option<Index>,
    /// Companies that are held in an index today, for projections. In place of `segment`.
    #[schemars(example = &"R2000")]
    pub members: Option<Index>,
    /// Companies of a sector, as the universe names it. In place of `segment`.
    #[schemars(example = &"Technology")]
    pub sector: Option<String>,
    /// The company of a ticker. In place of `segment`.
    #[schemars(example = &"QZIC")]
    pub symbol: Option<String>,
}

/// The companies that a shock hits, in the terms of the scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Whom {
    /// All companies.
    Market,
    /// Companies that would be in an index by rank alone, without bands, when the shock occurs.
    Segment(Index),
    /// Companies that are held in an index today.
    Members(Index),
    /// Companies of a sector.
    Sector(String),
    /// The company of a ticker.
    Symbol(String),
}

impl fmt::Display for Whom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Market => f.write_str("everybody"),
            Self::Segment(index) => write!(f, "the ranks of {index}"),
            Self::Members(index) => write!(f, "today's members of {index}"),
            Self::Sector(sector) => write!(f, "the sector {sector}"),
            Self::Symbol(symbol) => f.write_str(symbol),
        }
    }
}

/// A hypothetical shock, added to the returns of every path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shock {
    /// Its name in reports.
    pub name: String,
    /// The day of the shock, which occurs in the first step that ends on it or later.
    pub on: NaiveDate,
    /// The companies that it hits.
    pub whom: Whom,
    /// The return in addition to all others, per cent.
    pub return_pct: Decimal,
}

impl Shock {
    /// Its contribution to log returns.
    fn log_return(&self) -> f64 {
        libm::log(1.0 + float(self.return_pct) / 100.0)
    }

    /// The shock in the form that paths apply in a step; `find` returns the numbers of the sectors
    /// and companies that the scenario names.
    ///
    /// # Errors
    /// A sector or a ticker that the universe does not have.
    pub fn overlay(
        &self,
        step: u32,
        breaks: &Breaks,
        find: &dyn Fn(&Whom) -> Option<Target>,
    ) -> Result<Overlay, Refusal> {
        let target = match &self.whom {
            Whom::Market => Some(Target::Market),
            Whom::Segment(index) => Some(Target::Ranks {
                first: breaks.first_rank(*index),
                last: breaks.last_rank(*index),
            }),
            named => find(named),
        };
        let target = target.ok_or_else(|| {
            let (problem, remedy) = match &self.whom {
                Whom::Sector(sector) => (
                    format!("no company of the universe is of the sector \"{sector}\""),
                    "write it as the universe does",
                ),
                Whom::Members(index) => (
                    format!("the membership has no member of {index} that can be ranked"),
                    "name another index, or its ranks with segment",
                ),
                _ => (
                    "the universe has no company that can be ranked under that ticker".to_owned(),
                    "check the spelling",
                ),
            };
            Refusal::new(problem, remedy).about(format_args!("shock \"{}\"", self.name))
        })?;
        Ok(Overlay { step, target, log_return: self.log_return() })
    }
}

/// The key of a figure in a section, or in one of its buckets.
pub(super) fn figure_key(section: &str, bucket: Option<&str>, name: &str) -> String {
    match bucket {
        Some(bucket) => format!("{section}.bucket.{bucket}.{name}"),
        None => format!("{section}.{name}"),
    }
}

/// The scenario key of a fault in the model's figures.
fn key_of(error: &ModelError) -> String {
    match error {
        ModelError::Figure { bucket, name, .. } => {
            figure_key("model", bucket.as_deref(), &name.replace('.', "_"))
        }
        ModelError::SizeFactor { bucket, .. } => format!("model.bucket.{bucket}.size_factor"),
        ModelError::Order { bucket, .. } => format!("model.bucket.{bucket}.last_rank"),
        ModelError::UnknownBucket { name, .. } => format!("model.bucket.{name}"),
        ModelError::Curve { .. } | ModelError::CurvePoints { .. } => "model.curve".to_owned(),
        _ => "model".to_owned(),
    }
}

/// Reads the market model with the overrides of a separate file, which has the keys of a scenario's
/// `[model]`.
///
/// # Errors
/// The first fault of the file.
pub fn read_model(path: Option<&Path>, steps: Steps) -> Result<Model, ScenarioError> {
    let overrides = match path {
        None => Overrides::default(),
        Some(path) => read_table(path)?,
    };
    let path = path.unwrap_or(Path::new("data/market-model.toml"));
    model_with(&overrides, steps).map_err(|(_, refusal)| ScenarioError::file(path, refusal))
}

/// The shipped model with overrides; the error is the faulty key and what is wrong with it.
fn model_with(overrides: &Overrides, steps: Steps) -> Result<Model, (String, Refusal)> {
    let broken = |e: toml::de::Error| ("model".to_owned(), Refusal::of_program(e));
    let shipped = ModelFigures::shipped().map_err(broken)?;
    let model = shipped.with(overrides).and_then(|figures| Model::new(figures, steps));
    model.map_err(|error| (key_of(&error), error.into()))
}

impl Checker<'_> {
    /// Checks the shocks of a scenario.
    pub(super) fn shocks(&self, written: &[WrittenShock]) -> Result<Vec<Shock>, ScenarioError> {
        self.limit("shock", written.len(), limits::SHOCKS)?;
        written.iter().enumerate().map(|(nth, shock)| self.shock(nth, shock)).collect()
    }

    fn shock(&self, nth: usize, written: &WrittenShock) -> Result<Shock, ScenarioError> {
        let Amount(return_pct) = written.return_pct;
        if return_pct <= Decimal::from(-100) || return_pct > Decimal::from(1_000) {
            let refusal = (
                format!("{return_pct} is no return that a shock can have"),
                "give per cent above -100 and up to 1000",
            );
            return Err(self.fault_of("shock.return_pct", nth, refusal));
        }
        let given = [
            written.segment.map(Whom::Segment),
            written.members.map(Whom::Members),
            written.sector.clone().map(Whom::Sector),
            written.symbol.clone().map(Whom::Symbol),
        ];
        let mut given = given.into_iter().flatten();
        let whom = given.next().unwrap_or(Whom::Market);
        if given.next().is_some() {
            let refusal = (
                "has more than one of segment, members, sector and symbol",
                "give one of them, or none for the whole market",
            );
            return Err(self.fault_of("shock", nth, refusal));
        }
        let name = written.name.clone().unwrap_or_else(|| format!("shock {}", nth + 1));
        Ok(Shock { name, on: written.on, whom, return_pct })
    }

    /// Checks the market model with a scenario's figures.
    pub(super) fn model(
        &self,
        overrides: &Overrides,
        steps: Steps,
    ) -> Result<Model, ScenarioError> {
        model_with(overrides, steps).map_err(|(key, refusal)| self.fault(&key, refusal))
    }
}
