//! The description of a sweep over a history or one reconstitution, and the results of its combinations, as
//! stored in shards and in unfinished runs.
//!
//! The stored results are the unrounded values of each combination, by cycle if there are cycles. Paired
//! differences, intervals, the frontier and timing luck are computed from them once all combinations are
//! there, in the same way for a single run and for a merge. Only measures along the returns of the first
//! combination are stored as such: every run also backtests that combination.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use strum::IntoEnumIterator as _;

use super::of_event;
use super::results::Sample;
use crate::analysis::comparison::{Cycles, Values};
use crate::limits;
use crate::refusal::Refusal;
use crate::remark::{self, Doubt, InputNote, Kind, OutcomeDoubt, Remark, Severity};
use crate::scenario::names_a_file;
use crate::scenario::sweep::{MEASURES, Sweep};
use crate::simulation::paths::Quantity;
use crate::study::parts::{Divided, Identity, Units};
use crate::universe::Index;

/// The description of a sweep over a history or one reconstitution.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The program and its version.
    pub tool: String,
    /// The scenario's name.
    pub name: String,
    /// The scenario's description.
    pub description: String,
    /// Records of the input files.
    pub inputs: Value,
    /// The combinations of rules.
    pub sweep: Sweep,
    /// The combinations, from 0, in the order in which they are tried and cut into shards.
    pub order: Vec<usize>,
    /// The sample on which the combinations are tried.
    pub sample: Sample,
    /// The cycles of a history; none for one reconstitution.
    pub cycles: Cycles,
    /// For each combination, the first one whose events fall on the same closes, from 0; empty for one
    /// reconstitution.
    pub same_closes: Vec<usize>,
    /// The rule book of the first combination.
    pub parameters: Value,
}

/// The results of some combinations.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tries {
    /// Remarks on the sample and the first combination, in the order in which they are reported.
    pub remarks: Vec<Remark>,
    /// All remarks on each of several sets of days and files, by the first combination that has them.
    pub of_events: BTreeMap<usize, Vec<Remark>>,
    /// The results of each combination, in ascending order of their numbers.
    pub tried: Vec<OfCombination>,
}

/// The results of a combination.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfCombination {
    /// Its number, from 0.
    pub combination: usize,
    /// The values, in the order of [`Header::quantities`].
    pub values: Vec<Values>,
}

/// Whether a remark is reported only once, for the first combination: notes, and remarks on rules.
fn is_of_all(remark: &Remark) -> bool {
    let is_of_rules = matches!(
        remark.kind,
        Kind::Input(InputNote::RulesChanged { .. })
            | Kind::Doubt(Doubt::Outcome(OutcomeDoubt::RuleSmall { .. }))
    );
    is_of_rules || remark.severity() == Severity::Note
}

impl Tries {
    /// Whether a combination is among the results.
    pub(super) fn has(&self, combination: usize) -> bool {
        self.tried.binary_search_by_key(&combination, |tried| tried.combination).is_ok()
    }

    /// All remarks, in the order in which they are reported: remarks that apply to all days and files as they
    /// are, the others with the names of the days and files that they apply to.
    pub fn all_remarks(&self, sweep: &Sweep) -> Vec<Remark> {
        if !sweep.has_several_events() {
            return self.remarks.clone();
        }
        let others = self.of_events.iter().filter(|(event, _)| **event > 0);
        let count = 1 + others.clone().count();
        let mut held: Vec<(&Remark, Vec<usize>)> =
            self.remarks.iter().map(|remark| (remark, vec![0])).collect();
        for (event, remarks) in others {
            for remark in remarks.iter().filter(|remark| !is_of_all(remark)) {
                match held.iter_mut().find(|(own, _)| *own == remark) {
                    Some((_, events)) => events.push(*event),
                    None => held.push((remark, vec![*event])),
                }
            }
        }
        let label = |event: &usize| {
            sweep.combinations[*event].inputs.as_deref().unwrap_or("the scenario as it is")
        };
        let said = |(remark, events): (&Remark, Vec<usize>)| {
            if is_of_all(remark) || events.len() == count {
                return remark.clone();
            }
            let inputs = events.iter().map(label).collect::<Vec<_>>().join(" and with ");
            let kind = Kind::OfInputs { inputs, kind: Box::new(remark.kind.clone()) };
            Remark { kind, ..remark.clone() }
        };
        let mut all: Vec<Remark> = held.into_iter().map(said).collect();
        remark::sort(&mut all);
        all
    }

