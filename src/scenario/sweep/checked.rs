//! A checked sweep: all rule sets, starting with that of the scenario itself.

use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Table;

use super::apply::{self, Rules};
use super::combine::{self, Subject};
use super::grid::{SCENARIO, SCHEDULES};
use super::variable::{OF_AN_EVENT, ON_A_MARKET};
use crate::scenario::checked::RunScenario;
use crate::scenario::checker::Checker;
use crate::scenario::comparison::{self, ComparisonScenario};
use crate::scenario::error::ScenarioError;
use crate::scenario::kind::Kind;
use crate::scenario::simulated::written::WrittenSimulated;
use crate::scenario::simulated::{self, SimulatedScenario};
use crate::scenario::text::{Lookup, ScenarioText, environment, read_text};

/// A rule set of a sweep, as named in reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combination {
    /// Its name: the schedule, then the values of the other keys.
    pub name: String,
    /// The value of each key, in the order of [`Sweep::keys`]; `None` for the scenario's own value.
    pub settings: Vec<Option<String>>,
    /// Its name without the shifts of its days.
    pub rule: String,
    /// Label of the days and files that it sets; `None` if it sets none, and on a market.
    pub inputs: Option<String>,
    /// The first combination of the same days and files, from 0.
    pub event: usize,
    /// The combination that it is held against: that of the same days and files with the rules of the first; `None`
    /// if none has them.
    pub held_against: Option<usize>,
}

/// The rule sets of a sweep, as named in reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// The keys that vary, `schedules` first.
    pub keys: Vec<String>,
    /// The combinations of their values. The first is the current rule: the scenario without its
    /// sweep, under its first schedule. If it is not one of those that the values give, it is added,
    /// and so is the same rule under each of the other schedules.
    pub combinations: Vec<Combination>,
    /// The combinations, from 0, that are the current rule under each of the other schedules.
    pub other_schedules: Vec<usize>,
}

/// The rule sets, in the order of the combinations, and the market or event to which they are applied.
#[derive(Debug)]
pub enum Base {
    /// A historical market.
    History(Box<ComparisonScenario>, Vec<Rules>),
    /// Simulated paths, which hold the rule sets.
    Simulated(Box<SimulatedScenario>),
    /// One reconstitution, with the scenario that each combination makes of it.
    Event(Vec<RunScenario>),
}

/// A sweep ready to run.
#[derive(Debug)]
pub struct SweepScenario {
    /// The scenario's name.
    pub name: String,
    /// What is tried.
    pub base: Base,
    /// The rule sets by name.
    pub sweep: Sweep,
}

impl Sweep {
    /// Whether it is valid and has this number of combinations; one read from a file cannot be
    /// trusted.
    pub(crate) fn is_of(&self, combinations: usize) -> bool {
        let width = self.keys.len();
        let is_own = |(at, of): (usize, &Combination)| {
            let is_of_event = |other: usize| {
                self.combinations.get(other).is_some_and(|other| other.event == of.event)
            };
            of.settings.len() == width
                && of.event <= at
                && is_of_event(of.event)
                && of.held_against.is_none_or(is_of_event)
        };
        self.keys.first().is_some_and(|key| [SCHEDULES, SCENARIO].contains(&key.as_str()))
            && self.combinations.len() == combinations
            && self.combinations.iter().enumerate().all(is_own)
            && self.other_schedules.iter().all(|at| (1..combinations).contains(at))
    }

    /// The short name of a key: its last two parts, or as many as distinguish it from the others.
    pub fn short(&self, key: usize) -> &str {
        combine::short(&self.keys, key)
    }

    /// The schedule of a combination.
    pub fn schedule(&self, combination: usize) -> &str {
        self.combinations[combination].settings[0].as_deref().unwrap_or_default()
    }

    /// Whether a combination was added for comparison: it sets nothing but the schedule, and others set more.
    pub fn is_as_it_is(&self, combination: usize) -> bool {
        let others = &self.combinations[combination].settings[1..];
        !others.is_empty() && others.iter().all(Option::is_none)
    }

    /// Whether combinations are of different days or files: reconstitutions of their own.
    pub fn has_several_events(&self) -> bool {
        self.combinations.iter().any(|of| of.event > 0)
    }

