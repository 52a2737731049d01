//! Backtests every rule set of a sweep on a historical market, which is read once for all rule sets that read
//! it in the same way.

use rayon::prelude::*;

use super::header::Header;
use super::job::{About, Found, Progress};
use super::order::{Alike, are_of_one_market, by_market};
use super::results::Sample;
use crate::analysis::backtest::{Backtest, Looks};
use crate::analysis::comparison::{Cycles, Measurement, Values, measurements};
use crate::calendar::{Plan, cycles, latest_shift};
use crate::remark::{self, Doubt, Kind, OutcomeDoubt};
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::sweep::Rules;
use crate::simulation::Timetable;
use crate::simulation::paths::Quantity;
use crate::study::InputError;
use crate::study::comparison::{
    Loaded, RuleSet, backtest_under, days_under, load, looks, of_market, remarks_on, timetables,
};
use crate::study::rules;

/// A market as read for some of the rule sets.
#[derive(Debug)]
pub(super) struct Market {
    scenario: ComparisonScenario,
    loaded: Loaded,
}

impl Market {
    /// Reads the market. Eligibility and the offerings to apply are decided while it is read.
    pub(super) fn read(scenario: ComparisonScenario, rules: &Rules) -> Result<Self, InputError> {
        let scenario = ComparisonScenario { parameters: rules.parameters.clone(), ..scenario };
        let loaded = load(&scenario)?;
        Ok(Self { scenario, loaded })
    }

    /// The information about the market for reports on these rule sets.
    pub(super) fn about(&self, rules: &[Rules]) -> Result<About<'_>, InputError> {
        let Self { scenario, loaded } = self;
        let days = loaded.history.backtest_days();
        let ends = (days[0].date, days[days.len() - 1].date);
        let shift = latest_shift(rules.iter().map(|rules| &rules.plan));
        let all = cycles(ends.0, ends.1, shift).map_err(|error| of_market(scenario, error))?;
        let dates: Vec<_> = days.iter().map(|day| day.date).collect();
        let cycles = Cycles::new(&all, &dates);
        let plans = rules.iter().map(|rules| &rules.plan);
        let timetables = timetables(scenario, &loaded.history, plans)?;
        let first = |(at, timetable): (usize, &Timetable)| {
            let is_same = |other: &usize| {
                rules[*other].plan.name == rules[at].plan.name
                    && timetables[*other].falls_as(timetable)
            };
            (0..at).find(is_same).unwrap_or(at)
        };
        let same_closes = timetables.iter().enumerate().map(first).collect();
        Ok(About {
            name: &scenario.name,
            description: &scenario.description,
            inputs: &loaded.inputs,
            sample: Sample::History {
                cycles: cycles.complete().count() as u64,
                days: ends,
                closes: days.len(),
                lines: loaded.history.lines.len(),
            },
            cycles,
            same_closes,
        })
    }

    /// Tries rule sets, beginning with those of this market. The first rule set is always tried, since the
    /// others are measured along its returns.
    pub(super) fn run<E: From<InputError>>(
        self,
        (header, rules): (&Header, &[Rules]),
        all: &[Alike],
        progress: &mut Progress<'_, E>,
    ) -> Result<(), E> {
        let mut groups = by_market(rules, all);
        if groups.first().is_some_and(|of| !are_of_one_market(&rules[0], &rules[of[0][0]])) {
            groups.insert(0, &[]);
        }
        let mut trial = Trial { header, rules, quantities: header.quantities(), first: None };
        let mut market = self;
        for group in groups {
            if let Some(of) =
                group.first().filter(|of| !are_of_one_market(&rules[0], &rules[of[0]]))
            {
                if progress.is_stopped() {
                    return Ok(());
                }
                let scenario = market.scenario.clone();
                // Drop the market before the next is read, so that only one is in memory.
                drop(market);
                market = Self::read(scenario, &rules[of[0]])?;
            }
            trial.run(&market, group, progress)?;
        }
        Ok(())
    }
}

/// Tries rule sets on markets, one after another.
struct Trial<'a> {
    header: &'a Header,
    rules: &'a [Rules],
    quantities: Vec<Quantity>,
    /// The backtest of the first rule set, once it is known.
    first: Option<Backtest>,
}

