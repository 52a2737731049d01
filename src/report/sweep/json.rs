//! `summary.json` of a sweep: rules, measures, frontiers and timing luck.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::conclusions::conclusions;
use super::luck::of_first;

use crate::analysis::comparison::Spread;
use crate::methodology::Parameters;
use crate::report::remarks::Said;
use crate::report::summary::{ByName, Document};
use crate::report::table::rounded;
use crate::scenario::InputRecord;
use crate::scenario::sweep::{COST, DRIFT, Sweep, TURNOVER};
use crate::simulation::measures::Statistic;
use crate::study::sweep::{self, Figure, Plane, RulePoint, Swept};
use crate::universe::Index;

/// Version of the layout.
pub const SCHEMA: &str = "rankday.sweep/3";

/// Rule sets on the same market. Combinations are numbered from 1; `rankday columns comparison` describes
/// the measures.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Summary<'a> {
    /// Name of the scenario.
    scenario: &'a str,
    /// Description of the scenario.
    description: &'a str,
    /// Where the current rule lies, a sentence for each index.
    conclusions: Vec<String>,
    /// The sample on which the combinations were simulated.
    sample: Sample<'a>,
    /// Confidence of the intervals, a fraction.
    confidence: f64,
    /// The keys that vary, `schedules` first.
    keys: &'a [String],
    /// The combinations of their values; the first is the current rule.
    combinations: Vec<Combination<'a>>,
    /// The measures that are weighed against each other.
    weighed: Weighed,
    /// The frontier of turnover against drift, by index.
    frontiers: ByName<String, Frontier>,
    /// Measures by name and index (`family` for the family as a whole).
    measures: ByName<Statistic, ByName<String, OfIndex>>,
    /// How much measures depend on the exact days of the events.
    timing_luck: Vec<Luck<'a>>,
    /// The rule book of the first combination.
    #[schemars(with = "Parameters")]
    parameters: &'a Value,
    /// The files that were read; the first is the scenario.
    #[schemars(with = "Vec<InputRecord>")]
    inputs: &'a Value,
    /// Warnings, assumptions and notes.
    remarks: Vec<Said<'a>>,
}

/// The sample on which the combinations were simulated.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "of", rename_all = "lowercase")]
enum Sample<'a> {
    /// The cycles of a historical market.
    History {
        /// Number of complete cycles.
        complete_cycles: u64,
        /// Day of the first close.
        first_close: NaiveDate,
        /// Day of the last close.
        last_close: NaiveDate,
        /// Number of closes.
        closes: usize,
        /// Number of lines.
        lines: usize,
    },
    /// One reconstitution.
    Event {
        /// Its name.
        event: &'a str,
        /// The day whose close decides memberships.
        rank_day: NaiveDate,
        /// The day after whose close the changes take effect.
        implementation: NaiveDate,
    },
    /// Simulated paths.
    Paths {
        /// Number of paths that were run.
        paths: u64,
        /// Maximum number of paths that the scenario asks for.
        paths_asked_for: u64,
        /// Whether it was interrupted before all paths were run or the requested precision was reached.
        interrupted: bool,
        /// Number of cycles of a path.
        years: u32,
        /// Number of cycles before them that were run and not measured.
        warm_up: u32,
        /// Seed of the random numbers.
        seed: u64,
    },
}

impl<'a> From<&'a sweep::Sample> for Sample<'a> {
    fn from(sample: &'a sweep::Sample) -> Self {
        match sample {
            sweep::Sample::History { cycles, days, closes, lines } => Self::History {
                complete_cycles: *cycles,
                first_close: days.0,
                last_close: days.1,
                closes: *closes,
                lines: *lines,
            },
            sweep::Sample::Event { name, rank_day, implementation } => {
                Self::Event { event: name, rank_day: *rank_day, implementation: *implementation }
            }
            sweep::Sample::Paths { count, of, is_partial, years, warm_up, seed } => Self::Paths {
                paths: *count,
                paths_asked_for: *of,
                interrupted: *is_partial,
                years: *years,
                warm_up: *warm_up,
                seed: *seed,
            },
        }
    }
}

