//! One reconstitution under every rule book of a sweep.

use rayon::prelude::*;

use super::job::{About, Progress};
use super::of_event;
use super::order::Alike;
use super::results::Sample;
use crate::analysis::comparison::{Cycles, Values};
use crate::remark::{self, Remark};
use crate::scenario::sweep::Rules;
use crate::scenario::{InputRecord, RunScenario};
use crate::study::{InputError, rules, run};
use crate::universe::Faults;

/// An event, and what the first rules make of it.
#[derive(Debug)]
pub(super) struct Market {
    scenario: RunScenario,
    inputs: Vec<InputRecord>,
    remarks: Vec<Remark>,
    first: Vec<Values>,
}

impl Market {
    /// Applies the first rules.
    pub(super) fn read(scenario: RunScenario, rules: &Rules) -> Result<Self, Faults> {
        let own = RunScenario { parameters: rules.parameters.clone(), ..scenario };
        let run = run(own, &|_| ())?;
        let first = of_event::values(&run);
        Ok(Self { first, scenario: run.scenario, inputs: run.inputs, remarks: run.remarks })
    }

    pub(super) fn about(&self) -> About<'_> {
        let Self { scenario, inputs, .. } = self;
        About {
            name: &scenario.name,
            description: &scenario.description,
            inputs,
            sample: Sample::Event {
                name: scenario.event.name.clone(),
                rank_day: scenario.event.rank_day,
                implementation: scenario.event.implementation,
            },
            cycles: Cycles::default(),
            same_closes: Vec::new(),
        }
    }

    /// Tries rule sets.
    pub(super) fn run<E: From<InputError>>(
        self,
        rules: &[Rules],
        all: &[Alike],
        progress: &mut Progress<'_, E>,
    ) -> Result<(), E> {
        let others = rules.iter().map(|rules| &rules.parameters);
        progress.done.remarks.clone_from(&self.remarks);
        progress.done.remarks.extend(rules::further_doubts(&self.scenario.parameters, others));
        remark::sort(&mut progress.done.remarks);
        for some in all.chunks(Progress::<E>::batch()) {
            if progress.is_stopped() {
                break;
            }
            let values: Vec<Result<Vec<Values>, Faults>> =
                some.par_iter().map(|alike| self.decide(rules, alike[0])).collect();
            let values: Result<Vec<_>, Faults> = values.into_iter().collect();
            progress.take(some, values.map_err(InputError::from)?)?;
        }
        Ok(())
    }

    fn decide(&self, rules: &[Rules], at: usize) -> Result<Vec<Values>, Faults> {
        if at == 0 {
            return Ok(self.first.clone());
        }
        let parameters = rules[at].parameters.clone();
        let own = RunScenario { parameters, ..self.scenario.clone() };
        Ok(of_event::values(&run(own, &|_| ())?))
    }
}
