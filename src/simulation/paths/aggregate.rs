//! Results of many paths, and of shards of them put together.

use serde::{Deserialize, Serialize};
use strum::{EnumCount, VariantArray};

use super::measures::{Measure, Record};
use super::setup::Paths;
use super::summary::Summary;

/// Results of a set of paths: the same bytes whatever the order they were run in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aggregate {
    /// The fingerprint of the setup.
    pub fingerprint: String,
    /// The seed.
    pub seed: u64,
    /// The paths, as ranges from the first to the one after the last, ascending and apart.
    pub paths: Vec<(u64, u64)>,
    /// Each schedule, in the order of the setup.
    pub schedules: Vec<ScheduleResults>,
}

/// Results of one schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleResults {
    /// Its name.
    pub name: String,
    /// By [`Measure`].
    measures: Vec<Summary>,
    /// By [`Measure`]: this schedule less the first one, path by path; empty for the first.
    differences: Vec<Summary>,
    /// Of each company at the start, in the order of [`Start::companies`]: on how many paths the
    /// first rank day puts it into neither index, into the Russell 1000, into the 2000. Companies
    /// that left before are in neither. All zero where no rank day comes.
    ///
    /// [`Start::companies`]: crate::market::model::Start::companies
    pub first_rank_day: Vec<[u64; 3]>,
}

impl ScheduleResults {
    /// The summary of a measure.
    pub fn measure(&self, measure: Measure) -> Option<&Summary> {
        self.measures.get(measure as usize)
    }

    /// The summary of the differences from the first schedule, each on one path; `None` for the
    /// first schedule itself.
    pub fn difference(&self, measure: Measure) -> Option<&Summary> {
        self.differences.get(measure as usize)
    }
}

/// Shards that do not belong together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// Of other setups.
    #[error(
        "shards of different setups: {left} and {right}; companies, model, rules and schedules must \
         be the same"
    )]
    Setup {
        /// The fingerprint of one.
        left: String,
        /// That of the other.
        right: String,
    },
    /// Of other seeds.
    #[error("shards of different seeds: {left} and {right}")]
    Seed {
        /// The seed of one.
        left: u64,
        /// That of the other.
        right: u64,
    },
    /// With paths in common, which would count twice.
    #[error("both shards have path {path}; each path must be in one of them")]
    Overlap {
        /// The first of those paths.
        path: u64,
    },
}

impl Aggregate {
    /// Results of no paths yet.
    pub fn new(paths: &Paths, seed: u64) -> Self {
        let companies = paths.setup().start.companies().len();
        let results = |(at, schedule): (usize, &super::Schedule)| ScheduleResults {
            name: schedule.name.clone(),
            measures: vec![Summary::default(); Measure::COUNT],
            differences: vec![Summary::default(); if at == 0 { 0 } else { Measure::COUNT }],
            first_rank_day: vec![[0; 3]; companies],
        };
        Self {
            fingerprint: paths.fingerprint().to_owned(),
            seed,
            paths: Vec::new(),
            schedules: paths.setup().schedules.iter().enumerate().map(results).collect(),
        }
    }

    /// How many paths there are.
    pub fn count(&self) -> u64 {
        self.paths.iter().map(|(from, to)| to - from).sum()
    }

    /// Takes in the records of a path, one for each schedule; the caller says which paths.
    pub(super) fn push<'a>(&mut self, records: impl Iterator<Item = &'a Record> + Clone) {
        let first = records.clone().next();
        for (results, record) in self.schedules.iter_mut().zip(records) {
            for measure in Measure::VARIANTS {
                let value = record.get(*measure);
                results.measures[*measure as usize].push(value);
                let difference = results.differences.get_mut(*measure as usize);
                if let (Some(difference), Some(first)) = (difference, first) {
                    difference.push(value - first.get(*measure));
                }
            }
        }
    }

    /// Puts the results of other paths of the same setup and seed to these.
    ///
    /// # Errors
    /// Other setups or seeds, and paths that both have.
    pub fn merge(&mut self, other: &Self) -> Result<(), MergeError> {
        if self.fingerprint != other.fingerprint || self.schedules.len() != other.schedules.len() {
            let (left, right) = (self.fingerprint.clone(), other.fingerprint.clone());
            return Err(MergeError::Setup { left, right });
        }
        if self.seed != other.seed {
            return Err(MergeError::Seed { left: self.seed, right: other.seed });
        }
        self.paths = united(&self.paths, &other.paths)?;
        for (results, others) in self.schedules.iter_mut().zip(&other.schedules) {
            let summaries = results.measures.iter_mut().chain(&mut results.differences);
            for (summary, other) in summaries.zip(others.measures.iter().chain(&others.differences))
            {
                summary.merge(other);
            }
            for (counts, others) in results.first_rank_day.iter_mut().zip(&others.first_rank_day) {
                counts.iter_mut().zip(others).for_each(|(count, other)| *count += other);
            }
        }
        Ok(())
    }
}

/// Ranges put together, those that touch made into one.
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
    fn ranges_unite_where_they_touch_and_never_overlap() {
        assert_eq!(united(&[(0, 3), (5, 6)], &[(3, 5), (9, 9)]), Ok(vec![(0, 6)]));
        assert_eq!(united(&[(0, 3)], &[(4, 5)]), Ok(vec![(0, 3), (4, 5)]));
        assert_eq!(united(&[(0, 3)], &[(2, 5)]), Err(MergeError::Overlap { path: 2 }));
    }
}
