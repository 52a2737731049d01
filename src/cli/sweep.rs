//! `rankday sweep SCENARIO`: tries many rules on one market and finds those that no other rule
//! beats.

pub(super) mod combinations;

use std::io::Write;

use clap::Args;

use self::combinations::Place;
use super::compare::CompareArgs;
use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::simulate;
use crate::scenario::sweep::{Base, Sweep, read_sweep};
use crate::study::sweep::Job;

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday sweep scenarios/frontier-history.toml", "summary here, reports in rankday-out"),
    ("rankday sweep scenarios/frontier-history.toml --dry-run", "which rules it tries"),
    ("rankday sweep scenarios/frontier.toml", "the same on simulated paths"),
    ("rankday sweep scenarios/frontier.toml --shard 3/8", "the third eighth of the paths"),
    ("rankday sweep scenarios/frontier-history.toml --shard 1/2", "half of the rules"),
    ("rankday sweep my-market.toml --json", "the summary for a program to read"),
    ("rankday columns sweep-reports", "what its tables hold"),
];

/// Try many rules on the same market or the same paths: every combination of the values in its sweep
#[derive(Debug, Clone, Args)]
pub struct SweepArgs {
    /// List the combinations and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// What a comparison takes: the scenario has a sweep as well.
    #[command(flatten)]
    pub compare: CompareArgs,
}

/// Tries the rules of a sweep and writes the reports.
///
/// # Errors
/// Faulty files, and reports that cannot be written.
pub fn run(args: &SweepArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let SweepArgs { dry_run, compare: args } = args;
    let scenario = read_sweep(&args.scenario)?;
    if *dry_run {
        list(&scenario.sweep, args.printing.json, out)?;
        return Ok(ExitStatus::Success);
    }
    let count = scenario.sweep.combinations.len();
    if !args.printing.quiet {
        super::say(format_args!("rankday: {}: {count} combinations", scenario.name()));
    }
    let (sweep, rules) = (scenario.sweep, scenario.rules);
    match scenario.base {
        Base::Simulated(base) => simulate::run(args, *base, out),
        Base::History(of) => {
            let place = Place {
                output: of.output.clone(),
                source: of.source.clone(),
                limits: of.plausibility.clone(),
            };
            combinations::run(args, place, || Job::of_history(*of, sweep, rules), out)
        }
        Base::Event(of) => {
            let place = Place {
                output: of.output.clone(),
                source: of.source.clone(),
                limits: of.plausibility.clone(),
            };
            combinations::run(args, place, || Job::of_event(*of, sweep, rules), out)
        }
    }
}

/// Lists the combinations.
fn list(sweep: &Sweep, as_json: bool, out: &mut impl Write) -> Result<(), Failure> {
    if as_json {
        let text = serde_json::to_string_pretty(sweep).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
        return Ok(());
    }
    for (at, combination) in sweep.combinations.iter().enumerate() {
        writeln!(out, "{:>4}  {}", at + 1, combination.name)?;
    }
    writeln!(out, "\n{} combinations; 1 is the rule as it is", sweep.combinations.len())?;
    Ok(())
}
