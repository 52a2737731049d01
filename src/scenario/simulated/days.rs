//! Days of a scenario on simulated paths: the steps of shocks, and the months of a schedule.

use chrono::{Datelike as _, Months, NaiveDate};

use crate::calendar::Plan;
use crate::market::model::{Model, Overlay};
use crate::methodology::Parameters;
use crate::refusal::Refusal;
use crate::scenario::checker::Checker;
use crate::scenario::error::ScenarioError;
use crate::scenario::model::Shock;
use crate::simulation::paths::{Schedule, YearlyEvent, month_of};

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "steps of a path")]
fn whole(steps: f64) -> u32 {
    steps as u32
}

impl Checker<'_> {
    /// The step of each shock: the first that ends on its day or later.
    pub(super) fn shock_steps(
        &self,
        shocks: &[Shock],
        (start, months): (NaiveDate, u32),
        model: &Model,
    ) -> Result<Vec<u32>, ScenarioError> {
        let end = start.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
        let per_month = f64::from(model.steps().per_month());
        let step = |(nth, shock): (usize, &Shock)| {
            if shock.on <= start || shock.on > end {
                let refusal = (
                    format!("{} is not on the paths, which go from {start} to {end}", shock.on),
                    "give a day there",
                );
                return Err(self.fault_of("shock.on", nth, refusal));
            }
            let years = f64::from(shock.on.year() - start.year());
            let months = 12.0 * years + month_of(shock.on) - month_of(start);
            Ok(whole((months * per_month).ceil().max(1.0)))
        };
        shocks.iter().enumerate().map(step).collect()
    }

    /// The shocks in the form that paths from the model's curve apply.
    pub(super) fn overlays(
        &self,
        shocks: &[Shock],
        steps: &[u32],
        parameters: &Parameters,
    ) -> Result<Vec<Overlay>, ScenarioError> {
        let overlay = |(nth, (shock, step)): (usize, (&Shock, &u32))| {
            shock.overlay(*step, &parameters.breaks, &|_| None).map_err(|_| {
                let refusal = (
                    "companies on the model's curve have no sectors, no tickers and no index \
                     of today",
                    "give a segment, or none for the whole market, or begin with a universe \
                     (paths.from)",
                );
                self.fault_of("shock", nth, refusal)
            })
        };
        shocks.iter().zip(steps).enumerate().map(overlay).collect()
    }

    /// A plan's days as months of a year, taken from the year after the start. Days that follow
    /// from a rule are added to `unpublished`. Faults are reported at `key`.
    pub(super) fn schedule(
        &self,
        plan: &Plan,
        start: NaiveDate,
        unpublished: &mut Vec<String>,
        key: &str,
    ) -> Result<Schedule, ScenarioError> {
        let fault = |refusal: Refusal| self.fault(key, refusal);
        let year = start.year() + 1;
        let day = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        let dated = plan.events(day(1, 1), day(12, 31)).map_err(|e| fault(e.into()))?;
        let mut events = Vec::new();
        for event in &dated {
            let (rank_day, implementation) = (event.event.rank_day, event.event.implementation);
            if rank_day.year() != year {
                let refusal = Refusal::new(
                    format!(
                        "on simulated paths a reconstitution has its rank day in the year of its \
                         implementation, and {rank_day} and {implementation} are not in one year"
                    ),
                    "choose other days",
                );
                return Err(fault(refusal.about(&event.name)));
            }
            let basis = event.event.basis;
            for (what, day, basis) in [
                ("rank day", rank_day, basis.rank_day),
                ("implementation", implementation, basis.implementation),
            ] {
                let said = format!("{} {what} {day}{}", event.name, basis.mark());
                if !basis.mark().is_empty() && !unpublished.contains(&said) {
                    unpublished.push(said);
                }
            }
            events.push(YearlyEvent {
                rank_day: month_of(rank_day),
                implementation: month_of(implementation),
                season: event.event.season,
            });
        }
        let quarters = plan.quarters(day(1, 1), day(12, 31)).map_err(|e| fault(e.into()))?;
        let quarters =
            quarters.into_iter().map(|of| YearlyEvent::QUARTERS[of.quarter as usize]).collect();
        Ok(Schedule { name: plan.name.clone(), events, quarters })
    }
}
