//! A checked sweep: all rule sets, starting with that of the scenario itself.

use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::grid::{self, Axis, Point, SCHEDULES, SHIFTS, shown};
use crate::calendar::{Plan, Shift};
use crate::limits;
use crate::methodology::{Parameters, WrittenMethodology};
use crate::refusal::Refusal;
use crate::scenario::checked::{self, RunScenario};
use crate::scenario::checker::Checker;
use crate::scenario::comparison::written::{WrittenCompare, WrittenSchedule};
use crate::scenario::comparison::{self, ComparisonScenario};
use crate::scenario::error::ScenarioError;
use crate::scenario::kind::Kind;
use crate::scenario::reader::read_value;
use crate::scenario::simulated::written::WrittenSimulated;
use crate::scenario::simulated::{self, SimulatedScenario};
use crate::scenario::text::{Lookup, ScenarioText, environment, read_text};

/// A rule set of a sweep, as named in reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combination {
    /// Its name: the schedule, then the values of the other keys.
    pub name: String,
    /// The value of each key, in the order of [`Sweep::keys`]; `None` for the scenario's own value.
    pub settings: Vec<Option<String>>,
}

/// The rule sets of a sweep, as named in reports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// The keys that vary, `schedules` first.
    pub keys: Vec<String>,
    /// The combinations of their values. The first is the current rule: the scenario without its
    /// sweep, under its first schedule. If it is not one of those that the values give, it is added,
    /// and so is the same rule under each of the other schedules.
    pub combinations: Vec<Combination>,
    /// The combinations, from 0, that are the current rule under each of the other schedules.
    pub other_schedules: Vec<usize>,
}

/// A rule set: a schedule and a rule book.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// When the family is reconstituted.
    pub plan: Plan,
    /// The rule book.
    pub parameters: Parameters,
}

/// The market or event to which all rule sets are applied.
#[derive(Debug)]
pub enum Base {
    /// A historical market.
    History(Box<ComparisonScenario>),
    /// Simulated paths.
    Simulated(Box<SimulatedScenario>),
    /// One reconstitution.
    Event(Box<RunScenario>),
}

/// A sweep ready to run.
#[derive(Debug)]
pub struct SweepScenario {
    /// The market or event to which the rule sets are applied.
    pub base: Base,
    /// The rule sets by name.
    pub sweep: Sweep,
    /// The rule sets, in the order of the combinations.
    pub rules: Vec<Rules>,
}

impl SweepScenario {
    /// The scenario's name.
    pub fn name(&self) -> &str {
        match &self.base {
            Base::History(scenario) => &scenario.name,
            Base::Simulated(scenario) => &scenario.name,
            Base::Event(scenario) => &scenario.name,
        }
    }
}

impl Sweep {
    /// Whether it is valid and has this number of combinations; one read from a file cannot be
    /// trusted.
    pub(crate) fn is_of(&self, combinations: usize) -> bool {
        let width = self.keys.len();
        self.keys.first().is_some_and(|key| key == SCHEDULES)
            && self.combinations.len() == combinations
            && self.combinations.iter().all(|of| of.settings.len() == width)
            && self.other_schedules.iter().all(|at| (1..combinations).contains(at))
    }

    /// The short name of a key: its last two parts, or as many as distinguish it from the others.
    pub fn short(&self, key: usize) -> &str {
        short(&self.keys, key)
    }

    /// The schedule of a combination.
    pub fn schedule(&self, combination: usize) -> &str {
        self.combinations[combination].settings[0].as_deref().unwrap_or_default()
    }

    /// Whether a combination was added for comparison: it sets nothing but the schedule, and others set more.
    pub fn is_as_it_is(&self, combination: usize) -> bool {
        let others = &self.combinations[combination].settings[1..];
        !others.is_empty() && others.iter().all(Option::is_none)
    }

    /// Whether two combinations differ in these keys at most.
    pub fn differ_only_in(&self, one: usize, other: usize, keys: &[&str]) -> bool {
        let settings = |at: usize| &self.combinations[at].settings;
        let same = |key: usize| settings(one)[key] == settings(other)[key];
        (0..self.keys.len()).all(|key| keys.contains(&self.keys[key].as_str()) || same(key))
    }
}

