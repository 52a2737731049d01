//! How far a simulation has come.

use super::header::Header;
use crate::analysis::interval;
use crate::simulation::paths::{Aggregate, Summary};

/// Fewer paths are never precise, however close they are to one another by chance.
const LEAST: u64 = 100;

/// Steps of all paths of a batch together: about a second's work.
const STEPS_OF_A_BATCH: u64 = 64_000;

/// How far a simulation has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Completion {
    /// All paths were run.
    Complete,
    /// As many as the precision that the scenario asks for takes.
    Precise,
    /// It was ended before.
    Partial,
}

impl Completion {
    /// Of the results so far.
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

/// Paths of a batch: precision is looked at between one and the next.
pub(super) fn batch(header: &Header) -> u64 {
    let steps = u64::from(header.cycles.months() * header.steps.per_month());
    (STEPS_OF_A_BATCH / steps).clamp(8, 4_096)
}

/// Whether the paths are those of whole batches: of others it does not matter whether they happen to
/// be precise, as a run goes on to the end of its batch.
fn ends_a_batch(header: &Header, results: &Aggregate) -> bool {
    matches!(results.paths.as_slice(), [(0, end)] if end.is_multiple_of(batch(header)))
}

/// Half the width of the confidence interval of a mean; `None` of fewer than two paths.
pub fn half_width(summary: &Summary, confidence: f64) -> Option<f64> {
    interval::half_width(summary.count(), summary.standard_error()?, confidence)
}

/// Whether paths are as many as the scenario's precision takes: with several schedules the
/// interval is that of the paired difference, and every one must be narrow enough.
pub(super) fn is_precise(header: &Header, results: impl FnOnce() -> Aggregate) -> bool {
    let Some(precision) = &header.precision else { return false };
    let is_it = |q: &crate::simulation::paths::Quantity| {
        q.name == precision.measure && q.index == precision.index
    };
    let Some(at) = header.quantities.iter().position(is_it) else { return false };
    let results = results();
    if results.count() < LEAST {
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

    /// A mean of -3, of numbers that are nearly normal: sums of twelve uniform ones.
    fn sample(random: &mut ChaCha8Rng, size: u32) -> Summary {
        let mut summary = Summary::default();
        for _ in 0..size {
            let sum: f64 = (0..12).map(|_| f64::from(random.next_u32()) / 4_294_967_296.0).sum();
            summary.push(sum - 9.0);
        }
        summary
    }

    #[test]
    fn intervals_cover_the_mean_as_often_as_they_say() {
        let mut random = ChaCha8Rng::seed_from_u64(5);
        for (size, confidence) in [(2, 0.9), (5, 0.95), (40, 0.95), (40, 0.5)] {
            let experiments = 4_000_u32;
            let covers = |summary: &Summary| {
                let half = half_width(summary, confidence).expect("two values or more");
                (summary.mean().expect("values") + 3.0).abs() <= half
            };
            let covered = (0..experiments).filter(|_| covers(&sample(&mut random, size))).count();
            let part = covered as f64 / f64::from(experiments);
            // Four deviations of a count; too wide an interval fails as one too narrow does.
            let error = (confidence * (1.0 - confidence) / f64::from(experiments)).sqrt();
            assert!((part - confidence).abs() < 4.0 * error, "{size}: {part}, not {confidence}");
        }
        assert_eq!(half_width(&sample(&mut random, 1), 0.95), None);
    }
}