/// A rule set.
#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "keys of the document are what they are")]
struct Combination<'a> {
    /// Its number, from 1.
    combination: usize,
    /// Its name: the schedule, then the values of the other keys.
    rule: &'a str,
    /// The value of each key; null for the scenario's own value.
    settings: ByName<&'a str, Option<&'a str>>,
    /// The number of the combination that it is compared with: the first or, for other days and files, the
    /// one with the rules of the first; null if there is none.
    held_against: Option<usize>,
}

/// The measures that are weighed against each other.
#[derive(Serialize, JsonSchema)]
struct Weighed {
    /// The measure of turnover.
    turnover: Statistic,
    /// The measure of drift.
    drift: Statistic,
    /// The measure of trading cost.
    cost: Statistic,
}

/// The frontier of an index: the rule sets that no other beats in turnover, drift and cost.
#[derive(Serialize, JsonSchema)]
struct Frontier {
    /// Numbers of the combinations on it, by turnover.
    combinations: Vec<usize>,
    /// Whether the current rule is on it; null if its turnover or drift is unknown.
    first_is_on_it: Option<bool>,
    /// The combinations that beat the current rule; null if none does.
    better_than_first: Option<Better>,
}

/// Combinations that beat the current rule.
#[derive(Serialize, JsonSchema)]
struct Better {
    /// Number of the combination with the least turnover.
    by_least_turnover: usize,
    /// Number of the combination with the least drift.
    by_least_drift: usize,
}

impl From<&Plane<'_>> for Frontier {
    fn from(plane: &Plane<'_>) -> Self {
        let number = |point: &RulePoint<'_>| point.combination + 1;
        let better = plane.better_than_first();
        Self {
            combinations: plane.best().into_iter().map(number).collect(),
            first_is_on_it: plane.first().map(|first| first.is_best),
            better_than_first: better.map(|[turnover, drift]| Better {
                by_least_turnover: number(turnover),
                by_least_drift: number(drift),
            }),
        }
    }
}

/// A measure of an index, a number for each combination, rounded as in `comparison.csv`; null if
/// unknown.
#[derive(Serialize, JsonSchema)]
struct OfIndex {
    /// The values.
    values: Vec<Option<f64>>,
    /// Standard errors of the values as means over complete cycles or paths.
    standard_errors: Vec<Option<f64>>,
    /// The values less those of the combination that each is compared with; null if there is none.
    differences: Vec<Option<f64>>,
    /// Standard errors of the differences.
    difference_standard_errors: Vec<Option<f64>>,
    /// Lower ends of the confidence intervals of the differences.
    difference_lows: Vec<Option<f64>>,
    /// Upper ends of the confidence intervals of the differences.
    difference_highs: Vec<Option<f64>>,
}

impl OfIndex {
    /// A measure from its figures, one for each combination.
    fn new(figures: &[Figure], combinations: usize) -> Self {
        let all = |of: fn(&Figure) -> Option<f64>| {
            let mut all = vec![None; combinations];
            for figure in figures {
                all[figure.combination] = of(figure).map(|value| rounded(value, figure.places));
            }
            all
        };
        Self {
            values: all(|f| f.value),
            standard_errors: all(|f| f.spread.standard_error),
            differences: all(|f| f.difference),
            difference_standard_errors: all(|f| f.difference_spread.standard_error),
            difference_lows: all(|f| f.difference_spread.low()),
            difference_highs: all(|f| f.difference_spread.high()),
        }
    }
}

/// How much a measure of a rule depends on the exact days of its events; numbers are in the unit of
/// the measure.
#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "keys of the document are what they are")]
struct Luck<'a> {
    /// The rule without the shifts of its days.
    rule: &'a str,
    /// Number of shifts tried, including no shift.
    shifts: usize,
    /// The measure.
    measure: Statistic,
    /// The index; null for measures of the family as a whole.
    index: Option<Index>,
    /// Mean over the shifts.
    mean: f64,
    /// Smallest value over the shifts.
    smallest: f64,
    /// Largest value over the shifts.
    largest: f64,
    /// Standard deviation over the shifts of the values, each a mean over the sample.
    of_means: f64,
    /// Timing luck: the standard deviation over the shifts.
    luck: f64,
    /// Uncertainty of the timing luck, if it is a mean over cycles or paths.
    spread: Uncertainty,
    /// Timing luck less that of the first rule whose days were shifted, each on the same cycle or path; null
    /// for that rule itself, and if it is not a mean over cycles or paths.
    difference: Option<f64>,
    /// Uncertainty of the difference.
    difference_spread: Uncertainty,
    /// Timing luck as a fraction of the first rule's; null if that is unknown or zero.
    of_first: Option<f64>,
}