fn short(keys: &[String], key: usize) -> &str {
    let own = keys[key].as_str();
    let rule = own.strip_prefix("methodology.").unwrap_or(own);
    // A band says of which break it is.
    let ends = rule.rmatch_indices('.').skip(1).map(|(dot, _)| &rule[dot + 1..]);
    let is_own = |end: &str| {
        let ends_so =
            |other: &&String| other.as_str() == end || other.ends_with(&format!(".{end}"));
        keys.iter().filter(ends_so).count() == 1
    };
    ends.chain([rule]).find(|end| is_own(end)).unwrap_or(own)
}

/// Reads and checks a sweep.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn read_sweep(path: &Path) -> Result<SweepScenario, ScenarioError> {
    check_sweep(path, &read_text(path)?, &environment)
}

/// Checks a sweep's text.
///
/// # Errors
/// The first fault, with file, line and column.
pub fn check_sweep(
    path: &Path,
    text: &str,
    lookup: Lookup<'_>,
) -> Result<SweepScenario, ScenarioError> {
    check(&ScenarioText::new(path, text, lookup)?)
}

/// Checks a parsed sweep.
pub(in crate::scenario) fn check(text: &ScenarioText<'_>) -> Result<SweepScenario, ScenarioError> {
    let checker = Checker::new(text);
    match Kind::of(text) {
        Kind::Simulated => {
            let written: WrittenSimulated = text.written()?;
            let plans = checker.plans(&written.compare.schedules, &written.schedule)?;
            let parameters = checker.parameters(&written.methodology)?;
            let own = Rules { plan: plans[0].clone(), parameters };
            let (sweep, rules) = checker.sweep(&own, false)?;
            let base = simulated::check_with(&checker, &written, Some((&sweep, &rules)))?;
            Ok(SweepScenario { base: Base::Simulated(Box::new(base)), sweep, rules })
        }
        Kind::Comparison => {
            let base = comparison::check(text)?;
            let own = Rules { plan: base.plans[0].clone(), parameters: base.parameters.clone() };
            let (sweep, rules) = checker.sweep(&own, false)?;
            Ok(SweepScenario { base: Base::History(Box::new(base)), sweep, rules })
        }
        Kind::Run | Kind::Projection => {
            let base = checked::run(text)?;
            let (name, shift) = (base.event.name.clone(), Shift::default());
            let plan = Plan { name, events: Vec::new(), shift };
            let own = Rules { plan, parameters: base.parameters.clone() };
            let (sweep, rules) = checker.sweep(&own, true)?;
            Ok(SweepScenario { base: Base::Event(Box::new(base)), sweep, rules })
        }
    }
}

