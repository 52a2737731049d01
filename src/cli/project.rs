//! `rankday project SCENARIO`: simulates today's universe up to a coming rank day.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::deliver::deliver;
use super::exit::{ExitStatus, Failure};
use super::format::FormatArgs;
use super::help::Example;
use super::options::{Printing, Replace, Strict, Work};
use super::{interrupt, progress};
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::report::projection::console;
use crate::scenario::projection::{ProjectionScenario, read_projection};
use crate::study::Control;
use crate::study::projection::project;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    (
        "rankday project scenarios/project-december-2026.toml",
        "summary here, reports in rankday-out",
    ),
    ("rankday project scenarios/small-cap-rally-2026.toml", "with shocks laid on top"),
    ("rankday project my-june.toml --paths 100000 --seed 2", "more paths, other ones"),
    ("rankday project my-june.toml --quiet --out results", "reports alone"),
];

/// Project an event that is still to come: the odds of every company, breaks and turnover
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "The scenario is that of `rankday run`, with the universe of today. [project] gives paths and
\
    seed, [model] figures of the market model, [[shock]] what is laid on top."
)]
pub struct ProjectArgs {
    /// Scenario file (TOML) of an event, with the universe of a day before it
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Folder for the reports
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Number of paths [default: the scenario's, else 10,000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub paths: Option<u64>,
    /// Seed of the random numbers [default: the scenario's, else 1]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
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

/// Projects a scenario and writes the reports.
///
/// # Errors
/// Faulty files, and reports that cannot be written.
pub fn run(args: &ProjectArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = args.work.pool()?;
    let mut scenario = read_projection(&args.scenario)?;
    scenario.paths = args.paths.unwrap_or(scenario.paths);
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    interrupt::listen();
    let (summary, status) = pool.install(|| run_one(args, scenario))?;
    out.write_all(&summary)?;
    Ok(status)
}

/// Projects, writes the reports and returns the summary.
fn run_one(
    args: &ProjectArgs,
    scenario: ProjectionScenario,
) -> Result<(Vec<u8>, ExitStatus), Failure> {
    let folder = args.out.clone().unwrap_or_else(|| scenario.scenario.output.clone());
    let staging = Destination::new(&folder, ResultKind::Projection)
        .reading(scenario.scenario.source.paths())
        .forced(args.replace.force)
        .open()?;
    let bar = progress::paths(scenario.paths, args.printing.quiet);
    let control = Control { is_stopped: &interrupt::is_stopped, on_done: &|paths| bar.inc(paths) };
    let found = project(scenario, &control);
    bar.finish_and_clear();
    let found = found?;
    args.strict.refuse(&found.scenario.scenario.plausibility, &found.remarks)?;
    let text = |out: &mut Vec<u8>| console::write(&found, &folder, out);
    let summary = deliver(&found, (&folder, staging), &args.format, &args.printing, text)?;
    let mut status = ExitStatus::Success;
    if found.is_partial() {
        status = ExitStatus::Interrupted;
        super::say(format_args!(
            "rankday: interrupted after {} of {} paths; the reports are of those",
            found.tally.paths, found.scenario.paths
        ));
    }
    // Freeing the memory takes longer than printing, so it is done in the background.
    rayon::spawn(move || drop(found));
    Ok((summary, status))
}
