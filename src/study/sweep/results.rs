//! What a sweep found: every measure of every rule, who is on the frontier, and the luck of the
//! date.

use serde_json::Value;

use crate::analysis::comparison::{Spread, Unit};
use crate::analysis::frontier::frontier;
use crate::remark::Remark;
use crate::scenario::sweep::{COST, DRIFT, SHIFTS, Sweep, TURNOVER};
use crate::universe::Index;

/// A measure of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Which combination, from 0.
    pub combination: usize,
    /// The measure, as `rankday columns comparison` names it.
    pub measure: String,
    /// The index; `None` of the family as a whole.
    pub index: Option<Index>,
    /// The unit of the value.
    pub unit: Unit,
    /// Decimal places of all.
    pub places: usize,
    /// The value; `None` where it is unknown.
    pub value: Option<f64>,
    /// How well it is known, over complete cycles or over paths.
    pub spread: Spread,
    /// The value less that of the first combination; `None` where either is unknown.
    pub difference: Option<f64>,
    /// How well that is known: of paired differences.
    pub difference_spread: Spread,
    /// The value in each cycle of a history; empty of paths, and of what is not taken by cycle.
    pub of_cycles: Vec<Option<f64>>,
}

/// The timing luck of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Luck {
    /// The first combination of the rule, from 0.
    pub combination: usize,
    /// The rule without what moves its days.
    pub rule: String,
    /// How many moved days were tried, those that are not moved included.
    pub shifts: usize,
    /// The measure.
    pub measure: String,
    /// The index; `None` of the family as a whole.
    pub index: Option<Index>,
    /// The unit.
    pub unit: Unit,
    /// Decimal places.
    pub places: usize,
    /// The mean over the shifts.
    pub mean: f64,
    /// The smallest and the largest of them.
    pub range: (f64, f64),
    /// The deviation over the shifts: the luck.
    pub deviation: f64,
    /// How well it is known, where it is a mean over cycles or paths.
    pub spread: Spread,
}

/// What a sweep was run on.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    /// The cycles of a market that was.
    History {
        /// Complete ones.
        cycles: u64,
        /// The first and the last close.
        days: (chrono::NaiveDate, chrono::NaiveDate),
        /// How many closes there are.
        closes: usize,
        /// Lines of the market.
        lines: usize,
    },
    /// One reconstitution.
    Event {
        /// Its name.
        name: String,
        /// The day whose close decides.
        rank_day: chrono::NaiveDate,
        /// The day after whose close it takes effect.
        implementation: chrono::NaiveDate,
    },
    /// Simulated paths.
    Paths {
        /// Those that were run, and those that were asked for.
        count: u64,
        /// The most that there may be.
        of: u64,
        /// Cycles of each.
        years: u32,
        /// What the random numbers follow from.
        seed: u64,
    },
}

/// What a sweep found; what reports are written from.
#[derive(Debug, Clone)]
pub struct Swept {
    /// The scenario's name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// The rules.
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
    /// The files that went in.
    pub inputs: Value,
    /// What there is to say of it, in the order in which it is said.
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

    /// The points of the frontier, by turnover.
    pub fn best(&self) -> Vec<&RulePoint<'a>> {
        let mut best: Vec<&RulePoint<'a>> = self.points.iter().filter(|s| s.is_best).collect();
        best.sort_by(|a, b| known(a.turnover).total_cmp(&known(b.turnover)));
        best
    }

    /// Among the points that beat the current rule, the one with the least turnover and the one with
    /// the least drift; `None` if the current rule is on the frontier.
    pub fn better_than_first(&self) -> Option<[&RulePoint<'a>; 2]> {
        let first = self.first().filter(|first| !first.is_best)?;
        let own = first.costs()?;
        let beats = |point: &&RulePoint<'a>| {
            let costs = point.costs();
            costs.is_some_and(|costs| crate::analysis::frontier::beats(&costs, &own))
        };
        let least = |of: fn(&RulePoint<'a>) -> f64| {
            let better = self.points.iter().filter(beats);
            better.min_by(|a, b| of(a).total_cmp(&of(b)))
        };
        Some([least(|s| known(s.turnover))?, least(|s| known(s.drift))?])
    }
}

fn known(figure: &Figure) -> f64 {
    figure.value.unwrap_or(f64::INFINITY)
}

impl Swept {
    /// A measure of every combination; empty if unknown.
    pub fn of(&self, measure: &str, index: Option<Index>) -> &[Figure] {
        let is_it = |figure: &Figure| figure.index == index && figure.measure == measure;
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
        let known =
            |measure, index| self.of(measure, index).iter().filter(|figure| figure.value.is_some());
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

    /// The combinations that are the rule as it is under other schedules.
    pub fn other_schedules(&self) -> Vec<usize> {
        let others = 1..self.sweep.combinations.len();
        others.filter(|at| self.sweep.differ_only_in(0, *at, &["schedules"])).collect()
    }
}

impl Sweep {
    /// Combinations that differ in nothing but by how much their days are moved, each with the name of
    /// what they have in common; those alone of their kind are left out.
    pub fn shifted(&self) -> Vec<(String, Vec<usize>)> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for at in 0..self.combinations.len() {
            let is_own = |group: &&mut Vec<usize>| self.differ_only_in(group[0], at, &SHIFTS);
            match groups.iter_mut().find(is_own) {
                Some(group) => group.push(at),
                None => groups.push(vec![at]),
            }
        }
        groups.retain(|group| group.len() > 1);
        groups.into_iter().map(|group| (self.without_shift(group[0]), group)).collect()
    }

    /// The name of a combination without what moves its days.
    fn without_shift(&self, combination: usize) -> String {
        let settings = &self.combinations[combination].settings;
        let mut name = vec![self.schedule(combination).to_owned()];
        for (key, value) in settings.iter().enumerate().skip(1) {
            if let Some(value) = value.as_ref().filter(|_| !SHIFTS.contains(&&*self.keys[key])) {
                name.push(format!("{} {value}", self.short(key)));
            }
        }
        name.join(", ")
    }
}
