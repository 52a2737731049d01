//! What a scenario file is for: its tables tell, here and nowhere else.

use std::path::Path;

use super::checked::{self, RunScenario};
use super::comparison::{self, ComparisonScenario};
use super::error::ScenarioError;
use super::projection::{self, ProjectionScenario};
use super::simulated::{self, SimulatedScenario};
use super::sweep;
use super::text::{Lookup, ScenarioText, environment, read_text};

/// What a scenario file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One reconstitution: `rankday run`.
    Run,
    /// Schedules side by side: `rankday compare`.
    Comparison,
    /// One reconstitution that is still to come: `rankday project`.
    Projection,
    /// Schedules side by side on simulated paths: `rankday compare`.
    Simulated,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Run, Self::Comparison, Self::Simulated, Self::Projection];

    /// Tables that only files of this kind have, the one that makes it first.
    fn tables(self) -> &'static [&'static str] {
        match self {
            Self::Run => &["event", "universe"],
            Self::Comparison => &["market", "compare"],
            Self::Projection => &["project", "model", "shock"],
            Self::Simulated => &["paths"],
        }
    }

    /// The kind of a file; of one whose tables say nothing of it, a run.
    pub(super) fn of(text: &ScenarioText<'_>) -> Self {
        let is_of = |kind: &Self| kind.first_table(text).is_some();
        let kinds = [Self::Simulated, Self::Comparison, Self::Projection];
        kinds.into_iter().find(is_of).unwrap_or(Self::Run)
    }

    fn first_table(self, text: &ScenarioText<'_>) -> Option<&'static str> {
        self.tables().iter().find(|table| text.has(table)).copied()
    }

    /// The table that makes a file one of another kind than this, which a command takes, and that kind. A file
    /// that has the first table of this kind too has a table too many instead.
    pub(super) fn foreign_table(self, text: &ScenarioText<'_>) -> Option<(&'static str, Self)> {
        let kind = Self::of(text);
        let foreign = || Some((kind.first_table(text)?, kind));
        match (self, kind) {
            // A projection is a run with more tables, all of which may be left out.
            (Self::Run, Self::Projection) => foreign(),
            (Self::Projection, Self::Run) => None,
            _ if self == kind || text.has(self.needs()) => None,
            _ => foreign(),
        }
    }

    /// The table that no file of this kind is without.
    fn needs(self) -> &'static str {
        match self {
            Self::Run | Self::Projection => "event",
            Self::Comparison => "market",
            Self::Simulated => "paths",
        }
    }

    /// What a file of this kind is, and the command that takes it.
    pub(super) fn name_and_command(self) -> (&'static str, &'static str) {
        match self {
            Self::Run => ("the scenario of one reconstitution", "run"),
            Self::Comparison => ("a comparison", "compare"),
            Self::Projection => ("a projection", "project"),
            Self::Simulated => ("a comparison on simulated paths", "compare"),
        }
    }
}

/// A scenario of any kind, ready to be done.
#[derive(Debug)]
pub enum Scenario {
    /// One reconstitution.
    Run(Box<RunScenario>),
    /// One market under several schedules.
    Compare(Box<ComparisonScenario>),
    /// The same on simulated paths.
    Simulate(Box<SimulatedScenario>),
    /// A reconstitution that is still to come.
    Project(Box<ProjectionScenario>),
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
        Kind::Run => Scenario::Run(Box::new(checked::run(&text)?)),
        Kind::Comparison => Scenario::Compare(Box::new(comparison::check(&text)?)),
        Kind::Simulated => Scenario::Simulate(Box::new(simulated::check(&text)?)),
        Kind::Projection => Scenario::Project(Box::new(projection::check(&text)?)),
    })
}

/// What `rankday compare` takes.
#[derive(Debug)]
pub enum Comparable {
    /// Schedules side by side in a market that was.
    History(Box<ComparisonScenario>),
    /// The same on simulated paths.
    Simulated(Box<SimulatedScenario>),
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
