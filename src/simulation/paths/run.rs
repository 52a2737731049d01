//! Runs many paths in parallel.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::aggregate::{Aggregate, Batch};
use super::path::Runner;
use super::setup::Paths;

/// The largest number of paths that a thread runs before it asks for more.
const LARGEST_CHUNK: usize = 32;
/// Minimum number of chunks in a range, so that threads that finish early wait for less than one
/// chunk.
const CHUNKS: usize = 64;

/// The memory of the threads and the results in it, kept from one range of paths to the next.
///
/// Results depend only on the setup, the seed and the paths, and neither on the number of threads
/// nor on how the paths are split into ranges.
#[derive(Debug)]
pub struct Workers<'a> {
    paths: &'a Paths,
    seed: u64,
    idle: Mutex<Vec<Worker<'a>>>,
    /// The results of paths that need not be run again.
    done: Aggregate,
}

#[derive(Debug)]
struct Worker<'a> {
    runner: Runner<'a>,
    /// Paths that are not yet among the results.
    batch: Batch,
    results: Aggregate,
}

impl<'a> Workers<'a> {
    /// Workers that continue from `done`, the results of paths that need not be run again.
    pub fn new(paths: &'a Paths, done: Aggregate) -> Self {
        Self { paths, seed: done.seed, idle: Mutex::new(Vec::new()), done }
    }

    /// Runs those paths of a range that are not done yet in the current thread pool. `on_done` is
    /// called from any thread with the number of paths newly done; once `is_stopped` is true, no
    /// further paths are started.
    pub fn run(
        &mut self,
        range: &Range<u64>,
        is_stopped: &(dyn Fn() -> bool + Sync),
        on_done: &(dyn Fn(u64) + Sync),
    ) {
        for gap in self.done.gaps(range) {
            self.run_gap(&gap, is_stopped, on_done);
        }
    }

    fn run_gap(
        &mut self,
        range: &Range<u64>,
        is_stopped: &(dyn Fn() -> bool + Sync),
        on_done: &(dyn Fn(u64) + Sync),
    ) {
        let size = (range.clone().count() / CHUNKS).clamp(1, LARGEST_CHUNK);
        let starts: Vec<u64> = range.clone().step_by(size).collect();
        let done = starts.into_par_iter().with_max_len(1).filter_map(|from| {
            if is_stopped() {
                return None;
            }
            let mut chunk = from..range.end.min(from + size as u64);
            let mut worker = self.take();
            let Worker { runner, batch, results } = &mut worker;
            let stopped = chunk.find(|path| !runner.run(self.seed, *path, batch, is_stopped));
            let end = stopped.unwrap_or(chunk.end);
            // Merging very few paths at a time into the results would be slow.
            if batch.len() >= LARGEST_CHUNK {
                results.push(batch);
            }
            self.lock().push(worker);
            on_done(end - from);
            (end > from).then_some(from..end)
        });
        let done: Vec<Range<u64>> = done.collect();
        for chunk in done {
            self.done.note(chunk);
        }
    }

    /// The results of all paths that have been run.
    pub fn results(&self) -> Aggregate {
        let mut results = self.done.clone();
        for worker in self.lock().iter_mut() {
            worker.results.push(&mut worker.batch);
            // Setup and seed are the same and each path is run once, so that the merge cannot fail.
            let merged = results.merge(&worker.results);
            debug_assert_eq!(merged, Ok(()), "parts of one run belong together");
        }
        results
    }

    fn take(&self) -> Worker<'a> {
        let idle = self.lock().pop();
        idle.unwrap_or_else(|| Worker {
            runner: Runner::new(self.paths),
            batch: Batch::default(),
            results: Aggregate::new(self.paths, self.seed),
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Worker<'a>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs the paths of a range in the current thread pool; see [`Workers`].
pub fn run(
    paths: &Paths,
    seed: u64,
    range: Range<u64>,
    on_done: &(dyn Fn(u64) + Sync),
) -> Aggregate {
    let mut workers = Workers::new(paths, Aggregate::new(paths, seed));
    workers.run(&range, &|| false, on_done);
    workers.results()
}
