//! Runs the reconstitution of every combination of a sweep.

use rayon::prelude::*;

use super::header::Tries;
use super::job::{About, Found, Progress};
use super::of_event;
use super::order::alike;
use super::results::Sample;
use crate::analysis::comparison::{Cycles, Values};
use crate::remark::{self, Remark};
use crate::scenario::sweep::Sweep;
use crate::scenario::{InputRecord, RunScenario};
use crate::study::load::records_of_all;
use crate::study::shared::SharedFiles;
use crate::study::{InputError, rules, run_with};
use crate::universe::Faults;

/// The scenarios of a sweep, and the run of the first.
#[derive(Debug)]
pub(super) struct Events {
    shared: SharedFiles,
    scenarios: Vec<RunScenario>,
    sweep: Sweep,
    inputs: Vec<InputRecord>,
    first: Vec<Values>,
    remarks: Vec<Remark>,
}

impl Events {
    /// Reads the files that the scenarios name, and runs the first scenario.
    pub(super) fn read(scenarios: Vec<RunScenario>, sweep: Sweep) -> Result<Self, Faults> {
        let shared = SharedFiles::read_all(scenarios.iter());
        // Missing files are reported before the first scenario is run.
        let inputs = records_of_all(&shared, (&scenarios, &sweep))?;
        let run = run_with(&shared, scenarios[0].clone(), &|_| ())?;
        let first = of_event::values(&run);
        Ok(Self { shared, scenarios, sweep, inputs, first, remarks: run.remarks })
    }

    pub(super) fn about(&self) -> About<'_> {
        let RunScenario { name, description, event, .. } = &self.scenarios[0];
        About {
            name,
            description,
            inputs: &self.inputs,
            sample: Sample::Event {
                name: event.name.clone(),
                rank_day: event.rank_day,
                implementation: event.implementation,
            },
            cycles: Cycles::default(),
            same_closes: Vec::new(),
        }
    }

    /// Runs some of the scenarios.
    pub(super) fn run<E: From<InputError>>(
        self,
        wanted: &[usize],
        progress: &mut Progress<'_, E>,
    ) -> Result<(), E> {
        progress.done.remarks = self.remarks_of_first();
        for some in alike(&self.scenarios, wanted).chunks(Progress::<E>::batch()) {
            if progress.is_stopped() {
                break;
            }
            let found: Vec<Result<Found, Faults>> =
                some.par_iter().map(|alike| self.find(alike)).collect();
            let found: Result<Vec<_>, Faults> = found.into_iter().collect();
            progress.take(some, found.map_err(InputError::from)?)?;
        }
        Ok(())
    }

    fn find(&self, alike: &[usize]) -> Result<Found, Faults> {
        let at = alike[0];
        let (values, remarks) = if at == 0 {
            (self.first.clone(), self.remarks.clone())
        } else {
            let run = run_with(&self.shared, self.scenarios[at].clone(), &|_| ())
                .map_err(|faults| faults.with(&self.sweep.combinations[at].name))?;
            (of_event::values(&run), run.remarks)
        };
        let stands_for = alike.iter().any(|at| self.sweep.stands_for_event(*at));
        let remarks = stands_for.then(|| (self.sweep.combinations[at].event, remarks));
        Ok(Found { values, remarks })
    }

    /// The remarks on the first combination, and doubts about the rules of all combinations.
    fn remarks_of_first(&self) -> Vec<Remark> {
        let others = self.scenarios.iter().map(|scenario| &scenario.parameters);
        let doubts = rules::further_doubts(&self.scenarios[0].parameters, others);
        let mut remarks: Vec<Remark> = self.remarks.iter().cloned().chain(doubts).collect();
        remark::sort(&mut remarks);
        remarks
    }

    /// The remarks on everything that is read: one combination is run for each set of days and files.
    pub(super) fn inspect(self) -> Result<Vec<Remark>, Faults> {
        let all = 0..self.scenarios.len();
        let standing: Vec<usize> = all.filter(|at| self.sweep.stands_for_event(*at)).collect();
        let found: Vec<Result<Found, Faults>> =
            standing.into_par_iter().map(|at| self.find(&[at])).collect();
        let mut tries = Tries { remarks: self.remarks_of_first(), ..Tries::default() };
        for found in found {
            tries.of_events.extend(found?.remarks);
        }
        Ok(tries.all_remarks(&self.sweep))
    }
}