/// Uncertainty of a mean.
#[derive(Serialize, JsonSchema)]
struct Uncertainty {
    /// Number of cycles or paths; null for a value that is not a mean over them.
    sample: Option<u64>,
    /// Standard error; null if there is none.
    standard_error: Option<f64>,
    /// Confidence interval; null if there is none.
    interval: Option<[f64; 2]>,
}

impl Uncertainty {
    fn new(spread: &Spread, places: usize) -> Self {
        let number = |value: f64| rounded(value, places);
        Self {
            sample: spread.cycles,
            standard_error: spread.standard_error.map(number),
            interval: spread.interval.map(|(low, high)| [number(low), number(high)]),
        }
    }
}

impl<'a> Luck<'a> {
    fn new(swept: &Swept, luck: &'a sweep::Luck) -> Self {
        let number = |value: f64| rounded(value, luck.places);
        Self {
            rule: &luck.rule,
            shifts: luck.shifts,
            measure: luck.statistic,
            index: luck.index,
            mean: number(luck.mean),
            smallest: number(luck.range.0),
            largest: number(luck.range.1),
            of_means: number(luck.of_means),
            luck: number(luck.deviation),
            spread: Uncertainty::new(&luck.spread, luck.places),
            difference: luck.difference.map(number),
            difference_spread: Uncertainty::new(&luck.difference_spread, luck.places),
            of_first: of_first(swept, luck).map(|part| rounded(part, 4)),
        }
    }
}

impl Document for Summary<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

impl<'a> Summary<'a> {
    /// The summary of a sweep.
    pub(super) fn new(swept: &'a Swept) -> Self {
        let planes = swept.planes();
        let frontiers = planes.iter().map(|plane| (plane.index.to_string(), plane.into()));
        Self {
            scenario: &swept.name,
            description: &swept.description,
            conclusions: conclusions(swept),
            sample: (&swept.sample).into(),
            confidence: swept.confidence,
            keys: &swept.sweep.keys,
            combinations: combinations(&swept.sweep),
            weighed: Weighed { turnover: TURNOVER, drift: DRIFT, cost: COST },
            frontiers: frontiers.collect(),
            measures: measures(swept),
            timing_luck: swept.luck.iter().map(|luck| Luck::new(swept, luck)).collect(),
            parameters: &swept.parameters,
            inputs: &swept.inputs,
            remarks: Said::all(&swept.remarks),
        }
    }
}

fn combinations(sweep: &Sweep) -> Vec<Combination<'_>> {
    let numbered = (1..).zip(&sweep.combinations);
    let combination = numbered.map(|(combination, of)| {
        let settings = sweep.keys.iter().map(String::as_str);
        let settings = settings.zip(of.settings.iter().map(Option::as_deref));
        Combination {
            combination,
            rule: &of.name,
            settings: settings.collect(),
            held_against: of.held_against.map(|at| at + 1),
        }
    });
    combination.collect()
}

/// Measures by name and index; the figures are in this order.
fn measures(swept: &Swept) -> ByName<Statistic, ByName<String, OfIndex>> {
    let combinations = swept.sweep.combinations.len();
    let of_index = |figures: &[Figure]| {
        let index = figures[0].index.map_or_else(|| "family".to_owned(), |i| i.to_string());
        (index, OfIndex::new(figures, combinations))
    };
    let of_measure = |figures: &[Figure]| {
        let by_index = figures.chunk_by(|a, b| a.index == b.index);
        (figures[0].statistic, by_index.map(of_index).collect())
    };
    swept.figures.chunk_by(|a, b| a.statistic == b.statistic).map(of_measure).collect()
}
