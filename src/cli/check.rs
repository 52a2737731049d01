//! `rankday check SCENARIO...`: reports faults and remarks without running the scenarios.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, Args, ValueEnum};
use serde_json::Value;

use super::exit::{ExitStatus, Failure, contained};
use super::help::Example;
use super::options::{Strict, Work};
use crate::analysis::plausibility::Plausibility;
use crate::refusal::Refusal;
use crate::remark::{Remark, Severity, of_severity};
use crate::report::check;
use crate::report::remarks::{count, text};
use crate::report::screen::wrapped;
use crate::scenario::sweep::{Base, SweepScenario, read_sweep};
use crate::scenario::{Scenario, read_scenario};
use crate::study;
use crate::study::simulated::Job;
use crate::study::sweep::inspect_event;
use crate::study::{FaultRecord, comparison, projection};

/// Maximum width of lines.
const WIDTH: usize = 100;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday check my-june.toml", "faults, warnings, assumptions and notes, in full"),
    ("rankday check my-june.toml --strict", "exit code 3 where there is a warning"),
    ("rankday check my-june.toml --format json", "with kinds and figures, for a program to read"),
];

/// Check scenarios: report every fault and remark, without running them
#[derive(Debug, Clone, Args)]
#[command(
    mut_args(worded),
    after_help = "What only shows in the backtest of a comparison, such as its turnover, is not checked."
)]
pub struct CheckArgs {
    /// Scenario files (TOML) of any kind
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Format of the output
    #[arg(long, value_enum, default_value_t)]
    pub format: CheckFormat,
    /// How many threads work.
    #[command(flatten)]
    pub work: Work,
    /// Whether warnings count as errors.
    #[command(flatten)]
    pub strict: Strict,
}

/// An argument of several commands, with the help that it has here, where nothing is written.
fn worded(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "strict" => arg.help("Take warnings for errors: exit code 3"),
        _ => arg,
    }
}

/// The format in which findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum CheckFormat {
    /// Sentences
    #[default]
    Text,
    /// JSON: an array with one entry for each scenario
    Json,
}

/// The findings for a scenario.
struct Found {
    name: String,
    limits: Plausibility,
    remarks: Vec<Remark>,
}

/// Checks every scenario; one that fails does not stop the others.
///
/// # Errors
/// Errors of the writer.
pub fn run(args: &CheckArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = args.work.pool()?;
    let mut status = ExitStatus::Success;
    let mut all = Vec::new();
    for (at, path) in args.scenarios.iter().enumerate() {
        let found = pool.install(|| contained(|| inspect(path)));
        let own = match &found {
            Err(failure) => failure.status(),
            Ok(found) => match args.strict.refuse(&found.limits, &found.remarks) {
                Ok(()) => ExitStatus::Success,
                Err(failure) => failure.status(),
            },
        };
        status = status.max(own);
        match args.format {
            CheckFormat::Json => all.push(as_json(path, &found)?),
            CheckFormat::Text => {
                if at > 0 {
                    writeln!(out)?;
                }
                as_text(path, &found, out)?;
            }
        }
    }
    if args.format == CheckFormat::Json {
        writeln!(out, "{:#}", Value::Array(all))?;
    }
    Ok(status)
}

/// Reads a scenario and the files that it names, and collects the remarks.
fn inspect(path: &Path) -> Result<Found, Failure> {
    let scenario = read_scenario(path)?;
    // A projection leaves a sweep alone.
    let is_swept = !matches!(scenario, Scenario::Project(_));
    let sweep = scenario.source().with_sweep().filter(|_| is_swept).map(read_sweep).transpose()?;
    if let Some(SweepScenario { base: Base::Event(scenarios), sweep, name }) = sweep {
        let limits = scenarios[0].plausibility.clone();
        return Ok(Found { name, limits, remarks: inspect_event(scenarios, sweep)? });
    }
    match scenario {
        Scenario::Run(scenario) => {
            let run = study::run(*scenario, &|_| ())?;
            let (name, limits) = (run.scenario.name.clone(), run.scenario.plausibility.clone());
            Ok(Found { name, limits, remarks: run.remarks })
        }
        Scenario::Project(projection) => {
            let remarks = projection::inspect(&projection)?;
            let scenario = projection.scenario;
            Ok(Found { name: scenario.name, limits: scenario.plausibility, remarks })
        }
        Scenario::Compare(comparison) => {
            let remarks = comparison::inspect(&comparison)?;
            Ok(Found { name: comparison.name, limits: comparison.plausibility, remarks })
        }
        Scenario::Simulate(simulated) => {
            let (name, limits) = (simulated.name.clone(), simulated.plausibility.clone());
            let job = Job::new(*simulated)?;
            Ok(Found { name, limits, remarks: job.header.remarks })
        }
    }
}

fn as_text(
    path: &Path,
    found: &Result<Found, Failure>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let found = match found {
        Ok(found) => found,
        Err(failure) => {
            writeln!(out, "{}: faulty\n{failure}", path.display())?;
            return Ok(());
        }
    };
    let remarks = &found.remarks;
    writeln!(
        out,
        "{}: no faults, {}, {}, {}",
        found.name,
        count(remarks, Severity::Warning),
        count(remarks, Severity::Assumption),
        count(remarks, Severity::Note)
    )?;
    for (severity, title) in [
        (Severity::Warning, "Warnings"),
        (Severity::Assumption, "Assumptions, the larger effect first"),
        (Severity::Note, "Notes"),
    ] {
        let said: Vec<String> = of_severity(remarks, severity).map(text).collect();
        if said.is_empty() {
            continue;
        }
        writeln!(out, "\n{title}:")?;
        for sentence in said {
            for (at, line) in wrapped(&sentence, WIDTH - 4).iter().enumerate() {
                writeln!(out, "  {} {line}", if at == 0 { "-" } else { " " })?;
            }
        }
    }
    Ok(())
}

fn as_json(path: &Path, found: &Result<Found, Failure>) -> Result<Value, Failure> {
    let file = path.display().to_string();
    let answer = match found {
        Ok(found) => check::sound(&file, &found.name, &found.remarks),
        Err(Failure::Input(error)) => check::faulty(&file, error.records()),
        Err(other) => check::faulty(&file, vec![FaultRecord::of(&Refusal::of_program(other))]),
    };
    Ok(answer.map_err(std::io::Error::from)?)
}
