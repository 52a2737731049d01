//! Whether a simulation is complete, precise enough, or partial.

use super::header::Header;
use crate::analysis::interval;
use crate::simulation::paths::{Aggregate, Summary};

/// With fewer paths the precision is never taken as reached, since a narrow interval may be chance.
const MIN_PATHS: u64 = 100;

/// Total steps of a batch over all its paths: about a second of work with two schedules.
const STEPS_OF_A_BATCH: u64 = 64_000;

/// How a simulation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// All requested paths were run.
    Complete,
    /// The precision that the scenario asks for was reached.
    Precise,
    /// It was interrupted before either.
    Partial,
}

impl Completion {
    /// The state of the results so far.
    pub fn of(header: &Header, results: &Aggregate) -> Self {
        if results.count() >= header.count {
            Self::Complete
        } else if ends_a_batch(header, results) && is_precise(header, || results.clone()) {
            Self::Precise
        } else {
            Self::Partial
        }
    }
}

/// Number of paths of a batch, after which results are saved. Precision is checked between batches.
pub(super) fn batch(header: &Header) -> u64 {
    let steps = u64::from(header.cycles.months() * header.steps.per_month());
    // A sweep runs many rules on each path.
    let pairs = header.sweep.as_ref().map_or(1, |_| header.schedules.len().div_ceil(2).max(1));
    (STEPS_OF_A_BATCH / steps / pairs as u64).clamp(8, 4_096)
}

/// Whether the paths form whole batches. Precision is not tested within a batch, because a run
/// always completes its batch.
fn ends_a_batch(header: &Header, results: &Aggregate) -> bool {
    matches!(results.paths.as_slice(), [(0, end)] if end.is_multiple_of(batch(header)))
}

/// Half the width of the confidence interval of a mean; `None` for fewer than two paths.
pub fn half_width(summary: &Summary, confidence: f64) -> Option<f64> {
    interval::half_width(summary.count(), summary.standard_error()?, confidence)
}

/// Whether the scenario's precision is reached. With several schedules the intervals are those of the
/// paired differences, and all of them must be narrow enough.
pub(super) fn is_precise(header: &Header, results: impl FnOnce() -> Aggregate) -> bool {
    let Some(precision) = &header.precision else { return false };
    let Some(at) = header.place(precision.measure, precision.index) else { return false };
    let results = results();
    if results.count() < MIN_PATHS {
        return false;
    }
    let is_narrow = |summary: Option<&Summary>| {
        let half = summary.and_then(|summary| half_width(summary, header.confidence));
        half.is_some_and(|half| half <= precision.half_width)
    };
    match results.schedules.as_slice() {
        [only] => is_narrow(only.summary(at)),
        [_, others @ ..] => others.iter().all(|other| is_narrow(other.difference(at))),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

    use super::*;

    /// A sample with mean -3 of nearly normal numbers: sums of twelve uniform ones.
    fn sample(random: &mut ChaCha8Rng, size: u32) -> Summary {
        let mut summary = Summary::default();
        for _ in 0..size {
            let sum: f64 = (0..12).map(|_| f64::from(random.next_u32()) / 4_294_967_296.0).sum();
            summary.push(sum - 9.0);
        }
        summary
    }

    #[test]
    fn intervals_cover_the_mean_at_their_confidence() {
        let mut random = ChaCha8Rng::seed_from_u64(5);
        for (size, confidence) in [(2, 0.9), (5, 0.95), (40, 0.95), (40, 0.5)] {
            let experiments = 4_000_u32;
            let covers = |summary: &Summary| {
                let half = half_width(summary, confidence).expect("two values or more");
                (summary.mean().expect("values") + 3.0).abs() <= half
            };
            let covered = (0..experiments).filter(|_| covers(&sample(&mut random, size))).count();
            let part = covered as f64 / f64::from(experiments);
            // Four standard deviations of the count; an interval that is too wide fails just as one
            // that is too narrow does.
            let error = (confidence * (1.0 - confidence) / f64::from(experiments)).sqrt();
            assert!((part - confidence).abs() < 4.0 * error, "{size}: {part}, not {confidence}");
        }
        assert_eq!(half_width(&sample(&mut random, 1), 0.95), None);
    }
}
