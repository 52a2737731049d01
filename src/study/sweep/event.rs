//! Runs a sweep over one reconstitution: every rule book is applied to the same event.

use rayon::prelude::*;

use super::of_event;
use super::results::{Figure, Sample, Swept};
use crate::analysis::comparison::Spread;
use crate::analysis::interval::CONFIDENCE;
use crate::analysis::turnover::Turnover;
use crate::reconstitution::Action;
use crate::remark::Remark;
use crate::scenario::sweep::{Rules, Sweep};
use crate::scenario::{InputRecord, RunScenario};
use crate::simulation::measures::Measure;
use crate::study::{Run, run};
use crate::universe::{Faults, Index};

/// A measure of an index, and how to read it from the turnover of the event.
type OfIndex = (&'static Measure, fn(&Turnover) -> Option<f64>);

const OF_INDEX: [OfIndex; 7] = [
    (&of_event::ONE_WAY, |of| of.changes.as_ref().map(|changes| changes.one_way)),
    (&of_event::MEMBERS_AFTER, |of| Some(of.members_after as f64)),
    (&of_event::COMPANIES_AFTER, |of| Some(of.companies_after as f64)),
    (&of_event::ADDITIONS, |of| of.count(|changes| changes.additions).map(|n| n as f64)),
    (&of_event::DELETIONS, |of| of.count(|changes| changes.deletions).map(|n| n as f64)),
    (&of_event::MOVED_IN, |of| of.count(|changes| changes.moved_in).map(|n| n as f64)),
    (&of_event::MOVED_OUT, |of| of.count(|changes| changes.moved_out).map(|n| n as f64)),
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
    for (measure, of) in OF_INDEX {
        for index in <Index as strum::IntoEnumIterator>::iter() {
            let value = |decided: &&Decided| of(&decided.turnover[index as usize]);
            figures.extend(figures_of(measure, Some(index), decided.iter().map(value)));
        }
    }
    for (at, measure) in [&of_event::MOVES_UP, &of_event::MOVES_DOWN].into_iter().enumerate() {
        let value = |decided: &&Decided| Some(decided.moves[at] as f64);
        figures.extend(figures_of(measure, None, decided.iter().map(value)));
    }
    figures
}

/// A measure of every combination; empty if it is unknown for all of them.
fn figures_of(
    measure: &'static Measure,
    index: Option<Index>,
    values: impl Iterator<Item = Option<f64>>,
) -> Vec<Figure> {
    let values: Vec<Option<f64>> = values.collect();
    let first = values.first().copied().flatten();
    if values.iter().all(Option::is_none) {
        return Vec::new();
    }
    let statistic = measure.value();
    let figure = |(combination, value): (usize, Option<f64>)| Figure {
        combination,
        statistic,
        index,
        places: statistic.places(),
        value,
        spread: Spread::default(),
        difference: value.zip(first).map(|(value, first)| value - first),
        difference_spread: Spread::default(),
        of_cycles: Vec::new(),
    };
    values.into_iter().enumerate().map(figure).collect()
}
