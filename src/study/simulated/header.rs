//! Describes a simulation apart from its results: everything that reports say about it.
//!
//! It is stored with the results of each shard, so that merging needs no other files.

use std::ops::Range;

use chrono::{Datelike as _, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calendar::name_of_cycle;
use crate::market::model::{ModelFigures, Steps};
use crate::refusal::Refusal;
use crate::remark::{self, PathNote, Remark};
use crate::scenario::simulated::{COUNTS, Precision, START_YEARS, SimulatedScenario, YEARS};
use crate::scenario::sweep::Sweep;
use crate::scenario::{InputRecord, Shock, names_a_file};
use crate::simulation::measures::Statistic;
use crate::simulation::paths::{Aggregate, PathCycles, Quantity, Schedule};
use crate::study::parts::{Divided, Identity, Units};
use crate::study::rules;
use crate::universe::Index;

/// The description of a simulation; the same header, seed and paths give the same results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The program and its version.
    pub tool: String,
    /// The scenario's name.
    pub name: String,
    /// The scenario's description.
    pub description: String,
    /// Fingerprint of everything that results depend on, except the seed and the number of paths.
    pub fingerprint: String,
    /// Seed of the random numbers.
    pub seed: u64,
    /// Maximum number of paths.
    pub count: u64,
    /// Number of cycles per path.
    pub years: u32,
    /// The position of the cycles on a path.
    pub cycles: PathCycles,
    /// The day on which paths begin.
    pub start: NaiveDate,
    /// Monthly or daily.
    pub steps: Steps,
    /// Number of companies at the start.
    pub companies: usize,
    /// Confidence of the intervals, a fraction.
    pub confidence: f64,
    /// The precision at which the simulation may stop early.
    pub precision: Option<Precision>,
    /// Whether reports give the speed of the simulation.
    pub timing: bool,
    /// The schedules, with the days of their events in months of the year.
    pub schedules: Vec<Schedule>,
    /// The rules of a sweep, in the order of `schedules`; `None` for a comparison.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sweep: Option<Sweep>,
    /// Groups of rules of a sweep, by number from 0, that differ only in days and fall on different steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Vec<usize>>,
    /// The measured quantities.
    pub quantities: Vec<Quantity>,
    /// The market model's figures.
    pub model: ModelFigures,
    /// Assumed trading costs; null if they are not measured.
    pub trading: Value,
    /// Shocks added to every path.
    pub shocks: Vec<Shock>,
    /// The rule book.
    pub parameters: Value,
    /// Records of the input files.
    pub inputs: Value,
    /// Remarks, in the order in which they are reported.
    pub remarks: Vec<Remark>,
}

impl Header {
    /// The indexes that are measured, in the family's order.
    pub fn indexes(&self) -> Vec<Index> {
        let is_measured =
            |index: &Index| self.quantities.iter().any(|quantity| quantity.index == Some(*index));
        <Index as strum::IntoEnumIterator>::iter().filter(is_measured).collect()
    }

    /// The place of a quantity among those measured; `None` if it is not.
    pub fn place(&self, statistic: Statistic, index: Option<Index>) -> Option<usize> {
        self.quantities.iter().position(|quantity| *quantity == Quantity { statistic, index })
    }

    /// The year of the June after whose implementation the first cycle begins.
    pub fn first_june(&self) -> i32 {
        let begins = self.start.checked_add_months(Months::new(self.cycles.run_in()));
        begins.unwrap_or(self.start).year()
    }

    /// The period of the cycles as text: `June 2026 to June 2036`.
    pub fn span(&self) -> String {
        let first = self.first_june();
        format!("June {first} to June {}", first + self.years.cast_signed())
    }

    /// The name of a cycle, counted from 0.
    pub fn cycle_name(&self, cycle: u32) -> String {
        name_of_cycle(self.first_june() + 1 + cycle.cast_signed())
    }

    /// Whether a scenario could produce these values: a header read from a file cannot be trusted.
    fn is_possible(&self) -> bool {
        names_a_file(&self.name).is_ok()
            && YEARS.contains(&self.years)
            && self.cycles.is_possible(self.years, self.steps.per_month())
            && COUNTS.contains(&self.count)
            && START_YEARS.contains(&self.start.year())
            && (0.5..1.0).contains(&self.confidence)
            && !self.schedules.is_empty()
            && !self.quantities.is_empty()
            && self.sweep.as_ref().is_none_or(|sweep| sweep.is_of(self.schedules.len()))
            && (self.sweep.is_some() || self.groups.is_empty())
            && self.groups.iter().all(|group| !group.is_empty())
            && self.groups.iter().flatten().all(|at| *at < self.schedules.len())
    }

