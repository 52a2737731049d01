//! Comparisons on simulated paths: whole, one shard, or resumed.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::compare::CompareArgs;
use super::deliver::deliver;
use super::exit::{ExitStatus, Failure};
use super::format::FormatArgs;
use super::options::Printing;
use super::parts::{Part, Saver, folder};
use super::sweep::combinations::deliver_sweep;
use super::{interrupt, progress};
use crate::report::files::{Destination, Staging};
use crate::report::manifest::ResultKind;
use crate::report::simulated::console;
use crate::scenario::simulated::SimulatedScenario;
use crate::simulation::paths::Aggregate;
use crate::study::Control;
use crate::study::parts::UNFINISHED;
use crate::study::simulated::{Completion, Job, Simulated};
use crate::study::sweep::Swept;

/// Runs a comparison on simulated paths.
///
/// # Errors
/// Faulty scenarios, results to resume that belong to other runs, and files that cannot be written.
pub fn run(
    args: &CompareArgs,
    scenario: SimulatedScenario,
    out: &mut impl Write,
) -> Result<ExitStatus, Failure> {
    let folder = folder(args, &scenario.output);
    let (_, summary, status) = whole(args, scenario, &folder, &[])?;
    out.write_all(&summary)?;
    Ok(status)
}

/// Runs a comparison on simulated paths into a folder; returns its results, the summary and the
/// status. `others` are inputs of other comparisons, which must not be replaced either.
///
/// # Errors
/// As [`run`].
pub(super) fn whole(
    args: &CompareArgs,
    mut scenario: SimulatedScenario,
    folder: &Path,
    others: &[PathBuf],
) -> Result<(Option<Simulated>, Vec<u8>, ExitStatus), Failure> {
    // Listen before the folder is created, since a scheduler that sees it may send a signal.
    interrupt::listen();
    scenario.count = args.paths.unwrap_or(scenario.count);
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    if args.shard.is_some() && scenario.precision.is_some() {
        return Err(Failure::usage(
            "--shard: no shard knows when all of them are precise enough",
            "take paths.precision out of the scenario",
        ));
    }
    let kind = match args.shard {
        Some(_) => ResultKind::Shard,
        None if scenario.sweep.is_some() => ResultKind::Sweep,
        None => ResultKind::Simulation,
    };
    let origin = scenario.origin.as_ref();
    let destination = Destination::new(folder, kind)
        .reading(scenario.source.paths())
        .reading(others.iter().map(PathBuf::as_path))
        .reading(origin.into_iter().flat_map(|origin| origin.source.paths()))
        .forced(args.replace.force);
    let limits = scenario.plausibility.clone();
    let job = Job::new(scenario)?;
    args.strict.refuse(&limits, &job.header.remarks)?;
    let part = Part::new(args, folder);
    if let Some(said) = part.is_done_already(&job.header)? {
        return Ok((None, said, ExitStatus::Success));
    }
    let mut staging = destination.open()?;
    let done = part.start(&job.header, job.nothing())?;
    let simulated = simulate(args, job, (part, done), &mut staging)?;
    let (summary, status) = finish(args, &simulated, (part, folder), staging)?;
    Ok((Some(simulated), summary, status))
}

/// Runs the paths, saving the results from time to time.
fn simulate(
    args: &CompareArgs,
    job: Job,
    (part, done): (Part<'_>, Aggregate),
    staging: &mut Staging,
) -> Result<Simulated, Failure> {
    let range = part.range(&job.header);
    let bar = progress::paths(range.end - range.start, args.printing.quiet);
    bar.inc(done.count());
    let mut saver = Saver::new(&job.header, staging);
    let control = Control { is_stopped: &interrupt::is_stopped, on_done: &|paths| bar.inc(paths) };
    let pool = args.work.pool()?;
    let simulated = pool.install(|| job.run(range, done, &control, |results| saver.save(results)));
    bar.finish_and_clear();
    Ok(simulated?)
}

/// Writes the results and, for an interrupted run, the state from which it resumes.
fn finish(
    args: &CompareArgs,
    simulated: &Simulated,
    (part, folder): (Part<'_>, &Path),
    mut staging: Staging,
) -> Result<(Vec<u8>, ExitStatus), Failure> {
    let Simulated { header, results, .. } = simulated;
    let range = part.range(header);
    let is_partial = match args.shard {
        Some(_) => results.count() < range.end - range.start,
        None => Completion::of(header, results) == Completion::Partial,
    };
    let status = if is_partial {
        part.interrupted((header, results), &mut staging)?
    } else {
        staging.discard(UNFINISHED);
        ExitStatus::Success
    };
    let summary = match args.shard {
        Some(_) if is_partial => Vec::new(),
        Some(shard) => part.write_shard(shard, (header, results), staging)?,
        None => deliver_whole(simulated, (folder, staging), &args.format, &args.printing)?,
    };
    Ok((summary, status))
}

/// Writes the reports of a simulation, or of a sweep over its paths, and returns the summary.
pub(super) fn deliver_whole(
    simulated: &Simulated,
    (folder, staging): (&Path, Staging),
    format: &FormatArgs,
    printing: &Printing,
) -> Result<Vec<u8>, Failure> {
    let Some(swept) = Swept::of_paths(simulated) else {
        let text = |out: &mut Vec<u8>| console::write(simulated, folder, out);
        return deliver(simulated, (folder, staging), format, printing, text);
    };
    deliver_sweep(&swept, (folder, staging), format, printing)
}
