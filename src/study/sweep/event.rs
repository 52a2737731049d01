//! Runs a sweep over one reconstitution: every rule book is applied to the same event.

use rayon::prelude::*;

use super::results::{Figure, Sample, Swept};
use crate::analysis::comparison::{Spread, Unit};
use crate::analysis::interval::CONFIDENCE;
use crate::analysis::turnover::Turnover;
use crate::reconstitution::Action;
use crate::remark::Remark;
use crate::scenario::sweep::{Rules, Sweep};
use crate::scenario::{InputRecord, RunScenario};
use crate::study::{Run, run};
use crate::universe::{Faults, Index};

/// A measure of an index: name, unit, and its value from the turnover.
type OfIndex = (&'static str, Unit, fn(&Turnover) -> Option<f64>);

/// The measures of an index, named as in a run's `turnover.csv`.
const OF_INDEX: [OfIndex; 7] = [
    ("one_way", Unit::Fraction, |of| of.changes.as_ref().map(|changes| changes.one_way)),
    ("members_after", Unit::Count, |of| Some(of.members_after as f64)),
    ("companies_after", Unit::Count, |of| Some(of.companies_after as f64)),
    ("additions", Unit::Count, |of| of.count(|changes| changes.additions).map(|n| n as f64)),
    ("deletions", Unit::Count, |of| of.count(|changes| changes.deletions).map(|n| n as f64)),
    ("moved_in", Unit::Count, |of| of.count(|changes| changes.moved_in).map(|n| n as f64)),
    ("moved_out", Unit::Count, |of| of.count(|changes| changes.moved_out).map(|n| n as f64)),
];

/// The outcome of the event under a rule book.
struct Decided {
    turnover: Vec<Turnover>,
    /// Number of companies that move from the Russell 2000 to the 1000, and from the 1000 to the
    /// 2000.
    moves: [usize; 2],
}

impl Decided {
    fn new(run: &Run) -> Self {
        let count =
            |action| run.result.companies.iter().filter(|c| c.action() == Some(action)).count();
        Self { turnover: run.turnover.clone(), moves: [Action::Up, Action::Down].map(count) }
    }
}

/// The outcome of a run, the records of its input files, and its remarks.
type Found = (Decided, Vec<InputRecord>, Vec<Remark>);

/// Runs a sweep over one reconstitution; `step` is called with the number of combinations that were
/// completed.
///
/// # Errors
/// Faults of the inputs.
pub fn sweep_event(
    scenario: RunScenario,
    (sweep, rules): (Sweep, &[Rules]),
    step: &(dyn Fn(usize) + Sync),
) -> Result<Swept, Faults> {
    let decide = |rules: &Rules| {
        let own = RunScenario { parameters: rules.parameters.clone(), ..scenario.clone() };
        let run = run(own, &|_| ())?;
        step(1);
        Ok((Decided::new(&run), run.inputs, run.remarks))
    };
    let found: Vec<Result<Found, Faults>> = rules.par_iter().map(decide).collect();
    let found: Vec<Found> = found.into_iter().collect::<Result<_, _>>()?;
    let decided: Vec<&Decided> = found.iter().map(|(decided, ..)| decided).collect();
    let (inputs, remarks) = found
        .first()
        .map(|(_, inputs, remarks)| {
            (serde_json::to_value(inputs).unwrap_or_default(), remarks.clone())
        })
        .unwrap_or_default();
    Ok(Swept {
        sample: Sample::Event {
            name: scenario.event.name.clone(),
            rank_day: scenario.event.rank_day,
            implementation: scenario.event.implementation,
        },
        figures: figures(&decided),
        name: scenario.name,
        description: scenario.description,
        sweep,
        confidence: CONFIDENCE,
        luck: Vec::new(),
        parameters: serde_json::to_value(&scenario.parameters).unwrap_or_default(),
        inputs,
        remarks,
    })
}

/// All figures, by measure, index and combination.
fn figures(decided: &[&Decided]) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (measure, unit, of) in OF_INDEX {
        for index in <Index as strum::IntoEnumIterator>::iter() {
            let value = |decided: &&Decided| of(&decided.turnover[index as usize]);
            figures.extend(figures_of((measure, Some(index), unit), decided.iter().map(value)));
        }
    }
    for (at, measure) in ["moves_up", "moves_down"].into_iter().enumerate() {
        let value = |decided: &&Decided| Some(decided.moves[at] as f64);
        figures.extend(figures_of((measure, None, Unit::Count), decided.iter().map(value)));
    }
    figures
}

/// A measure of every combination; empty if it is unknown for all of them.
fn figures_of(
    (measure, index, unit): (&str, Option<Index>, Unit),
    values: impl Iterator<Item = Option<f64>>,
) -> Vec<Figure> {
    let values: Vec<Option<f64>> = values.collect();
    let first = values.first().copied().flatten();
    if values.iter().all(Option::is_none) {
        return Vec::new();
    }
    let figure = |(combination, value): (usize, Option<f64>)| Figure {
        combination,
        measure: measure.to_owned(),
        index,
        unit,
        places: if unit == Unit::Fraction { 10 } else { 0 },
        value,
        spread: Spread::default(),
        difference: value.zip(first).map(|(value, first)| value - first),
        difference_spread: Spread::default(),
        of_cycles: Vec::new(),
    };
    values.into_iter().enumerate().map(figure).collect()
}
