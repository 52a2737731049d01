//! `rankday sweep SCENARIO`: tries many rules on one market and finds those that no other rule
//! beats.

pub(super) mod combinations;

use std::io::Write;
use std::ops::Range;

use clap::{Arg, Args};

use self::combinations::Place;
use super::compare::CompareArgs;
use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::simulate;
use crate::scenario::sweep::{Base, SweepScenario, read_sweep};
use crate::study::sweep::{Job, order, order_of_events};

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
#[command(mut_args(worded))]
pub struct SweepArgs {
    /// List the combinations without trying them
    #[arg(long)]
    pub dry_run: bool,
    /// The arguments of a comparison; the scenario must have a sweep as well.
    #[command(flatten)]
    pub compare: CompareArgs,
}

/// An argument of a comparison, with the help that it has for a sweep.
fn worded(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "scenario" => arg.help(
            "Scenario file (TOML) with a [sweep]: of a history, of simulated paths, or of one \
             reconstitution",
        ),
        "out" => arg.help("Folder for the reports"),
        "shard" => arg.help(
            "Run part K of N of the simulated paths, or without paths of the combinations; `rankday merge` \
             puts the parts together",
        ),
        "resume" => arg.help("Go on from where the sweep was interrupted"),
        _ => arg,
    }
}

/// Tries the rules of a sweep and writes the reports.
///
/// # Errors
/// Faulty files, and reports that cannot be written.
pub fn run(args: &SweepArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let SweepArgs { dry_run, compare: args } = args;
    let scenario = read_sweep(&args.scenario)?;
    if *dry_run {
        list(&scenario, args, out)?;
        return Ok(ExitStatus::Success);
    }
    let count = scenario.sweep.combinations.len();
    if !args.printing.quiet {
        super::say(format_args!("rankday: {}: {count} combinations", scenario.name));
    }
    let sweep = scenario.sweep;
    match scenario.base {
        Base::Simulated(base) => simulate::run(args, *base, out),
        Base::History(of, rules) => {
            let place = Place {
                output: of.output.clone(),
                source: of.source.clone(),
                limits: of.plausibility.clone(),
            };
            combinations::run(args, place, || Job::of_history(*of, sweep, rules), out)
        }
        Base::Event(scenarios) => {
            let Some(first) = scenarios.first() else {
                return Err(Failure::Internal("a sweep without scenarios".to_owned()));
            };
            let place = Place {
                output: first.output.clone(),
                source: first.source.clone(),
                limits: first.plausibility.clone(),
            };
            combinations::run(args, place, || Job::of_event(scenarios, sweep), out)
        }
    }
}

/// Lists the combinations, those of a shard if one is named.
fn list(scenario: &SweepScenario, args: &CompareArgs, out: &mut impl Write) -> Result<(), Failure> {
    let SweepScenario { base, sweep, .. } = scenario;
    if args.printing.json {
        if args.shard.is_some() {
            return Err(Failure::usage(
                "--shard: as JSON, --dry-run lists the combinations of all shards",
                "leave out --shard, or --json",
            ));
        }
        let text = serde_json::to_string_pretty(sweep).map_err(std::io::Error::from)?;
        writeln!(out, "{text}")?;
        return Ok(());
    }
    let all = sweep.combinations.len();
    let mut shown: Vec<usize> = (0..all).collect();
    let mut of_shard = String::new();
    if let Some(shard) = args.shard {
        let (units, order) = match base {
            Base::Simulated(base) => (args.paths.unwrap_or(base.count), None),
            Base::History(_, rules) => (all as u64, Some(order(rules))),
            Base::Event(scenarios) => (all as u64, Some(order_of_events((scenarios, sweep)))),
        };
        let Range { start, end } = shard.range(units);
        of_shard = match order {
            None => {
                format!("; shard {shard} has {} of {units} paths under all of them", end - start)
            }
            Some(order) => {
                let is_in = |(at, _): &(u64, usize)| (start..end).contains(at);
                shown =
                    (0..).zip(order).filter(is_in).map(|(_, combination)| combination).collect();
                shown.sort_unstable();
                format!("; those of shard {shard} are listed")
            }
        };
    }
    for at in shown {
        writeln!(out, "{:>4}  {}", at + 1, sweep.combinations[at].name)?;
    }
    writeln!(out, "\n{all} combinations; 1 is the rule as it is{of_shard}")?;
    Ok(())
}
