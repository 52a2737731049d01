//! Results of many paths, and the merging of shards.

use serde::{Deserialize, Serialize};

use super::cycles::PathCycles;
use super::quantities::Quantity;
use super::schedule::Schedule;
use super::setup::Paths;
use super::slots::{OF_CYCLES, OF_MONTHS};
use super::summary::{Grain, Summary};
use super::tally::Tally;
use crate::refusal::{Refusal, refused};
use crate::simulation::deviation;
use crate::simulation::measures::{Form, Statistic, Unit};
use crate::universe::Index;

/// Results of a set of paths. They are the same bytes in whatever order the paths were run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aggregate {
    /// The fingerprint of the setup.
    pub fingerprint: String,
    /// The seed.
    pub seed: u64,
    /// The paths as half-open ranges, ascending and disjoint.
    pub paths: Vec<(u64, u64)>,
    /// Each schedule, in the order of the setup.
    pub schedules: Vec<ScheduleResults>,
    /// For each of [`Paths::groups`], in the order of [`Paths::quantities`]: the deviation over the
    /// schedules of the group, path by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spreads: Vec<Paired>,
}

/// Summaries over paths of some quantities under a schedule or a group of schedules, and of the
/// differences from the first schedule or group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paired {
    values: Vec<Summary>,
    /// Differences, each taken on one path; empty for the first schedule or group.
    differences: Vec<Summary>,
}

impl Paired {
    fn new(empty: Vec<Summary>, is_first: bool) -> Self {
        let differences = if is_first { Vec::new() } else { empty.clone() };
        Self { values: empty, differences }
    }

    /// Adds rows of values; `first` are the rows of the first schedule or group.
    fn push(&mut self, rows: &[f64], first: &[f64]) {
        push_rows(&mut self.values, rows);
        push_differences(&mut self.differences, rows, first);
    }

    /// The summary of the values of the quantity at a position, over the paths on which it is known.
    pub fn value(&self, at: usize) -> Option<&Summary> {
        self.values.get(at)
    }

    /// The summary of the differences of that quantity; `None` for the first schedule or group.
    pub fn difference(&self, at: usize) -> Option<&Summary> {
        self.differences.get(at)
    }

    fn all(&self) -> impl Iterator<Item = &Summary> {
        self.values.iter().chain(&self.differences)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Summary> {
        self.values.iter_mut().chain(&mut self.differences)
    }

    /// True if these can be summaries of so many quantities over so many paths.
    fn is_of(&self, quantities: usize, is_first: bool, paths: u64) -> bool {
        self.values.len() == quantities
            && self.differences.len() == if is_first { 0 } else { quantities }
            && self.all().all(|summary| summary.is_sound(paths))
    }
}

/// Results of one schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleResults {
    /// Its name.
    pub name: String,
    /// The indexes measured, in the order of the setup.
    indexes: Vec<Index>,
    /// Summaries in the order of [`Paths::quantities`].
    values: Paired,
    /// Summaries by month, index and statistic.
    fans: Vec<Summary>,
    /// Summaries by cycle, index and statistic.
    cycles: Paired,
}

impl ScheduleResults {
    fn new(paths: &Paths, schedule: usize) -> Self {
        let indexes = paths.setup().indexes.clone();
        // Months and cycles are not kept when only some of the quantities are kept.
        let is_whole = usize::from(paths.kept.is_none());
        let fans = is_whole * paths.cycles().months() as usize * indexes.len() * OF_MONTHS.len();
        let cycles = is_whole * paths.setup().years as usize * indexes.len() * OF_CYCLES.len();
        Self {
            name: paths.setup().schedules[schedule].name.clone(),
            indexes,
            values: Paired::new(empty(paths), schedule == 0),
            fans: vec![Summary::new(Grain::Coarse); fans],
            cycles: Paired::new(vec![Summary::new(Grain::Coarse); cycles], schedule == 0),
        }
    }

    /// The summary of the quantity at this position of [`Paths::quantities`], over the paths on
    /// which it is known.
    pub fn summary(&self, at: usize) -> Option<&Summary> {
        self.values.value(at)
    }

