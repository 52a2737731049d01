//! Explains one company in the scenario of a run, or of a projection as if today were rank day.

use std::path::Path;

use super::Control;
use super::load::load;
use super::projection::{ProjectError, project};
use super::run::{RunError, apply_until_effective};
use crate::analysis::confidence::of_company;
use crate::analysis::explanation::{Case, Explanation, Subject, explain, find};
use crate::analysis::probability::Odds;
use crate::reconstitution::Event;
use crate::scenario::projection::ProjectionScenario;
use crate::scenario::{DayBasis, RunScenario, Scenario};

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

/// Why a company cannot be explained.
#[derive(Debug, thiserror::Error)]
pub enum ExplainError {
    /// The event cannot be applied.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The projection cannot be made.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The scenario is that of a comparison.
    #[error(
        "{file}: compares schedules along many events and explains no company; name the scenario of one \
         reconstitution, such as scenarios/june-2026.toml, or of a projection"
    )]
    ManyEvents {
        /// The scenario file.
        file: String,
    },
    /// No line or member has this ticker.
    #[error("\"{ticker}\" is no ticker of {file} or of the membership; {remedy}")]
    Unknown {
        /// The ticker as the user gave it.
        ticker: String,
        /// The universe file.
        file: String,
        /// Suggests the closest tickers, or names the file that lists them.
        remedy: String,
    },
}

impl ExplainError {
    fn many_events(path: &Path) -> Self {
        Self::ManyEvents { file: path.display().to_string() }
    }
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
) -> Result<Explained, ExplainError> {
    let scenario = match &source {
        Scenario::Run(scenario) => scenario,
        Scenario::Project(projection) => &projection.scenario,
        Scenario::Compare(of) => return Err(ExplainError::many_events(&of.path)),
        Scenario::Simulate(of) => return Err(ExplainError::many_events(&of.path)),
    };
    let loaded = load(scenario).map_err(RunError::from)?;
    let (result, between) = apply_until_effective(scenario, &loaded)?;
    let inputs = loaded.inputs(&scenario.event, &scenario.parameters);
    let membership = &between.membership;
    let file = || scenario.universe.path.display().to_string();
    let subject = find(ticker, inputs.universe, membership, &result.matched);
    let subject = subject.map_err(|near| ExplainError::Unknown {
        ticker: ticker.to_owned(),
        file: file(),
        remedy: match near.split_last() {
            None => "eligibility.csv of a run lists every ticker of it".to_owned(),
            Some((last, [])) => format!("did you mean {last}?"),
            Some((last, others)) => format!("did you mean {} or {last}?", others.join(", ")),
        },
    })?;
    let symbol_changes = &loaded.member_changes;
    let case = Case { inputs: &inputs, membership, symbol_changes, result: &result };
    let mut explanation =
        explain(&case, subject).map_err(|source| RunError::Caps { file: file(), source })?;
    let company = match subject {
        Subject::Line(line) => Some(inputs.universe.company_of_line()[line]),
        Subject::Absent(..) => None,
    };
    if let (Explanation::Company(facts), Some(company)) = (&mut explanation, company) {
        facts.know(company, &between);
        // For a projection, the odds already cover this for rank day itself.
        let is_run = matches!(source, Scenario::Run(_)) && facts.since.is_none();
        facts.sure = is_run.then(|| of_company(inputs.universe, &result, company, &loaded.learned));
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

/// The odds of a company.
fn forecast(
    projection: ProjectionScenario,
    company: Option<usize>,
    control: &Control<'_>,
) -> Result<Forecast, ProjectError> {
    let (asked_for, seed) = (projection.paths, projection.seed);
    let found = project(projection, control)?;
    let paths = found.tally.paths;
    let odds = found.odds.into_iter().find(|odds| Some(odds.company) == company);
    Ok(Forecast { odds, paths, asked_for, seed })
}
