//! `rankday calibrate SCENARIO`: makes forecasts along a history and compares them with the
//! outcomes.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::deliver::deliver;
use super::exit::{ExitStatus, Failure};
use super::format::FormatArgs;
use super::help::Example;
use super::options::{Printing, Replace, Work};
use super::progress;
use crate::market::model::Steps;
use crate::report::calibration::console;
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::scenario::comparison::read_comparison;
use crate::scenario::read_model;
use crate::study::comparison::{How, calibrate};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday calibrate scenarios/annual-vs-semi-annual.toml", "a reliability table"),
    (
        "rankday calibrate my-market.toml --schedule semi-annual --months 3",
        "up to three months ahead",
    ),
    ("rankday calibrate my-market.toml --model figures.toml", "with other figures of the model"),
];

/// Check the odds of `rankday project` on a history: do 7 of 10 come true that are given 70%?
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "The scenario is that of `rankday compare`. The file of figures holds the keys of a scenario's
\
    [model]."
)]
pub struct CalibrateArgs {
    /// Scenario file (TOML) with a market
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// The scenario's schedule to backtest [default: the first]
    #[arg(long, value_name = "NAME")]
    pub schedule: Option<String>,
    /// How many months before a rank day forecasts begin
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=24))]
    pub months: u32,
    /// Paths of each forecast
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub paths: u64,
    /// Seed of the random numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Use company data as known on the day of the forecast, not that of rank day
    #[arg(long)]
    pub as_known: bool,
    /// File with figures of the market model to be used in place of its own (TOML)
    #[arg(long, value_name = "FILE")]
    pub model: Option<PathBuf>,
    /// Folder for the reports [default: rankday-out/NAME-calibration]
    #[arg(long, short, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How many threads work.
    #[command(flatten)]
    pub work: Work,
    /// Formats of the reports.
    #[command(flatten)]
    pub format: FormatArgs,
    /// Which existing files may be overwritten.
    #[command(flatten)]
    pub replace: Replace,
    /// What the command prints.
    #[command(flatten)]
    pub printing: Printing,
}

/// Makes forecasts along a history and writes how often they came true.
///
/// # Errors
/// Faulty files, and reports that cannot be written.
pub fn run(args: &CalibrateArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = args.work.pool()?;
    let scenario = read_comparison(&args.scenario)?;
    let how = How {
        schedule: args.schedule.clone(),
        months: args.months,
        paths: args.paths,
        seed: args.seed,
        as_known: args.as_known,
        model: read_model(args.model.as_deref(), Steps::Monthly)?,
    };
    let folder = args.out.clone().unwrap_or_else(|| {
        let mut name = scenario.output.clone().into_os_string();
        name.push("-calibration");
        name.into()
    });
    let staging = Destination::new(&folder, ResultKind::Calibration)
        .reading(scenario.source.paths().chain(args.model.as_deref()))
        .forced(args.replace.force)
        .open()?;
    let bar = progress::days(args.printing.quiet);
    let found = pool.install(|| calibrate(scenario, &how, &|days| bar.inc(days as u64)));
    bar.finish_and_clear();
    let found = found?;
    let text = |out: &mut Vec<u8>| console::write(&found, &folder, out);
    let summary = deliver(&found, (&folder, staging), &args.format, &args.printing, text)?;
    out.write_all(&summary)?;
    Ok(ExitStatus::Success)
}
