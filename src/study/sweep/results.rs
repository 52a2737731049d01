//! Results of a sweep: every measure of every rule, the rules on the frontier, and timing luck.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::analysis::comparison::Spread;
use crate::analysis::frontier::frontier;
use crate::analysis::interval::is_beyond_chance;
use crate::remark::Remark;
use crate::scenario::sweep::{COST, DRIFT, Sweep, TURNOVER};
use crate::simulation::deviation as of_shifts;
use crate::simulation::measures::{Statistic, Unit};
use crate::universe::Index;

/// The value of a measure under a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Number of the combination, from 0.
    pub combination: usize,
    /// The measure; for a sweep over one event, one of [`super::of_event`].
    pub statistic: Statistic,
    /// The index; `None` for measures of the whole family.
    pub index: Option<Index>,
    /// Decimal places of the value, its difference and their spreads.
    pub places: usize,
    /// The value; `None` if unknown.
    pub value: Option<f64>,
    /// The spread of the value over complete cycles or over paths.
    pub spread: Spread,
    /// The value less that of the combination that it is compared with,
    /// [`held_against`](crate::scenario::sweep::Combination::held_against); `None` if either is unknown.
    pub difference: Option<f64>,
    /// The spread of the paired differences.
    pub difference_spread: Spread,
    /// The value in each cycle of a history; empty for paths and for measures that are not taken by
    /// cycle.
    pub of_cycles: Vec<Option<f64>>,
}

/// The timing luck of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Luck {
    /// The first combination of the rule, from 0.
    pub combination: usize,
    /// The rule's name without the shifts of its days.
    pub rule: String,
    /// Number of shifts tried, including no shift.
    pub shifts: usize,
    /// The measure.
    pub statistic: Statistic,
    /// The index; `None` for measures of the whole family.
    pub index: Option<Index>,
    /// Decimal places.
    pub places: usize,
    /// Mean over the shifts.
    pub mean: f64,
    /// Smallest and largest value over the shifts.
    pub range: (f64, f64),
    /// Standard deviation over the shifts of the means over the sample: the systematic part, which does not
    /// depend on chance.
    pub of_means: f64,
    /// Standard deviation over the shifts: the timing luck.
    pub deviation: f64,
    /// The spread of the timing luck, if it is a mean over cycles or paths.
    pub spread: Spread,
    /// The timing luck less that of the first rule, each on the same cycle or path; `None` where it is not
    /// a mean over these.
    pub difference: Option<f64>,
    /// The spread of these differences.
    pub difference_spread: Spread,
}

/// A timing luck, or its difference from that of the first rule, and its spread.
pub(super) type Estimated = (f64, Spread);

impl Figure {
    /// The unit of the value.
    pub fn unit(&self) -> Unit {
        self.statistic.unit()
    }
}

impl Luck {
    /// The unit of the measure.
    pub fn unit(&self) -> Unit {
        self.statistic.unit()
    }

    /// The standard deviation over the shifts without the part that is the same throughout the sample, which
    /// is systematic rather than luck: the residual deviation of an analysis of variance by cycle (or path)
    /// and shift. `None` if the means of the shifts do not differ by more than chance would explain (F test),
    /// or if there are too few values.
    ///
    /// With `m` the mean over the sample of the squared deviations, and `n` cycles or paths, the residual variance
    /// is `n (m - of_means²) / (n - 1)`.
    pub fn without_means(&self) -> Option<f64> {
        let sample = self.spread.cycles.filter(|sample| *sample > 1)?;
        let shifts = (self.shifts as u64).checked_sub(1).filter(|freedom| *freedom > 0)?;
        let n = sample as f64;
        // From the mean of the deviations and its standard error follows the mean of their squares.
        let squares = self.deviation.powi(2) + self.spread.standard_error?.powi(2) * (n - 1.0);
        let of_means = self.of_means.powi(2);
        let residual = (n * (squares - of_means) / (n - 1.0)).max(0.0);
        let is_told = is_beyond_chance(n * of_means / residual, (shifts, shifts * (sample - 1)));
        is_told.then(|| residual.sqrt())
    }

