//! The schedules of a comparison on simulated paths, or the rules of a sweep, in the form that
//! paths need.

use crate::calendar::Plan;
use crate::methodology::Parameters;
use crate::scenario::sweep::{MEASURES, Rules, Sweep};
use crate::simulation::measures::Statistic;

/// The rule sets to simulate, and the measures to keep.
pub(super) struct Tried {
    /// The plans, with their names in reports.
    pub(super) plans: Vec<Plan>,
    pub(super) rule_books: Vec<Parameters>,
    pub(super) measures: Option<Vec<Statistic>>,
    pub(super) groups: Vec<Vec<usize>>,
}

impl Tried {
    /// Schedules under one rule book, keeping all measures.
    pub(super) fn of_schedules(plans: Vec<Plan>) -> Self {
        Self { plans, rule_books: Vec::new(), measures: None, groups: Vec::new() }
    }

    /// The rule sets of a sweep, keeping only its measures.
    pub(super) fn of_sweep((sweep, rules): (&Sweep, &[Rules])) -> Self {
        let named = sweep.combinations.iter().zip(rules);
        Self {
            plans: named
                .map(|(of, rules)| Plan { name: of.name.clone(), ..rules.plan.clone() })
                .collect(),
            rule_books: rules.iter().map(|rules| rules.parameters.clone()).collect(),
            measures: Some(MEASURES.to_vec()),
            groups: sweep.shifted().into_iter().map(|(_, group)| group).collect(),
        }
    }
}
