//! One reconstitution as every combination of a sweep has it.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::job::{About, Found, Progress};
use super::of_event;
use super::order::alike;
use super::results::Sample;
use crate::analysis::comparison::{Cycles, Values};
use crate::remark::{self, InputNote, Kind, Remark, Severity};
use crate::scenario::{InputRecord, RunScenario};
use crate::study::load::records_of_all;
use crate::study::shared::SharedFiles;
use crate::study::{InputError, rules, run_with};
use crate::universe::Faults;

/// The scenarios of a sweep, and what comes of the first.
#[derive(Debug)]
pub(super) struct Events {
    shared: SharedFiles,
    scenarios: Vec<RunScenario>,
    /// The names of their combinations.
    names: Vec<String>,
    inputs: Vec<InputRecord>,
    first: Vec<Values>,
    remarks: Vec<Remark>,
}

impl Events {
    /// Reads what several of the scenarios name, and runs the first.
    pub(super) fn read(scenarios: Vec<RunScenario>, names: Vec<String>) -> Result<Self, Faults> {
        let shared = SharedFiles::read(scenarios.iter());
        // A file that is missing is found before the first is run.
        let inputs = records_of_all(&shared, &scenarios)?;
        let run = run_with(&shared, scenarios[0].clone(), &|_| ())?;
        let first = of_event::values(&run);
        Ok(Self { shared, scenarios, names, inputs, first, remarks: run.remarks })
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
        let others = self.scenarios.iter().map(|scenario| &scenario.parameters);
        progress.done.remarks.clone_from(&self.remarks);
        progress.done.remarks.extend(rules::further_doubts(&self.scenarios[0].parameters, others));
        remark::sort(&mut progress.done.remarks);
        for some in alike(&self.scenarios, wanted).chunks(Progress::<E>::batch()) {
            if progress.is_stopped() {
                break;
            }
            let found: Vec<Result<Found, Faults>> =
                some.par_iter().map(|alike| self.find(alike[0])).collect();
            let found: Result<Vec<_>, Faults> = found.into_iter().collect();
            progress.take(some, found.map_err(InputError::from)?)?;
        }
        Ok(())
    }

    fn find(&self, at: usize) -> Result<Found, Faults> {
        if at == 0 {
            return Ok(Found { values: self.first.clone(), remarks: Vec::new() });
        }
        let (first, own) = (&self.scenarios[0], &self.scenarios[at]);
        let run = run_with(&self.shared, own.clone(), &|_| ())?;
        let has_other_rules_alone =
            RunScenario { parameters: first.parameters.clone(), ..own.clone() } == *first;
        let mut found = Found { values: of_event::values(&run), remarks: Vec::new() };
        if !has_other_rules_alone {
            found.remarks = self.own_remarks(run.remarks, &self.names[at]);
        }
        Ok(found)
    }

    /// The remarks on a combination with other days or files that do not hold of the first: warnings, and
    /// assumptions of kinds that the first does not rest on.
    fn own_remarks(&self, remarks: Vec<Remark>, combination: &str) -> Vec<Remark> {
        let kinds: BTreeSet<String> =
            self.remarks.iter().map(|remark| remark.kind.name()).collect();
        let is_own = |remark: &Remark| match remark.severity() {
            // Its keys say so.
            _ if matches!(
                remark.kind,
                Kind::Input(InputNote::RulesChanged { .. } | InputNote::DaySet { .. })
            ) =>
            {
                false
            }
            Severity::Warning => !self.remarks.contains(remark),
            Severity::Assumption => !kinds.contains(&remark.kind.name()),
            Severity::Note => false,
        };
        let of_combination = |remark: Remark| Remark {
            kind: Kind::OfCombination {
                combination: combination.to_owned(),
                kind: Box::new(remark.kind),
            },
            ..remark
        };
        remarks.into_iter().filter(is_own).map(of_combination).collect()
    }
}
