//! Runs a comparison: load the files, backtest every schedule, measure.

use super::load::{Loaded, load};
use super::remarks::Before;
use crate::analysis::backtest::{Backtest, Every, Looks, Recorder};
use crate::analysis::plausibility::{self, Plausibility};
use crate::calendar::{Cycle, Plan, cycles, latest_shift};
use crate::market::history::{History, Repairs, Unapplied};
use crate::methodology::Parameters;
use crate::refusal::Refusal;
use crate::remark::{self, HistoryNote, Remark};
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::{InputRecord, ScenarioError};
use crate::simulation::{Ledger, Observer, Setup, SimulationError, Start, Timetable, backtest};
use crate::study::InputError;
use crate::universe::{Faults, Funds};

/// The backtest of one schedule.
#[derive(Debug)]
pub struct Schedule {
    /// Its name.
    pub name: String,
    /// The days of its events.
    pub timetable: Timetable,
    /// Every change of a membership.
    pub ledger: Ledger,
    /// The measured results.
    pub backtest: Backtest,
}

/// The results of a comparison, from which reports are written.
#[derive(Debug)]
pub struct Compared {
    /// The scenario.
    pub scenario: ComparisonScenario,
    /// The schedules, in the scenario's order.
    pub schedules: Vec<Schedule>,
    /// The cycles covered by its days, the same for all schedules.
    pub cycles: Vec<Cycle>,
    /// The history of every line, used for dates and tickers.
    pub history: History,
    /// Number of lines in the market.
    pub lines: usize,
    /// Repairs made to the panel.
    pub repairs: Repairs,
    /// Stated corporate actions that are not applied, by date.
    pub unapplied: Vec<Unapplied>,
    /// The funds that track the indexes.
    pub funds: Funds,
    /// Records of the input files.
    pub inputs: Vec<InputRecord>,
    /// Remarks, in the order in which they are reported.
    pub remarks: Vec<Remark>,
}

/// Why a comparison's market cannot be simulated, with the file that is at fault.
pub(super) fn refused(scenario: &ComparisonScenario, error: SimulationError) -> InputError {
    match error {
        SimulationError::Calendar { .. } => ScenarioError::file(&scenario.path, error).into(),
        SimulationError::Caps { .. } => of_market(scenario, error).into(),
    }
}

/// A fault that concerns a comparison's market as a whole.
pub(in crate::study) fn of_market(
    scenario: &ComparisonScenario,
    refusal: impl Into<Refusal>,
) -> Faults {
    Faults::of_file(&scenario.market.panel.display().to_string(), refusal)
}

/// The simulated timeline of one schedule, with its observers.
#[derive(Debug)]
pub struct Watched<O> {
    /// The market.
    pub history: History,
    /// The days of its events.
    pub timetable: Timetable,
    /// The observer of every close and every event.
    pub watcher: O,
}

/// Backtests a comparison's market under one of its plans with a custom observer.
///
/// # Errors
/// Faults of the inputs.
pub fn watch<O: Observer>(
    scenario: &ComparisonScenario,
    plan: &Plan,
    watcher: O,
) -> Result<Watched<O>, InputError> {
    let loaded = load(scenario)?;
    let setup = Setup {
        plan,
        start: &loaded.start,
        symbol_changes: &loaded.symbol_changes,
        corporate: &loaded.corporate,
        parameters: &scenario.parameters,
    };
    let mut watchers = [watcher];
    let mut carried = backtest(&loaded.history, &[setup], &mut watchers, &|_| ())
        .map_err(|error| refused(scenario, error))?;
    let timetable = carried.remove(0).timetable;
    let [watcher] = watchers;
    Ok(Watched { history: loaded.history, timetable, watcher })
}

/// The plan and rule book of one backtest.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RuleSet<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) parameters: &'a Parameters,
}

/// Backtests an already loaded market under each rule set. Returns the backtests in the order of
/// the rule sets, and the initial members that have no line in the market, which are the same for
/// all.
pub(crate) fn backtest_under(
    scenario: &ComparisonScenario,
    loaded: &Loaded,
    (rules, looks): (&[RuleSet<'_>], Option<&Looks>),
    step: &(dyn Fn(usize) + Sync),
) -> Result<(Vec<Schedule>, Vec<String>), InputError> {
    let Loaded { history, start, corporate, symbol_changes, checks, funds, .. } = loaded;
    let setups: Vec<Setup<'_>> = rules
        .iter()
        .map(|&RuleSet { plan, parameters }| Setup {
            plan,
            start,
            symbol_changes,
            corporate,
            parameters,
        })
        .collect();
    let assets = funds.followed();
    let mut recorders: Vec<Recorder<'_>> = setups
        .iter()
        .map(|setup| {
            Recorder::new(setup.parameters, checks, symbol_changes, &assets).looking(looks)
        })
        .collect();
    let mut carried = backtest(history, &setups, &mut recorders, step)
        .map_err(|error| refused(scenario, error))?;
    let without_line =
        carried.first_mut().map(|first| std::mem::take(&mut first.start_without_line));
    let schedules = carried.into_iter().zip(recorders).zip(rules).map(
        |((carried, recorder), RuleSet { plan, .. })| Schedule {
            name: plan.name.clone(),
            timetable: carried.timetable,
            ledger: carried.ledger,
            backtest: recorder.backtest,
        },
    );
    Ok((schedules.collect(), without_line.unwrap_or_default()))
}

/// The closes on which drift is measured, the same ones under every plan; `None` for all.
pub(crate) fn looks<'p>(
    scenario: &ComparisonScenario,
    history: &History,
    plans: impl IntoIterator<Item = &'p Plan>,
) -> Result<Option<Looks>, InputError> {
    if scenario.every == Every::Session {
        return Ok(None);
    }
    let timetables = timetables(scenario, history, plans)?;
    Ok(Some(Looks::new(scenario.every, history, &timetables)))
}

/// The days of these plans in a history.
pub(crate) fn timetables<'p>(
    scenario: &ComparisonScenario,
    history: &History,
    plans: impl IntoIterator<Item = &'p Plan>,
) -> Result<Vec<Timetable>, InputError> {
    let timetable = |plan: &Plan| {
        let fault = |source| SimulationError::Calendar { plan: plan.name.clone(), source };
        Timetable::new(plan, history).map_err(|source| refused(scenario, fault(source)))
    };
    plans.into_iter().map(timetable).collect()
}

