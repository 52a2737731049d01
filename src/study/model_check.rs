//! Check of the market model against history that it was not fitted to.
//!
//! `data/model-check.toml` lists the measures and the starting curve of the paths. `data/model-history.csv`
//! has each measure in every cycle of the history, and is written by `rankday model --history`.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::analysis::comparison::Comparison;
use crate::market::model::{
    Company, Model, ModelError, ModelFigures, Overrides, Start, Steps, staying,
};
use crate::methodology::Parameters;
use crate::simulation::measures::{Statistic, Unit};
use crate::simulation::paths::{
    Aggregate, Paths, Quantity, Schedule, Setup, SetupError, Summary, YearlyEvent, month_of, run,
};
use crate::universe::Index;
use crate::universe::packed::float;

/// The files.
const TEXT: &str = include_str!("../../data/model-check.toml");
const HISTORY: &str = include_str!("../../data/model-history.csv");

/// A figure of the model agrees with history if it is within this many standard errors.
pub const AGREES_WITHIN: f64 = 2.0;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    start: NaiveDate,
    years: u32,
    curve: Vec<(f64, f64)>,
    staying: BTreeMap<String, f64>,
    rows: Vec<WrittenRows>,
    #[serde(default)]
    why: Vec<WrittenWhy>,
}

/// Measures of several indexes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRows {
    /// The indexes; if empty, the measures are of the family as a whole.
    #[serde(default)]
    indexes: Vec<Index>,
    measures: Vec<Statistic>,
    /// True for the semi-annual schedule less the annual one, false for the annual one.
    #[serde(default)]
    difference: bool,
}

/// The reason why a figure of the model disagrees with history.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWhy {
    /// The measures that the reason applies to.
    measures: Vec<Statistic>,
    index: Option<Index>,
    #[serde(default)]
    difference: bool,
    text: String,
}

/// A figure that is compared with history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compared {
    /// A measure of a comparison.
    Measure(Statistic),
    /// The share of a size bucket's companies that stay in it, by the name of the bucket.
    Staying(String),
}

impl fmt::Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Measure(statistic) => write!(f, "{statistic}"),
            Self::Staying(bucket) => write!(f, "{bucket} still there after 12 months"),
        }
    }
}

/// A measure to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    statistic: Statistic,
    index: Option<Index>,
    is_difference: bool,
}

/// A figure of history beside that of the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The figure that is compared.
    pub compared: Compared,
    /// The index; `None` for the family as a whole.
    pub index: Option<Index>,
    /// True for the semi-annual schedule less the annual one, false for the annual one.
    pub is_difference: bool,
    /// The unit of the figures.
    pub unit: Unit,
    /// The historical figures: one for each cycle, or only their mean.
    pub history: Vec<f64>,
    /// The model's mean over paths.
    pub model: f64,
    /// Standard error of the model's mean.
    pub model_error: Option<f64>,
    /// The 5% and 95% quantiles over paths, with each path taken over all its cycles.
    pub range: Option<(f64, f64)>,
    /// The known reason why the two disagree.
    pub why: Option<String>,
}

/// The schedule of a figure, in words.
fn schedule(is_difference: bool) -> &'static str {
    if is_difference { "semi-annual less annual" } else { "annual" }
}

impl Checked {
    /// The schedule of the figure, in words.
    pub fn schedule(&self) -> &'static str {
        schedule(self.is_difference)
    }

    /// Mean of the historical figures.
    pub fn history_mean(&self) -> f64 {
        self.history.iter().sum::<f64>() / self.history.len() as f64
    }

    /// Standard error of that mean, from the spread of the cycles; `None` for fewer than two
    /// cycles.
    pub fn history_error(&self) -> Option<f64> {
        let n = self.history.len() as f64;
        let mean = self.history_mean();
        let squares: f64 = self.history.iter().map(|x| (x - mean).powi(2)).sum();
        (n > 1.0).then(|| (squares / (n - 1.0) / n).sqrt())
    }

    /// Model less history in combined standard errors; `None` if either error is unknown.
    pub fn off_by(&self) -> Option<f64> {
        let error = self.history_error()?.hypot(self.model_error?);
        (error > 0.0).then(|| (self.model - self.history_mean()) / error)
    }

    /// Whether the model's figure agrees with history, within [`AGREES_WITHIN`] standard errors.
    pub fn agrees(&self) -> bool {
        self.off_by().is_none_or(|off| off.abs() <= AGREES_WITHIN)
    }
}