    /// The luck of a rule's measure over its shifts: `luck` gives its deviation and the difference from that
    /// of the first rule. `None` if the measure is unknown for one of them.
    pub(super) fn over(
        rule: &str,
        shifts: &[&Figure],
        luck: impl FnOnce(&[f64]) -> Option<(Estimated, Option<Estimated>)>,
    ) -> Option<Self> {
        let first = shifts.first()?;
        let values: Vec<f64> = shifts.iter().map(|figure| figure.value).collect::<Option<_>>()?;
        let ((deviation, spread), less_first) = luck(&values)?;
        // A deviation is never below zero, even if the interval from few cycles extends below it.
        let interval = spread.interval.map(|(low, high)| (low.max(0.0), high));
        let spread = Spread { interval, ..spread };
        Some(Self {
            combination: first.combination,
            rule: rule.to_owned(),
            shifts: shifts.len(),
            statistic: first.statistic,
            index: first.index,
            places: first.places,
            mean: values.iter().sum::<f64>() / values.len() as f64,
            range: (
                values.iter().copied().fold(f64::INFINITY, f64::min),
                values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            ),
            of_means: of_shifts(&values).unwrap_or_default(),
            deviation,
            spread,
            difference: less_first.map(|(difference, _)| difference),
            difference_spread: less_first.map_or_else(Spread::default, |(_, spread)| spread),
        })
    }
}

/// The sample on which a sweep was run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Sample {
    /// The cycles of a historical market.
    History {
        /// Number of complete cycles.
        cycles: u64,
        /// The days of the first and the last close.
        days: (chrono::NaiveDate, chrono::NaiveDate),
        /// Number of closes.
        closes: usize,
        /// Number of lines.
        lines: usize,
    },
    /// One reconstitution.
    Event {
        /// Name of the event.
        name: String,
        /// The day whose close decides.
        rank_day: chrono::NaiveDate,
        /// The day after whose close the changes take effect.
        implementation: chrono::NaiveDate,
    },
    /// Simulated paths.
    Paths {
        /// Number of paths that were run.
        count: u64,
        /// Maximum number of paths requested.
        of: u64,
        /// Whether it was interrupted before all paths were run or the requested precision was reached.
        is_partial: bool,
        /// Number of cycles per path.
        years: u32,
        /// Number of cycles before them that were run and not measured.
        warm_up: u32,
        /// Seed of the random numbers.
        seed: u64,
    },
}

/// The results of a sweep, from which reports are written.
#[derive(Debug, Clone)]
pub struct Swept {
    /// The scenario's name.
    pub name: String,
    /// The scenario's description.
    pub description: String,
    /// The combinations of rules.
    pub sweep: Sweep,
    /// The sample on which the combinations were simulated.
    pub sample: Sample,
    /// Confidence of the intervals, a fraction.
    pub confidence: f64,
    /// By measure, then by index, then by combination.
    pub figures: Vec<Figure>,
    /// By rule, then by measure and index; empty where no days were moved.
    pub luck: Vec<Luck>,
    /// The rule book of the first combination.
    pub parameters: Value,
    /// Records of the input files.
    pub inputs: Value,
    /// Remarks, in the order in which they are reported.
    pub remarks: Vec<Remark>,
}

/// A rule (combination) as a point in the plane of turnover against drift.
#[derive(Debug, Clone, Copy)]
pub struct RulePoint<'a> {
    /// Number of the combination, from 0.
    pub combination: usize,
    /// Turnover of the index.
    pub turnover: &'a Figure,
    /// Its drift.
    pub drift: &'a Figure,
    /// Trading cost of all funds; `None` if unknown.
    pub cost: Option<&'a Figure>,
    /// Whether it is on the frontier: no other combination beats it.
    pub is_best: bool,
}

/// The plane of turnover and drift of one index.
#[derive(Debug, Clone)]
pub struct Plane<'a> {
    /// The index.
    pub index: Index,
    /// The combinations with known turnover and drift, in order.
    pub points: Vec<RulePoint<'a>>,
}

impl<'a> RulePoint<'a> {
    /// The quantities to minimise; `None` if one is unknown.
    fn costs(&self) -> Option<Vec<f64>> {
        let figures = [Some(self.turnover), Some(self.drift), self.cost];
        figures.into_iter().flatten().map(|figure| figure.value).collect()
    }

    /// Turnover, drift and, if known, cost.
    pub fn figures(&self) -> impl Iterator<Item = &'a Figure> + use<'a> {
        [Some(self.turnover), Some(self.drift), self.cost].into_iter().flatten()
    }
}