impl Trial<'_> {
    /// Tries the rule sets of a market in batches.
    fn run<E: From<InputError>>(
        &mut self,
        market: &Market,
        group: &[Alike],
        progress: &mut Progress<'_, E>,
    ) -> Result<(), E> {
        // Measure all rule sets on the same closes, whichever of them are tried here.
        let plans = self.rules.iter().map(|rules| &rules.plan);
        let looks = looks(&market.scenario, &market.loaded.history, plans)?;
        let size = Progress::<E>::batch();
        // With an empty group, the market only serves to backtest the first rule set.
        let count = group.len().div_ceil(size).max(1);
        for at in 0..count {
            if progress.is_stopped() {
                return Ok(());
            }
            let some = &group[at * size..group.len().min((at + 1) * size)];
            let values = self.batch((market, looks.as_ref()), some, progress)?;
            progress.take(some, values)?;
        }
        Ok(())
    }

    /// Backtests some rule sets side by side and measures them.
    fn batch<E>(
        &mut self,
        (market, looks): (&Market, Option<&Looks>),
        some: &[Alike],
        progress: &mut Progress<'_, E>,
    ) -> Result<Vec<Found>, InputError> {
        let Market { scenario, loaded } = market;
        let is_first = some.first().is_some_and(|alike| alike[0] == 0);
        let before = (self.first.is_none() && !is_first).then_some(0);
        let numbers = before.into_iter().chain(some.iter().map(|alike| alike[0]));
        let set = |at: usize| RuleSet {
            plan: &self.rules[at].plan,
            parameters: &self.rules[at].parameters,
        };
        let sets: Vec<RuleSet<'_>> = numbers.map(set).collect();
        let (schedules, without_line) = backtest_under(scenario, loaded, (&sets, looks), &|_| ())?;
        let first = match &mut self.first {
            Some(first) => first,
            none => {
                let mut remarks =
                    remarks_on(scenario, loaded, (&schedules[..1], looks), without_line);
                // Days of any rule may fall on one close, so these remarks are made for all rules together.
                let is_of_days = |kind: &Kind| {
                    matches!(
                        kind,
                        Kind::Doubt(Doubt::Outcome(
                            OutcomeDoubt::DaysTogether { .. } | OutcomeDoubt::RankDayUnknown { .. }
                        ))
                    )
                };
                remarks.retain(|remark| !is_of_days(&remark.kind));
                remarks.extend(days_under(scenario, loaded, &plans(self.header, self.rules))?);
                let others = self.rules.iter().map(|rules| &rules.parameters);
                remarks.extend(rules::further_doubts(&scenario.parameters, others));
                remark::sort(&mut remarks);
                progress.done.remarks = remarks;
                none.insert(schedules[0].backtest.clone())
            }
        };
        let (first, cycles, quantities) = (&*first, &self.header.cycles, &self.quantities);
        let own = &schedules[usize::from(before.is_some())..];
        let values = own.par_iter().map(|schedule| {
            let all = measurements(&schedule.backtest, first, cycles);
            let values = quantities.iter().map(|quantity| values(&all, *quantity)).collect();
            Found { values, remarks: None }
        });
        Ok(values.collect())
    }
}

/// The plans of the rules, each once, with the name of the first rule that has it.
fn plans<'r>(header: &'r Header, rules: &'r [Rules]) -> Vec<(&'r str, &'r Plan)> {
    let mut plans: Vec<(&str, &Plan)> = Vec::new();
    for (combination, rules) in header.sweep.combinations.iter().zip(rules) {
        if plans.iter().all(|(_, plan)| *plan != &rules.plan) {
            plans.push((&combination.name, &rules.plan));
        }
    }
    plans
}

/// The values of a quantity; unknown if a history does not have it.
fn values(all: &[Measurement], of: Quantity) -> Values {
    let own = all.iter().find(|own| own.statistic == of.statistic && own.index == of.index);
    // NaN and infinity cannot be stored, so they become unknown.
    let known = |value: &Option<f64>| value.filter(|value| value.is_finite());
    match own.map(|own| &own.values) {
        Some(Values::OfCycles(of)) => Values::OfCycles(of.iter().map(known).collect()),
        Some(Values::Once(value)) => Values::Once(known(value)),
        None => Values::Once(None),
    }
}
