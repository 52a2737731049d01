//! `rankday sweep SCENARIO`: many rules on one market, and which of them no other beats.

use std::io::Write;

use clap::Args;

use super::compare::CompareArgs;
use super::deliver::deliver;
use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::{progress, simulate};
use crate::report::files::Destination;
use crate::report::sweep::console;
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::manifest::ResultKind;
use crate::scenario::sweep::{Base, Rules, Sweep, read_sweep, sweep_history};

/// Examples of its use.
pub const EXAMPLES: &[Example] = &[
    ("rankday sweep scenarios/frontier-history.toml", "summary here, reports in rankday-out"),
    ("rankday sweep scenarios/frontier-history.toml --dry-run", "which rules it tries"),
    ("rankday sweep scenarios/frontier.toml", "the same on simulated paths"),
    ("rankday sweep scenarios/frontier.toml --shard 3/8", "the third eighth of the paths"),
    ("rankday sweep my-market.toml --json", "the summary for a program to read"),
    ("rankday columns sweep-reports", "what its tables hold"),
];

/// Try many rules on the same market or the same paths: every combination of the values in [sweep]
#[derive(Debug, Clone, Args)]
pub struct SweepArgs {
    /// List the combinations and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// What a comparison takes: the scenario has a table [sweep] as well.
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
    let base = match scenario.base {
        Base::Simulated(base) => return simulate::run(args, *base, out),
        Base::History(base) => *base,
    };
    args.refuse_options_of_paths()?;
    let tried = (scenario.sweep, &scenario.rules[..]);
    let summary = args.work.pool()?.install(|| history(args, base, tried))?;
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

/// Tries the rules on a history, writes the reports and returns the summary.
fn history(
    args: &CompareArgs,
    scenario: ComparisonScenario,
    (sweep, rules): (Sweep, &[Rules]),
) -> Result<Vec<u8>, Failure> {
    let folder = args.out.clone().unwrap_or_else(|| scenario.output.clone());
    let staging = Destination::new(&folder, ResultKind::Sweep)
        .reading(scenario.source.paths())
        .forced(args.replace.force)
        .open()?;
    let limits = scenario.plausibility.clone();
    let bar = progress::bar(rules.len() as u64, args.printing.quiet);
    let swept = sweep_history(scenario, sweep, rules, &|rules| bar.inc(rules as u64));
    bar.finish_and_clear();
    let mut summary = Vec::new();
    if let Some(swept) = swept? {
        args.strict.refuse(&limits, &swept.remarks)?;
        let text = |out: &mut Vec<u8>| console::write(&swept, &folder, out);
        summary = deliver(&swept, (&folder, staging), &args.format, &args.printing, text)?;
    }
    Ok(summary)
}
