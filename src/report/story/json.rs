//! A conclusion for programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Comparison, Conclusion, DRIFT, Difference, TURNOVER, conclusions};
use crate::analysis::interval::Sign;
use crate::simulation::measures::{Statistic, Unit};
use crate::universe::Index;

/// The conclusion of a comparison of two schedules. Differences are fractions: 0.01 is one percentage
/// point.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Conclusion")]
pub(in crate::report) struct Concluded<'a> {
    /// The conclusion in a sentence.
    text: String,
    /// The schedule.
    schedule: &'a str,
    /// The schedule that it is compared with: the first.
    against: &'a str,
    /// The index.
    index: Index,
    /// The unit of the differences.
    unit: &'static str,
    /// Turnover of the index per cycle, by scheduled events.
    turnover: ConcludedDifference,
    /// Mean drift of the index beyond the band.
    drift: ConcludedDifference,
    /// Size of the sample.
    n: u64,
    /// The unit of the sample.
    n_of: SampleOf,
    /// Number of cycles of a path, or of the history.
    cycles: u64,
    /// Confidence of the intervals, a fraction.
    confidence: f64,
    /// Method and sample of the intervals.
    method: String,
}

/// The unit of a sample.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum SampleOf {
    /// Simulated paths.
    Paths,
    /// Complete cycles of a history.
    Cycles,
}

/// The difference of a schedule to the first schedule, a fraction.
#[derive(Serialize, JsonSchema)]
struct ConcludedDifference {
    /// The measure.
    measure: Statistic,
    /// The schedule less the first; null if unknown.
    difference: Option<f64>,
    /// Lower end of its confidence interval; null if there is none.
    low: Option<f64>,
    /// Upper end of its confidence interval; null if there is none.
    high: Option<f64>,
    /// Its sign, as far as the interval identifies it.
    sign: Sign,
}

impl ConcludedDifference {
    fn new(measure: Statistic, difference: Option<Difference>) -> Self {
        let interval = difference.and_then(|of| of.interval);
        Self {
            measure,
            difference: difference.map(|of| of.value),
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
            sign: difference.map_or(Sign::NotIdentified, |of| of.sign()),
        }
    }
}

impl<'a> Concluded<'a> {
    /// The conclusions of a comparison.
    pub(in crate::report) fn all<C: Comparison>(of: &'a C) -> Vec<Self> {
        conclusions(of).into_iter().map(Self::from).collect()
    }
}

impl<'a> From<Conclusion<'a>> for Concluded<'a> {
    fn from(of: Conclusion<'a>) -> Self {
        Self {
            text: of.text(),
            schedule: of.schedule,
            against: of.against,
            index: of.index,
            unit: Unit::Fraction.of_differences(),
            turnover: ConcludedDifference::new(TURNOVER, of.turnover),
            drift: ConcludedDifference::new(DRIFT, of.drift),
            n: of.sample.count,
            n_of: if of.sample.are_paths { SampleOf::Paths } else { SampleOf::Cycles },
            cycles: of.sample.cycles,
            confidence: of.sample.confidence,
            method: of.sample.method(),
        }
    }
}
