//! A sweep over simulated paths: the summaries of each rule in the form that reports need.

use super::results::{Figure, Luck, Sample, Swept};
use crate::analysis::comparison::Spread;
use crate::scenario::sweep::{MEASURES, OF_LUCK};
use crate::simulation::paths::{Paired, Quantity, ScheduleResults, Summary};
use crate::study::simulated::{Completion, Header, Simulated, half_width};

impl Swept {
    /// The results of a simulation whose schedules are the rules of a sweep; `None` for any other
    /// simulation.
    pub fn of_paths(simulated: &Simulated) -> Option<Self> {
        let Simulated { header, results, .. } = simulated;
        let sweep = header.sweep.clone()?;
        let place = |quantity: &Quantity| MEASURES.iter().position(|of| *of == quantity.statistic);
        let mut quantities: Vec<(usize, &Quantity)> =
            header.quantities.iter().enumerate().collect();
        quantities.sort_by_key(|(_, quantity)| (place(quantity), quantity.index));
        let mut figures = Vec::new();
        for &(at, quantity) in &quantities {
            let of_rules = results.schedules.iter().enumerate();
            figures.extend(
                of_rules.map(|(combination, of)| figure(header, (at, quantity), combination, of)),
            );
        }
        let mut luck = Vec::new();
        for (group, spreads) in header.groups.iter().zip(&results.spreads) {
            let rule = sweep.combinations[group[0]].rule.clone();
            for &(at, quantity) in &quantities {
                let of_group = figures.iter().filter(|figure: &&Figure| {
                    group.contains(&figure.combination)
                        && figure.statistic == quantity.statistic
                        && figure.index == quantity.index
                });
                let of_group: Vec<&Figure> = of_group.collect();
                luck.extend(luck_of(header, &rule, &of_group, (spreads, at)));
            }
        }
        Some(Self {
            name: header.name.clone(),
            description: header.description.clone(),
            sample: Sample::Paths {
                count: results.count(),
                of: header.count,
                is_partial: Completion::of(header, results) == Completion::Partial,
                years: header.years,
                warm_up: header.cycles.run_in() / 12,
                seed: header.seed,
            },
            confidence: header.confidence,
            figures,
            luck,
            parameters: header.parameters.clone(),
            inputs: header.inputs.clone(),
            remarks: simulated.remarks(),
            sweep,
        })
    }
}

fn figure(
    header: &Header,
    (at, quantity): (usize, &Quantity),
    combination: usize,
    of: &ScheduleResults,
) -> Figure {
    let spread = |summary| spread(summary, header.confidence);
    let (value, difference) = (of.summary(at), of.difference(at));
    let mean = value.and_then(Summary::mean);
    // The difference of the first combination from itself is zero.
    let is_first = combination == 0;
    Figure {
        combination,
        statistic: quantity.statistic,
        index: quantity.index,
        places: quantity.unit().places_of_means(),
        value: mean,
        spread: spread(value),
        difference: if is_first { mean.map(|_| 0.0) } else { difference.and_then(Summary::mean) },
        difference_spread: spread(difference),
        of_cycles: Vec::new(),
    }
}

fn spread(summary: Option<&Summary>, confidence: f64) -> Spread {
    let known = || summary.filter(|summary| summary.count() > 0);
    let interval = known().and_then(|summary| {
        let (mean, half) = summary.mean().zip(half_width(summary, confidence))?;
        Some((mean - half, mean + half))
    });
    Spread {
        cycles: summary.map(Summary::count),
        standard_error: known().and_then(Summary::standard_error),
        interval,
    }
}

/// The timing luck of a rule's measure over all its shifts; `None` if it is unknown or not defined
/// for this measure.
fn luck_of(
    header: &Header,
    rule: &str,
    shifts: &[&Figure],
    (of_group, at): (&Paired, usize),
) -> Option<Luck> {
    shifts.first().filter(|first| OF_LUCK.contains(&first.statistic))?;
    let estimated = |summary: Option<&Summary>| {
        Some((summary.and_then(Summary::mean)?, spread(summary, header.confidence)))
    };
    let less_first = estimated(of_group.difference(at));
    Luck::over(rule, shifts, |_| Some((estimated(of_group.value(at))?, less_first)))
}
