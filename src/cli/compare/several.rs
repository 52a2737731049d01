//! Several comparisons in one command, one after another: each uses all threads.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{CompareArgs, ComparisonsArgs, run_one};
use crate::cli::batch::{self, Batch, Named, Printer, folder_name, folders};
use crate::cli::exit::{ExitStatus, Failure, contained};
use crate::cli::{interrupt, simulate};
use crate::report::overview::comparisons::of_paths;
use crate::report::overview::{Overview, ScheduleRow};
use crate::scenario::{Comparable, read_comparable};

/// Compares the schedules of every scenario; one that fails does not stop the others.
///
/// # Errors
/// Invalid arguments, and errors of the writer.
pub(super) fn run(all: &ComparisonsArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let args = &all.first;
    if args.shard.is_some() || args.resume {
        return Err(Failure::usage(
            "--shard and --resume are for one scenario",
            "run a command for each",
        ));
    }
    let paths: Vec<&PathBuf> = std::iter::once(&args.scenario).chain(&all.more).collect();
    let scenarios: Vec<Result<Comparable, Failure>> =
        paths.iter().map(|path| Ok(read_comparable(path)?)).collect();
    args.printing.say_sweep_is_left(scenarios.iter().flatten().map(Comparable::source));
    let named: Vec<Option<Named<'_>>> = scenarios
        .iter()
        .zip(&paths)
        .map(|(scenario, file)| scenario.as_ref().ok().map(|of| named(file, of)))
        .collect();
    let folders = folders(args.out.as_deref(), &named)?;
    // The reports of one scenario must not replace the inputs of another.
    let inputs: Vec<PathBuf> = scenarios.iter().flatten().flat_map(inputs).collect();
    let batch = Batch::open(args.out.as_deref(), &folders, &inputs, &args.replace)?;
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    let mut printer = Printer::new(&args.printing, paths.len());
    let mut status = ExitStatus::Success;
    for ((path, scenario), folder) in paths.into_iter().zip(scenarios).zip(&folders) {
        let done = scenario.and_then(|scenario| compare(args, scenario, folder, &inputs));
        let done = done.map(|done| {
            status = status.max(done.status);
            rows.extend(done.rows);
            done.summary
        });
        if let Err(failure) = &done {
            status = status.max(failure.status());
            failed.push(batch::failed(path, failure));
        }
        printer.print(path, done, out)?;
        if interrupt::is_stopped() {
            break;
        }
    }
    printer.finish(out)?;
    let Some(batch) = batch else { return Ok(status) };
    let overview = Overview::of_comparisons(rows, failed);
    out.write_all(&batch.write(&overview, &args.format, &args.printing)?)?;
    Ok(status)
}

/// The result of one comparison.
struct Done {
    summary: Vec<u8>,
    rows: Vec<ScheduleRow>,
    status: ExitStatus,
}

fn compare(
    args: &CompareArgs,
    scenario: Comparable,
    folder: &Path,
    inputs: &[PathBuf],
) -> Result<Done, Failure> {
    match scenario {
        Comparable::History(scenario) => {
            let pool = args.work.pool()?;
            let work = || contained(|| run_one(args, *scenario, folder, inputs));
            let (summary, rows) = pool.install(work)?;
            Ok(Done { summary, rows, status: ExitStatus::Success })
        }
        Comparable::Simulated(scenario) => contained(|| {
            let (simulated, summary, status) = simulate::whole(args, *scenario, folder, inputs)?;
            let rows = simulated.map(|of| of_paths(&of, &folder_name(folder))).unwrap_or_default();
            Ok(Done { summary, rows, status })
        }),
    }
}

fn named<'a>(file: &'a Path, scenario: &'a Comparable) -> Named<'a> {
    match scenario {
        Comparable::History(of) => Named { file, name: &of.name, output: &of.output },
        Comparable::Simulated(of) => Named { file, name: &of.name, output: &of.output },
    }
}

fn inputs(scenario: &Comparable) -> Vec<PathBuf> {
    let read: Vec<&Path> = match scenario {
        Comparable::History(of) => of.source.paths().collect(),
        Comparable::Simulated(of) => {
            let origin = of.origin.iter().flat_map(|origin| origin.source.paths());
            of.source.paths().chain(origin).collect()
        }
    };
    read.into_iter().map(Path::to_owned).collect()
}