    /// The summary of the differences from the first schedule, each on one path; `None` for the
    /// first schedule itself.
    pub fn difference(&self, at: usize) -> Option<&Summary> {
        self.values.difference(at)
    }

    /// The summary of one of [`OF_MONTHS`] for an index in a month of the path, the first being 1;
    /// `None` for other months and for anything not measured.
    pub fn fan(&self, month: u32, statistic: Statistic, index: Index) -> Option<&Summary> {
        let index = self.indexes.iter().position(|measured| *measured == index)?;
        let place = OF_MONTHS.iter().position(|of| *of == statistic)?;
        let month = usize::try_from(month).ok()?.checked_sub(1)?;
        self.fans.get((month * self.indexes.len() + index) * OF_MONTHS.len() + place)
    }

    /// The summary of one of [`OF_CYCLES`] for an index in a cycle of the path, the first being 0,
    /// and that of its difference from the first schedule; `None` for other cycles and for anything
    /// not measured.
    pub fn cycle(
        &self,
        cycle: u32,
        statistic: Statistic,
        index: Index,
    ) -> Option<(&Summary, Option<&Summary>)> {
        let index = self.indexes.iter().position(|measured| *measured == index)?;
        let place = OF_CYCLES.iter().position(|of| *of == statistic)?;
        let place = (cycle as usize * self.indexes.len() + index) * OF_CYCLES.len() + place;
        Some((self.cycles.value(place)?, self.cycles.difference(place)))
    }

    fn all(&self) -> impl Iterator<Item = &Summary> {
        self.values.all().chain(&self.fans).chain(self.cycles.all())
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Summary> {
        self.values.all_mut().chain(&mut self.fans).chain(self.cycles.all_mut())
    }
}

/// Summaries of all quantities, still without any path.
fn empty(paths: &Paths) -> Vec<Summary> {
    paths.quantities().iter().map(|quantity| Summary::new(grain(quantity))).collect()
}

/// The resolution at which a quantity is stored.
fn grain(quantity: &Quantity) -> Grain {
    match (quantity.statistic.unit(), quantity.statistic.form) {
        (Unit::Usd, _) => Grain::Whole,
        (_, Form::Month(_)) => Grain::Coarse,
        _ => Grain::Fine,
    }
}

/// Why shards cannot be merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeError {
    /// The shards have different setups.
    Setup {
        /// The fingerprint of one shard.
        left: String,
        /// The fingerprint of the other shard.
        right: String,
    },
    /// The shards have different seeds.
    Seed {
        /// The seed of one shard.
        left: u64,
        /// The seed of the other shard.
        right: u64,
    },
    /// The shards have paths in common, which would be counted twice.
    Overlap {
        /// The first of those paths.
        path: u64,
    },
}

refused!(MergeError);

impl From<&MergeError> for Refusal {
    fn from(error: &MergeError) -> Self {
        match error {
            MergeError::Setup { left, right } => Self::new(
                format!("shards of different setups: {left} and {right}"),
                "companies, model, rules and schedules must be the same",
            ),
            MergeError::Seed { left, right } => Self::new(
                format!("shards of different seeds: {left} and {right}"),
                "merge shards of one seed",
            ),
            MergeError::Overlap { path } => Self::new(
                format!("both shards have path {path}"),
                "each path must be in one of them",
            ),
        }
    }
}

impl Aggregate {
    /// Empty results.
    pub fn new(paths: &Paths, seed: u64) -> Self {
        Self {
            fingerprint: paths.fingerprint().to_owned(),
            seed,
            paths: Vec::new(),
            schedules: (0..paths.setup().schedules.len())
                .map(|schedule| ScheduleResults::new(paths, schedule))
                .collect(),
            spreads: (0..paths.groups().len())
                .map(|group| Paired::new(empty(paths), group == 0))
                .collect(),
        }
    }

    /// Marks the paths of a range as included.
    pub(super) fn note(&mut self, range: std::ops::Range<u64>) {
        let ranges = united(&self.paths, &[(range.start, range.end)]);
        debug_assert!(ranges.is_ok(), "a path is run once");
        self.paths = ranges.unwrap_or_default();
    }

