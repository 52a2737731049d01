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
use crate::report::files::{Destination, real_place};
use crate::report::run::console;
use crate::scenario::manifest::ResultKind;
use crate::scenario::{self, STEPS, Scenario, read_scenario};

/// Examples of its use.
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
/// Arguments that cannot be, and a writer that fails.
pub fn run(args: &RunArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = args.work.pool()?;
    let scenarios: Vec<Result<Scenario, Failure>> =
        args.scenarios.iter().map(|path| Ok(read_scenario(path)?)).collect();
    let folders = folders(args, &scenarios)?;
    // What one scenario reads, no other may replace.
    let read = scenarios.iter().flatten().flat_map(|scenario| scenario.source.paths());
    let inputs: Vec<PathBuf> = read.map(Path::to_owned).collect();
    let bar = progress::bar(STEPS * scenarios.len() as u64, args.printing.quiet);
    let done: Vec<Result<Vec<u8>, Failure>> = pool.install(|| {
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
    report(args, done, out)
}

/// Runs one scenario, writes its reports and returns its summary.
fn run_one(
    scenario: Scenario,
    folder: &Path,
    args: &RunArgs,
    inputs: &[PathBuf],
    step: &(dyn Fn(&str) + Sync),
) -> Result<Vec<u8>, Failure> {
    let staging = Destination::new(folder, ResultKind::Run)
        .reading(inputs.iter().map(PathBuf::as_path))
        .forced(args.replace.force)
        .open()?;
    let run = scenario::run(scenario, step)?;
    args.strict.refuse(&run.scenario.plausibility, &run.remarks)?;
    let text = |out: &mut Vec<u8>| console::write(&run, folder, out);
    let summary = deliver(&run, (folder, staging), &args.format, &args.printing, text)?;
    step("reports written");
    // Giving back the memory takes longer than printing, and nobody waits for it.
    rayon::spawn(move || drop(run));
    Ok(summary)
}

/// Prints what was done, and says what failed.
fn report(
    args: &RunArgs,
    done: Vec<Result<Vec<u8>, Failure>>,
    out: &mut impl Write,
) -> Result<ExitStatus, Failure> {
    let mut status = ExitStatus::Success;
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
                // A fault of the scenario itself names the file.
                let named = matches!(failure, Failure::Scenario(_));
                let which =
                    if several && !named { format!("{}: ", path.display()) } else { String::new() };
                super::say(format_args!("rankday: {which}{failure}"));
                status = status.max(failure.status());
            }
        }
    }
    if several && args.printing.json {
        print_array(&array, out)?;
    }
    Ok(status)
}

/// Where the reports of each scenario go; no two may share a folder.
fn folders(
    args: &RunArgs,
    scenarios: &[Result<Scenario, Failure>],
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
            return Err(Failure::Usage(format!(
                "two scenarios write to {}; give them different names",
                folder.display()
            )));
        }
    }
    Ok(folders)
}
