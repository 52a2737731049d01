//! `rankday sweep SCENARIO`: many rules on one market, and which of them no other beats.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::deliver::deliver;
use super::exit::{ExitStatus, Failure};
use super::format::FormatArgs;
use super::help::Example;
use super::options::{Printing, Replace, Strict, Work};
use super::progress;
use crate::report::files::Destination;
use crate::report::sweep::console;
use crate::scenario::comparison::ComparisonScenario;
use crate::scenario::manifest::ResultKind;
use crate::scenario::sweep::{Base, Rules, Sweep, read_sweep, sweep_history};

/// Examples of its use.
pub const EXAMPLES: &[Example] = &[
    ("rankday sweep scenarios/frontier-history.toml", "summary here, reports in rankday-out"),
    ("rankday sweep scenarios/frontier-history.toml --dry-run", "which rules it tries"),
    ("rankday sweep my-market.toml --json", "the summary for a program to read"),
    ("rankday columns sweep-reports", "what its tables hold"),
];

/// Try many rules on the same market or the same paths: every combination of the values in [sweep]
#[derive(Debug, Clone, Args)]
pub struct SweepArgs {
    /// Scenario file (TOML) of a comparison, with a table [sweep]
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// List the combinations and do nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Folder for the reports
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

/// Tries the rules of a sweep and writes the reports.
///
/// # Errors
/// Faulty files, and reports that cannot be written.
pub fn run(args: &SweepArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let scenario = read_sweep(&args.scenario)?;
    if args.dry_run {
        list(&scenario.sweep, args.printing.json, out)?;
        return Ok(ExitStatus::Success);
    }
    let count = scenario.sweep.combinations.len();
    if !args.printing.quiet {
        super::say(format_args!("rankday: {}: {count} combinations", scenario.name()));
    }
    match scenario.base {
        Base::History(base) => {
            let pool = args.work.pool()?;
            let tried = (scenario.sweep, &scenario.rules[..]);
            let summary = pool.install(|| history(args, *base, tried))?;
            out.write_all(&summary)?;
            Ok(ExitStatus::Success)
        }
        Base::Simulated(_) => Err(Failure::Usage("paths".to_owned())),
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

/// Tries the rules on a history, writes the reports and returns the summary.
fn history(
    args: &SweepArgs,
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