    /// The parts of a range that are not yet included.
    pub fn gaps(&self, range: &std::ops::Range<u64>) -> Vec<std::ops::Range<u64>> {
        let (mut gaps, mut next) = (Vec::new(), range.start);
        for &(from, to) in &self.paths {
            if next < from.min(range.end) {
                gaps.push(next..from.min(range.end));
            }
            next = next.max(to);
        }
        if next < range.end {
            gaps.push(next..range.end);
        }
        gaps
    }

    /// Number of paths.
    pub fn count(&self) -> u64 {
        self.paths.iter().map(|(from, to)| to - from).sum()
    }

    /// Adds the measures of a batch of paths; the caller marks which paths these are.
    ///
    /// Each summary processes the whole batch in turn, because there are too many summaries to
    /// update all of them path by path.
    pub(super) fn push(&mut self, batch: &mut Batch) {
        if batch.count == 0 {
            return;
        }
        for (schedule, results) in self.schedules.iter_mut().enumerate() {
            results.values.push(&batch.values[schedule], &batch.values[0]);
            push_rows(&mut results.fans, &batch.fans[schedule]);
            results.cycles.push(&batch.cycles[schedule], &batch.cycles[0]);
        }
        for (results, rows) in self.spreads.iter_mut().zip(&batch.spreads) {
            results.push(rows, &batch.spreads[0]);
        }
        let Batch { count, values, fans, cycles, spreads } = batch;
        *count = 0;
        values.iter_mut().chain(fans).chain(cycles).chain(spreads).for_each(Vec::clear);
    }

    /// True if these can be results of paths with these schedules, quantities and indexes, over
    /// these cycles and over at most so many paths; a file read from disk may contain anything.
    /// Without `cycles`, months and cycles are not kept; `groups` is the number of groups of
    /// schedules.
    pub fn is_of(
        &self,
        (schedules, quantities, indexes): (&[Schedule], &[Quantity], &[Index]),
        (cycles, groups): (Option<&PathCycles>, usize),
        count: u64,
    ) -> bool {
        let is_range = |&(from, to): &(u64, u64)| from < to && to <= count;
        let are_apart = self.paths.is_sorted_by(|before, after| before.1 < after.0);
        if !self.paths.iter().all(is_range) || !are_apart || self.schedules.len() != schedules.len()
        {
            return false;
        }
        let paths = self.count();
        let is_sound = |(at, of): (usize, &Paired)| of.is_of(quantities.len(), at == 0, paths);
        if self.spreads.len() != groups || !self.spreads.iter().enumerate().all(is_sound) {
            return false;
        }
        self.schedules.iter().zip(schedules).enumerate().all(|(at, (results, schedule))| {
            let [months, of_cycles] =
                cycles.map_or([0, 0], |of| [of.months() as usize, of.count() as usize]);
            let of_cycles = of_cycles * indexes.len() * OF_CYCLES.len();
            results.name == schedule.name
                && results.indexes == indexes
                && results.values.is_of(quantities.len(), at == 0, paths)
                && results.fans.len() == months * indexes.len() * OF_MONTHS.len()
                && results.fans.iter().all(|summary| summary.is_sound(paths))
                && results.cycles.is_of(of_cycles, at == 0, paths)
        })
    }

    /// Merges the results of other paths of the same setup and seed.
    ///
    /// # Errors
    /// If setups or seeds differ, or if a path is in both.
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        if self.fingerprint != other.fingerprint
            || self.schedules.len() != other.schedules.len()
            || self.spreads.len() != other.spreads.len()
        {
            let (left, right) = (self.fingerprint.clone(), other.fingerprint.clone());
            return Err(MergeError::Setup { left, right });
        }
        if self.seed != other.seed {
            return Err(MergeError::Seed { left: self.seed, right: other.seed });
        }
        self.paths = united(&self.paths, &other.paths)?;
        for (results, others) in self.schedules.iter_mut().zip(&other.schedules) {
            for (summary, other) in results.all_mut().zip(others.all()) {
                summary.merge(other);
            }
        }
        let others = other.spreads.iter().flat_map(Paired::all);
        for (summary, other) in self.spreads.iter_mut().flat_map(Paired::all_mut).zip(others) {
            summary.merge(other);
        }
        Ok(())
    }
}

