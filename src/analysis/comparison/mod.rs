//! Schedules side by side: what each made of one market, and by how much they differ.
//!
//! Every measure is taken of every schedule, cycle by cycle ([`Cycles`]); its value is the mean of the
//! complete cycles, which are the same for all schedules, and a difference is that from the first. The
//! tables of measures in the files beside this one say what each is; together they are [`measures`].

mod cycles;
mod drift;
mod measure;
mod moves;
mod performance;
mod row;
mod size;
mod trades;
mod turnover;

use rayon::prelude::*;

pub use cycles::{Cycles, HistoryCycle};
pub use measure::{Form, Forms, MONTHS, Measure, Unit};
pub use moves::whipsaws_of;
pub use performance::levels_of;
pub use row::{ComparisonRow, Spread};
pub use turnover::{part_of, parts_of};

use self::row::{Figure, Sample, row};
use super::lived::{Lived, LivedEvent};
use super::outperformance::Streak;
use crate::calendar::Cycle;
use crate::universe::Index;

/// A schedule that was lived through.
#[derive(Debug, Clone, Copy)]
pub struct LivedSchedule<'a> {
    /// Its name.
    pub name: &'a str,
    /// What was measured of it.
    pub lived: &'a Lived,
}

/// All measures of all schedules.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// By measure, then by index, then by schedule, each in its own order. What is known of no
    /// schedule is left out.
    pub rows: Vec<ComparisonRow>,
    /// The cycles that the measures are of.
    pub cycles: Cycles,
    /// The longest run of periods in which the Russell 2000 returned more than the 1000, by
    /// schedule.
    pub streaks: Vec<Option<Streak>>,
}

impl Comparison {
    /// The rows of a measure, one per schedule in their order; empty where it is not known.
    pub fn of(&self, measure: &str, index: Option<Index>) -> &[ComparisonRow] {
        let is_it = |row: &ComparisonRow| row.index == index && row.measure == measure;
        let Some(first) = self.rows.iter().position(is_it) else { return &[] };
        let count = self.rows[first..].iter().take_while(|row| is_it(row)).count();
        &self.rows[first..first + count]
    }
}

/// All measures, in the order of their rows.
pub fn measures() -> impl Iterator<Item = &'static Measure> {
    turnover::measures()
        .chain(trades::measures())
        .chain(moves::measures())
        .chain(drift::measures())
        .chain(size::measures())
        .chain(performance::measures())
}

