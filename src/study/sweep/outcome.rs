//! The results of a sweep over a history or one reconstitution, from the values of all its combinations.

use std::collections::BTreeSet;

use super::header::{Header, Tries};
use super::results::{Figure, Luck, Sample, Swept};
use crate::analysis::comparison::{Cycles, Measurement, Spread, Values, row};
use crate::analysis::interval::{CONFIDENCE, Estimate};
use crate::analysis::timing_luck;
use crate::remark::{self, HistoryNote};
use crate::scenario::sweep::OF_LUCK;
use crate::simulation::deviation;
use crate::simulation::paths::Quantity;

impl Swept {
    /// The results of all combinations; `None` if one is missing.
    pub fn of_tries(header: &Header, results: &Tries) -> Option<Self> {
        let tried = &results.tried;
        let is_complete = !tried.is_empty()
            && tried.iter().map(|tried| tried.combination).eq(0..header.sweep.combinations.len());
        if !is_complete {
            return None;
        }
        let mut figures = Vec::new();
        for (at, quantity) in header.quantities().into_iter().enumerate() {
            let all: Vec<&Values> = tried.iter().map(|tried| &tried.values[at]).collect();
            if all.iter().all(|values| values.is_unknown()) {
                continue;
            }
            let of = |(combination, values): (usize, &&Values)| {
                let figure = match header.sample {
                    Sample::Event { .. } => figure_of_event,
                    Sample::History { .. } | Sample::Paths { .. } => figure_of_history,
                };
                let held_against =
                    header.sweep.combinations[combination].held_against.map(|at| all[at]);
                figure(combination, quantity, (*values, held_against), &header.cycles)
            };
            figures.extend(all.iter().enumerate().map(of));
        }
        let mut remarks = results.all_remarks(&header.sweep);
        let shifted = apart(header);
        let luck = luck(&shifted, &figures, &header.cycles);
        if !header.sweep.shifted().is_empty()
            && let Sample::History { closes, .. } = header.sample
        {
            remarks.push(HistoryNote::ShiftsFallOnCloses { closes }.into());
            remark::sort(&mut remarks);
        }
        Some(Self {
            name: header.name.clone(),
            description: header.description.clone(),
            sweep: header.sweep.clone(),
            sample: header.sample.clone(),
            confidence: CONFIDENCE,
            figures,
            luck,
            parameters: header.parameters.clone(),
            inputs: header.inputs.clone(),
            remarks,
        })
    }
}

/// A quantity of a combination, from its own values and from those of the combination that it is compared
/// with.
fn figure_of_history(
    combination: usize,
    Quantity { statistic, index }: Quantity,
    (values, held_against): (&Values, Option<&Values>),
    cycles: &Cycles,
) -> Figure {
    let [own, first] = [values, held_against.unwrap_or(values)].map(|values| Measurement {
        statistic,
        index,
        values: values.clone(),
    });
    let row = row("", &own, &first, cycles);
    Figure {
        combination,
        statistic,
        index,
        places: row.places,
        value: row.value,
        spread: row.spread,
        difference: row.difference,
        // The first combination has no difference, rather than one that happens to be zero in every cycle.
        difference_spread: if combination == 0 { Spread::default() } else { row.difference_spread },
        of_cycles: row.of_cycles,
    }
}

/// A quantity of a combination for one reconstitution, which is not a sample of cycles.
fn figure_of_event(
    combination: usize,
    Quantity { statistic, index }: Quantity,
    (values, held_against): (&Values, Option<&Values>),
    _: &Cycles,
) -> Figure {
    let once = |values: &Values| match values {
        Values::Once(value) => *value,
        Values::OfCycles(_) => None,
    };
    let (value, first) = (once(values), held_against.and_then(once));
    Figure {
        combination,
        statistic,
        index,
        places: statistic.places(),
        value,
        spread: Spread::default(),
        difference: value.zip(first).map(|(value, first)| value - first),
        difference_spread: Spread::default(),
        of_cycles: Vec::new(),
    }
}

/// The rules whose days were shifted, each with its combinations: of those whose events fall on the same
/// closes, only the first. Rules with a single combination left are omitted.
fn apart(header: &Header) -> Vec<(String, Vec<usize>)> {
    let mut groups = header.sweep.shifted();
    for (_, group) in &mut groups {
        let mut seen = BTreeSet::new();
        let closes = |at: usize| header.same_closes.get(at).copied().unwrap_or(at);
        group.retain(|at| seen.insert(closes(*at)));
    }
    groups.retain(|(_, group)| group.len() > 1);
    groups
}

/// The timing luck of every rule whose days were shifted.
fn luck(shifted: &[(String, Vec<usize>)], figures: &[Figure], cycles: &Cycles) -> Vec<Luck> {
    let mut all = Vec::new();
    for (rule, group) in shifted {
        for of_measure in figures.chunk_by(|a, b| a.statistic == b.statistic && a.index == b.index)
        {
            if !OF_LUCK.contains(&of_measure[0].statistic) {
                continue;
            }
            let of = |group: &[usize]| -> Vec<&Figure> {
                of_measure.iter().filter(|figure| group.contains(&figure.combination)).collect()
            };
            let is_first = *group == shifted[0].1;
            let first = (!is_first).then(|| of(&shifted[0].1));
            all.extend(luck_of(rule, (&of(group), first.as_deref()), cycles));
        }
    }
    all
}

/// The timing luck of a rule's measure over all its shifts, and compared with that over the shifts of
/// the first rule; `None` if the measure is unknown for one of them.
fn luck_of(
    rule: &str,
    (shifts, first): (&[&Figure], Option<&[&Figure]>),
    cycles: &Cycles,
) -> Option<Luck> {
    let by_cycle = |shifts: &[&Figure]| {
        let of_cycles: Vec<_> = shifts.iter().map(|figure| figure.of_cycles.as_slice()).collect();
        timing_luck::by_cycle(&of_cycles)
    };
    let estimated = |of_cycles: &[Option<f64>]| {
        let Estimate { mean, count, standard_error, interval } = cycles.estimate(of_cycles)?;
        Some((mean, Spread { cycles: Some(count), standard_error, interval }))
    };
    let luck = Luck::over(rule, shifts, |values| {
        let own = by_cycle(shifts);
        let Some(luck) = estimated(&own) else {
            return Some(((deviation(values)?, Spread::default()), None));
        };
        let less_first = first.and_then(|first| {
            let pairs = own.iter().zip(by_cycle(first));
            let differences: Vec<_> =
                pairs.map(|(own, first)| own.zip(first).map(|(own, first)| own - first)).collect();
            estimated(&differences)
        });
        Some((luck, less_first))
    })?;
    Some(Luck { places: luck.places.max(4), ..luck })
}