/// Measures of a batch of paths by schedule, row after row.
#[derive(Debug, Clone, Default)]
pub(super) struct Batch {
    /// Number of paths in the batch.
    count: usize,
    values: Vec<Vec<f64>>,
    fans: Vec<Vec<f64>>,
    cycles: Vec<Vec<f64>>,
    /// Deviations by group of schedules.
    spreads: Vec<Vec<f64>>,
}

impl Batch {
    /// Number of paths in the batch.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Adds the measures of a path, by schedule.
    pub(super) fn add(&mut self, paths: &Paths, tallies: &[&Tally]) {
        for rows in [&mut self.values, &mut self.fans, &mut self.cycles] {
            rows.resize(tallies.len(), Vec::new());
        }
        self.count += 1;
        for (at, tally) in tallies.iter().enumerate() {
            if let Some(kept) = &paths.kept {
                self.values[at].extend(kept.iter().map(|place| tally.values[*place]));
                continue;
            }
            self.values[at].extend_from_slice(&tally.values);
            self.fans[at].extend_from_slice(&tally.fans);
            self.cycles[at].extend_from_slice(&tally.cycles);
        }
        let groups = paths.groups();
        self.spreads.resize(groups.len(), Vec::new());
        let width = paths.quantities().len();
        for (rows, group) in self.spreads.iter_mut().zip(groups) {
            for at in 0..width {
                let last = |schedule: &usize| {
                    let values = &self.values[*schedule];
                    values[values.len() - width + at]
                };
                let results: Vec<f64> = group.iter().map(last).collect();
                // A quantity unknown under one schedule of the group is unknown for the group.
                rows.push(deviation(&results).unwrap_or(f64::NAN));
            }
        }
    }
}

/// Adds the differences from the first schedule; the first schedule itself has none.
fn push_differences(summaries: &mut [Summary], rows: &[f64], first: &[f64]) {
    let (width, mut bins) = (summaries.len(), Vec::new());
    for (at, summary) in summaries.iter_mut().enumerate() {
        let pairs = rows.iter().zip(first).skip(at).step_by(width);
        summary.push_all(pairs.map(|(value, first)| value - first), &mut bins);
    }
}

/// Adds rows of values, column by column.
fn push_rows(summaries: &mut [Summary], rows: &[f64]) {
    let (width, mut bins) = (summaries.len(), Vec::new());
    for (at, summary) in summaries.iter_mut().enumerate() {
        summary.push_all(rows.iter().skip(at).step_by(width).copied(), &mut bins);
    }
}

/// The union of ranges, with adjacent ranges joined.
fn united(left: &[(u64, u64)], right: &[(u64, u64)]) -> Result<Vec<(u64, u64)>, MergeError> {
    let mut all: Vec<(u64, u64)> = left.iter().chain(right).copied().collect();
    all.retain(|(from, to)| from < to);
    all.sort_unstable();
    let mut united: Vec<(u64, u64)> = Vec::new();
    for (from, to) in all {
        match united.last_mut() {
            Some(last) if from < last.1 => return Err(MergeError::Overlap { path: from }),
            Some(last) if from == last.1 => last.1 = to,
            _ => united.push((from, to)),
        }
    }
    Ok(united)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_what_is_left_of_a_range() {
        let setup = super::super::tests::paths();
        let done = Aggregate { paths: vec![(2, 4), (4, 5), (8, 9)], ..Aggregate::new(&setup, 1) };
        assert_eq!(done.gaps(&(0..10)), [0..2, 5..8, 9..10]);
        assert_eq!(done.gaps(&(2..9)), std::slice::from_ref(&(5..8)));
        assert_eq!(done.gaps(&(3..4)), []);
        assert_eq!(done.gaps(&(20..21)), std::slice::from_ref(&(20..21)));
    }

    #[test]
    fn ranges_unite_where_they_touch_and_never_overlap() {
        assert_eq!(united(&[(0, 3), (5, 6)], &[(3, 5), (9, 9)]), Ok(vec![(0, 6)]));
        assert_eq!(united(&[(0, 3)], &[(4, 5)]), Ok(vec![(0, 3), (4, 5)]));
        assert_eq!(united(&[(0, 3)], &[(2, 5)]), Err(MergeError::Overlap { path: 2 }));
    }
}
