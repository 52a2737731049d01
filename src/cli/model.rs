//! `rankday model`: the market model held against history that it was not fitted to.

use std::io::Write;

use clap::Args;

use super::columns::markdown;
use super::exit::{ExitStatus, Failure};
use crate::analysis::model_check::check_model;
use crate::simulation::Unit;

/// Hold the market model against history that it was not fitted to
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "The model's figures and where they are from: data/market-model.toml. The history:\n\
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
    /// Threads to use; results do not depend on it [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Prints the table in Markdown.
///
/// # Errors
/// What the writer reports.
pub fn run(args: &ModelArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = super::threads(args.threads)?;
    let checked = pool.install(|| check_model(args.seed, args.paths))?;
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
