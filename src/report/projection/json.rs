//! `summary.json`: dates, model, distributions, counts, inputs and remarks of a projection.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::market::model;
use crate::methodology::Parameters;
use crate::methodology::banding::BreakLevel;
use crate::reconstitution::{Action, Event};
use crate::report::quantiles::Quantiles;
use crate::report::remarks::Said;
use crate::report::summary::{ByAction, ByName, Document};
use crate::scenario::{DayBasis, InputRecord, Shock};
use crate::simulation::paths;
use crate::simulation::projection::{Count, Stretch};
use crate::study::projection::Projected;
use crate::universe::Index;

/// Version of the layout of `summary.json`.
pub const SCHEMA: &str = "rankday.projection/2";

/// A reconstitution that is still to come. Amounts are USD unless a name says billions, turnover
/// fractions.
#[derive(Serialize, JsonSchema)]
pub(in crate::report) struct Summary<'a> {
    /// Name of the scenario.
    scenario: &'a str,
    /// Description of the scenario.
    description: &'a str,
    /// Days of the event.
    event: &'a Event,
    /// Basis of each of these days: a publication, a rule, or the scenario.
    event_basis: &'a DayBasis,
    /// The calendar's event; null if its days are not those of the scenario.
    calendar: Option<&'a crate::calendar::Event>,
    /// The day of the universe, from which paths start.
    today: NaiveDate,
    /// The time from today to the rank day.
    to_rank_day: Time,
    /// The time from the rank day to the implementation.
    to_implementation: Time,
    /// Whether all requested paths were run.
    standing: Standing,
    /// Number of paths that were run.
    paths: u64,
    /// Number of paths that the scenario asks for.
    paths_asked_for: u64,
    /// Seed of the random numbers.
    seed: u64,
    /// Number of companies that move along the paths.
    companies_moved: usize,
    /// Every breakpoint with its band if today were the rank day.
    breakpoints_today: &'a [BreakLevel],
    /// Caps at every breakpoint over the paths that have it.
    breakpoints: ByName<&'a str, Breakpoint>,
    /// Turnover over paths, by index; only indexes whose membership before is known.
    turnover: ByName<String, Turnover>,
    /// Numbers of changes over paths.
    counts: Counts,
    /// Expected number of changes among the companies of the universe.
    expected_of_named_companies: ByAction<f64>,
    /// Shocks added to every path.
    shocks: Vec<DatedShock<'a>>,
    /// Figures of the market model.
    model: &'a model::ModelFigures,
    /// The rule book that was applied.
    parameters: &'a Parameters,
    /// The files that were read; the first is the scenario.
    inputs: &'a [InputRecord],
    /// Warnings, assumptions and notes.
    remarks: Vec<Said<'a>>,
}

/// The time from one day to another.
#[derive(Serialize, JsonSchema)]
struct Time {
    /// Exchange sessions after the first day, up to and including the last.
    sessions: u32,
    /// Number of equal steps into which the market model divides this time.
    steps: u32,
}

impl From<Stretch> for Time {
    fn from(stretch: Stretch) -> Self {
        Self { sessions: stretch.sessions, steps: stretch.steps() }
    }
}

/// Whether all requested paths were run.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Standing {
    /// All were run.
    Complete,
    /// It was interrupted.
    Partial,
}

/// Caps at a breakpoint over paths, billions of USD.
#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "keys of the document are what they are")]
struct Breakpoint {
    /// Cap of the company on the break's rank.
    break_bn: Distribution,
    /// Cap of the largest company inside the band.
    upper_edge_bn: Distribution,
    /// Cap of the smallest company inside the band.
    lower_edge_bn: Distribution,
}

/// Turnover of an index over paths, fractions.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "TurnoverOverPaths")]
struct Turnover {
    /// Half the sum of all absolute changes of weights.
    one_way: Distribution,
    /// The larger of the value entering and leaving, over the value before.
    membership_turnover: Distribution,
}

/// Numbers of changes over paths.
#[derive(Serialize, JsonSchema)]
struct Counts {
    /// Companies that enter the Russell 3000.
    adds: Distribution,
    /// The part of these that was not listed at the start.
    unlisted_adds: Distribution,
    /// Companies that leave the Russell 3000.
    deletes: Distribution,
    /// Companies from the Russell 2000 to the Russell 1000.
    ups: Distribution,
    /// Companies from the Russell 1000 to the Russell 2000.
    downs: Distribution,
    /// Companies that enter Microcap below the Russell 3000 from outside the family.
    microcap_adds: Distribution,
    /// Companies that leave Microcap below the Russell 3000 for outside the family.
    microcap_deletes: Distribution,
    /// Members of the Russell 3000 that are taken over or fail before the implementation.
    members_gone: Distribution,
}