/// Why the check failed; all are faults of the program's own files.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// A file does not parse.
    #[error("data/model-check.toml or data/market-model.toml: {0}")]
    File(#[from] toml::de::Error),
    /// The history does not parse.
    #[error("data/model-history.csv: {0}")]
    History(#[from] csv::Error),
    /// The figures of the market model are invalid.
    #[error("the market model: {0}")]
    Model(#[from] ModelError),
    /// The setup of the paths is invalid.
    #[error("the paths: {0}")]
    Setup(#[from] SetupError),
    /// A measure or bucket does not exist.
    #[error("data/model-check.toml: there is no {0}")]
    Unknown(String),
    /// The history does not compare annual and semi-annual schedules, or has no complete cycle.
    #[error(
        "the history has nothing of {0}; it must be compared under annual and semi-annual, in this \
         order, and have a complete cycle"
    )]
    NoHistory(String),
}

impl Written {
    fn wanted(&self) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        for rows in &self.rows {
            let family = [None];
            let indexes: Vec<Option<Index>> = rows.indexes.iter().copied().map(Some).collect();
            let indexes = if indexes.is_empty() { &family[..] } else { &indexes[..] };
            for &statistic in &rows.measures {
                wanted.extend(indexes.iter().map(|&index| Wanted {
                    statistic,
                    index,
                    is_difference: rows.difference,
                }));
            }
        }
        wanted
    }

    fn why(&self, wanted: &Wanted) -> Option<String> {
        let is_it = |why: &&WrittenWhy| {
            why.measures.contains(&wanted.statistic)
                && why.index == wanted.index
                && why.difference == wanted.is_difference
        };
        self.why.iter().find(is_it).map(|why| why.text.clone())
    }
}

/// Runs the model from the starting curve of the check and compares it with history.
///
/// # Errors
/// Faults of the files that are compiled in.
pub fn check_model(seed: u64, paths: u64) -> Result<Vec<Checked>, CheckError> {
    let written: Written = toml::from_str(TEXT)?;
    let overrides = Overrides { curve: Some(written.curve.clone()), ..Overrides::default() };
    let figures = ModelFigures::shipped()?.with(&overrides)?;
    let companies = Company::on_curve(&figures, 4_500);
    let start = Start::new(companies, Model::new(figures, Steps::Monthly)?)?;
    let mut checked = stays(&written, &start, seed, paths)?;
    let setup = Paths::new(Setup {
        start,
        parameters: Parameters::default(),
        rule_books: Vec::new(),
        measures: None,
        groups: Vec::new(),
        schedules: vec![Schedule::annual(), Schedule::semi_annual()],
        years: written.years,
        warm_up: 0,
        june: YearlyEvent::JUNE.implementation,
        start_month: month_of(written.start) % 12.0,
        held: None,
        overlays: Vec::new(),
        indexes: vec![Index::R1000, Index::R2000],
        drift_every: 1,
        trading: None,
    })?;
    let results = run(&setup, seed, 0..paths, &|_| ());
    for wanted in written.wanted() {
        let unknown = || CheckError::Unknown(name(&wanted));
        let summary = modelled(&setup, &results, &wanted).ok_or_else(unknown)?;
        let history = history(&wanted)?;
        if history.is_empty() {
            return Err(CheckError::NoHistory(name(&wanted)));
        }
        checked.push(Checked {
            model: summary.mean().ok_or_else(unknown)?,
            model_error: summary.standard_error(),
            range: summary.quantile(0.05).zip(summary.quantile(0.95)),
            unit: wanted.statistic.unit(),
            history,
            why: written.why(&wanted),
            compared: Compared::Measure(wanted.statistic),
            index: wanted.index,
            is_difference: wanted.is_difference,
        });
    }
    Ok(checked)
}

/// The summary of a measure over paths.
fn modelled<'a>(setup: &Paths, results: &'a Aggregate, wanted: &Wanted) -> Option<&'a Summary> {
    let quantity = Quantity { statistic: wanted.statistic, index: wanted.index };
    let at = setup.quantities().iter().position(|of| *of == quantity)?;
    if wanted.is_difference {
        results.schedules.get(1)?.difference(at)
    } else {
        results.schedules.first()?.summary(at)
    }
}

/// Name of a measure in messages.
fn name(wanted: &Wanted) -> String {
    let Wanted { statistic, index, is_difference } = wanted;
    let index = index.map_or(String::new(), |index| format!(" of {index}"));
    format!("{statistic}{index}, {}", schedule(*is_difference))
}

/// A row of `data/model-history.csv`: a measure in a cycle of the history.
#[derive(Debug, Serialize, Deserialize)]
struct HistoryRow {
    measure: String,
    index: String,
    schedule: String,
    cycle: String,
    value: String,
}

/// The historical figures of a measure, by cycle.
fn history(wanted: &Wanted) -> Result<Vec<f64>, CheckError> {
    let [measure, index, schedule] = key(wanted);
    let mut values = Vec::new();
    for row in csv::Reader::from_reader(HISTORY.as_bytes()).deserialize() {
        let row: HistoryRow = row?;
        if (&row.measure, &row.index, &row.schedule) == (&measure, &index, &schedule) {
            values.push(row.value.parse().map_err(|_| CheckError::NoHistory(name(wanted)))?);
        }
    }
    Ok(values)
}

