//! Runs a sweep over a history or one reconstitution: whole, one shard of it, or resumed.

use std::ops::Range;

use rayon::current_num_threads;
use serde::Serialize;
use serde_json::Value;

use super::event::Events;
use super::header::{Header, OfCombination, Tries};
use super::history;
use super::order::{Alike, alike, order, order_of_events};
use super::results::{Sample, Swept};
use crate::analysis::comparison::{Cycles, Values};
use crate::refusal::Refusal;
use crate::remark::Remark;
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::sweep::{Rules, Sweep};
use crate::scenario::{InputRecord, RunScenario};
use crate::study::parts::{Divided as _, Share, State};
use crate::study::{Control, InputError};

/// Minimum and maximum number of rule sets tried side by side: one per thread within these limits. Their
/// results are then reduced to a few figures each, so that memory does not grow with the number of rule sets;
/// an interruption loses only the work on one such batch.
const BATCH: (usize, usize) = (8, 32);

/// A sweep ready to run.
#[derive(Debug)]
pub struct Job {
    /// The description of the sweep.
    pub header: Header,
    tried: Tried,
}

/// The rules, with the market or event that they are applied to.
#[derive(Debug)]
enum Tried {
    History(Box<history::Market>, Vec<Rules>),
    Events(Box<Events>),
}

/// Information about a sweep, known once its files are read.
pub(super) struct About<'a> {
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    pub(super) inputs: &'a [InputRecord],
    pub(super) sample: Sample,
    pub(super) cycles: Cycles,
    pub(super) same_closes: Vec<usize>,
}

impl About<'_> {
    fn header(
        self,
        (sweep, order): (Sweep, Vec<usize>),
        parameters: Value,
    ) -> Result<Header, InputError> {
        Ok(Header {
            tool: crate::TOOL.to_owned(),
            name: self.name.to_owned(),
            description: self.description.to_owned(),
            inputs: as_json(&self.inputs)?,
            sweep,
            order,
            sample: self.sample,
            cycles: self.cycles,
            same_closes: self.same_closes,
            parameters,
        })
    }
}

impl Job {
    /// Prepares a sweep over a history: reads its market, as the first rules need it.
    ///
    /// # Errors
    /// Faults of the inputs.
    pub fn of_history(
        scenario: ComparisonScenario,
        sweep: Sweep,
        rules: Vec<Rules>,
    ) -> Result<Self, InputError> {
        let parameters = as_json(&scenario.parameters)?;
        let market = history::Market::read(scenario, first(&rules)?)?;
        let header = market.about(&rules)?.header((sweep, order(&rules)), parameters)?;
        Ok(Self { header, tried: Tried::History(Box::new(market), rules) })
    }

    /// Prepares a sweep over one reconstitution, with the scenario of each combination, and runs the first.
    ///
    /// # Errors
    /// Faults of the inputs.
    pub fn of_event(scenarios: Vec<RunScenario>, sweep: Sweep) -> Result<Self, InputError> {
        let parameters = as_json(&first(&scenarios)?.parameters)?;
        let order = order_of_events((&scenarios, &sweep));
        let events = Events::read(scenarios, sweep.clone())?;
        let header = events.about().header((sweep, order), parameters)?;
        Ok(Self { header, tried: Tried::Events(Box::new(events)) })
    }

    /// Empty results.
    pub fn nothing(&self) -> Tries {
        Tries::default()
    }

    /// Tries the combinations of a range of [`Header::order`] that are not in `done`. `save` is called
    /// after every batch with a function that gives the results so far; its errors end the run.
    ///
    /// # Errors
    /// Faults of the inputs, and errors of `save`.
    pub fn run<E: From<InputError>>(
        self,
        range: Range<u64>,
        done: Tries,
        control: &Control<'_>,
        mut save: impl FnMut(&dyn Fn() -> Tries) -> Result<(), E>,
    ) -> Result<State<Header>, E> {
        let Self { header, tried } = self;
        let all = header.order.len();
        let position = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(all);
        let own = &header.order[position(range.start)..position(range.end)];
        let wanted: Vec<usize> = own.iter().copied().filter(|at| !done.has(*at)).collect();
        let mut progress = Progress { done, control, save: &mut save };
        match tried {
            Tried::History(market, rules) => {
                market.run((&header, &rules), &alike(&rules, &wanted), &mut progress)?;
            }
            Tried::Events(events) => events.run(&wanted, &mut progress)?,
        }
        Ok(State { results: progress.done, header })
    }