    /// Adds a combination.
    pub(super) fn add(&mut self, tried: OfCombination) {
        let place = self.tried.partition_point(|own| own.combination < tried.combination);
        self.tried.insert(place, tried);
    }
}

impl Header {
    /// The quantities of every combination: all that a sweep of this kind may measure.
    pub fn quantities(&self) -> Vec<Quantity> {
        match self.sample {
            Sample::Event { .. } => of_event::quantities(),
            Sample::History { .. } | Sample::Paths { .. } => {
                let indexes = || std::iter::once(None).chain(Index::iter().map(Some));
                let of = |statistic| move |index| Quantity { statistic, index };
                let every = MEASURES.into_iter().flat_map(|s| indexes().map(of(s)));
                every.filter(|of| of.statistic.measure.subject.includes(of.index)).collect()
            }
        }
    }

    /// Whether a scenario could produce these values.
    fn is_possible(&self) -> bool {
        let count = self.order.len();
        let mut sorted = self.order.clone();
        sorted.sort_unstable();
        let is_history = match self.sample {
            Sample::History { .. } => {
                self.same_closes.len() == count
                    && self.same_closes.iter().enumerate().all(|(at, first)| *first <= at)
            }
            Sample::Event { .. } => self.cycles.all.is_empty() && self.same_closes.is_empty(),
            Sample::Paths { .. } => false,
        };
        names_a_file(&self.name).is_ok()
            // The first combination is the current rule, whether or not the values include it.
            && (1..=limits::COMBINATIONS + 1).contains(&count)
            && self.order[0] == 0
            && sorted.into_iter().eq(0..count)
            && self.sweep.is_of(count)
            && is_history
    }
}

impl Divided for Header {
    type Results = Tries;

    const UNITS: Units = Units::Combinations;

    fn identity(&self) -> Identity<'_> {
        Identity {
            tool: &self.tool,
            name: &self.name,
            inputs: &self.inputs,
            fingerprint: None,
            seed: None,
        }
    }

    fn count(&self) -> u64 {
        self.order.len() as u64
    }

    fn command(&self) -> (&'static str, String) {
        ("sweep", String::new())
    }

    fn is_sound(&self, results: &Tries) -> bool {
        let (quantities, cycles) = (self.quantities().len(), self.cycles.all.len());
        let is_event = matches!(self.sample, Sample::Event { .. });
        let is_known = |values: &Values| match values {
            Values::Once(_) => true,
            Values::OfCycles(of) => !is_event && of.len() == cycles,
        };
        let is_own = |tried: &OfCombination| {
            tried.combination < self.order.len()
                && tried.values.len() == quantities
                && tried.values.iter().all(is_known)
        };
        self.is_possible()
            && results.of_events.keys().all(|event| {
                self.sweep.combinations.get(*event).is_some_and(|of| of.event == *event)
            })
            && results.tried.is_sorted_by(|before, after| before.combination < after.combination)
            && results.tried.iter().all(is_own)
    }

    fn are_within(&self, results: &Tries, range: &Range<u64>) -> bool {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(self.order.len());
        let own = &self.order[place(range.start)..place(range.end)];
        results.tried.iter().all(|tried| own.contains(&tried.combination))
    }

    fn done(results: &Tries) -> u64 {
        results.tried.len() as u64
    }

    fn merge(results: &mut Tries, others: Tries) -> Result<(), Refusal> {
        if others.has(0) {
            results.remarks = others.remarks;
        }
        results.of_events.extend(others.of_events);
        for tried in others.tried {
            if results.has(tried.combination) {
                let problem = format!("both shards have combination {}", tried.combination + 1);
                return Err(Refusal::new(problem, "each combination must be in one of them"));
            }
            results.add(tried);
        }
        Ok(())
    }
}
