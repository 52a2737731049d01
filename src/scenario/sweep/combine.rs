//! Every combination of a sweep's values, each with its name and the result of applying it to the scenario.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::grid::{self, Axis, Point, shown};
use super::keys::{AS_IT_IS, SCENARIO, SCHEDULES, SHIFTS};
use super::set::{Combination, Sweep, short};
use super::variable::Variable;
use crate::refusal::Refusal;
use crate::scenario::checker::Checker;
use crate::scenario::error::ScenarioError;

/// The scenario that the points of a sweep are applied to.
pub(super) struct Subject<'a, R> {
    /// The scenario without its sweep.
    pub(super) own: &'a R,
    /// The name of its schedule or event.
    pub(super) name: String,
    /// The keys that may vary.
    pub(super) variable: &'static Variable,
    /// Applies a point to the scenario.
    pub(super) with: &'a dyn Fn(&Point) -> Result<R, Refusal>,
}

impl Checker<'_> {
    /// Applies every combination of the values of a scenario's sweep.
    pub(super) fn sweep<R: Clone + PartialEq>(
        &self,
        scenario: &Table,
        subject: &Subject<'_, R>,
    ) -> Result<(Sweep, Vec<R>), ScenarioError> {
        let has_schedules = subject.variable.has_schedules;
        let axes = self.axes(scenario, subject)?;
        let mut keys: Vec<String> = Vec::new();
        for (key, _) in axes.iter().flat_map(grid::sets_of) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        let names = Names { keys: &keys, axes: &axes, has_schedules };
        let mut tried: Vec<(Combination, R)> = Vec::new();
        let mut seen = BTreeSet::new();
        for point in grid::combinations(&axes) {
            let point = grid::of_its_schedule(point, &axes[0]);
            let combination = names.combination(&point);
            // Points that differ only in the days of other schedules are equal.
            if !seen.insert(point.settings()) {
                continue;
            }
            let rules = (subject.with)(&point)
                .map_err(|refusal| self.fault_of_point(subject, &axes, &combination, refusal))?;
            tried.push((combination, rules));
        }
        let names: Vec<&str> = schedules_of(&axes[0]).collect();
        for axis in &axes {
            let mut of = grid::sets_of(axis).filter_map(|(key, _)| grid::schedule_of(key));
            if let Some(name) = of.find(|name| !names.contains(name)) {
                let problem = format!("is of the schedule {name}, which is not tried");
                let refusal = (problem, "add it to schedules, or leave the key out");
                return Err(self.fault(&axis.place, refusal));
            }
        }
        // The current rule comes first, whether or not the values include it.
        let mut as_it_is = self.as_it_is(subject, keys.len(), &axes[0])?;
        let under_others: Vec<R> = as_it_is[1..].iter().map(|(_, rules)| rules.clone()).collect();
        let first = tried.iter().position(|(_, rules)| rules == subject.own);
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
        let all = || first.iter().chain(&tried).map(|(of, _)| of.name.as_str());
        let mut heard = BTreeSet::new();
        if let Some(name) = all().find(|name| !heard.insert(*name)) {
            let problem = format!("two combinations are called \"{name}\"");
            return Err(self.fault("sweep", (problem, "give a point of grids another name")));
        }
        let (combinations, rules): (_, Vec<R>) = first.into_iter().chain(tried).unzip();
        let place = |of: &R| rules.iter().position(|rules| rules == of);
        let other_schedules = under_others.iter().filter_map(place).collect();
        Ok((Sweep { keys, combinations, other_schedules }, rules))
    }

    /// The axes of a scenario's sweep; the first is that of its schedules, or its event alone.
    fn axes<R>(
        &self,
        scenario: &Table,
        subject: &Subject<'_, R>,
    ) -> Result<Vec<Axis>, ScenarioError> {
        let Some(Value::Table(written)) = scenario.get("sweep") else {
            let refusal =
                ("is missing", "add the section, as scenarios/frontier-history.toml has it");
            return Err(self.fault("sweep", refusal));
        };
        let mut written = written.clone();
        let has_schedules = subject.variable.has_schedules;
        if has_schedules && !written.contains_key(SCHEDULES) {
            written.insert(SCHEDULES.to_owned(), scenario["compare"]["schedules"].clone());
        }
        let mut axes = grid::axes(&written, subject.variable)
            .map_err(|(place, refusal)| self.fault(&place, refusal))?;
        if !has_schedules {
            let only = Point::of(SCENARIO, Value::String(subject.name.clone()));
            axes.insert(0, Axis { place: "event".to_owned(), points: vec![only] });
        }
        Ok(axes)
    }

    /// The current rule, followed by the same rule under each of the other schedules.
    fn as_it_is<R: Clone>(
        &self,
        subject: &Subject<'_, R>,
        keys: usize,
        schedules: &Axis,
    ) -> Result<Vec<(Combination, R)>, ScenarioError> {
        let named = |schedule: &str, rules: R| {
            let mut settings = vec![None; keys];
            settings[0] = Some(schedule.to_owned());
            let name = if subject.variable.has_schedules {
                format!("{schedule}, {AS_IT_IS}")
            } else {
                AS_IT_IS.to_owned()
            };
            (Combination { rule: schedule.to_owned(), ..of_first_event(name, settings) }, rules)
        };
        let mut all = vec![named(&subject.name, subject.own.clone())];
        for (point, name) in schedules.points.iter().zip(schedules_of(schedules)) {
            if name != subject.name {
                let rules = (subject.with)(point)
                    .map_err(|refusal| self.fault(&schedules.place, refusal))?;
                all.push(named(name, rules));
            }
        }
        Ok(all)
    }

    /// Assigns the fault of a combination to a key that causes it alone, or else to the sweep.
    fn fault_of_point<R>(
        &self,
        subject: &Subject<'_, R>,
        axes: &[Axis],
        combination: &Combination,
        refusal: Refusal,
    ) -> ScenarioError {
        let fails = |point: &Point| (subject.with)(point).err().as_ref() == Some(&refusal);
        let found = axes.iter().find_map(|axis| Some((axis, axis.points.iter().position(fails)?)));
        let Some((causing, at)) = found else {
            return self.fault("sweep", refusal.about(format_args!("with {}", combination.name)));
        };
        let point = &causing.points[at];
        if point.sets.len() == 1 {
            return self.fault(&causing.place, refusal);
        }
        let is_cause = |(key, value): &&(String, Value)| fails(&Point::of(key, value.clone()));
        let key = point.sets.iter().find(is_cause).map(|(key, _)| key);
        let refusal = match key {
            Some(key) if !refusal.problem.starts_with(key.as_str()) => refusal.clone().about(key),
            _ => refusal.clone(),
        };
        let point = match &point.name {
            Some(name) => format!("point {}, {name}", at + 1),
            None => format!("point {}", at + 1),
        };
        self.fault(&causing.place, refusal.about(point))
    }
}

