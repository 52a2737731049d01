//! Runs paths in parallel.

use std::ops::Range;

use rayon::prelude::*;

use super::path::Walker;
use super::setup::Projection;
use super::tally::Tally;
use crate::market::model::ModelError;
use crate::methodology::ranking::CapsTooLarge;
use crate::refusal::{Refusal, refused};

/// Number of paths that a thread runs at a time.
const AT_A_TIME: u64 = 50;

/// Why a projection cannot be run.
#[derive(Debug, Clone, PartialEq)]
pub enum ProjectionError {
    /// The companies cannot form a market.
    Model(ModelError),
    /// On some path, caps grow beyond what can be compared exactly.
    Caps(CapsTooLarge),
}

refused!(ProjectionError);

impl From<ModelError> for ProjectionError {
    fn from(error: ModelError) -> Self {
        Self::Model(error)
    }
}

impl From<CapsTooLarge> for ProjectionError {
    fn from(error: CapsTooLarge) -> Self {
        Self::Caps(error)
    }
}

impl From<&ProjectionError> for Refusal {
    fn from(error: &ProjectionError) -> Self {
        match error {
            ProjectionError::Model(error) => {
                Self::from(error).about("the universe cannot be projected")
            }
            ProjectionError::Caps(error) => Self::from(error).about("on a path"),
        }
    }
}

/// Runs the paths of a range; `step` is called with a number of newly finished paths.
///
/// With the same seed, the same paths give the same tally, whatever the number of threads. Tallies
/// of different paths may be merged.
///
/// # Errors
/// If caps grow beyond what can be compared exactly.
pub fn project(
    projection: &Projection,
    seed: u64,
    paths: Range<u64>,
    step: &(dyn Fn(u64) + Sync),
) -> Result<Tally, ProjectionError> {
    let nothing = || Tally::new(projection.seats.len(), &projection.parameters);
    let parts: Vec<Range<u64>> = (0..(paths.end.saturating_sub(paths.start)).div_ceil(AT_A_TIME))
        .map(|part| {
            let from = paths.start + part * AT_A_TIME;
            from..paths.end.min(from + AT_A_TIME)
        })
        .collect();
    parts
        .into_par_iter()
        .try_fold(
            || (Walker::new(projection), nothing()),
            |(mut walker, mut tally), paths| {
                let count = paths.end - paths.start;
                paths.into_iter().try_for_each(|path| walker.walk(seed, path, &mut tally))?;
                step(count);
                Ok((walker, tally))
            },
        )
        .map(|part: Result<_, ProjectionError>| part.map(|(_, tally)| tally))
        .try_reduce(nothing, |mut left, right| {
            left.merge(&right);
            Ok(left)
        })
}
