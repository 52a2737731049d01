//! A checked projection: the scenario of its event, the model, and the periods to simulate.

use std::path::Path;

use chrono::NaiveDate;

use crate::calendar::exchange::sessions_between;
use crate::market::model::{Model, Steps};
use crate::scenario::checker::Checker;
use crate::scenario::kind::Kind;
use crate::scenario::text::{Lookup, ScenarioText, environment, read_text};
use crate::scenario::written::WrittenScenario;
use crate::scenario::{Place, RunScenario, ScenarioError, Shock};
use crate::simulation::projection::Stretch;

/// Default number of paths.
pub const PATHS: u64 = 10_000;
/// Maximum number of paths.
const MOST_PATHS: u64 = 100_000_000;

/// A shock with the step in which it occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedShock {
    /// The shock.
    pub shock: Shock,
    /// The step, from 1, counted from today to the implementation.
    pub step: u32,
    /// The last session of that step.
    pub comes_on: NaiveDate,
    /// Where the scenario defines it, for faults found later.
    pub place: Place,
}

/// A projection ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct ProjectionScenario {
    /// The event, today's universe and everything else that a run has, except prices of the
    /// implementation day.
    pub scenario: RunScenario,
    /// Whether the file gives prices of the implementation day, which a projection does not use.
    pub has_effective: bool,
    /// Whether the file gives corporate actions after rank day, which a projection does not use.
    pub has_actions: bool,
    /// Number of paths.
    pub paths: u64,
    /// Seed of the random numbers.
    pub seed: u64,
    /// The market model, in monthly steps.
    pub model: Model,
    /// From today to rank day.
    pub to_rank_day: Stretch,
    /// From rank day to the implementation.
    pub to_implementation: Stretch,
    /// Shocks added to every path, in the order of the file.
    pub shocks: Vec<DatedShock>,
}

/// Reads and checks a projection; without a `[project]` table the defaults apply.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_projection(path: &Path) -> Result<ProjectionScenario, ScenarioError> {
    check_projection(path, &read_text(path)?, &environment)
}

/// Checks a projection's text.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn check_projection(
    path: &Path,
    text: &str,
    lookup: Lookup<'_>,
) -> Result<ProjectionScenario, ScenarioError> {
    check(&ScenarioText::new(path, text, lookup)?)
}

/// Checks a parsed projection.
pub(in crate::scenario) fn check(
    text: &ScenarioText<'_>,
) -> Result<ProjectionScenario, ScenarioError> {
    text.expect(Kind::Projection)?;
    let written: WrittenScenario = text.written()?;
    let checker = Checker::new(text);
    let mut scenario = checker.scenario(&written)?;
    let project = written.project.clone().unwrap_or_default();
    let paths = project.paths.unwrap_or(PATHS);
    if !(1..=MOST_PATHS).contains(&paths) {
        let refusal =
            (format!("{paths} is no number of paths"), format!("give from 1 to {MOST_PATHS}"));
        return Err(checker.fault("project.paths", refusal));
    }
    let days = Days::new(&checker, &scenario)?;
    let has_effective = scenario.effective.take().is_some();
    let has_actions = std::mem::take(&mut scenario.interim).actions.is_some();
    Ok(ProjectionScenario {
        has_effective,
        has_actions,
        paths,
        seed: project.seed.unwrap_or(1),
        model: checker.model(&written.model.clone().unwrap_or_default(), Steps::Monthly)?,
        to_rank_day: days.to_rank_day,
        to_implementation: days.to_implementation,
        shocks: days.shocks(&checker, &scenario, &written)?,
        scenario,
    })
}

/// The sessions of a projection, after today.
struct Days {
    sessions: Vec<NaiveDate>,
    to_rank_day: Stretch,
    to_implementation: Stretch,
}

impl Days {
    fn new(checker: &Checker<'_>, scenario: &RunScenario) -> Result<Self, ScenarioError> {
        let (today, event) = (scenario.universe.as_of, &scenario.event);
        let mut sessions = sessions_between(today, event.implementation)
            .map_err(|e| checker.fault("universe.as_of", e))?;
        sessions.retain(|session| *session > today);
        let to_rank_day = sessions.partition_point(|session| *session <= event.rank_day);
        let stretch =
            |sessions: usize| Stretch { sessions: u32::try_from(sessions).unwrap_or(u32::MAX) };
        Ok(Self {
            to_rank_day: stretch(to_rank_day),
            to_implementation: stretch(sessions.len() - to_rank_day),
            sessions,
        })
    }

    fn shocks(
        &self,
        checker: &Checker<'_>,
        scenario: &RunScenario,
        written: &WrittenScenario,
    ) -> Result<Vec<DatedShock>, ScenarioError> {
        let (today, last) = (scenario.universe.as_of, scenario.event.implementation);
        let dated = |(nth, shock): (usize, Shock)| {
            if shock.on <= today || shock.on > last {
                let refusal = (
                    format!(
                        "{} is not between today, {today}, and the implementation, {last}",
                        shock.on
                    ),
                    "give a day after the first and no later than the second",
                );
                return Err(checker.fault_of("shock.on", nth, refusal));
            }
            let key = if written.shock[nth].sector.is_some() { "sector" } else { "symbol" };
            let place = checker.text.place_of(&format!("shock.{key}"), nth);
            let step = self.step_of(shock.on);
            Ok(DatedShock { comes_on: self.end_of(step), step, place, shock })
        };
        checker.shocks(&written.shock)?.into_iter().enumerate().map(dated).collect()
    }

    /// The first step that ends on a day or after it.
    fn step_of(&self, day: NaiveDate) -> u32 {
        let passed = self.sessions.partition_point(|session| *session < day) + 1;
        let passed = u32::try_from(passed).unwrap_or(u32::MAX);
        let first = self.to_rank_day;
        if passed <= first.sessions {
            first.step_of(passed)
        } else {
            first.steps() + self.to_implementation.step_of(passed - first.sessions)
        }
    }

    /// The last session of a step.
    fn end_of(&self, step: u32) -> NaiveDate {
        let (first, second) = (self.to_rank_day, self.to_implementation);
        let passed = if step <= first.steps() {
            first.sessions * step / first.steps().max(1)
        } else {
            first.sessions + second.sessions * (step - first.steps()) / second.steps().max(1)
        };
        self.sessions[(passed as usize).clamp(1, self.sessions.len()) - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shocks_occur_by_the_end_of_their_step() {
        let text = "[event]\nseason = \"december\"\nyear = 2026\n[universe]\nfile = \"u.csv\"\n\
                    as_of = 2026-08-31\n[[shock]]\non = 2026-09-01\nreturn_pct = -10\n\
                    [[shock]]\non = 2026-10-30\nreturn_pct = 5\n\
                    [[shock]]\non = 2026-10-31\nreturn_pct = 5\n\
                    [[shock]]\non = 2026-12-11\nreturn_pct = 5\n";
        let checked = check_projection(Path::new("x.toml"), text, &|_| None).expect("a projection");
        assert_eq!((checked.to_rank_day.sessions, checked.to_rank_day.steps()), (43, 2));
        assert_eq!(
            (checked.to_implementation.sessions, checked.to_implementation.steps()),
            (29, 1)
        );
        let said: Vec<String> =
            checked.shocks.iter().map(|s| format!("{} {}", s.step, s.comes_on)).collect();
        assert_eq!(said, ["1 2026-09-30", "2 2026-10-30", "3 2026-12-11", "3 2026-12-11"]);
    }
}
