//! `rankday run SCENARIO...`: runs scenarios in parallel and writes their reports.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;

use super::deliver::deliver;
use super::exit::{ExitStatus, Failure, contained};
use super::format::FormatArgs;
use super::help::Example;
use super::options::{Printing, Replace, Strict, Work, print_array};
use super::progress;
use crate::report::files::{Destination, Staging, real_place};
use crate::report::format::write_reports;
use crate::report::manifest::ResultKind;
use crate::report::overview::{self, EventRow, Overview};
use crate::report::run::console;
use crate::scenario::{RunScenario, read_run};
use crate::study::{self, InputError, STEPS};

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
    /// Folder for the reports; of several scenarios each gets a folder of its name in it
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How many threads work.
    #[command(flatten)]
    pub work: Work,
    /// Formats of the reports.
    #[command(flatten)]
    pub format: FormatArgs,
    /// What warnings do.
    #[command(flatten)]
    pub strict: Strict,
    /// What may be replaced.
    #[command(flatten)]
    pub replace: Replace,
    /// What is printed.
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
    let folders = folders(args, &scenarios)?;
    // The reports of one scenario must not replace the inputs of another.
    let read = scenarios.iter().flatten().flat_map(|scenario| scenario.source.paths());
    let inputs: Vec<PathBuf> = read.map(Path::to_owned).collect();
    let overview = Batch::open(args, &scenarios, &folders, &inputs)?;
    let bar = progress::bar(STEPS * scenarios.len() as u64, args.printing.quiet);
    let done: Vec<Result<Done, Failure>> = pool.install(|| {
        scenarios
            .into_par_iter()
            .zip(&folders)
            .map(|(scenario, folder)| {
                let step = |name: &str| {
                    bar.set_message(name.to_owned());
                    bar.inc(1);
                };
                let scenario = scenario?;
                contained(|| run_one(scenario, folder, args, &inputs, &step))
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
    let failures = done.iter().filter_map(|done| done.as_ref().err());
    let status = failures.map(Failure::status).max().unwrap_or(ExitStatus::Success);
    match report(args, done, out) {
        // The reader has closed the pipe, so the exit code alone reports the failure.
        Err(failure) if failure.is_closed_pipe() && status != ExitStatus::Success => {
            return Ok(status);
        }
        printed => printed?,
    }
    let Some(overview) = overview else { return Ok(status) };
    let printed = pool.install(|| overview.write(args, rows))?;
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

/// The overview of several scenarios.
struct Batch {
    /// The path and the open folder; `None` if the results have no common folder.
    place: Option<(PathBuf, Staging)>,
}

impl Batch {
    /// Opens the common folder of the results; `None` for a single scenario.
    fn open(
        args: &RunArgs,
        scenarios: &[Result<RunScenario, Failure>],
        folders: &[PathBuf],
        inputs: &[PathBuf],
    ) -> Result<Option<Self>, Failure> {
        if scenarios.len() < 2 {
            return Ok(None);
        }
        let mut parents = folders
            .iter()
            .zip(scenarios)
            .filter(|(_, scenario)| scenario.is_ok())
            .map(|(folder, _)| folder.parent().unwrap_or(Path::new("")));
        let common = args.out.as_deref().or_else(|| {
            let first = parents.next()?;
            parents.all(|parent| parent == first).then_some(first)
        });
        let Some(folder) = common.filter(|folder| !folder.as_os_str().is_empty()) else {
            return Ok(Some(Self { place: None }));
        };
        let staging = Destination::new(folder, ResultKind::Overview)
            .reading(inputs.iter().map(PathBuf::as_path))
            .forced(args.replace.force)
            .open()?;
        Ok(Some(Self { place: Some((folder.to_owned(), staging)) }))
    }

    /// Writes the overview and returns its summary; `rows` are in the order of the scenarios,
    /// `None` for those that failed.
    fn write(self, args: &RunArgs, rows: Vec<Option<EventRow>>) -> Result<Vec<u8>, Failure> {
        let failed = args.scenarios.iter().zip(&rows).filter(|(_, row)| row.is_none());
        let failed = failed.map(|(path, _)| path.display().to_string()).collect();
        let overview = Overview::new(rows.into_iter().flatten().collect(), failed);
        if overview.events.is_empty() {
            return Ok(Vec::new());
        }
        let folder = self.place.as_ref().map(|(folder, _)| folder.clone());
        if let Some((_, staging)) = self.place {
            write_reports(&overview, args.format.formats(), staging)?;
        }
        let mut printed = Vec::new();
        if !args.printing.quiet && !args.printing.json {
            overview::console::write(&overview, folder.as_deref(), &mut printed)?;
            if let Some(folder) = &folder {
                args.format.point_to_page(&overview, folder, &mut printed)?;
            }
        }
        Ok(printed)
    }
}

/// Runs one scenario, writes its reports and returns its summary.
fn run_one(
    scenario: RunScenario,
    folder: &Path,
    args: &RunArgs,
    inputs: &[PathBuf],
    step: &(dyn Fn(&str) + Sync),
) -> Result<Done, Failure> {
    let staging = Destination::new(folder, ResultKind::Run)
        .reading(inputs.iter().map(PathBuf::as_path))
        .forced(args.replace.force)
        .open()?;
    let run = study::run(scenario, step)?;
    args.strict.refuse(&run.scenario.plausibility, &run.remarks)?;
    let text = |out: &mut Vec<u8>| console::write(&run, folder, out);
    let summary = deliver(&run, (folder, staging), &args.format, &args.printing, text)?;
    step("reports written");
    let name =
        folder.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let row = EventRow::of(&run, name);
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
    let several = done.len() > 1;
    let mut array = Vec::new();
    for (path, done) in args.scenarios.iter().zip(done) {
        match done {
            Ok(summary) if several && args.printing.json => array.push(summary),
            Ok(summary) => {
                out.write_all(&summary)?;
                if several && !args.printing.quiet {
                    writeln!(out)?;
                }
            }
            Err(failure) => {
                out.flush()?;
                // Faults of the scenario itself already name the file.
                let named = matches!(failure, Failure::Input(InputError::Scenario(_)));
                let which =
                    if several && !named { format!("{}: ", path.display()) } else { String::new() };
                super::say(format_args!("rankday: {which}{failure}"));
            }
        }
    }
    if several && args.printing.json {
        print_array(&array, out)?;
    }
    Ok(())
}

/// The folder for the reports of each scenario; no two may share one.
fn folders(
    args: &RunArgs,
    scenarios: &[Result<RunScenario, Failure>],
) -> Result<Vec<PathBuf>, Failure> {
    let folders: Vec<PathBuf> = scenarios
        .iter()
        .map(|scenario| match (scenario, &args.out) {
            (Err(_), _) => PathBuf::new(),
            (Ok(_), Some(out)) if scenarios.len() == 1 => out.clone(),
            (Ok(scenario), Some(out)) => out.join(&scenario.name),
            (Ok(scenario), None) => scenario.output.clone(),
        })
        .collect();
    let places: Vec<Option<PathBuf>> = folders
        .iter()
        .zip(scenarios)
        .map(|(folder, scenario)| scenario.is_ok().then(|| real_place(folder)))
        .collect();
    for (at, folder) in folders.iter().enumerate() {
        if scenarios[at].is_ok() && places[..at].contains(&places[at]) {
            return Err(Failure::usage(
                format!("two scenarios write to {}", folder.display()),
                "give them different names",
            ));
        }
    }
    Ok(folders)
}
