//! The schedules of a comparison on simulated paths, or the rules of a sweep, as paths take them.

use crate::calendar::Plan;
use crate::methodology::Parameters;
use crate::scenario::sweep::{MEASURES, Rules, Sweep};

/// What lives through the paths, and what is kept of it.
pub(super) struct Tried {
    /// Named as reports name them.
    pub(super) plans: Vec<Plan>,
    pub(super) rule_books: Vec<Parameters>,
    pub(super) measures: Option<Vec<String>>,
    pub(super) groups: Vec<Vec<usize>>,
}

impl Tried {
    /// Schedules under one rule book, of which everything is kept.
    pub(super) fn plainly(plans: Vec<Plan>) -> Self {
        Self { plans, rule_books: Vec::new(), measures: None, groups: Vec::new() }
    }

    /// The rules of a sweep, of which its measures are kept.
    pub(super) fn of_sweep((sweep, rules): (&Sweep, &[Rules])) -> Self {
        let named = sweep.combinations.iter().zip(rules);
        Self {
            plans: named
                .map(|(of, rules)| Plan { name: of.name.clone(), ..rules.plan.clone() })
                .collect(),
            rule_books: rules.iter().map(|rules| rules.parameters.clone()).collect(),
            measures: Some(MEASURES.map(str::to_owned).into()),
            groups: sweep.shifted().into_iter().map(|(_, group)| group).collect(),
        }
    }
}
