//! Runs a sweep over a historical market: the market is read once and backtested under every rule
//! set.

use super::results::{Figure, Luck, Sample, Swept};
use crate::analysis::backtest::{Backtest, Looks};
use crate::analysis::comparison::{
    Comparison, ComparisonRow, Cycles, ScheduleBacktest, Spread, compare,
};
use crate::analysis::interval::{CONFIDENCE, Estimate};
use crate::analysis::timing_luck;
use crate::calendar::{Cycle, cycles};
use crate::methodology::Parameters;
use crate::remark::{self, Kind, Remark};
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::sweep::{MEASURES, OF_LUCK, Rules, Sweep};
use crate::simulation::deviation;
use crate::study::InputError;
use crate::study::comparison::{
    Loaded, RuleSet, Schedule, backtest_under, load, looks, of_market, remarks_on,
};

/// Number of rule sets that are backtested side by side. Their results are then reduced to a few
/// figures each, so that memory does not grow with the number of rule sets.
const BATCH: usize = 32;

/// Runs a sweep over a history; `step` is called with the number of combinations that were
/// completed. `None` for a sweep without rules, which no scenario allows.
///
/// # Errors
/// Faults of the inputs.
pub fn sweep_history(
    scenario: ComparisonScenario,
    sweep: Sweep,
    rules: &[Rules],
    step: &(dyn Fn(usize) + Sync),
) -> Result<Option<Swept>, InputError> {
    let distinct = Distinct::new(&sweep, rules);
    let mut found: Option<Found> = None;
    for group in by_market(&distinct.rules) {
        // Eligibility and the offerings that are applied are settled while the market is read.
        let parameters = distinct.rules[group[0]].parameters.clone();
        let market = ComparisonScenario { parameters, ..scenario.clone() };
        let loaded = load(&market)?;
        let plans = distinct.rules.iter().map(|rules| &rules.plan);
        let looks = looks(&market, &loaded.history, plans)?;
        for some in group.chunks(BATCH) {
            let sets: Vec<RuleSet<'_>> = some.iter().map(|&at| distinct.set(at)).collect();
            let (schedules, without_line) =
                backtest_under(&market, &loaded, (&sets, looks.as_ref()), &|_| ())?;
            let found = match &mut found {
                Some(found) => found,
                // The first group begins with the first rule.
                none => none.insert(Found::new(
                    &market,
                    &loaded,
                    (&schedules, looks.as_ref()),
                    without_line,
                )?),
            };
            found.take(&schedules, some, &distinct);
            step(some.iter().map(|at| distinct.combinations[*at].len()).sum());
        }
    }
    Ok(finish(scenario, sweep, found))
}

/// Groups rule sets that read the market in the same way, each group as indices into `rules`; the
/// group of the first rule set comes first.
fn by_market(rules: &[&Rules]) -> Vec<Vec<usize>> {
    fn of_market(p: &Parameters) -> impl PartialEq + '_ {
        (&p.eligibility, &p.offerings)
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, own) in rules.iter().enumerate() {
        let same = |group: &&mut Vec<usize>| {
            of_market(&rules[group[0]].parameters) == of_market(&own.parameters)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

/// The distinct rule sets: combinations with identical rules share one backtest.
struct Distinct<'a> {
    rules: Vec<&'a Rules>,
    /// For each rule set, its combinations.
    combinations: Vec<Vec<usize>>,
}

impl<'a> Distinct<'a> {
    fn new(sweep: &Sweep, all: &'a [Rules]) -> Self {
        let mut distinct = Self { rules: Vec::new(), combinations: Vec::new() };
        for (at, own) in all.iter().enumerate().take(sweep.combinations.len()) {
            if let Some(same) = distinct.rules.iter().position(|other| *other == own) {
                distinct.combinations[same].push(at);
            } else {
                distinct.rules.push(own);
                distinct.combinations.push(vec![at]);
            }
        }
        distinct
    }

    fn set(&self, at: usize) -> RuleSet<'_> {
        RuleSet { plan: &self.rules[at].plan, parameters: &self.rules[at].parameters }
    }
}

/// The results so far.
struct Found {
    /// The backtest of the first rule set, with which the others are compared.
    first: Backtest,
    cycles: Vec<Cycle>,
    of_closes: Cycles,
    sample: Sample,
    remarks: Vec<Remark>,
    inputs: serde_json::Value,
    figures: Vec<Figure>,
}

