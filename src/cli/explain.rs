//! `rankday explain TICKER SCENARIO`: how the decision on a company came about, and what would have
//! changed it.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::options::Work;
use super::{interrupt, progress};
use crate::report::explanation::{json, text};
use crate::scenario::{Scenario, read_scenario};
use crate::study::Control;
use crate::study::explanation::explain_ticker;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday explain ZVUR scenarios/june-2026.toml", "why it enters the Russell 1000"),
    ("rankday explain ZXS scenarios/june-2026.toml --json", "the facts for a program to read"),
    ("rankday explain ZXS scenarios/project-december-2026.toml", "if ranked today, and its odds"),
];

/// Explain one company: its screens, cap, rank and bands, what is decided, what would have changed it
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// Ticker of any class of the company, or of a member that has left
    #[arg(value_name = "TICKER")]
    pub ticker: String,
    /// Scenario file (TOML) of `rankday run` or `rankday project`
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Print JSON instead of text
    #[arg(long)]
    pub json: bool,
    /// Number of paths of a projection [default: the scenario's, else 10,000]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    pub paths: Option<u64>,
    /// How many threads work.
    #[command(flatten)]
    pub work: Work,
}

/// Explains a company and prints it.
///
/// # Errors
/// Faulty files, an unknown ticker, and errors of the writer.
pub fn run(args: &ExplainArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = args.work.pool()?;
    let is_scenario = |text: &str| Path::new(text).extension().is_some_and(|end| end == "toml");
    if is_scenario(&args.ticker) && !args.scenario.exists() {
        let scenario = args.scenario.display();
        return Err(Failure::usage(
            format!("{} is a scenario, where the ticker stands first", args.ticker),
            format!("type: rankday explain {scenario} {}", args.ticker),
        ));
    }
    let mut source = read_scenario(&args.scenario)?;
    let mut paths = 0;
    match (&mut source, args.paths) {
        (Scenario::Project(projection), asked) => {
            projection.paths = asked.unwrap_or(projection.paths);
            paths = projection.paths;
            interrupt::listen();
        }
        (_, Some(_)) => {
            let scenario = args.scenario.display();
            return Err(Failure::usage(
                format!("--paths is for projections, and {scenario} has no [project]"),
                "leave it out, or name the scenario of a projection",
            ));
        }
        (_, None) => {}
    }
    let bar = progress::paths(paths, paths == 0);
    let control = Control { is_stopped: &interrupt::is_stopped, on_done: &|paths| bar.inc(paths) };
    let explained = pool.install(|| explain_ticker(source, &args.ticker, &control));
    bar.finish_and_clear();
    let explained = explained?;
    if args.json {
        json::write(&explained, &mut *out)?;
    } else {
        text::write(&explained, out)?;
    }
    let forecast = explained.forecast.as_ref();
    if let Some(partial) = forecast.filter(|forecast| forecast.paths < forecast.asked_for) {
        out.flush()?;
        super::say(format_args!(
            "rankday: interrupted after {} of {} paths; the odds are of those",
            partial.paths, partial.asked_for
        ));
        return Ok(ExitStatus::Interrupted);
    }
    Ok(ExitStatus::Success)
}
