//! Explains one company in the scenario of a run, or of a projection as if today were rank day.

use std::path::Path;

use super::load::{Loaded, load};
use super::projection::project;
use super::run::{apply_until_effective, of_universe};
use super::{Control, InputError};
use crate::analysis::confidence::of_company;
use crate::analysis::explanation::{Case, Explanation, Subject, explain, find};
use crate::analysis::probability::Odds;
use crate::reconstitution::Event;
use crate::refusal::Refusal;
use crate::scenario::projection::ProjectionScenario;
use crate::scenario::{DayBasis, RunScenario, Scenario, ScenarioError};
use crate::universe::Security;

/// The odds of a company on rank day.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Its odds; `None` if it is in the family on no path.
    pub odds: Option<Odds>,
    /// Number of paths that were run.
    pub paths: u64,
    /// Number of paths requested.
    pub asked_for: u64,
    /// Seed of the random numbers.
    pub seed: u64,
}

/// The explanation of a ticker in a scenario.
#[derive(Debug)]
pub struct Explained {
    /// Name of the scenario.
    pub scenario: String,
    /// The scenario's description.
    pub description: String,
    /// The reconstitution.
    pub event: Event,
    /// The basis of its days: publication, rule or scenario.
    pub day_basis: DayBasis,
    /// The day of the universe's close.
    pub as_of: chrono::NaiveDate,
    /// The ticker as the user gave it.
    pub asked: String,
    /// The explanation of the decision.
    pub explanation: Explanation,
    /// The odds; for projections only.
    pub forecast: Option<Forecast>,
}

/// The fault of a scenario with many events, of which no company can be explained.
fn many_events(path: &Path) -> ScenarioError {
    let problem = "compares schedules along many events and explains no company";
    let remedy = "name the scenario of one reconstitution, such as scenarios/june-2026.toml, or of a \
                  projection";
    ScenarioError::file(path, (problem, remedy))
}

/// Explains the decision on the company, or absent member, with a ticker in the scenario of a run
/// or of a projection.
///
/// # Errors
/// Faults of the inputs, and an unknown ticker.
pub fn explain_ticker(
    source: Scenario,
    ticker: &str,
    control: &Control<'_>,
) -> Result<Explained, InputError> {
    let scenario = match &source {
        Scenario::Run(scenario) => scenario,
        Scenario::Project(projection) => &projection.scenario,
        Scenario::Compare(of) => return Err(many_events(&of.path).into()),
        Scenario::Simulate(of) => return Err(many_events(&of.path).into()),
    };
    let loaded = load(scenario)?;
    let (mut result, between) = apply_until_effective(scenario, &loaded)?;
    between.restore_members(&mut result);
    let inputs = loaded.inputs(&scenario.event, &scenario.parameters);
    let membership = &between.membership;
    let subject = find(ticker, inputs.universe, membership, &result.matched);
    let subject = subject.or_else(|near| renamed_to(ticker, &loaded).ok_or(near));
    let subject = subject.map_err(|near| {
        let file = scenario.universe.path.display();
        let remedy = match near.split_last() {
            None => "eligibility.csv of a run lists every ticker of it".to_owned(),
            Some((last, [])) => format!("did you mean {last}?"),
            Some((last, others)) => format!("did you mean {} or {last}?", others.join(", ")),
        };
        let problem = format!("\"{ticker}\" is no ticker of {file} or of the membership");
        Refusal::new(problem, remedy)
    })?;
    let symbol_changes = &loaded.member_changes;
    let case = Case { inputs: &inputs, membership, symbol_changes, result: &result };
    let mut explanation = explain(&case, subject).map_err(|error| of_universe(scenario, error))?;
    let company = match subject {
        Subject::Line(line) => Some(inputs.universe.company_of_line()[line]),
        Subject::Absent(..) => None,
    };
    if let (Explanation::Company(facts), Some(company)) = (&mut explanation, company) {
        facts.know(company, &between, &result);
        if let Subject::Line(line) = subject {
            let lines = &inputs.universe.companies[company].lines;
            let place = lines.iter().position(|own| *own == line);
            let left = between.left.iter().find(|left| left.line == line && !left.with_company);
            facts.class_asked = place
                .filter(|place| facts.lines[*place].symbol != facts.symbol)
                .map(|place| (place, left.cloned()));
        }
        // For a projection, the odds already cover this for rank day itself.
        let is_run = matches!(source, Scenario::Run(_)) && facts.since.is_none();
        let smallest = scenario.parameters.eligibility.min_market_cap;
        let learned = (&loaded.learned, smallest);
        facts.sure = is_run.then(|| of_company(inputs.universe, &result, company, learned));
    }
    let RunScenario { name, description, event, day_basis, .. } = scenario.clone();
    let as_of = inputs.universe.as_of;
    let forecast = match source {
        Scenario::Project(projection) => Some(forecast(*projection, company, control)?),
        _ => None,
    };
    Ok(Explained {
        scenario: name,
        description,
        event,
        day_basis,
        as_of,
        asked: ticker.to_owned(),
        explanation,
        forecast,
    })
}

/// The line that took a ticker after the universe's day.
fn renamed_to(ticker: &str, loaded: &Loaded) -> Option<Subject> {
    let changes = &loaded.symbol_changes;
    let asked = changes.key(ticker);
    let is_it = |line: &Security| {
        let key = changes.key(line.symbol());
        changes.carry(&key, loaded.universe.as_of, chrono::NaiveDate::MAX).as_ref() == Some(&asked)
    };
    let lines = &loaded.universe.securities;
    changes.concerns(&asked).then(|| lines.iter().position(is_it).map(Subject::Line))?
}

/// The odds of a company.
fn forecast(
    projection: ProjectionScenario,
    company: Option<usize>,
    control: &Control<'_>,
) -> Result<Forecast, InputError> {
    let (asked_for, seed) = (projection.paths, projection.seed);
    let found = project(projection, control)?;
    let paths = found.tally.paths;
    let odds = found.odds.into_iter().find(|odds| Some(odds.company) == company);
    Ok(Forecast { odds, paths, asked_for, seed })
}
