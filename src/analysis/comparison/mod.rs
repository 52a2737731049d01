//! Schedules side by side: what each made of one market, and by how much they differ.
//!
//! Every measure is taken of every schedule; a difference is that from the first. The tables of
//! measures in the files beside this one say what each is; together they are [`measures`].

mod drift;
mod measure;
mod moves;
mod performance;
mod size;
mod trades;
mod turnover;
mod years;

use rayon::prelude::*;

pub use measure::{Form, Forms, MONTHS, Measure, Unit};
pub use moves::whipsaws_of;
pub use performance::levels_of;
pub use years::Years;

use super::lived::Lived;
use super::outperformance::Streak;
use crate::universe::Index;

/// A schedule that was lived through.
#[derive(Debug, Clone, Copy)]
pub struct LivedSchedule<'a> {
    /// Its name.
    pub name: &'a str,
    /// What was measured of it.
    pub lived: &'a Lived,
}

/// One measure of one schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonRow {
    /// The measure, its form included: `turnover_one_way_2024`.
    pub measure: String,
    /// The index; `None` of the family as a whole.
    pub index: Option<Index>,
    /// The schedule.
    pub schedule: String,
    /// The unit of the value.
    pub unit: Unit,
    /// The value, rounded to `places`; `None` where it cannot be known.
    pub value: Option<f64>,
    /// The value less that of the first schedule, rounded likewise; 0 for the first itself.
    pub difference: Option<f64>,
    /// Decimal places of both.
    pub places: usize,
}

/// All measures of all schedules.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// By measure, then by index, then by schedule, each in its own order. What is known of no
    /// schedule is left out.
    pub rows: Vec<ComparisonRow>,
    /// Years that the measures are of.
    pub years: Years,
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

/// Compares schedules; `None` where there is none or nothing was lived through.
///
/// # Panics
///
/// If the schedules have not lived through the same dates.
pub fn compare(schedules: &[LivedSchedule<'_>]) -> Option<Comparison> {
    let first = schedules.first()?.lived;
    let (start, end) = (first.closes.first()?.date, first.closes.last()?.date);
    let dates = |lived: &Lived| lived.closes.iter().map(|close| close.date).collect::<Vec<_>>();
    let expected = dates(first);
    for schedule in schedules {
        assert_eq!(dates(schedule.lived), expected, "all schedules live through the same dates");
    }
    let years = Years::new(start, end);
    let taken: Vec<Vec<Figure>> =
        schedules.par_iter().map(|s| values(s.lived, first, &years)).collect();
    let mut rows = Vec::with_capacity(taken.len() * taken[0].len());
    for place in 0..taken[0].len() {
        if taken.iter().all(|values| values[place].value.is_none()) {
            continue;
        }
        let base = taken[0][place].rounded();
        for (schedule, values) in schedules.iter().zip(&taken) {
            let (found, value) = (&values[place], values[place].rounded());
            let places = found.places();
            let differs = |(value, base): (f64, f64)| measure::rounded(value - base, places);
            rows.push(ComparisonRow {
                measure: found.form.name(found.measure),
                index: found.index,
                schedule: schedule.name.to_owned(),
                unit: found.measure.unit,
                value,
                difference: value.zip(base).map(differs),
                places,
            });
        }
    }
    let streaks = schedules.iter().map(|s| performance::streak(s.lived)).collect();
    Some(Comparison { rows, years, streaks })
}

/// All values of a schedule, in the order of the measures whatever they are.
fn values(lived: &Lived, first: &Lived, years: &Years) -> Vec<Figure> {
    let mut taken = Taken { years, values: Vec::new() };
    turnover::take(lived, &mut taken);
    trades::take(lived, &mut taken);
    moves::take(lived, &mut taken);
    drift::take(lived, &mut taken);
    size::take(lived, &mut taken);
    performance::take(lived, first, &mut taken);
    taken.values
}

/// A measure that was taken.
struct Figure {
    measure: &'static Measure,
    form: Form,
    index: Option<Index>,
    value: Option<f64>,
}

impl Figure {
    fn places(&self) -> usize {
        self.form.places(self.measure)
    }

    fn rounded(&self) -> Option<f64> {
        self.value.map(|value| measure::rounded(value, self.places()))
    }
}

/// The measures of one schedule as they are taken.
struct Taken<'a> {
    years: &'a Years,
    values: Vec<Figure>,
}

impl Taken<'_> {
    fn push(
        &mut self,
        measure: &'static Measure,
        form: Form,
        index: Option<Index>,
        value: Option<f64>,
    ) {
        self.values.push(Figure { measure, form, index, value });
    }

    /// A measure of the family as a whole.
    fn once(&mut self, measure: &'static Measure, value: Option<f64>) {
        self.push(measure, Form::Plain, None, value);
    }

    /// A measure of every index.
    fn by_index(&mut self, measure: &'static Measure, of: impl Fn(Index) -> Option<f64>) {
        for index in indexes() {
            self.push(measure, Form::Plain, Some(index), of(index));
        }
    }

    /// Sums by calendar year, in the order of the years, for each of some indexes; one that is no number is
    /// not known.
    fn yearly(&mut self, measure: &'static Measure, sums: &[(Option<Index>, Vec<f64>)]) {
        for (index, of_years) in sums {
            let mean = self.years.mean(of_years).filter(|mean| mean.is_finite());
            self.push(measure, Form::Plain, *index, mean);
        }
        for (place, year) in self.years.all.clone().into_iter().enumerate() {
            for (index, of_years) in sums {
                let sum = Some(of_years[place]).filter(|sum| sum.is_finite());
                self.push(measure, Form::Year(year), *index, sum);
            }
        }
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
        assert_eq!(compare(&[]), None);
        let lived = Lived::default();
        assert_eq!(compare(&[LivedSchedule { name: "annual", lived: &lived }]), None);
    }
}