/// The measure that a row's name is of, whatever the form.
pub fn measure_of(name: &str) -> Option<&'static Measure> {
    let is_form = |measure: &&Measure| {
        let rest = name.strip_prefix(measure.name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    // Some names begin like others: the longest is meant.
    measures().filter(is_form).max_by_key(|measure| measure.name.len())
}

/// Compares schedules over the cycles of their days; `None` where there is none or nothing was lived
/// through.
///
/// # Panics
///
/// If the schedules have not lived through the same dates.
pub fn compare(schedules: &[LivedSchedule<'_>], cycles: &[Cycle]) -> Option<Comparison> {
    let first = schedules.first()?.lived;
    let dates = |lived: &Lived| lived.closes.iter().map(|close| close.date).collect::<Vec<_>>();
    let expected = dates(first);
    expected.first()?;
    for schedule in schedules {
        assert_eq!(dates(schedule.lived), expected, "all schedules live through the same dates");
    }
    let cycles = Cycles::new(cycles, &expected);
    let taken: Vec<Vec<Figure>> =
        schedules.par_iter().map(|s| figures(s.lived, first, &cycles)).collect();
    let mut rows = Vec::with_capacity(taken.len() * taken[0].len());
    for place in 0..taken[0].len() {
        if taken.iter().all(|figures| figures[place].sample.is_unknown()) {
            continue;
        }
        let of_schedules = schedules.iter().zip(&taken);
        rows.extend(of_schedules.map(|(schedule, figures)| {
            row(schedule.name, &figures[place], &taken[0][place], &cycles)
        }));
    }
    let streaks = schedules.iter().map(|s| performance::streak(s.lived, &cycles)).collect();
    Some(Comparison { rows, cycles, streaks })
}

/// All figures of a schedule, in the order of the measures whatever they are.
fn figures(lived: &Lived, first: &Lived, cycles: &Cycles) -> Vec<Figure> {
    let mut taken = Taken { cycles, figures: Vec::new() };
    turnover::take(lived, &mut taken);
    trades::take(lived, &mut taken);
    moves::take(lived, &mut taken);
    drift::take(lived, &mut taken);
    size::take(lived, &mut taken);
    performance::take(lived, first, &mut taken);
    taken.figures
}

/// The measures of one schedule as they are taken.
struct Taken<'a> {
    cycles: &'a Cycles,
    figures: Vec<Figure>,
}

impl Taken<'_> {
    fn push(
        &mut self,
        measure: &'static Measure,
        form: Form,
        index: Option<Index>,
        sample: Sample,
    ) {
        self.figures.push(Figure { measure, form, index, sample });
    }

    /// A measure of the family as a whole.
    fn once(&mut self, measure: &'static Measure, value: Option<f64>) {
        self.push(measure, Form::Plain, None, Sample::Once(value));
    }

    /// A measure of every index.
    fn by_index(&mut self, measure: &'static Measure, of: impl Fn(Index) -> Option<f64>) {
        for index in indexes() {
            self.push(measure, Form::Plain, Some(index), Sample::Once(of(index)));
        }
    }

    /// A measure of every cycle.
    fn by_cycle(
        &mut self,
        measure: &'static Measure,
        index: Option<Index>,
        of_cycles: Vec<Option<f64>>,
    ) {
        self.push(measure, Form::Plain, index, Sample::OfCycles(of_cycles));
    }

    /// The sum over the events of every cycle.
    fn sums(&self, lived: &Lived, of: impl Fn(&LivedEvent) -> f64) -> Vec<Option<f64>> {
        self.add_up(vec![Some(0.0); self.cycles.all.len()], lived, of)
    }

    /// The same of what an index does; `None` in a cycle in which it is without members or without
    /// weight, and in one with an event of which that is not known.
    fn sums_of_index(
        &self,
        lived: &Lived,
        index: Index,
        of: impl Fn(&LivedEvent) -> f64,
    ) -> Vec<Option<f64>> {
        let has_weight = |cycle: &HistoryCycle| {
            let mut closes = lived.closes[cycle.closes.clone()].iter();
            closes.any(|close| close.indexes[index as usize].has_weight)
        };
        let mut sums: Vec<Option<f64>> =
            self.cycles.all.iter().map(|cycle| has_weight(cycle).then_some(0.0)).collect();
        let with_members = lived.events.iter().filter_map(|event| {
            let turnover = &event.turnover[index as usize];
            let is_there = turnover.members_before != Some(0) || turnover.members_after > 0;
            let place = self.cycles.place(event.date).filter(|_| is_there)?;
            Some((place, turnover.changes.is_some()))
        });
        let (known, unknown): (Vec<_>, Vec<_>) = with_members.partition(|(_, is_known)| *is_known);
        // An index that an event forms or empties has turned over in its cycle, whatever the closes.
        for (place, _) in known {
            sums[place].get_or_insert(0.0);
        }
        for (place, _) in unknown {
            sums[place] = None;
        }
        self.add_up(sums, lived, of)
    }

    /// Adds what every event is to the sum of its cycle, where that is known.
    fn add_up(
        &self,
        mut sums: Vec<Option<f64>>,
        lived: &Lived,
        of: impl Fn(&LivedEvent) -> f64,
    ) -> Vec<Option<f64>> {
        for event in &lived.events {
            let sum = self.cycles.place(event.date).and_then(|place| sums[place].as_mut());
            if let Some(sum) = sum {
                *sum += of(event);
            }
        }
        sums
    }
}

fn indexes() -> impl Iterator<Item = Index> {
    <Index as strum::IntoEnumIterator>::iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_has_a_name_of_its_own_and_a_meaning() {
        let mut names: Vec<String> = measures().flat_map(Measure::names).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        for measure in measures() {
            assert!(measure.meaning.len() > 20, "{}", measure.name);
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(measure.name.chars().all(plain), "{}", measure.name);
        }
    }

    #[test]
    fn nothing_lived_is_nothing_compared() {
        assert_eq!(compare(&[], &[]), None);
        let lived = Lived::default();
        assert_eq!(compare(&[LivedSchedule { name: "annual", lived: &lived }], &[]), None);
    }
}