impl Checker<'_> {
    /// Builds the rule sets; `own` is that of the scenario without its sweep. A single event has no
    /// schedule other than itself.
    fn sweep(&self, own: &Rules, is_event: bool) -> Result<(Sweep, Vec<Rules>), ScenarioError> {
        let scenario: Table = self.text.written()?;
        let Some(Value::Table(written)) = scenario.get("sweep") else {
            let refusal =
                ("is missing", "add the section, as scenarios/frontier-history.toml has it");
            return Err(self.fault("sweep", refusal));
        };
        let mut written = written.clone();
        if is_event {
            if let Some(key) =
                [SCHEDULES, SHIFTS[0], SHIFTS[1]].iter().find(|k| written.contains_key(**k))
            {
                let refusal = (
                    "is of schedules, and this is one reconstitution",
                    "leave it out, or sweep a comparison",
                );
                return Err(self.fault(&format!("sweep.{key}"), refusal));
            }
            let only = Value::Array(vec![Value::String(own.plan.name.clone())]);
            written.insert(SCHEDULES.to_owned(), only);
        } else if !written.contains_key(SCHEDULES) {
            written.insert(SCHEDULES.to_owned(), scenario["compare"]["schedules"].clone());
        }
        let only = is_event.then_some(&own.plan);
        let axes = grid::axes(&written).map_err(|(place, refusal)| self.fault(&place, refusal))?;
        let mut keys: Vec<String> = Vec::new();
        for (key, _) in axes.iter().flat_map(|axis| &axis.points).flatten() {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        let mut tried: Vec<(Combination, Rules)> = Vec::new();
        for point in grid::combinations(&axes) {
            let point = grid::of_its_schedule(point, &axes[0]);
            let combination = combination(&keys, &point, is_event);
            // Days of another schedule make no difference to it.
            if tried.iter().any(|(other, _)| other.settings == combination.settings) {
                continue;
            }
            let rules = self.rules(&scenario, &point, only).map_err(|refusal| {
                self.fault_of_point((&scenario, only), &axes, &combination, refusal)
            })?;
            tried.push((combination, rules));
        }
        let names: Vec<&str> =
            axes[0].points.iter().flatten().filter_map(|(_, value)| value.as_str()).collect();
        for axis in &axes {
            let mut of = axis.points.iter().flatten().filter_map(|(key, _)| grid::schedule_of(key));
            if let Some(name) = of.find(|name| !names.contains(name)) {
                let problem = format!("is of the schedule {name}, which is not tried");
                let refusal = (problem, "add it to schedules, or leave the key out");
                return Err(self.fault(&axis.place, refusal));
            }
        }
        // The current rule comes first, whether or not the values include it.
        let mut as_it_is = self.as_it_is(&scenario, own, &keys, (&axes[0], only))?;
        let under_others: Vec<Rules> =
            as_it_is[1..].iter().map(|(_, rules)| rules.clone()).collect();
        let first = tried.iter().position(|(_, rules)| rules == own);
        let first = if let Some(at) = first {
            vec![tried.remove(at)]
        } else {
            as_it_is.retain(|(_, rules)| tried.iter().all(|(_, other)| other != rules));
            as_it_is
        };
        if first.len() + tried.len() < 2 {
            let refusal = (
                "varies nothing",
                "give values to try, such as \"methodology.breaks.r1000.half_width\" = [0, 2.5, 5]",
            );
            return Err(self.fault("sweep", refusal));
        }
        let (combinations, rules): (_, Vec<Rules>) = first.into_iter().chain(tried).unzip();
        let place = |of: &Rules| rules.iter().position(|rules| rules == of);
        let other_schedules = under_others.iter().filter_map(place).collect();
        Ok((Sweep { keys, combinations, other_schedules }, rules))
    }

    /// The current rule, then the same under each of the other schedules; `only` is the plan if there is no choice
    /// of schedules.
    fn as_it_is(
        &self,
        scenario: &Table,
        own: &Rules,
        keys: &[String],
        (schedules, only): (&Axis, Option<&Plan>),
    ) -> Result<Vec<(Combination, Rules)>, ScenarioError> {
        let named = |rules: Rules| {
            let mut settings = vec![None; keys.len()];
            settings[0] = Some(rules.plan.name.clone());
            let name = match only {
                Some(_) => "as it is".to_owned(),
                None => format!("{}, as it is", rules.plan.name),
            };
            (Combination { name, settings }, rules)
        };
        let mut all = vec![named(own.clone())];
        if only.is_some() {
            return Ok(all);
        }
        for point in &schedules.points {
            let rules = self
                .rules(scenario, point, only)
                .map_err(|refusal| self.fault(&schedules.place, refusal))?;
            if rules.plan.name != all[0].1.plan.name {
                all.push(named(rules));
            }
        }
        Ok(all)
    }

    /// Assigns the fault of a combination to the key that causes it by itself, or else to the
    /// sweep.
    fn fault_of_point(
        &self,
        (scenario, only): (&Table, Option<&Plan>),
        axes: &[Axis],
        combination: &Combination,
        refusal: Refusal,
    ) -> ScenarioError {
        let alone = |axis: &&Axis| {
            let fails =
                |point: &Point| self.rules(scenario, point, only).err().as_ref() == Some(&refusal);
            axis.points.iter().any(fails)
        };
        match axes.iter().find(alone).map(|axis| &axis.place) {
            Some(place) => self.fault(place, refusal),
            None => self.fault("sweep", refusal.about(format_args!("with {}", combination.name))),
        }
    }

    /// The rule set of a point; `only` is the plan if there is no choice of schedules.
    fn rules(
        &self,
        scenario: &Table,
        point: &Point,
        only: Option<&Plan>,
    ) -> Result<Rules, Refusal> {
        let mut scenario = scenario.clone();
        let (mut shift, mut schedule) = (Shift::default(), None);
        for (key, value) in point {
            match key.as_str() {
                SCHEDULES => schedule = Some(name_of_schedule(value)?),
                key if SHIFTS.contains(&key) => {
                    let days = sessions(value)?;
                    let is_rank_day = key == SHIFTS[0];
                    *(if is_rank_day { &mut shift.rank_day } else { &mut shift.implementation }) =
                        days;
                }
                key => grid::set(&mut scenario, key, value)?,
            }
        }
        let read = |table: &str| scenario.get(table).cloned();
        let methodology: WrittenMethodology = match read("methodology") {
            Some(written) => read_value(&written).map_err(|error| error.refusal)?,
            None => WrittenMethodology::default(),
        };
        let parameters =
            Parameters::with(&methodology).map_err(|(key, refusal)| refusal.about(key))?;
        if let Some(plan) = only {
            if !shift.is_none() {
                return Err(Refusal::new(
                    "one reconstitution has the days of its files",
                    "leave the shift out",
                ));
            }
            return Ok(Rules { plan: plan.clone(), parameters });
        }
        let own: Vec<WrittenSchedule> = match read("schedule") {
            Some(written) => read_value(&written).map_err(|error| error.refusal)?,
            None => Vec::new(),
        };
        let compare: WrittenCompare =
            read_value(&scenario["compare"]).map_err(|error| error.refusal)?;
        let name = schedule.or_else(|| compare.schedules.first().cloned()).unwrap_or_default();
        let mut plans = self.plans(&[name], &own).map_err(|error| match error.key {
            Some(key) if key != "compare.schedules" => error.refusal.about(key),
            _ => error.refusal,
        })?;
        let plan = Plan { shift, ..plans.remove(0) };
        // Shifts that are too large fail in any year, so one trial year suffices.
        let year =
            |month, day| chrono::NaiveDate::from_ymd_opt(TRIAL, month, day).unwrap_or_default();
        plan.events(year(1, 1), year(12, 31)).map_err(|error| {
            let problem = Refusal::from(error).problem;
            Refusal::new(problem, "move days by less").about(&plan.name)
        })?;
        Ok(Rules { plan, parameters })
    }
}

