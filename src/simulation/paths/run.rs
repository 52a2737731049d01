//! Many paths in parallel.

use std::ops::Range;

use rayon::prelude::*;

use super::aggregate::Aggregate;
use super::path::Runner;
use super::setup::Paths;

/// Paths that a thread runs before it looks for more.
const CHUNK: u64 = 32;

/// Runs the paths of a range in the current thread pool; `on_done` hears from any thread how many
/// more are done.
///
/// Results depend on the setup, the seed and the paths alone: not on the number of threads, and not
/// on how paths are split into ranges whose results are merged.
pub fn run(
    paths: &Paths,
    seed: u64,
    range: Range<u64>,
    on_done: &(dyn Fn(u64) + Sync),
) -> Aggregate {
    let chunks = range.end.saturating_sub(range.start).div_ceil(CHUNK);
    let chunk = |at: u64| {
        let from = range.start + at * CHUNK;
        from..range.end.min(from + CHUNK)
    };
    let begin = || (Runner::new(paths), Aggregate::new(paths, seed));
    let mut results = (0..chunks)
        .into_par_iter()
        .fold(begin, |(mut runner, mut results), at| {
            let chunk = chunk(at);
            let count = chunk.end - chunk.start;
            chunk.for_each(|path| runner.run(seed, path, &mut results));
            on_done(count);
            (runner, results)
        })
        .map(|(_, results)| results)
        .reduce(|| Aggregate::new(paths, seed), |left, right| put_together(left, &right));
    if range.start < range.end {
        results.paths = vec![(range.start, range.end)];
    }
    results
}

/// Results of parts of one range: which paths they are of is said at the end.
fn put_together(mut left: Aggregate, right: &Aggregate) -> Aggregate {
    // Of the same setup and seed, and without paths yet: there is nothing to refuse.
    let merged = left.merge(right);
    debug_assert_eq!(merged, Ok(()), "parts of a range belong together");
    left
}
