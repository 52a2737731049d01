//! `rankday model`: the market model held against history that it was not fitted to.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::columns::markdown;
use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::options::Work;
use crate::analysis::model_check::{Checked, check_model};
use crate::simulation::Unit;

/// Examples of its use.
pub const EXAMPLES: &[Example] = &[
    ("rankday model", "a table, on 1,000 paths"),
    ("rankday model --paths 10000 --seed 2", "more paths, other ones"),
    ("rankday model --json", "the table for a program to read"),
];

/// Hold the market model against history that it was not fitted to
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "The model's figures and where they are from: data/market-model.toml. The history:
\
    data/model-check.toml."
)]
pub struct ModelArgs {
    /// How many paths to simulate
    #[arg(long, value_name = "N", default_value_t = 1_000,
          value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub paths: u64,
    /// Seed of the random numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How many threads work.
    #[command(flatten)]
    pub work: Work,
    /// Print the table as JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints the table, in Markdown or as JSON.
///
/// # Errors
/// What the writer reports.
pub fn run(args: &ModelArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = args.work.pool()?;
    let checked = pool.install(|| check_model(args.seed, args.paths))?;
    if args.json {
        writeln!(out, "{:#}", as_json(args, &checked))?;
        return Ok(ExitStatus::Success);
    }
    let header = ["measure", "history", "its range", "model", "5% to 95% of paths", "history of"];
    let mut table = markdown(&header);
    for row in &checked {
        let number = |value: f64| match row.unit {
            Unit::Fraction => format!("{:.1}%", 100.0 * value),
            _ => format!("{value:.0}"),
        };
        let span = |low: f64, high: f64| format!("{} to {}", number(low), number(high));
        let (low, high) = row
            .history
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |ends, x| (ends.0.min(*x), ends.1.max(*x)));
        table.add_row([
            row.name.clone(),
            number(row.history_mean()),
            if row.history.len() > 1 { span(low, high) } else { String::new() },
            number(row.model),
            row.range.map_or_else(String::new, |(low, high)| span(low, high)),
            row.source.clone(),
        ]);
    }
    writeln!(out, "{table}")?;
    Ok(ExitStatus::Success)
}

/// The table as JSON: fractions where the unit says so, else numbers of companies.
fn as_json(args: &ModelArgs, checked: &[Checked]) -> Value {
    let rows = checked.iter().map(|row| {
        json!({
            "measure": row.name,
            "unit": row.unit.to_string(),
            "history": row.history,
            "history_mean": row.history_mean(),
            "model": row.model,
            "low_5_pct": row.range.map(|(low, _)| low),
            "high_95_pct": row.range.map(|(_, high)| high),
            "source": row.source,
        })
    });
    json!({
        "schema": "rankday.model-check/1",
        "tool": crate::TOOL,
        "paths": args.paths,
        "seed": args.seed,
        "measures": rows.collect::<Vec<_>>(),
    })
}
