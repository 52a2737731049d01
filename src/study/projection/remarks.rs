//! Assumptions of a projection: those of every projection, of its model and of its inputs.

use crate::market::model::Shocks;
use crate::reconstitution::Reconstitution;
use crate::remark::{Kind, ProjectionNote, Quantity, Remark};
use crate::scenario::Shock;
use crate::scenario::projection::ProjectionScenario;
use crate::study::rules;

/// Remarks that apply to every projection, then the model's main figures, then the shocks.
pub(super) fn of_model(scenario: &ProjectionScenario) -> Vec<Remark> {
    let figures = scenario.model.parameters();
    let shocks = match figures.shocks {
        Shocks::Gaussian => "normal",
        Shocks::Student => "Student's t",
    };
    let per_cent = |part: f64| format!("{:.2}", part * 100.0);
    let kinds = [
        ProjectionNote::EligibilityStays,
        ProjectionNote::PricesMoveAsCaps,
        ProjectionNote::NewListingsUnnamed,
        ProjectionNote::WeightsMoveAsCaps,
        ProjectionNote::LeaversAreNoDeletions,
        ProjectionNote::ModelFigures {
            log_return_pct: per_cent(figures.market.log_return),
            deviation_pct: per_cent(figures.market.deviation),
            shocks: shocks.to_owned(),
        },
    ];
    let laid = scenario.shocks.iter().map(|dated| dated.shock.remark(dated.comes_on, true));
    kinds.into_iter().map(Remark::from).chain(laid).collect()
}

/// Remarks on the inputs: days set by the scenario, the loaded files, members without a line today.
pub(super) fn of_inputs(
    scenario: &ProjectionScenario,
    today: &Reconstitution,
    members: usize,
    loaded: Vec<Remark>,
) -> Vec<Remark> {
    let mut remarks = scenario.scenario.event_remarks.clone();
    remarks.extend(rules::remarks(&scenario.scenario.parameters));
    remarks.extend(loaded);
    remarks.extend(today.remarks.iter().cloned());
    let matched = &today.matched;
    for (what, count) in [
        (Quantity::MembersGoneToday, matched.gone.len()),
        (Quantity::MembersMissingToday, matched.missing.len()),
        (Quantity::EntriesUnmatchedToday, matched.unmatched.len()),
    ] {
        if count > 0 {
            remarks.push(Remark::from(Kind::Counted { what, count }).on(count, members));
        }
    }
    if scenario.has_effective {
        remarks.push(ProjectionNote::EffectiveNotUsed.into());
    }
    if scenario.has_actions {
        remarks.push(ProjectionNote::ActionsNotUsed.into());
    }
    remarks
}

impl Shock {
    /// Remark on a shock added to the paths, by a day or with the step that ends on it.
    pub(crate) fn remark(&self, on: chrono::NaiveDate, by_step: bool) -> Remark {
        let (name, whom) = (self.name.clone(), self.whom.to_string());
        let return_pct = self.return_pct.normalize();
        ProjectionNote::Shock { name, return_pct, whom, on, by_step }.into()
    }
}