    /// Tries all combinations; `step` is called with the number that were completed.
    fn whole(self, step: &(dyn Fn(usize) + Sync)) -> Result<Option<Swept>, InputError> {
        let on_done = |count| step(usize::try_from(count).unwrap_or(usize::MAX));
        let nothing = self.nothing();
        let control = Control { is_stopped: &|| false, on_done: &on_done };
        let range = Share::WHOLE.range(self.header.count());
        let State { header, results } =
            self.run(range, nothing, &control, |_| Ok::<(), InputError>(()))?;
        Ok(Swept::of_tries(&header, &results))
    }
}

fn as_json(value: &impl Serialize) -> Result<Value, Refusal> {
    serde_json::to_value(value).map_err(Refusal::of_program)
}

fn first<R>(rules: &[R]) -> Result<&R, Refusal> {
    rules.first().ok_or_else(|| Refusal::of_program("a sweep without rules"))
}

/// The results of a rule set.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// The values, in the order of [`Header::quantities`].
    pub(super) values: Vec<Values>,
    /// If it represents a set of days and files: all remarks on these, with the first combination that has
    /// them.
    pub(super) remarks: Option<(usize, Vec<Remark>)>,
}

/// Called after every batch, with a function that gives the results so far.
type Save<'a, E> = &'a mut dyn FnMut(&dyn Fn() -> Tries) -> Result<(), E>;

/// The results so far, with the callbacks to report and save them.
pub(super) struct Progress<'a, E> {
    pub(super) done: Tries,
    control: &'a Control<'a>,
    save: Save<'a, E>,
}

impl<E> Progress<'_, E> {
    /// Whether to stop before everything is done.
    pub(super) fn is_stopped(&self) -> bool {
        (self.control.is_stopped)()
    }

    /// Number of rule sets to try side by side.
    pub(super) fn batch() -> usize {
        current_num_threads().clamp(BATCH.0, BATCH.1)
    }

    /// Adds the results of some rule sets.
    pub(super) fn take(&mut self, some: &[Alike], found: Vec<Found>) -> Result<(), E> {
        for (alike, Found { values, remarks }) in some.iter().zip(found) {
            self.done.of_events.extend(remarks);
            for &combination in alike {
                self.done.add(OfCombination { combination, values: values.clone() });
            }
        }
        (self.control.on_done)(some.iter().map(|alike| alike.len() as u64).sum());
        let done = &self.done;
        (self.save)(&|| done.clone())
    }
}

/// Remarks on a sweep over one reconstitution before it is run: those on the days and files of all its
/// combinations.
///
/// # Errors
/// Faults of the inputs.
pub fn inspect_event(scenarios: Vec<RunScenario>, sweep: Sweep) -> Result<Vec<Remark>, InputError> {
    first(&scenarios)?;
    Ok(Events::read(scenarios, sweep)?.inspect()?)
}

/// Runs a whole sweep over one reconstitution; `step` is called with the number of combinations that were
/// completed. `None` for a sweep without rules, which no scenario allows.
///
/// # Errors
/// Faults of the inputs.
pub fn sweep_event(
    scenarios: Vec<RunScenario>,
    sweep: Sweep,
    step: &(dyn Fn(usize) + Sync),
) -> Result<Option<Swept>, InputError> {
    Job::of_event(scenarios, sweep)?.whole(step)
}

/// Runs a whole sweep over a historical market; as [`sweep_event`].
///
/// # Errors
/// Faults of the inputs.
pub fn sweep_history(
    scenario: ComparisonScenario,
    sweep: Sweep,
    rules: &[Rules],
    step: &(dyn Fn(usize) + Sync),
) -> Result<Option<Swept>, InputError> {
    Job::of_history(scenario, sweep, rules.to_vec())?.whole(step)
}