impl Counts {
    fn new(found: &Projected) -> Self {
        let of = |count| Distribution::from(found.tally.count(count));
        Self {
            adds: of(Count::Adds),
            unlisted_adds: of(Count::UnlistedAdds),
            deletes: of(Count::Deletes),
            ups: of(Count::Ups),
            downs: of(Count::Downs),
            microcap_adds: of(Count::MicrocapAdds),
            microcap_deletes: of(Count::MicrocapDeletes),
            members_gone: of(Count::MembersGone),
        }
    }
}

/// A value over paths, rounded to ten decimal places; null if no path has it.
#[derive(Serialize, JsonSchema)]
struct Distribution {
    /// Mean.
    mean: Option<f64>,
    /// Standard error of the mean.
    standard_error: Option<f64>,
    #[serde(flatten)]
    quantiles: Quantiles<Option<f64>>,
}

impl From<&paths::Summary> for Distribution {
    fn from(of: &paths::Summary) -> Self {
        // The last bits of a mean vary and are not significant.
        let rounded = |value: Option<f64>| value.map(|value| (value * 1e10).round() / 1e10);
        Self {
            mean: rounded(of.mean()),
            standard_error: rounded(of.standard_error()),
            quantiles: Quantiles::over(of).map(rounded),
        }
    }
}

/// A shock with the step in which it occurs.
#[derive(Serialize, JsonSchema)]
struct DatedShock<'a> {
    /// The shock.
    shock: &'a Shock,
    /// The step, from 1, counted from today to the implementation.
    step: u32,
    /// The last session of that step.
    comes_on: NaiveDate,
}

impl Document for Summary<'_> {
    const SCHEMA: &'static str = SCHEMA;
}

impl<'a> Summary<'a> {
    /// The summary of a projection.
    pub(super) fn new(found: &'a Projected) -> Self {
        let projection = &found.scenario;
        let scenario = &projection.scenario;
        let expected = |action: Action| {
            let paths: u64 = found.odds.iter().map(|odds| odds.paths_of(action)).sum();
            paths as f64 / found.tally.paths.max(1) as f64
        };
        let shocks = projection.shocks.iter().map(|dated| DatedShock {
            shock: &dated.shock,
            step: dated.step,
            comes_on: dated.comes_on,
        });
        Self {
            scenario: &scenario.name,
            description: &scenario.description,
            event: &scenario.event,
            event_basis: &scenario.day_basis,
            calendar: scenario.calendar.as_ref(),
            today: found.universe.as_of,
            to_rank_day: projection.to_rank_day.into(),
            to_implementation: projection.to_implementation.into(),
            standing: if found.is_partial() { Standing::Partial } else { Standing::Complete },
            paths: found.tally.paths,
            paths_asked_for: projection.paths,
            seed: projection.seed,
            companies_moved: found.companies,
            breakpoints_today: &found.today.levels,
            breakpoints: breakpoints(found),
            turnover: turnover(found),
            counts: Counts::new(found),
            expected_of_named_companies: ByAction::new(expected),
            shocks: shocks.collect(),
            model: projection.model.parameters(),
            parameters: &scenario.parameters,
            inputs: &found.inputs,
            remarks: Said::all(&found.remarks),
        }
    }
}

fn breakpoints(found: &Projected) -> ByName<&str, Breakpoint> {
    let levels = found.today.levels.iter().zip(&found.tally.levels);
    let breakpoint = levels.map(|(level, over_paths)| {
        let breakpoint = Breakpoint {
            break_bn: (&over_paths.break_bn).into(),
            upper_edge_bn: (&over_paths.upper_bn).into(),
            lower_edge_bn: (&over_paths.lower_bn).into(),
        };
        (level.name, breakpoint)
    });
    breakpoint.collect()
}

fn turnover(found: &Projected) -> ByName<String, Turnover> {
    let all = <Index as strum::IntoEnumIterator>::iter().zip(&found.tally.turnover);
    let known = all.filter(|(index, _)| found.known_before.contains(*index));
    let turnover = known.map(|(index, over_paths)| {
        let turnover = Turnover {
            one_way: (&over_paths.one_way).into(),
            membership_turnover: (&over_paths.membership).into(),
        };
        (index.to_string(), turnover)
    });
    turnover.collect()
}
