//! Rows of a comparison, from the figures of every schedule.

use serde::{Deserialize, Serialize};

use super::cycles::Cycles;
use super::rounding::rounded;
use crate::analysis::interval::Estimate;
use crate::simulation::measures::{Statistic, Unit};
use crate::universe::Index;

/// The values of a measure for one schedule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Values {
    /// One value, over all complete cycles or at one close.
    Once(Option<f64>),
    /// A value for every cycle of the history.
    OfCycles(#[serde(with = "super::stored")] Vec<Option<f64>>),
}

/// A measure with its values for one schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// The measure, in one of its forms.
    pub statistic: Statistic,
    /// The index; `None` for the family as a whole.
    pub index: Option<Index>,
    /// Its values, unrounded.
    pub values: Values,
}

/// Sampling uncertainty of a mean over cycles.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spread {
    /// Number of complete cycles in the mean; `None` for a value that is not a mean over cycles.
    pub cycles: Option<u64>,
    /// Standard error of the mean.
    pub standard_error: Option<f64>,
    /// Its confidence interval ([`crate::analysis::interval::CONFIDENCE`]).
    pub interval: Option<(f64, f64)>,
}

impl Spread {
    /// Lower end of the interval.
    pub fn low(&self) -> Option<f64> {
        self.interval.map(|(low, _)| low)
    }

    /// Upper end of the interval.
    pub fn high(&self) -> Option<f64> {
        self.interval.map(|(_, high)| high)
    }
}

/// One measure of one schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonRow {
    /// The measure, in one of its forms.
    pub statistic: Statistic,
    /// The index; `None` for the family as a whole.
    pub index: Option<Index>,
    /// The schedule.
    pub schedule: String,
    /// The value, rounded to `places`; `None` if unknown.
    pub value: Option<f64>,
    /// Uncertainty of the value.
    pub spread: Spread,
    /// The value less that of the first schedule, rounded likewise; 0 for the first itself. If some
    /// cycle lacks a value under either schedule, it is the mean of the paired differences of the
    /// other cycles.
    pub difference: Option<f64>,
    /// Uncertainty of the difference, from paired differences by cycle.
    pub difference_spread: Spread,
    /// The value in each cycle of the history; empty for a measure that is not taken by cycle.
    pub of_cycles: Vec<Option<f64>>,
    /// The difference to the first schedule in each cycle.
    pub differences_of_cycles: Vec<Option<f64>>,
    /// Decimal places of all numbers of the row.
    pub places: usize,
}

impl ComparisonRow {
    /// The unit of the value.
    pub fn unit(&self) -> Unit {
        self.statistic.unit()
    }
}

impl Values {
    /// The value over all complete cycles.
    fn value(&self, cycles: &Cycles) -> Option<f64> {
        match self {
            Self::Once(value) => *value,
            Self::OfCycles(of) => cycles.estimate(of).map(|estimate| estimate.mean),
        }
    }

    /// Whether no value is known.
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Once(value) => value.is_none(),
            Self::OfCycles(of) => of.iter().all(Option::is_none),
        }
    }

    fn of_cycles(&self) -> &[Option<f64>] {
        match self {
            Self::Once(_) => &[],
            Self::OfCycles(of) => of,
        }
    }
}

/// Uncertainty of a mean.
fn spread(estimate: Option<Estimate>, values: &Values, places: usize) -> Spread {
    let round = |value| rounded(value, places);
    let by_cycle = matches!(values, Values::OfCycles(_));
    Spread {
        cycles: by_cycle.then(|| estimate.map_or(0, |estimate| estimate.count)),
        standard_error: estimate.and_then(|estimate| estimate.standard_error).map(round),
        interval: estimate
            .and_then(|estimate| estimate.interval)
            .map(|(low, high)| (round(low), round(high))),
    }
}

/// The row of a schedule's measurement, with differences to that of the first schedule.
pub fn row(
    schedule: &str,
    own: &Measurement,
    first: &Measurement,
    cycles: &Cycles,
) -> ComparisonRow {
    let places = own.statistic.places();
    let round = |value: f64| rounded(value, places);
    let value = own.values.value(cycles).map(round);
    let base = first.values.value(cycles).map(round);
    let differences: Vec<Option<f64>> = own
        .values
        .of_cycles()
        .iter()
        .zip(first.values.of_cycles())
        .map(|(value, base)| value.zip(*base).map(|(value, base)| value - base))
        .collect();
    let paired = cycles.estimate(&differences);
    let known = |values: &Values| cycles.estimate(values.of_cycles()).map(|mean| mean.count);
    let both = paired.map(|paired| paired.count);
    // Means over different sets of cycles are not comparable, so the paired differences are used
    // instead.
    let difference = if known(&own.values) == both && known(&first.values) == both {
        value.zip(base).map(|(value, base)| round(value - base))
    } else {
        paired.map(|paired| round(paired.mean))
    };
    ComparisonRow {
        statistic: own.statistic,
        index: own.index,
        schedule: schedule.to_owned(),
        value,
        spread: spread(cycles.estimate(own.values.of_cycles()), &own.values, places),
        difference,
        difference_spread: spread(paired, &own.values, places),
        of_cycles: own.values.of_cycles().iter().map(|of| of.map(round)).collect(),
        differences_of_cycles: differences.iter().map(|of| of.map(round)).collect(),
        places,
    }
}