impl<'a> Plane<'a> {
    /// The current rule.
    pub fn first(&self) -> Option<&RulePoint<'a>> {
        self.points.first().filter(|point| point.combination == 0)
    }

    /// The points of the frontier, by turnover; of points that are alike, only the first.
    pub fn best_apart(&self) -> Vec<&RulePoint<'a>> {
        let mut apart: Vec<&RulePoint<'a>> = Vec::new();
        for point in self.best() {
            if apart.iter().all(|other| other.costs() != point.costs()) {
                apart.push(point);
            }
        }
        apart
    }

    /// The points of the frontier, by turnover.
    pub fn best(&self) -> Vec<&RulePoint<'a>> {
        let mut best: Vec<&RulePoint<'a>> = self.points.iter().filter(|s| s.is_best).collect();
        best.sort_by(|a, b| known(a.turnover).total_cmp(&known(b.turnover)));
        best
    }

    /// The points that beat the current rule.
    pub fn all_better_than_first(&self) -> impl Iterator<Item = &RulePoint<'a>> {
        let own = self.first().and_then(RulePoint::costs);
        self.points.iter().filter(move |point| {
            let both = point.costs().zip(own.as_ref());
            both.is_some_and(|(costs, own)| crate::analysis::frontier::beats(&costs, own))
        })
    }

    /// Among the points that beat the current rule, the one with the least turnover and the one with the
    /// least drift; `None` if the current rule is on the frontier. Ties are decided by the remaining figures,
    /// so that both points are on the frontier.
    pub fn better_than_first(&self) -> Option<[&RulePoint<'a>; 2]> {
        let least = |of: fn(&RulePoint<'a>) -> [f64; 2]| {
            let key = |point: &RulePoint<'a>| {
                let [first, second] = of(point);
                [first, second, point.cost.map_or(0.0, known)]
            };
            let order = |a: &&RulePoint<'a>, b: &&RulePoint<'a>| {
                let pairs = key(a).into_iter().zip(key(b));
                pairs
                    .map(|(a, b)| a.total_cmp(&b))
                    .find(|order| order.is_ne())
                    .unwrap_or(Ordering::Equal)
            };
            self.all_better_than_first().min_by(order)
        };
        let turnover = least(|s| [known(s.turnover), known(s.drift)])?;
        let drift = least(|s| [known(s.drift), known(s.turnover)])?;
        Some([turnover, drift])
    }

    /// Whether all points have the same turnover, drift and cost.
    pub fn is_one_point(&self) -> bool {
        self.alike(&self.points[0]) == self.points.len() - 1
    }

    /// Number of other points with the same turnover, drift and cost as a point, such as rules that differ
    /// only in something that their schedule never applies.
    pub fn alike(&self, point: &RulePoint<'a>) -> usize {
        let is_alike = |other: &&RulePoint<'a>| {
            other.combination != point.combination && other.costs() == point.costs()
        };
        self.points.iter().filter(is_alike).count()
    }
}

fn known(figure: &Figure) -> f64 {
    figure.value.unwrap_or(f64::INFINITY)
}

impl Swept {
    /// A measure of every combination; empty if unknown.
    pub fn of(&self, statistic: Statistic, index: Option<Index>) -> &[Figure] {
        let is_it = |figure: &Figure| figure.index == index && figure.statistic == statistic;
        let Some(first) = self.figures.iter().position(is_it) else { return &[] };
        let count = self.figures[first..].iter().take_while(|figure| is_it(figure)).count();
        &self.figures[first..first + count]
    }

