//! Paths that start from a universe and the members held on its day instead of the model's curve.

use crate::market::model::{Overlay, Start};
use crate::reconstitution::Reconstitution;
use crate::refusal::Refusal;
use crate::remark::{Remark, Severity};
use crate::scenario::simulated::SimulatedScenario;
use crate::scenario::{InputRecord, RunScenario, ScenarioError, Shock, Whom};
use crate::simulation::paths::{Held, Paths, Setup};
use crate::simulation::projection::{Candidate, ModelUniverse};
use crate::study::load::load;
use crate::study::run::apply;
use crate::study::shock::target;
use crate::study::{InputError, plausible};
use crate::universe::{Membership, Segment};

/// Reads the universe and makes the paths start from it; returns the records of the input files,
/// and warnings about oddities in them.
pub(super) fn begin_with(
    scenario: &mut SimulatedScenario,
    origin: RunScenario,
) -> Result<(Vec<InputRecord>, Vec<Remark>), InputError> {
    let origin = RunScenario { plausibility: scenario.plausibility.clone(), ..origin };
    let loaded = load(&origin)?;
    let inputs = loaded.inputs(&origin.event, &scenario.parameters);
    let today = apply(&origin, &inputs, &loaded)?;
    let companies = ModelUniverse::new(&inputs, &today);
    let fault = |refusal: Refusal| ScenarioError::file(&scenario.path, refusal);
    let find = |whom: &Whom| target(whom, &companies, &today);
    let overlay = |(shock, step): (&Shock, &u32)| {
        shock.overlay(*step, &scenario.parameters.breaks, &find).map_err(fault)
    };
    let overlays: Vec<Overlay> =
        scenario.shocks.iter().zip(&scenario.shock_steps).map(overlay).collect::<Result<_, _>>()?;
    let setup = scenario.paths.setup();
    // Companies that are too small today may grow into the index; companies that fail another
    // screen, such as the price screen, may not.
    let smallest = scenario.parameters.eligibility.min_market_cap;
    let may_rank = |c: &&Candidate| !c.is_excluded && (c.is_eligible || c.market_cap < smallest);
    let ranked: Vec<&Candidate> = companies.candidates.iter().filter(may_rank).collect();
    let model = setup.start.model().clone();
    let start = Start::new(ranked.iter().map(|candidate| candidate.model).collect(), model)
        .map_err(|e| fault(e.into()))?;
    let held = held(&start, &ranked, &loaded.membership, &today);
    let setup = Setup { start, held: Some(held), overlays, ..setup.clone() };
    let paths = Paths::new(setup).map_err(|e| fault(e.into()))?;
    let mut remarks = loaded.remarks.clone();
    remarks.extend(plausible::of_ranking(&origin, &loaded.universe, &loaded.membership, &today));
    remarks.retain(|remark| remark.severity() == Severity::Warning);
    scenario.paths = paths;
    scenario.begins_with = Some(origin.name);
    Ok((loaded.inputs, remarks))
}

/// The segments in which the companies of a start are held, in its order.
fn held(
    start: &Start,
    ranked: &[&Candidate],
    membership: &Membership,
    today: &Reconstitution,
) -> Vec<Held> {
    let mut by_number: Vec<(u64, Held)> = ranked
        .iter()
        .map(|candidate| {
            let member = today.matched.member_of_company[candidate.company];
            let segment = member.map(|member| membership.members[member].segment);
            // If its part of the Russell 3000 is unknown, the unbanded breakpoint decides.
            let by_rank = today.companies[candidate.company].to;
            let segment = segment.map(|s| if s == Segment::R3000 { by_rank } else { s });
            let held = match segment {
                Some(Segment::R1000) => Held::R1000,
                Some(Segment::R2000) => Held::R2000,
                _ => Held::Outside,
            };
            (candidate.model.number, held)
        })
        .collect();
    by_number.sort_unstable();
    let of = |number: u64| {
        let at = by_number.binary_search_by_key(&number, |(number, _)| *number);
        at.map_or(Held::Outside, |at| by_number[at].1)
    };
    start.companies().iter().map(|company| of(company.number)).collect()
}