/// The names of the schedules on their axis, once all its points have been applied.
fn schedules_of(schedules: &Axis) -> impl Iterator<Item = &str> {
    grid::sets_of(schedules).filter_map(|(_, value)| value.as_str())
}

/// A combination with the same days and files as the first one.
fn of_first_event(name: String, settings: Vec<Option<String>>) -> Combination {
    let rule = String::new();
    Combination { name, settings, rule, inputs: None, event: 0, held_against: Some(0) }
}

/// The naming of combinations.
struct Names<'a> {
    keys: &'a [String],
    axes: &'a [Axis],
    has_schedules: bool,
}

impl Names<'_> {
    /// A point as named in reports: by its values, or by the name of its chosen point for the keys that that
    /// sets.
    fn combination(&self, point: &Point) -> Combination {
        let of_key = |key: &String| point.get(key).map(|value| self.value(key, value));
        let settings: Vec<Option<String>> = self.keys.iter().map(of_key).collect();
        let name = self.name(point, &settings, |_| true);
        let rule = self.name(point, &settings, |key| !SHIFTS.contains(&key));
        let of_inputs = |key: &str| !key.starts_with("methodology.");
        // Schedules apply to one market.
        let inputs = (!self.has_schedules).then(|| self.name(point, &settings, of_inputs));
        let inputs = inputs.filter(|name| !name.is_empty());
        Combination { rule, inputs, ..of_first_event(name, settings) }
    }

    /// The name of a point, from some of its keys.
    fn name(
        &self,
        point: &Point,
        settings: &[Option<String>],
        is_named: impl Fn(&str) -> bool,
    ) -> String {
        let chosen = self.axes.iter().flat_map(|axis| &axis.points);
        let chosen = chosen.filter(|of| of.name.is_some()).find(|of| of.name == point.name);
        let is_chosen = |key: &str| chosen.is_some_and(|of| of.get(key).is_some());
        // In a sweep over one event, the event is common to all names and is left out.
        let schedule = settings[0].iter().filter(|_| self.has_schedules).cloned();
        let is_of_these = |of: &&Point| of.sets.iter().any(|(key, _)| is_named(key));
        let chosen_name = chosen.filter(is_of_these).and_then(|of| of.name.clone());
        let others = settings.iter().enumerate().skip(1).filter_map(|(at, value)| {
            let key = self.keys[at].as_str();
            let value = value.as_ref().filter(|_| is_named(key) && !is_chosen(key))?;
            Some(format!("{} {value}", short(self.keys, at)))
        });
        schedule.chain(chosen_name).chain(others).collect::<Vec<_>>().join(", ")
    }

    /// A value as shown in reports, numbered if another value of the key would look the same, such as files
    /// of one name in two folders.
    fn value(&self, key: &str, value: &Value) -> String {
        let text = shown(key, value);
        let sets = self.axes.iter().flat_map(grid::sets_of);
        let mut alike: Vec<String> = Vec::new();
        for (_, other) in sets.filter(|(own, other)| own == key && shown(key, other) == text) {
            let other = grid::plain(other);
            if !alike.contains(&other) {
                alike.push(other);
            }
        }
        match alike.iter().position(|other| *other == grid::plain(value)) {
            Some(at) if at > 0 => format!("{text} #{}", at + 1),
            _ => text,
        }
    }
}
