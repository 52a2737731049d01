//! Comparisons on simulated paths: whole, one shard, or resumed.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::compare::CompareArgs;
use super::deliver::deliver;
use super::exit::{ExitStatus, Failure};
use super::format::FormatArgs;
use super::options::Printing;
use super::{interrupt, progress};
use crate::report;
use crate::report::files::{Destination, Staging};
use crate::report::manifest::ResultKind;
use crate::report::simulated::{console, write_shard, write_unfinished};
use crate::results::shards::is_finished;
use crate::scenario::simulated::SimulatedScenario;
use crate::simulation::paths::Aggregate;
use crate::study::Control;
use crate::study::simulated::{
    Completion, Header, Job, MANIFEST, Share, Simulated, UNFINISHED, go_on_from,
};
use crate::study::sweep::Swept;

/// Maximum time of work that is lost if the process is killed.
const SAVE_EVERY: Duration = Duration::from_secs(15);
/// The share of all paths.
const WHOLE: Share = Share { number: 1, of: 1 };

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
    if args.resume && args.shard.is_some_and(|shard| is_finished(folder, &job.header, shard)) {
        let said = args.printing.summary(
            |out| writeln!(out, "done already: {}", folder.display()),
            |out| manifest(folder, out),
        )?;
        return Ok((None, said, ExitStatus::Success));
    }
    let mut staging = destination.open()?;
    let done = starting_results(args, &job, folder)?;
    let simulated = simulate(args, job, done, &mut staging)?;
    let (summary, status) = finish(args, &simulated, staging, folder)?;
    Ok((Some(simulated), summary, status))
}

/// The folder for results; each shard has its own.
fn folder(args: &CompareArgs, output: &Path) -> PathBuf {
    match (&args.out, args.shard) {
        (Some(out), _) => out.clone(),
        (None, Some(Share { number, of })) => output.join(format!("shard-{number}-of-{of}")),
        (None, None) => output.to_owned(),
    }
}

/// The results to start from: empty unless resuming is requested and there are saved results.
fn starting_results(args: &CompareArgs, job: &Job, folder: &Path) -> Result<Aggregate, Failure> {
    let file = folder.join(UNFINISHED);
    if !file.exists() {
        return Ok(job.nothing());
    }
    if !args.resume {
        if !args.printing.quiet {
            super::say(format_args!(
                "rankday: {} holds results of a run that was not finished; --resume goes on from \
                 them, this run begins anew",
                file.display()
            ));
        }
        return Ok(job.nothing());
    }
    Ok(go_on_from(&file, job, args.shard.unwrap_or(WHOLE))?)
}

/// Runs the paths, saving the results from time to time.
fn simulate(
    args: &CompareArgs,
    job: Job,
    done: Aggregate,
    staging: &mut Staging,
) -> Result<Simulated, Failure> {
    let range = args.shard.unwrap_or(WHOLE).range(job.header.count);
    let bar = progress::paths(range.end - range.start, args.printing.quiet);
    bar.inc(done.count());
    let header = job.header.clone();
    let mut saved = Instant::now();
    let control = Control { is_stopped: &interrupt::is_stopped, on_done: &|paths| bar.inc(paths) };
    let pool = args.work.pool()?;
    let simulated = pool.install(|| {
        job.run(range, done, &control, |results: &dyn Fn() -> Aggregate| {
            if saved.elapsed() < SAVE_EVERY {
                return Ok(());
            }
            saved = Instant::now();
            write_unfinished(&header, &results(), staging)
        })
    });
    bar.finish_and_clear();
    Ok(simulated?)
}

/// Writes the results and, for an interrupted run, the state from which it resumes.
fn finish(
    args: &CompareArgs,
    simulated: &Simulated,
    mut staging: Staging,
    folder: &Path,
) -> Result<(Vec<u8>, ExitStatus), Failure> {
    let Simulated { header, results, .. } = simulated;
    let range = args.shard.unwrap_or(WHOLE).range(header.count);
    let is_partial = match args.shard {
        Some(_) => results.count() < range.end - range.start,
        None => Completion::of(header, results) == Completion::Partial,
    };
    if is_partial {
        // The state is saved first, because a second signal ends the process at once.
        write_unfinished(header, results, &mut staging)?;
    } else {
        staging.discard(UNFINISHED);
    }
    let summary = match args.shard {
        Some(_) if is_partial => Vec::new(),
        Some(shard) => {
            write_shard(simulated, shard, staging)?;
            args.printing.summary(
                |out| writeln!(out, "{}", shard_line(header, shard, folder)),
                |out| manifest(folder, out),
            )?
        }
        None => deliver_whole(simulated, (folder, staging), &args.format, &args.printing)?,
    };
    if is_partial {
        super::say(format_args!(
            "rankday: interrupted after {} of {} paths; the same command with --resume goes on",
            results.count(),
            range.end - range.start
        ));
        return Ok((summary, ExitStatus::Interrupted));
    }
    Ok((summary, ExitStatus::Success))
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
    let text = |out: &mut Vec<u8>| report::sweep::console::write(&swept, folder, out);
    deliver(&swept, (folder, staging), format, printing, text)
}

/// Prints the manifest of a shard, for programs.
fn manifest(folder: &Path, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&fs::read(folder.join(MANIFEST))?)
}

fn shard_line(header: &Header, shard: Share, folder: &Path) -> String {
    let range = shard.range(header.count);
    format!(
        "{}: shard {shard}, paths {} to {} of {}\n\nShard: {}",
        header.name,
        range.start + 1,
        range.end,
        header.count,
        folder.display()
    )
}
