//! Determines the kind of a scenario file from its tables; no other module does this.

use std::path::Path;

use super::checked::{self, RunScenario};
use super::checker::Checker;
use super::comparison::{self, ComparisonScenario};
use super::error::ScenarioError;
use super::projection::{self, ProjectionScenario};
use super::simulated::{self, SimulatedScenario};
use super::source::Source;
use super::sweep;
use super::text::{Lookup, ScenarioText, environment, read_text};

/// The kind of a scenario file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One reconstitution: `rankday run`.
    Run,
    /// Schedules side by side: `rankday compare`.
    Comparison,
    /// An upcoming reconstitution: `rankday project`.
    Projection,
    /// Schedules side by side on simulated paths: `rankday compare`.
    Simulated,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Run, Self::Comparison, Self::Simulated, Self::Projection];

    /// Tables that only files of this kind have; the first one determines the kind.
    fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Run => &["event", "universe"],
            Self::Comparison => &["market", "compare"],
            Self::Projection => &["project", "model", "shock"],
            Self::Simulated => &["paths"],
        }
    }

    /// The kind of a file; a run if none of its tables determines another kind.
    pub(super) fn of(text: &ScenarioText<'_>) -> Self {
        let is_of = |kind: &Self| kind.first_table(text).is_some();
        let kinds = [Self::Simulated, Self::Comparison, Self::Projection];
        kinds.into_iter().find(is_of).unwrap_or(Self::Run)
    }

    fn first_table(self, text: &ScenarioText<'_>) -> Option<&'static str> {
        self.tables().iter().find(|table| text.has(table)).copied()
    }

    /// The table that shows a file to be of a different kind than this one, which the command
    /// takes, and that kind. A file that also has the first table of this kind has a superfluous
    /// table instead.
    pub(super) fn foreign_table(self, text: &ScenarioText<'_>) -> Option<(&'static str, Self)> {
        let kind = Self::of(text);
        let foreign = || Some((kind.first_table(text)?, kind));
        match (self, kind) {
            // A projection is a run with additional tables, all of them optional.
            (Self::Run, Self::Projection) => foreign(),
            (Self::Projection, Self::Run) => None,
            _ if self == kind || text.has(self.needs()) => None,
            _ => foreign(),
        }
    }

    /// The table that every file of this kind must have.
    fn needs(self) -> &'static str {
        match self {
            Self::Run | Self::Projection => "event",
            Self::Comparison => "market",
            Self::Simulated => "paths",
        }
    }

    /// A description of this kind of file, and the command that takes it.
    pub(super) fn name_and_command(self) -> (&'static str, &'static str) {
        match self {
            Self::Run => ("the scenario of one reconstitution", "run"),
            Self::Comparison => ("a comparison", "compare"),
            Self::Projection => ("a projection", "project"),
            Self::Simulated => ("a comparison on simulated paths", "compare"),
        }
    }
}

/// A scenario of any kind, ready to run.
#[derive(Debug)]
pub enum Scenario {
    /// One reconstitution.
    Run(Box<RunScenario>),
    /// One market under several schedules.
    Compare(Box<ComparisonScenario>),
    /// Several schedules on simulated paths.
    Simulate(Box<SimulatedScenario>),
    /// An upcoming reconstitution.
    Project(Box<ProjectionScenario>),
}

impl Scenario {
    /// The scenario's file and those that it names.
    pub fn source(&self) -> &Source {
        match self {
            Self::Run(scenario) => &scenario.source,
            Self::Compare(scenario) => &scenario.source,
            Self::Simulate(scenario) => &scenario.source,
            Self::Project(projection) => &projection.scenario.source,
        }
    }
}

/// Reads and checks a scenario of any kind.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_scenario(path: &Path) -> Result<Scenario, ScenarioError> {
    check_scenario(path, &read_text(path)?, &environment)
}

/// Checks the text of a scenario of any kind.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn check_scenario(
    path: &Path,
    text: &str,
    lookup: Lookup<'_>,
) -> Result<Scenario, ScenarioError> {
    let text = ScenarioText::new(path, text, lookup)?;
    if text.has("sweep") {
        sweep::check(&text)?;
    }
    Ok(match Kind::of(&text) {
        Kind::Run => Scenario::Run(Box::new(checked::run(&Checker::new(&text))?)),
        Kind::Comparison => Scenario::Compare(Box::new(comparison::check(&text)?)),
        Kind::Simulated => Scenario::Simulate(Box::new(simulated::check(&text)?)),
        Kind::Projection => Scenario::Project(Box::new(projection::check(&text)?)),
    })
}

/// The scenarios that `rankday compare` takes.
#[derive(Debug)]
pub enum Comparable {
    /// Several schedules in a historical market.
    History(Box<ComparisonScenario>),
    /// Several schedules on simulated paths.
    Simulated(Box<SimulatedScenario>),
}

impl Comparable {
    /// The files that it is read from.
    pub fn source(&self) -> &Source {
        match self {
            Self::History(scenario) => &scenario.source,
            Self::Simulated(scenario) => &scenario.source,
        }
    }
}

/// Reads and checks a comparison of either kind; one on simulated paths has a table `[paths]`.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_comparable(path: &Path) -> Result<Comparable, ScenarioError> {
    let text = read_text(path)?;
    let text = ScenarioText::new(path, &text, &environment)?;
    Ok(match Kind::of(&text) {
        Kind::Simulated => Comparable::Simulated(Box::new(simulated::check(&text)?)),
        _ => Comparable::History(Box::new(comparison::check(&text)?)),
    })
}
