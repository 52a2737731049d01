//! `rankday sweep SCENARIO`: tries many rules on one market and finds those that no other rule
//! beats.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::compare::CompareArgs;
use super::deliver::deliver;
use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::{progress, simulate};
use crate::analysis::plausibility::Plausibility;
use crate::report::files::Destination;
use crate::report::manifest::ResultKind;
use crate::report::sweep::console;
use crate::scenario::Source;
use crate::scenario::sweep::{Base, Sweep, read_sweep};
use crate::study::sweep::{Swept, sweep_event, sweep_history};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday sweep scenarios/frontier-history.toml", "summary here, reports in rankday-out"),
    ("rankday sweep scenarios/frontier-history.toml --dry-run", "which rules it tries"),
    ("rankday sweep scenarios/frontier.toml", "the same on simulated paths"),
    ("rankday sweep scenarios/frontier.toml --shard 3/8", "the third eighth of the paths"),
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
    if let Some(other) = args.more.first() {
        let remedy = format!("run another command for {}", other.display());
        return Err(Failure::usage("a sweep is of one scenario", remedy));
    }
    let scenario = read_sweep(&args.scenario)?;
    if *dry_run {
        list(&scenario.sweep, args.printing.json, out)?;
        return Ok(ExitStatus::Success);
    }
    let count = scenario.sweep.combinations.len();
    if !args.printing.quiet {
        super::say(format_args!("rankday: {}: {count} combinations", scenario.name()));
    }
    let (sweep, rules) = (scenario.sweep, &scenario.rules[..]);
    let summary = match scenario.base {
        Base::Simulated(base) => return simulate::run(args, *base, out),
        Base::History(of) => {
            let place = (of.output.clone(), of.source.clone(), of.plausibility.clone());
            read_and_try(args, place, rules.len(), |step| {
                Ok(sweep_history(*of, sweep, rules, step)?)
            })?
        }
        Base::Event(of) => {
            let place = (of.output.clone(), of.source.clone(), of.plausibility.clone());
            read_and_try(args, place, rules.len(), |step| {
                Ok(Some(sweep_event(*of, (sweep, rules), step)?))
            })?
        }
    };
    out.write_all(&summary)?;
    Ok(ExitStatus::Success)
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

/// Tries the rules on a history or an event, writes the reports and returns the summary; `sweep`
/// runs them.
fn read_and_try(
    args: &CompareArgs,
    (output, source, limits): (PathBuf, Source, Plausibility),
    count: usize,
    sweep: impl FnOnce(&(dyn Fn(usize) + Sync)) -> Result<Option<Swept>, Failure> + Send,
) -> Result<Vec<u8>, Failure> {
    args.refuse_options_of_paths()?;
    let folder = args.out.clone().unwrap_or(output);
    let staging = Destination::new(&folder, ResultKind::Sweep)
        .reading(source.paths())
        .forced(args.replace.force)
        .open()?;
    args.work.pool()?.install(|| {
        let bar = progress::bar(count as u64, args.printing.quiet);
        let swept = sweep(&|rules| bar.inc(rules as u64));
        bar.finish_and_clear();
        let Some(swept) = swept? else { return Ok(Vec::new()) };
        args.strict.refuse(&limits, &swept.remarks)?;
        let text = |out: &mut Vec<u8>| console::write(&swept, &folder, out);
        deliver(&swept, (&folder, staging), &args.format, &args.printing, text)
    })
}
