//! Runs a comparison on simulated paths: whole, one shard of it, or resumed.

use std::ops::Range;
use std::time::Instant;

use super::completion::{batch, is_precise};
use super::header::Header;
use super::origin::begin_with;
use crate::refusal::Refusal;
use crate::remark::{self, PathNote, Remark};
use crate::scenario::simulated::SimulatedScenario;
use crate::simulation::measures::performance;
use crate::simulation::paths::{Aggregate, Paths, Summary, Workers};
use crate::study::{Control, InputError};

/// A simulation ready to run.
#[derive(Debug)]
pub struct Job {
    /// The description of the simulation.
    pub header: Header,
    paths: Paths,
}

/// The results of a simulation, from which reports are written.
#[derive(Debug)]
pub struct Simulated {
    /// The description of the simulation.
    pub header: Header,
    /// The results of the paths that were run.
    pub results: Aggregate,
    /// Path-years per second in this run; `None` if reports do not give the speed.
    pub path_years_per_second: Option<f64>,
}

impl Simulated {
    /// Remarks, including the number of paths on which an index is unknown.
    pub fn remarks(&self) -> Vec<Remark> {
        let mut without = Vec::new();
        for (at, quantity) in self.header.quantities.iter().enumerate() {
            // The total return is known for every path on which the index always had members.
            let is_known_throughout = quantity.statistic == performance::TOTAL_RETURN.value();
            let Some(index) = quantity.index.filter(|_| is_known_throughout) else { continue };
            for schedule in &self.results.schedules {
                let known = schedule.summary(at).map_or(0, Summary::count);
                let paths = self.results.count().saturating_sub(known);
                if paths > 0 {
                    without.push(format!("{} {index} on {paths}", schedule.name));
                }
            }
        }
        let mut remarks = self.header.remarks.clone();
        if !without.is_empty() {
            let of = self.results.count();
            remarks.push(PathNote::PathsWithoutIndex { of, paths: without }.into());
            remark::sort(&mut remarks);
        }
        remarks
    }
}

impl Job {
    /// Prepares a scenario, reading the files that it names.
    ///
    /// # Errors
    /// Faulty files.
    pub fn new(scenario: SimulatedScenario) -> Result<Self, InputError> {
        let mut inputs = vec![scenario.source.record()];
        let mut scenario = scenario;
        let mut warnings = Vec::new();
        if let Some(origin) = scenario.origin.take() {
            let (read, oddities) = begin_with(&mut scenario, origin)?;
            inputs.extend(read);
            warnings = oddities;
        }
        let header = Header::new(&scenario, &inputs, warnings)
            .map_err(|error| InputError::Refused(Refusal::of_program(error)))?;
        Ok(Self { header, paths: scenario.paths })
    }

    /// Empty results.
    pub fn nothing(&self) -> Aggregate {
        Aggregate::new(&self.paths, self.header.seed)
    }

    /// Runs the paths of a range that are not in `done`. `save` is called after every batch with a
    /// function that combines the results so far; its errors end the run.
    ///
    /// # Errors
    /// Errors of `save`.
    pub fn run<E>(
        self,
        range: Range<u64>,
        done: Aggregate,
        control: &Control<'_>,
        mut save: impl FnMut(&dyn Fn() -> Aggregate) -> Result<(), E>,
    ) -> Result<Simulated, E> {
        let began = Instant::now();
        let before = done.count();
        let mut next = done.gaps(&range).first().map_or(range.end, |gap| gap.start);
        let mut workers = Workers::new(&self.paths, done);
        let size = batch(&self.header);
        while next < range.end && !(control.is_stopped)() {
            // Batches end at multiples of their size wherever the run starts, so that precision is
            // tested after the same paths even if the run was interrupted and resumed.
            let is_boundary = next > 0 && next.is_multiple_of(size);
            if is_boundary && is_precise(&self.header, || workers.results()) {
                break;
            }
            let end = (next / size + 1).saturating_mul(size).min(range.end);
            workers.run(&(next..end), control.is_stopped, control.on_done);
            next = end;
            save(&|| workers.results())?;
        }
        let results = workers.results();
        let path_years = (results.count() - before) as f64 * f64::from(self.header.years);
        let rate = path_years / began.elapsed().as_secs_f64();
        let path_years_per_second = self.header.timing.then_some(rate);
        Ok(Simulated { header: self.header, results, path_years_per_second })
    }
}