/// The year in which shifted days are tried.
const TRIAL: i32 = 2026;

fn name_of_schedule(value: &Value) -> Result<String, Refusal> {
    value.as_str().map(str::to_owned).ok_or_else(|| {
        Refusal::new(
            format!("{} is no name of a schedule", shown(value)),
            "write it in quotation marks",
        )
    })
}

fn sessions(value: &Value) -> Result<i16, Refusal> {
    let most = limits::SHIFT;
    let number = value.as_integer().and_then(|number| i16::try_from(number).ok());
    number.filter(|number| number.abs() <= most).ok_or_else(|| {
        Refusal::new(
            format!("{} is no number of sessions", shown(value)),
            format!("give whole ones from -{most} to {most}"),
        )
    })
}

/// A point as named in reports.
fn combination(keys: &[String], point: &Point, is_event: bool) -> Combination {
    let of_key = |key: &String| {
        let set = point.iter().find(|(own, _)| own == key);
        set.map(|(_, value)| shown(value))
    };
    let settings: Vec<Option<String>> = keys.iter().map(of_key).collect();
    // In a sweep over one event, the event is common to all names and is left out.
    let mut name: Vec<String> = settings[0].iter().filter(|_| !is_event).cloned().collect();
    for (at, value) in settings.iter().enumerate().skip(1) {
        name.extend(value.as_ref().map(|value| format!("{} {value}", short(keys, at))));
    }
    Combination { name: name.join(", "), settings }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_shortened_as_far_as_they_stay_distinct() {
        let keys: Vec<String> = [
            "schedules",
            "methodology.breaks.r1000.half_width",
            "methodology.breaks.microcap.half_width",
            "methodology.additions.quarterly",
            "methodology.tie_break",
            "rank_day_shift",
            "schedule.two.nov.rank_day",
            "schedule.two.may.rank_day",
            "schedule.one.may.rank_day",
        ]
        .map(str::to_owned)
        .into();
        let short: Vec<&str> = (0..keys.len()).map(|key| short(&keys, key)).collect();
        let expected = [
            "schedules",
            "r1000.half_width",
            "microcap.half_width",
            "additions.quarterly",
            "tie_break",
            "rank_day_shift",
            "nov.rank_day",
            "two.may.rank_day",
            "one.may.rank_day",
        ];
        assert_eq!(short, expected);
    }
}