/// Warnings about events whose rank day and implementation fall on one close, and about rank days with many
/// unknown values, under any of these plans. Each plan has a name.
///
/// # Errors
/// Days that the calendar does not know.
pub(crate) fn days_under(
    scenario: &ComparisonScenario,
    loaded: &Loaded,
    plans: &[(&str, &Plan)],
) -> Result<Vec<Remark>, InputError> {
    let Loaded { history, funds, .. } = loaded;
    let days = timetables(scenario, history, plans.iter().map(|(_, plan)| *plan))?;
    let timetables = plans.iter().map(|(name, _)| *name).zip(&days).collect();
    let before = Before { scenario, history, funds, timetables };
    Ok(before.together().into_iter().chain(before.unknown_on_rank_days()).collect())
}

/// Remarks on the backtests of the schedules, in the order in which they are reported.
pub(crate) fn remarks(
    scenario: &ComparisonScenario,
    loaded: &Loaded,
    (schedules, looks): (&[Schedule], Option<&Looks>),
    without_line: Vec<String>,
) -> Vec<Remark> {
    let Loaded { history, start, funds, remarks: loaded_remarks, .. } = loaded;
    let before = Before {
        scenario,
        history,
        funds,
        timetables: schedules.iter().map(|s| (s.name.as_str(), &s.timetable)).collect(),
    };
    let mut remarks = before.remarks(schedules);
    remarks.extend(loaded_remarks.iter().cloned());
    let (closes, of) = (looks.map(Looks::count), history.span.len());
    if let Some(closes) = closes.filter(|closes| *closes < of) {
        let every = scenario.every.to_string();
        remarks.push(HistoryNote::DriftMeasured { every, closes, of }.into());
    }
    if !without_line.is_empty() {
        let count = without_line.len();
        let remark = Remark::from(HistoryNote::StartWithoutLine { symbols: without_line });
        remarks.push(match start {
            Start::Held(held) => remark.on(count, held.members.len()),
            Start::Formed => remark,
        });
    }
    if history.lines.len() >= scenario.plausibility.small_universe {
        remarks.extend(turnover(schedules, &scenario.plausibility));
    }
    remark::sort(&mut remarks);
    remarks
}

/// Runs a comparison; `step` is called with the number of days that were simulated.
///
/// # Errors
/// Faults of the inputs.
pub fn compare(
    scenario: ComparisonScenario,
    step: &(dyn Fn(usize) + Sync),
) -> Result<Compared, InputError> {
    let loaded = load(&scenario)?;
    let parameters = &scenario.parameters;
    let rules: Vec<RuleSet<'_>> =
        scenario.plans.iter().map(|plan| RuleSet { plan, parameters }).collect();
    let looks = looks(&scenario, &loaded.history, &scenario.plans)?;
    let (schedules, without_line) =
        backtest_under(&scenario, &loaded, (&rules, looks.as_ref()), step)?;
    let remarks = remarks(&scenario, &loaded, (&schedules, looks.as_ref()), without_line);
    let Loaded { history, funds, inputs, .. } = loaded;
    let days = history.backtest_days();
    let cycles = cycles(days[0].date, days[days.len() - 1].date, latest_shift(&scenario.plans))
        .map_err(|error| of_market(&scenario, error))?;
    Ok(Compared {
        schedules,
        cycles,
        lines: history.lines.len(),
        repairs: history.repairs.clone(),
        unapplied: history.unapplied(),
        funds,
        inputs,
        remarks,
        scenario,
        history,
    })
}

/// Remarks on implausible turnover of the schedules' events.
fn turnover(schedules: &[Schedule], limits: &Plausibility) -> Vec<Remark> {
    let events = schedules.iter().flat_map(|schedule| {
        let events = schedule.backtest.events.iter();
        events.map(|event| (format!("{}, {}", schedule.name, event.name), &event.turnover[..]))
    });
    let (empty, others): (Vec<_>, Vec<_>) =
        events.partition(|(_, turnover)| plausibility::event::is_empty(turnover));
    let high = others
        .iter()
        .filter_map(|(name, turnover)| plausibility::event::turnover(turnover, Some(name), limits));
    plausibility::event::nobody(&empty).into_iter().chain(high).collect()
}

/// Remarks on a comparison before any backtest.
///
/// # Errors
/// Faults of the inputs.
pub fn inspect(scenario: &ComparisonScenario) -> Result<Vec<Remark>, InputError> {
    let Loaded { history, funds, remarks: loaded, .. } = load(scenario)?;
    let timetables = timetables(scenario, &history, &scenario.plans)?;
    let named = scenario.plans.iter().map(|plan| plan.name.as_str()).zip(&timetables).collect();
    let before = Before { scenario, history: &history, funds: &funds, timetables: named };
    let mut remarks = before.remarks(&[]);
    remarks.extend(loaded);
    remark::sort(&mut remarks);
    Ok(remarks)
}
