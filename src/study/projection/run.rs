//! Runs a projection: load the files, rank today, simulate the paths.

use super::remarks::{of_inputs, of_model};
use crate::analysis::confidence::chance;
use crate::analysis::probability::{Odds, odds};
use crate::market::model::Overlay;
use crate::reconstitution::Reconstitution;
use crate::remark::{self, Remark};
use crate::scenario::projection::{DatedShock, ProjectionScenario};
use crate::scenario::{InputRecord, ScenarioError, Whom};
use crate::simulation::projection::{
    ModelUniverse, Outset, Projection, ProjectionError, Tally, project as run_paths,
};
use crate::study::load::{Loaded, load};
use crate::study::run::{apply, of_universe};
use crate::study::shock::target;
use crate::study::{Control, InputError, plausible};
use crate::universe::{Indexes, Membership, Security, Universe};

/// The results of a projection, from which reports are written.
#[derive(Debug)]
pub struct Projected {
    /// The scenario.
    pub scenario: ProjectionScenario,
    /// The universe of today.
    pub universe: Universe,
    /// The membership held.
    pub membership: Membership,
    /// The event as if today were its rank day.
    pub today: Reconstitution,
    /// Counts and summaries over all paths.
    pub tally: Tally,
    /// The odds of every possible member, the largest company first.
    pub odds: Vec<Odds>,
    /// Indexes whose previous members, and therefore turnover, are known.
    pub known_before: Indexes,
    /// Number of companies that the model simulates.
    pub companies: usize,
    /// Records of the input files.
    pub inputs: Vec<InputRecord>,
    /// Remarks, in the order in which they are reported.
    pub remarks: Vec<Remark>,
}

impl Projected {
    /// Whether it was interrupted before all paths were run.
    pub fn is_partial(&self) -> bool {
        self.tally.paths < self.scenario.paths
    }
}

/// Number of paths between checks for an interruption; fewer for large universes.
const BATCH: u64 = 1_000;
/// Number of companies times paths in a batch: less than a second's work.
const COMPANIES_OF_A_BATCH: u64 = 6_000_000;

/// Runs a projection; an interrupted one covers the paths run until then.
///
/// # Errors
/// Faults of the inputs.
pub fn project(
    scenario: ProjectionScenario,
    control: &Control<'_>,
) -> Result<Projected, InputError> {
    let loaded = load(&scenario.scenario)?;
    let event = &scenario.scenario;
    let inputs = loaded.inputs(&event.event, &event.parameters);
    let today = apply(event, &inputs, &loaded)?;
    let chance = |line: &Security, dropped| chance(&loaded.learned, line, dropped);
    let companies = ModelUniverse::with_chances(&inputs, &today, &chance);
    let overlays = overlays(&scenario, &companies, &today)?;
    let outset = Outset {
        inputs: &inputs,
        today: &today,
        universe: &companies,
        model: &scenario.model,
        to_rank_day: scenario.to_rank_day,
        to_implementation: scenario.to_implementation,
        overlays: &overlays,
    };
    let failed = |error: ProjectionError| of_universe(event, error);
    let projection = Projection::new(&outset).map_err(failed)?;
    let run = |paths| run_paths(&projection, scenario.seed, paths, control.on_done);
    let batch = COMPANIES_OF_A_BATCH / (companies.candidates.len() as u64).max(1);
    let batch = batch.clamp(1, BATCH);
    let mut tally = run(0..batch.min(scenario.paths)).map_err(failed)?;
    while tally.paths < scenario.paths && !(control.is_stopped)() {
        let next = tally.paths..scenario.paths.min(tally.paths + batch);
        tally.merge(&run(next).map_err(failed)?);
    }
    let remarks = all_remarks(&scenario, &loaded, &today);
    let odds = odds(&inputs, &today, &companies, &projection, &tally);
    let Loaded { universe, membership, inputs: files, .. } = loaded;
    Ok(Projected {
        odds,
        known_before: projection.known_before(),
        companies: companies.candidates.len(),
        tally,
        remarks,
        scenario,
        universe,
        membership,
        today,
        inputs: files,
    })
}

fn overlays(
    scenario: &ProjectionScenario,
    companies: &ModelUniverse,
    today: &Reconstitution,
) -> Result<Vec<Overlay>, ScenarioError> {
    let find = |whom: &Whom| target(whom, companies, today);
    let breaks = &scenario.scenario.parameters.breaks;
    let overlay = |dated: &DatedShock| {
        let overlay = dated.shock.overlay(dated.step, breaks, &find);
        overlay.map_err(|refusal| ScenarioError { place: dated.place.clone(), key: None, refusal })
    };
    scenario.shocks.iter().map(overlay).collect()
}

/// All remarks on a projection, in the order in which they are reported.
fn all_remarks(
    scenario: &ProjectionScenario,
    loaded: &Loaded,
    today: &Reconstitution,
) -> Vec<Remark> {
    let members = loaded.membership.members.len();
    let mut remarks = of_model(scenario);
    remarks.extend(of_inputs(scenario, today, members, loaded.remarks.clone()));
    let run = &scenario.scenario;
    remarks.extend(run.confidence.remarks(&loaded.learned, &run.source, run.event.rank_day));
    let (universe, membership) = (&loaded.universe, &loaded.membership);
    remarks.extend(plausible::of_ranking(&scenario.scenario, universe, membership, today));
    remark::sort(&mut remarks);
    remarks
}

/// Remarks on a projection before any path is run.
///
/// # Errors
/// Faults of the inputs.
pub fn inspect(scenario: &ProjectionScenario) -> Result<Vec<Remark>, InputError> {
    let event = &scenario.scenario;
    let loaded = load(event)?;
    let inputs = loaded.inputs(&event.event, &event.parameters);
    let today = apply(event, &inputs, &loaded)?;
    overlays(scenario, &ModelUniverse::new(&inputs, &today), &today)?;
    Ok(all_remarks(scenario, &loaded, &today))
}