    /// Whether a combination stands for its days and files: it has the rules of the first, or is the first of them if
    /// none has.
    pub(crate) fn stands_for_event(&self, combination: usize) -> bool {
        let of = &self.combinations[combination];
        of.held_against.unwrap_or(of.event) == combination
    }

    /// Whether two combinations differ in these keys at most.
    pub fn differ_only_in(&self, one: usize, other: usize, keys: &[&str]) -> bool {
        let settings = |at: usize| &self.combinations[at].settings;
        let same = |key: usize| settings(one)[key] == settings(other)[key];
        (0..self.keys.len()).all(|key| keys.contains(&self.keys[key].as_str()) || same(key))
    }
}

/// Reads and checks a sweep.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_sweep(path: &Path) -> Result<SweepScenario, ScenarioError> {
    check_sweep(path, &read_text(path)?, &environment)
}

/// Checks a sweep's text.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn check_sweep(
    path: &Path,
    text: &str,
    lookup: Lookup<'_>,
) -> Result<SweepScenario, ScenarioError> {
    check(&ScenarioText::new(path, text, lookup)?)
}

/// Checks a parsed sweep.
pub(in crate::scenario) fn check(text: &ScenarioText<'_>) -> Result<SweepScenario, ScenarioError> {
    let checker = Checker::new(text);
    let scenario: Table = text.written()?;
    match Kind::of(text) {
        Kind::Simulated => {
            let written: WrittenSimulated = text.written()?;
            let plans = checker.plans(&written.compare.schedules, &written.schedule)?;
            let parameters = checker.parameters(&written.methodology)?;
            let own = Rules { plan: plans[0].clone(), parameters };
            let (sweep, rules) = checker.rules_on_a_market(&scenario, &own)?;
            let base = simulated::check_with(&checker, &written, Some((&sweep, &rules)))?;
            Ok(SweepScenario {
                name: base.name.clone(),
                base: Base::Simulated(Box::new(base)),
                sweep,
            })
        }
        Kind::Comparison => {
            let base = comparison::check(text)?;
            let own = Rules { plan: base.plans[0].clone(), parameters: base.parameters.clone() };
            let (sweep, rules) = checker.rules_on_a_market(&scenario, &own)?;
            let name = base.name.clone();
            Ok(SweepScenario { name, base: Base::History(Box::new(base), rules), sweep })
        }
        Kind::Run | Kind::Projection => {
            text.expect(Kind::Run)?;
            let own = checker.scenario(&text.written()?)?;
            let name = own.name.clone();
            let (sweep, scenarios) = checker.events(&scenario, &own)?;
            Ok(SweepScenario { name, base: Base::Event(scenarios), sweep })
        }
    }
}

impl Checker<'_> {
    fn rules_on_a_market(
        &self,
        scenario: &Table,
        own: &Rules,
    ) -> Result<(Sweep, Vec<Rules>), ScenarioError> {
        let name = own.plan.name.clone();
        let with = |point: &_| apply::rules_of(self, scenario, point);
        self.sweep(scenario, &Subject { own, name, variable: &ON_A_MARKET, with: &with })
    }

    fn events(
        &self,
        scenario: &Table,
        own: &RunScenario,
    ) -> Result<(Sweep, Vec<RunScenario>), ScenarioError> {
        let name = own.event.name.clone();
        let with = |point: &_| apply::event_of(self, (scenario, own), point);
        let subject = Subject { own, name, variable: &OF_AN_EVENT, with: &with };
        let (mut sweep, mut scenarios) = self.sweep(scenario, &subject)?;
        let parameters = scenarios[0].parameters.clone();
        let events: Vec<RunScenario> = scenarios
            .iter()
            .map(|own| RunScenario { parameters: parameters.clone(), ..own.clone() })
            .collect();
        let first = |at: usize| events.iter().position(|event| *event == events[at]).unwrap_or(at);
        let of: Vec<usize> = (0..events.len()).map(first).collect();
        for (at, combination) in sweep.combinations.iter_mut().enumerate() {
            let has_first_rules = |other: &usize| scenarios[*other].parameters == parameters;
            combination.event = of[at];
            combination.held_against =
                (0..events.len()).filter(|other| of[*other] == of[at]).find(has_first_rules);
        }
        // Files are named as by one scenario.
        let source = self.source();
        for scenario in &mut scenarios {
            scenario.source = source.clone();
        }
        Ok((sweep, scenarios))
    }
}
