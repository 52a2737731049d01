//! `rankday run SCENARIO...`: runs scenarios in parallel and writes their reports.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use super::batch::{self, Batch, Named, Printer, folder_name, folders};
use super::deliver::deliver;
use super::exit::{ExitStatus, Failure, contained};
use super::format::FormatArgs;
use super::help::Example;
use super::options::{Printing, Replace, Strict, Work};
use super::progress;
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::report::overview::{EventRow, Overview};
use crate::report::run::console;
use crate::scenario::{RunScenario, read_run};
use crate::study::{self, STEPS, SharedFiles};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday run scenarios/june-2026.toml", "summary here, reports in rankday-out/june-2026"),
    ("rankday run scenarios/june-2026.toml scenarios/december-2026.toml --out all", "in parallel"),
    ("rankday run my-june.toml --quiet --out results", "reports alone"),
    ("rankday run my-june.toml --json", "the summary for a program to read"),
];

/// Run scenarios: decide memberships, measure turnover, write reports
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// Scenario files (TOML)
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Folder for the reports; with several scenarios, each has a subfolder of its name
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How many threads work.
    #[command(flatten)]
    pub work: Work,
    /// Formats of the reports.
    #[command(flatten)]
    pub format: FormatArgs,
    /// Whether warnings count as errors.
    #[command(flatten)]
    pub strict: Strict,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    pub replace: Replace,
    /// What the command prints.
    #[command(flatten)]
    pub printing: Printing,
}

/// Runs every scenario; one that fails does not stop the others.
///
/// # Errors
/// Invalid arguments, and errors of the writer.
pub fn run(args: &RunArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = args.work.pool()?;
    let scenarios: Vec<Result<RunScenario, Failure>> =
        args.scenarios.iter().map(|path| Ok(read_run(path)?)).collect();
    args.printing.say_sweep_is_left(scenarios.iter().flatten().map(|scenario| &scenario.source));
    let named: Vec<Option<Named<'_>>> = scenarios
        .iter()
        .zip(&args.scenarios)
        .map(|(scenario, file)| {
            scenario.as_ref().ok().map(|s| Named { file, name: &s.name, output: &s.output })
        })
        .collect();
    let folders = folders(args.out.as_deref(), &named)?;
    // The reports of one scenario must not replace the inputs of another.
    let read = scenarios.iter().flatten().flat_map(|scenario| scenario.source.paths());
    let inputs: Vec<PathBuf> = read.map(Path::to_owned).collect();
    let batch = Batch::open(args.out.as_deref(), &folders, &inputs, &args.replace)?;
    let bar = progress::bar(STEPS * scenarios.len() as u64, args.printing.quiet);
    let done: Vec<Result<Done, Failure>> = pool.install(|| {
        let shared = SharedFiles::read(scenarios.iter().flatten());
        scenarios
            .into_par_iter()
            .zip(&folders)
            .map(|(scenario, folder)| {
                let step = |name: &str| {
                    bar.set_message(name.to_owned());
                    bar.inc(1);
                };
                let scenario = scenario?;
                contained(|| run_one((scenario, &shared), folder, args, &inputs, &step))
            })
            .collect()
    });
    bar.finish_and_clear();
    let (done, rows): (Vec<_>, Vec<_>) = done
        .into_iter()
        .map(|done| match done {
            Ok(Done { summary, row }) => (Ok(summary), Some(row)),
            Err(failure) => (Err(failure), None),
        })
        .unzip();
    let failures = || {
        let paths = args.scenarios.iter().zip(&done);
        paths.filter_map(|(path, done)| Some((path, done.as_ref().err()?)))
    };
    let status = failures().map(|(_, f)| f.status()).max().unwrap_or(ExitStatus::Success);
    let failed = failures().map(|(path, failure)| batch::failed(path, failure)).collect();
    match report(args, done, out) {
        // The reader has closed the pipe, so the exit code alone reports the failure.
        Err(failure) if failure.is_closed_pipe() && status != ExitStatus::Success => {
            return Ok(status);
        }
        printed => printed?,
    }
    let Some(batch) = batch else { return Ok(status) };
    let overview = Overview::of_events(rows.into_iter().flatten().collect(), failed);
    let printed = pool.install(|| batch.write(&overview, &args.format, &args.printing))?;
    out.write_all(&printed)?;
    Ok(status)
}

/// The data kept of a completed scenario.
struct Done {
    /// Its printed summary.
    summary: Vec<u8>,
    /// Its row in the overview.
    row: EventRow,
}

/// Runs one scenario, writes its reports and returns its summary.
fn run_one(
    (scenario, shared): (RunScenario, &SharedFiles),
    folder: &Path,
    args: &RunArgs,
    inputs: &[PathBuf],
    step: &(dyn Fn(&str) + Sync),
) -> Result<Done, Failure> {
    let staging = Destination::new(folder, ResultKind::Run)
        .reading(inputs.iter().map(PathBuf::as_path))
        .forced(args.replace.force)
        .open()?;
    let run = study::run_with(shared, scenario, step)?;
    args.strict.refuse(&run.scenario.plausibility, &run.remarks)?;
    let text = |out: &mut Vec<u8>| console::write(&run, folder, out);
    let summary = deliver(&run, (folder, staging), &args.format, &args.printing, text)?;
    step("reports written");
    let row = EventRow::of(&run, folder_name(folder));
    // Freeing the memory takes longer than printing, so it is done in the background.
    rayon::spawn(move || drop(run));
    Ok(Done { summary, row })
}

/// Prints the summaries and the failures.
fn report(
    args: &RunArgs,
    done: Vec<Result<Vec<u8>, Failure>>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let mut printer = Printer::new(&args.printing, done.len());
    for (path, done) in args.scenarios.iter().zip(done) {
        printer.print(path, done, out)?;
    }
    Ok(printer.finish(out)?)
}