impl Found {
    /// Starts with the results of the first schedule.
    fn new(
        market: &ComparisonScenario,
        loaded: &Loaded,
        (schedules, looks): (&[Schedule], Option<&Looks>),
        without_line: Vec<String>,
    ) -> Result<Self, InputError> {
        let days = loaded.history.backtest_days();
        let ends = (days[0].date, days[days.len() - 1].date);
        let cycles = cycles(ends.0, ends.1).map_err(|error| of_market(market, error))?;
        let dates: Vec<_> = days.iter().map(|day| day.date).collect();
        let of_closes = Cycles::new(&cycles, &dates);
        let sample = Sample::History {
            cycles: of_closes.complete().count() as u64,
            days: ends,
            closes: days.len(),
            lines: loaded.history.lines.len(),
        };
        Ok(Self {
            first: schedules[0].backtest.clone(),
            cycles,
            of_closes,
            sample,
            remarks: remarks_on(market, loaded, (&schedules[..1], looks), without_line),
            inputs: serde_json::to_value(&loaded.inputs).unwrap_or_default(),
            figures: Vec::new(),
        })
    }

    /// Adds the measures of some of the rule sets.
    fn take(&mut self, schedules: &[Schedule], some: &[usize], distinct: &Distinct<'_>) {
        let unnamed = |backtest| ScheduleBacktest { name: "", backtest };
        let others = schedules.iter().map(|schedule| unnamed(&schedule.backtest));
        let all: Vec<ScheduleBacktest<'_>> =
            std::iter::once(unnamed(&self.first)).chain(others).collect();
        let Some(Comparison { rows, .. }) = compare(&all, &self.cycles) else { return };
        // The first rule set comes before each group, for the comparison.
        for rows in rows.chunks(all.len()).filter(|rows| is_wanted(&rows[0])) {
            for (row, at) in rows[1..].iter().zip(some) {
                let combinations = distinct.combinations[*at].iter();
                self.figures.extend(combinations.map(|&of| figure(of, row)));
            }
        }
    }
}

/// Sorts the results; `None` if there are none.
fn finish(scenario: ComparisonScenario, sweep: Sweep, found: Option<Found>) -> Option<Swept> {
    let Found { of_closes, sample, mut remarks, inputs, mut figures, .. } = found?;
    let place = |figure: &Figure| MEASURES.iter().position(|of| *of == figure.statistic);
    figures.sort_by_key(|figure| (place(figure), figure.index, figure.combination));
    let luck = luck(&sweep, &figures, &of_closes);
    if !luck.is_empty()
        && let Sample::History { closes, .. } = sample
    {
        remarks.push(Kind::ShiftsFallOnCloses { closes }.into());
        remark::sort(&mut remarks);
    }
    Some(Swept {
        name: scenario.name,
        description: scenario.description,
        sweep,
        sample,
        confidence: CONFIDENCE,
        figures,
        luck,
        parameters: serde_json::to_value(&scenario.parameters).unwrap_or_default(),
        inputs,
        remarks,
    })
}

fn is_wanted(row: &ComparisonRow) -> bool {
    MEASURES.contains(&row.statistic)
}

fn figure(combination: usize, row: &ComparisonRow) -> Figure {
    Figure {
        combination,
        statistic: row.statistic,
        index: row.index,
        places: row.places,
        value: row.value,
        spread: row.spread,
        difference: row.difference,
        difference_spread: row.difference_spread,
        of_cycles: row.of_cycles.clone(),
    }
}

/// The timing luck of every rule whose days were moved.
fn luck(sweep: &Sweep, figures: &[Figure], cycles: &Cycles) -> Vec<Luck> {
    let mut all = Vec::new();
    for (rule, group) in sweep.shifted() {
        for of_measure in figures.chunk_by(|a, b| a.statistic == b.statistic && a.index == b.index)
        {
            if !OF_LUCK.contains(&of_measure[0].statistic) {
                continue;
            }
            let own: Vec<&Figure> =
                of_measure.iter().filter(|figure| group.contains(&figure.combination)).collect();
            all.extend(luck_of(&rule, &own, cycles));
        }
    }
    all
}

/// The timing luck of a rule's measure over all its shifts; `None` if the measure is unknown for
/// one of them.
fn luck_of(rule: &str, shifts: &[&Figure], cycles: &Cycles) -> Option<Luck> {
    let luck = Luck::over(rule, shifts, |values| {
        let of_cycles: Vec<_> = shifts.iter().map(|figure| figure.of_cycles.as_slice()).collect();
        let estimate: Option<Estimate> = cycles.estimate(&timing_luck::by_cycle(&of_cycles));
        let Some(Estimate { mean, count, standard_error, interval }) = estimate else {
            return Some((deviation(values)?, Spread::default()));
        };
        Some((mean, Spread { cycles: Some(count), standard_error, interval }))
    })?;
    Some(Luck { places: luck.places.max(4), ..luck })
}
