//! The market model held against history that it was not fitted to: `data/model-check.toml`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::market::model::{
    Company, Model, ModelError, Overrides, Parameters as Figures, Start, Steps, staying,
};
use crate::methodology::Parameters;
use crate::simulation::Unit;
use crate::simulation::paths::{
    Event, Paths, Quantity, Schedule, Setup, SetupError, month_of, run,
};
use crate::universe::Index;

/// The file.
const TEXT: &str = include_str!("../../data/model-check.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    start: NaiveDate,
    years: u32,
    curve: Vec<(f64, f64)>,
    staying: BTreeMap<String, f64>,
    measure: Vec<WrittenMeasure>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMeasure {
    name: String,
    quantities: Vec<String>,
    index: Option<Index>,
    history: Vec<f64>,
    source: String,
}

/// A figure of history and what the model makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// What it is.
    pub name: String,
    /// Its unit: that of the quantities it is made of.
    pub unit: Unit,
    /// What was: one figure for each year, or their mean alone.
    pub history: Vec<f64>,
    /// The mean over paths.
    pub model: f64,
    /// What 5% and 95% of the paths are below, each path over all its years; `None` of sums of
    /// several measures.
    pub range: Option<(f64, f64)>,
    /// Where the history is from.
    pub source: String,
}

impl Checked {
    /// The mean of the history.
    pub fn history_mean(&self) -> f64 {
        self.history.iter().sum::<f64>() / self.history.len() as f64
    }
}

/// Why the check cannot be made; all are faults of the program's own files.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The file is not as it should be.
    #[error("data/model-check.toml or data/market-model.toml: {0}")]
    File(#[from] toml::de::Error),
    /// The model's figures make no sense.
    #[error("the market model: {0}")]
    Model(#[from] ModelError),
    /// The paths make no sense.
    #[error("the paths: {0}")]
    Setup(#[from] SetupError),
    /// A measure or a bucket that there is not.
    #[error("data/model-check.toml: there is no {0}")]
    Unknown(String),
}

/// Runs the model from the curve of then, and puts it beside history.
///
/// # Errors
/// Faults of the files that are compiled in.
pub fn check_model(seed: u64, paths: u64) -> Result<Vec<Checked>, CheckError> {
    let written: Written = toml::from_str(TEXT)?;
    let overrides = Overrides { curve: Some(written.curve.clone()), ..Overrides::default() };
    let figures = Figures::shipped()?.with(&overrides)?;
    let companies = Company::on_curve(&figures, 4_500);
    let start = Start::new(companies, Model::new(figures, Steps::Monthly)?)?;
    let mut checked = stays(&written, &start, seed, paths)?;
    let setup = Paths::new(Setup {
        start,
        parameters: Parameters::default(),
        schedules: vec![Schedule::annual()],
        quarters: Event::QUARTERS.to_vec(),
        years: written.years,
        june: Event::JUNE.implementation,
        start_month: month_of(written.start) % 12.0,
        held: None,
        overlays: Vec::new(),
        indexes: vec![Index::R1000, Index::R2000],
        trading: None,
    })?;
    let results = run(&setup, seed, 0..paths, &|_| ());
    for measure in written.measure {
        let (mut summaries, mut unit) = (Vec::new(), Unit::Count);
        for name in &measure.quantities {
            let is_it = |q: &Quantity| q.name == *name && q.index == measure.index;
            let at = setup.quantities().iter().position(is_it);
            let summary = at.and_then(|at| results.schedules.first()?.summary(at));
            let (Some(at), Some(summary)) = (at, summary) else {
                return Err(CheckError::Unknown(name.clone()));
            };
            unit = setup.quantities()[at].unit;
            summaries.push(summary);
        }
        let range = match summaries.as_slice() {
            [only] => only.quantile(0.05).zip(only.quantile(0.95)),
            _ => None,
        };
        checked.push(Checked {
            model: summaries.iter().filter_map(|s| s.mean()).sum(),
            range,
            name: measure.name,
            unit,
            history: measure.history,
            source: measure.source,
        });
    }
    Ok(checked)
}

/// The part of each bucket that is still in it after twelve months.
fn stays(
    written: &Written,
    start: &Start,
    seed: u64,
    paths: u64,
) -> Result<Vec<Checked>, CheckError> {
    use rust_decimal::prelude::ToPrimitive as _;
    let floor = Parameters::default().eligibility.min_market_cap.to_f64().unwrap_or_default();
    let counts = staying(start, seed, paths, floor);
    let buckets = &start.model().parameters().buckets;
    let checked = buckets.iter().zip(counts).map(|(bucket, (before, after))| {
        let unknown = || CheckError::Unknown(format!("bucket {}", bucket.name));
        let history = written.staying.get(&bucket.name).ok_or_else(unknown)?;
        Ok(Checked {
            name: format!("{} after twelve months still there", bucket.name),
            unit: Unit::Fraction,
            history: vec![*history],
            model: after as f64 / before.max(1) as f64,
            range: None,
            source: "month ends of 2021 to 2026".to_owned(),
        })
    });
    checked.collect()
}