    /// The header of a scenario whose paths are prepared.
    pub(super) fn new(
        scenario: &SimulatedScenario,
        inputs: &[InputRecord],
        warnings: Vec<Remark>,
    ) -> Result<Self, serde_json::Error> {
        let paths = &scenario.paths;
        let setup = paths.setup();
        let model = setup.start.model();
        Ok(Self {
            tool: crate::TOOL.to_owned(),
            name: scenario.name.clone(),
            description: scenario.description.clone(),
            fingerprint: paths.fingerprint().to_owned(),
            seed: scenario.seed,
            count: scenario.count,
            years: setup.years,
            cycles: paths.cycles().clone(),
            start: scenario.start,
            steps: model.steps(),
            companies: setup.start.companies().len(),
            confidence: scenario.confidence,
            precision: scenario.precision.clone(),
            timing: scenario.timing,
            schedules: setup.schedules.clone(),
            sweep: scenario.sweep.clone(),
            groups: paths.groups().to_vec(),
            quantities: paths.quantities().to_vec(),
            model: model.parameters().clone(),
            trading: serde_json::to_value(&setup.trading)?,
            shocks: scenario.shocks.clone(),
            parameters: serde_json::to_value(&scenario.parameters)?,
            inputs: serde_json::to_value(inputs)?,
            remarks: remarks(scenario, warnings),
        })
    }
}

impl Divided for Header {
    type Results = Aggregate;

    const UNITS: Units = Units::Paths;

    fn identity(&self) -> Identity<'_> {
        Identity {
            tool: &self.tool,
            name: &self.name,
            inputs: &self.inputs,
            fingerprint: Some(&self.fingerprint),
            seed: Some(self.seed),
        }
    }

    fn count(&self) -> u64 {
        self.count
    }

    fn command(&self) -> (&'static str, String) {
        let command = if self.sweep.is_some() { "sweep" } else { "compare" };
        (command, format!(" --paths {} --seed {}", self.count, self.seed))
    }

    fn is_sound(&self, results: &Aggregate) -> bool {
        let of = (&self.schedules[..], &self.quantities[..], &self.indexes()[..]);
        // Sweeps keep neither months nor cycles.
        let cycles = Some(&self.cycles).filter(|_| self.sweep.is_none());
        self.is_possible() && results.is_of(of, (cycles, self.groups.len()), self.count)
    }

    fn are_within(&self, results: &Aggregate, range: &Range<u64>) -> bool {
        let is_within = |(from, to): &(u64, u64)| *from >= range.start && *to <= range.end;
        results.fingerprint == self.fingerprint
            && results.seed == self.seed
            && results.paths.iter().all(is_within)
    }

    fn done(results: &Aggregate) -> u64 {
        results.count()
    }

    fn merge(results: &mut Aggregate, others: Aggregate) -> Result<(), Refusal> {
        results.merge(&others).map_err(Refusal::from)
    }
}

/// The fraction of the total held by the ten largest; `caps` are sorted by size.
fn largest_ten(caps: &[f64]) -> f64 {
    caps.iter().take(10).sum::<f64>() / caps.iter().sum::<f64>()
}

fn remarks(scenario: &SimulatedScenario, warnings: Vec<Remark>) -> Vec<Remark> {
    let setup = scenario.paths.setup();
    let start = &setup.start;
    let steps = start.model().steps();
    let per_month = f64::from(steps.per_month());
    let at = |month: f64| {
        let nearest = (month * per_month).round() / per_month;
        format!("{nearest:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let events = setup.schedules.iter().flat_map(|schedule| &schedule.events);
    let mut days: Vec<String> = events
        .map(|event| format!("{} to {}", at(event.rank_day), at(event.implementation)))
        .collect();
    days.sort();
    days.dedup();
    let floats_known = start.companies().iter().filter(|company| company.float.is_some()).count();
    let companies = start.companies().len();
    let mut remarks: Vec<Remark> = vec![
        PathNote::PathsBegin {
            companies,
            origin: scenario.begins_with.clone(),
            largest_ten_pct: format!("{:.0}", 100.0 * largest_ten(start.caps())),
        }
        .into(),
        PathNote::PathEvents { daily: steps == Steps::Daily, days }.into(),
        PathNote::PathCycles { run_in_months: scenario.paths.cycles().run_in() }.into(),
        PathNote::PathWeights { floats_known }.into(),
        PathNote::PathScreens.into(),
    ];
    if setup.drift_every > 1 {
        remarks.push(PathNote::PathDrift { every_months: setup.drift_every }.into());
    }
    if let Some(costs) = &setup.trading {
        let named = |(index, usd): (&Index, &f64)| format!("${:.0}bn on {index}", usd / 1e9);
        let assets = costs.assets.iter().map(named).collect();
        remarks.push(PathNote::TradingCosts { assets }.into());
    }
    remarks.extend(scenario.shocks.iter().map(|shock| shock.remark(shock.on, false)));
    if !scenario.unpublished.is_empty() {
        remarks.push(PathNote::PathDaysUnpublished { days: scenario.unpublished.clone() }.into());
    }
    remarks.extend(rules::remarks(&setup.parameters));
    remarks.extend(rules::further_doubts(&setup.parameters, setup.rule_books.iter()));
    remarks.extend(warnings);
    remark::sort(&mut remarks);
    remarks
}