    /// The planes of the indexes that have one, in the family's order.
    pub fn planes(&self) -> Vec<Plane<'_>> {
        <Index as strum::IntoEnumIterator>::iter().filter_map(|index| self.plane(index)).collect()
    }

    /// The plane of an index; `None` if turnover or drift is unknown.
    pub fn plane(&self, index: Index) -> Option<Plane<'_>> {
        let known = |statistic, index| {
            self.of(statistic, index).iter().filter(|figure| figure.value.is_some())
        };
        let mut points: Vec<RulePoint<'_>> = known(TURNOVER, Some(index))
            .filter_map(|turnover| {
                let combination = turnover.combination;
                let own = |figure: &&Figure| figure.combination == combination;
                let drift = known(DRIFT, Some(index)).find(own)?;
                let cost = known(COST, None).find(own);
                Some(RulePoint { combination, turnover, drift, cost, is_best: false })
            })
            .collect();
        let costs: Vec<_> = points.iter().map(RulePoint::costs).collect();
        for (point, is_best) in points.iter_mut().zip(frontier(&costs)) {
            point.is_best = is_best;
        }
        (!points.is_empty()).then_some(Plane { index, points })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::interval::Estimate;

    fn figure(combination: usize, statistic: Statistic, value: u8) -> Figure {
        Figure {
            combination,
            statistic,
            index: Some(Index::R2000),
            places: 0,
            value: Some(f64::from(value)),
            spread: Spread::default(),
            difference: None,
            difference_spread: Spread::default(),
            of_cycles: Vec::new(),
        }
    }

    #[test]
    fn what_all_of_a_sample_share_is_taken_out_of_its_luck() {
        // By cycle and shift: a systematic part of -1, 0 and 1, and residuals whose deviation is 0.5.
        let residuals = [[0.5, -0.5, 0.0], [-0.5, 0.0, 0.5], [0.0, 0.5, -0.5], [0.0, 0.0, 0.0]];
        let luck = |systematic: f64, residuals: &[[f64; 3]]| {
            let values = residuals.iter().map(|of| [of[0] - systematic, of[1], of[2] + systematic]);
            let values: Vec<[f64; 3]> = values.collect();
            let deviations: Vec<f64> =
                values.iter().map(|of| of_shifts(of).expect("three shifts")).collect();
            let n = values.len() as f64;
            let means = [0, 1, 2].map(|at| values.iter().map(|of| of[at]).sum::<f64>() / n);
            let of = Estimate::of(&deviations, 0.95).expect("cycles");
            let spread = Spread {
                cycles: Some(of.count),
                standard_error: of.standard_error,
                interval: of.interval,
            };
            let figures = [0, 1, 2].map(|at| figure(at, TURNOVER, 1));
            let figures: Vec<&Figure> = figures.iter().collect();
            let luck = Luck::over("annual", &figures, |_| Some(((of.mean, spread), None)));
            Luck { of_means: of_shifts(&means).expect("shifts"), ..luck.expect("values") }
        };
        // Sum of squared residuals 1.5, over 3 x 2 degrees of freedom.
        let net = luck(1.0, &residuals).without_means().expect("a systematic part");
        assert!((net - 0.5).abs() < 1e-9, "{net}");
        assert_eq!(luck(0.0, &residuals).without_means(), None, "chance alone");
        assert_eq!(luck(1.0, &residuals[..1]).without_means(), None, "one cycle");
    }

    proptest! {
        #[test]
        fn what_is_said_to_beat_the_first_rule_does_and_nothing_beats_it(
            rules in proptest::collection::vec(any::<[u8; 3]>().prop_map(|of| of.map(|own| own % 4)), 1..9),
        ) {
            let figures: Vec<[Figure; 3]> = rules
                .iter()
                .enumerate()
                .map(|(at, [turnover, drift, cost])| {
                    [(TURNOVER, turnover), (DRIFT, drift), (COST, cost)]
                        .map(|(statistic, value)| figure(at, statistic, *value))
                })
                .collect();
            let beats = |a: &[u8; 3], b: &[u8; 3]| a != b && a.iter().zip(b).all(|(a, b)| a <= b);
            let points = figures.iter().enumerate().map(|(at, [turnover, drift, cost])| RulePoint {
                combination: at,
                turnover,
                drift,
                cost: Some(cost),
                is_best: !rules.iter().any(|other| beats(other, &rules[at])),
            });
            let points: Vec<RulePoint<'_>> = points.collect();
            let plane = Plane { index: Index::R2000, points };
            let better = plane.better_than_first();
            prop_assert_eq!(better.is_none(), plane.points[0].is_best);
            for named in better.into_iter().flatten() {
                prop_assert!(named.is_best && beats(&rules[named.combination], &rules[0]));
            }
            let all = rules.iter().filter(|rule| beats(rule, &rules[0])).count();
            prop_assert_eq!(plane.all_better_than_first().count(), all);
            prop_assert_eq!(plane.is_one_point(), rules.iter().all(|rule| *rule == rules[0]));
        }
    }
}
