//! `rankday compare SCENARIO...`: one market under several schedules.

mod several;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::batch::folder_name;
use super::deliver::deliver;
use super::exit::{ExitStatus, Failure};
use super::format::FormatArgs;
use super::help::Example;
use super::options::{Printing, Replace, Strict, Work};
use super::{progress, simulate};
use crate::report::comparison::{ComparisonReport, console};
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::report::overview::ScheduleRow;
use crate::report::overview::comparisons::of_history;
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::{Comparable, read_comparable};
use crate::study::comparison::compare;
use crate::study::parts::Share;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    (
        "rankday compare scenarios/annual-vs-semi-annual.toml",
        "summary here, reports in rankday-out",
    ),
    ("rankday compare scenarios/two-schedules.toml", "the same on simulated paths"),
    ("rankday compare scenarios/two-schedules.toml --shard 3/8", "the third eighth of the paths"),
    ("rankday compare first.toml second.toml --out both", "several, with an overview beside them"),
    ("rankday compare my-market.toml --quiet --out results", "reports alone"),
    ("rankday compare my-market.toml --json", "the summary for a program to read"),
    ("rankday columns comparison", "what each measure means"),
];

/// Compare schedules: the same market, reconstituted annually, semi-annually or as you say
#[derive(Debug, Clone, Args)]
pub struct ComparisonsArgs {
    /// The first scenario, and the options that apply to all of them.
    #[command(flatten)]
    pub first: CompareArgs,
    /// More scenarios, run one after another; an overview is written beside their reports
    #[arg(value_name = "MORE")]
    pub more: Vec<PathBuf>,
}

/// The arguments of a comparison or a sweep.
#[derive(Debug, Clone, Args)]
pub struct CompareArgs {
    /// Scenario file (TOML) with the schedules to compare, 40 at the most
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Folder for the reports; with several comparisons, each has a subfolder of its name
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How many threads work.
    #[command(flatten)]
    pub work: Work,
    /// Run part K of N of the simulated paths; `rankday merge` puts the parts together
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Share>,
    /// Continue an interrupted simulation
    #[arg(long)]
    pub resume: bool,
    /// How many paths to simulate, in place of the scenario's
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub paths: Option<u64>,
    /// Seed of the random numbers, in place of the scenario's
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
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

impl CompareArgs {
    /// Rejects options that do not apply to a comparison on a history.
    fn refuse_options_of_paths(&self) -> Result<(), Failure> {
        let has_any =
            self.shard.is_some() || self.resume || self.paths.is_some() || self.seed.is_some();
        self.refuse_without_paths(has_any, "--shard, --resume, --paths and --seed")
    }

    /// Rejects options that do not apply to a sweep without paths.
    pub(super) fn refuse_paths_and_seed(&self) -> Result<(), Failure> {
        self.refuse_without_paths(self.paths.is_some() || self.seed.is_some(), "--paths and --seed")
    }

    fn refuse_without_paths(&self, has_any: bool, options: &str) -> Result<(), Failure> {
        if !has_any {
            return Ok(());
        }
        let scenario = self.scenario.display();
        Err(Failure::usage(
            format!("{options} are for simulated paths, and {scenario} has no [paths]"),
            "leave them out, or name a scenario with [paths]",
        ))
    }
}

/// Compares the schedules of each scenario and writes the reports.
///
/// # Errors
/// Faulty files, and reports that cannot be written.
pub fn run_all(args: &ComparisonsArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    if args.more.is_empty() { run(&args.first, out) } else { several::run(args, out) }
}

/// Compares the schedules of a scenario and writes the reports.
///
/// # Errors
/// Faulty files, and reports that cannot be written.
pub fn run(args: &CompareArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let scenario = read_comparable(&args.scenario)?;
    args.printing.say_sweep_is_left([scenario.source()]);
    let scenario = match scenario {
        Comparable::Simulated(scenario) => return simulate::run(args, *scenario, out),
        Comparable::History(scenario) => *scenario,
    };
    args.refuse_options_of_paths()?;
    let folder = args.out.clone().unwrap_or_else(|| scenario.output.clone());
    let pool = args.work.pool()?;
    let (summary, _) = pool.install(|| run_one(args, scenario, &folder, &[]))?;
    out.write_all(&summary)?;
    Ok(ExitStatus::Success)
}

/// Compares, writes the reports into a folder, and returns the summary and the rows of an overview;
/// `others` are inputs of other comparisons, which must not be replaced either.
fn run_one(
    args: &CompareArgs,
    scenario: ComparisonScenario,
    folder: &Path,
    others: &[PathBuf],
) -> Result<(Vec<u8>, Vec<ScheduleRow>), Failure> {
    let staging = Destination::new(folder, ResultKind::Comparison)
        .reading(scenario.source.paths())
        .reading(others.iter().map(PathBuf::as_path))
        .forced(args.replace.force)
        .open()?;
    let bar = progress::days(args.printing.quiet);
    let compared = compare(scenario, &|days| bar.inc(days as u64));
    bar.finish_and_clear();
    let compared = compared?;
    args.strict.refuse(&compared.scenario.plausibility, &compared.remarks)?;
    let (mut summary, mut rows) = (Vec::new(), Vec::new());
    if let Some(report) = ComparisonReport::new(&compared) {
        let text = |out: &mut Vec<u8>| console::write(&report, folder, out);
        summary = deliver(&report, (folder, staging), &args.format, &args.printing, text)?;
        rows = of_history(&report, &folder_name(folder));
    }
    // Freeing the memory takes longer than printing, so it is done in the background.
    rayon::spawn(move || drop(compared));
    Ok((summary, rows))
}