/// The first cells of a measure's rows in the history.
fn key(wanted: &Wanted) -> [String; 3] {
    let index = wanted.index.map_or("", Into::into);
    [
        wanted.statistic.name().to_string(),
        index.to_owned(),
        schedule(wanted.is_difference).to_owned(),
    ]
}

/// The text of `data/model-history.csv`: every measure of the check in every complete cycle, from a
/// comparison of annual and semi-annual schedules on a history.
///
/// # Errors
/// A measure is missing from the history.
pub fn history_of(comparison: &Comparison) -> Result<String, CheckError> {
    let written: Written = toml::from_str(TEXT)?;
    let mut out = csv::Writer::from_writer(Vec::new());
    for wanted in written.wanted() {
        let missing = || CheckError::NoHistory(name(&wanted));
        let [annual, semi_annual] = comparison.of(wanted.statistic, wanted.index) else {
            return Err(missing());
        };
        if (annual.schedule.as_str(), semi_annual.schedule.as_str()) != ("annual", "semi-annual") {
            return Err(missing());
        }
        let (row, values) = if wanted.is_difference {
            (semi_annual, &semi_annual.differences_of_cycles)
        } else {
            (annual, &annual.of_cycles)
        };
        let mut is_missing = true;
        for (cycle, value) in comparison.cycles.all.iter().zip(values) {
            if let Some(value) = value.filter(|_| cycle.is_complete) {
                let [measure, index, schedule] = key(&wanted);
                let (cycle, places) = (cycle.cycle.name(), row.places);
                let value = format!("{value:.places$}");
                out.serialize(HistoryRow { measure, index, schedule, cycle, value })?;
                is_missing = false;
            }
        }
        if is_missing {
            return Err(missing());
        }
    }
    let text = out.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The share of each bucket's companies that are still in it after twelve months.
fn stays(
    written: &Written,
    start: &Start,
    seed: u64,
    paths: u64,
) -> Result<Vec<Checked>, CheckError> {
    let floor = float(Parameters::default().eligibility.min_market_cap);
    let counts = staying(start, seed, paths, floor);
    let buckets = &start.model().parameters().buckets;
    let checked = buckets.iter().zip(counts).map(|(bucket, (before, after))| {
        let unknown = || CheckError::Unknown(format!("bucket {}", bucket.name));
        let history = written.staying.get(&bucket.name).ok_or_else(unknown)?;
        Ok(Checked {
            compared: Compared::Staying(bucket.name.clone()),
            index: None,
            is_difference: false,
            unit: Unit::Fraction,
            history: vec![*history],
            model: after as f64 / before.max(1) as f64,
            model_error: None,
            range: None,
            why: None,
        })
    });
    checked.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::measures::Form;

    #[test]
    fn every_row_has_its_cycles_and_every_reason_a_row() {
        let written: Written = toml::from_str(TEXT).expect("the file parses");
        let wanted = written.wanted();
        for row in &wanted {
            // The month end at which a June implementation is applied starts the next cycle, so a cycle
            // may contain one month twice and another not at all.
            let cycles = history(row).expect("the file parses").len();
            let is_month = matches!(row.statistic.form, Form::Month(_));
            assert!(cycles == 5 || is_month && cycles == 4, "{}: {cycles}", name(row));
        }
        for why in &written.why {
            for &statistic in &why.measures {
                let applies_to =
                    Wanted { statistic, index: why.index, is_difference: why.difference };
                assert!(wanted.contains(&applies_to), "{}", name(&applies_to));
            }
        }
    }

    #[test]
    fn rows_agree_with_history_or_have_a_reason() {
        for row in check_model(1, 200).expect("the files") {
            assert!(row.agrees() || row.why.is_some(), "{}: {:?}", row.compared, row.off_by());
        }
    }

    #[test]
    fn errors_are_those_of_both_means() {
        let row = Checked {
            compared: Compared::Staying("mega".to_owned()),
            index: None,
            is_difference: false,
            unit: Unit::Count,
            history: vec![1.0, 3.0, 5.0],
            model: 8.0,
            model_error: Some(0.5),
            range: None,
            why: None,
        };
        // Their deviation is 2, so the error of their mean is 2 / sqrt(3).
        let error = (4.0_f64 / 3.0 + 0.25).sqrt();
        assert!((row.off_by().expect("errors") - 5.0 / error).abs() < 1e-12);
        assert!(!row.agrees());
        assert!(Checked { model_error: None, ..row }.agrees());
    }
}
