//! A checked sweep: all rule sets, starting with that of the scenario itself.

use std::path::Path;

use toml::Table;

use super::apply::{self, Rules};
use super::combine::Subject;
use super::set::Sweep;
use super::variable::{OF_AN_EVENT, ON_A_MARKET};
use crate::scenario::checked::{self, RunScenario};
use crate::scenario::checker::Checker;
use crate::scenario::comparison::{self, ComparisonScenario};
use crate::scenario::error::ScenarioError;
use crate::scenario::kind::Kind;
use crate::scenario::simulated::written::WrittenSimulated;
use crate::scenario::simulated::{self, SimulatedScenario};
use crate::scenario::text::{Lookup, ScenarioText, environment, read_text};

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
    /// The rule sets, with the market or event that they are applied to.
    pub base: Base,
    /// The rule sets by name.
    pub sweep: Sweep,
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
            let own = checked::run(&checker)?;
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
        // All scenarios share one source, so that files have the same names everywhere.
        let source = self.source();
        for scenario in &mut scenarios {
            scenario.source = source.clone();
        }
        Ok((sweep, scenarios))
    }
}
