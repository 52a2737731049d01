//! `rankday model`: tests the market model on history to which it was not fitted.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use comfy_table::Table;

use super::columns::markdown;
use super::exit::{ExitStatus, Failure};
use super::help::Example;
use super::options::Work;
use crate::report::comparison::ComparisonReport;
use crate::report::model_check;
use crate::scenario::comparison::read_comparison;
use crate::simulation::Unit;
use crate::study::comparison::compare;
use crate::study::model_check::{CheckError, Checked, check_model, history_of};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday model", "a table, on 1,000 paths"),
    ("rankday model --paths 10000 --seed 2", "more paths, other ones"),
    ("rankday model --json", "the table for a program to read"),
    ("rankday model --history my-market.toml", "what a history was in each cycle"),
];

/// Test the market model against history that it was not fitted to
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "The model's figures and where they are from: data/market-model.toml. The history:
\
    data/model-check.toml and data/model-history.csv."
)]
pub struct ModelArgs {
    /// How many paths to simulate
    #[arg(long, value_name = "N", default_value_t = 1_000,
          value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub paths: u64,
    /// Seed of the random numbers
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Print a comparison's history in every cycle instead, in the format of data/model-history.csv
    #[arg(long, value_name = "SCENARIO", conflicts_with_all = ["paths", "seed", "json"])]
    pub history: Option<PathBuf>,
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
/// Errors of the writer.
pub fn run(args: &ModelArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    let pool = args.work.pool()?;
    if let Some(path) = &args.history {
        let scenario = read_comparison(path)?;
        let text = pool.install(|| -> Result<String, Failure> {
            let compared = compare(scenario, &|_| ())?;
            let report = ComparisonReport::new(&compared);
            let missing = || CheckError::NoHistory("any schedule".to_owned());
            Ok(history_of(&report.ok_or_else(missing)?.comparison)?)
        })?;
        write!(out, "{text}")?;
        return Ok(ExitStatus::Success);
    }
    let checked = pool.install(|| check_model(args.seed, args.paths))?;
    if args.json {
        let answer = model_check::answer(args.paths, args.seed, &checked);
        writeln!(out, "{:#}", answer.map_err(std::io::Error::from)?)?;
        return Ok(ExitStatus::Success);
    }
    writeln!(out, "{}", table(&checked))?;
    Ok(ExitStatus::Success)
}

/// The table in Markdown.
fn table(checked: &[Checked]) -> Table {
    let mut table = markdown(&[
        "measure",
        "of",
        "history, five cycles",
        "model",
        "5% to 95% of paths",
        "off by",
        "where not within two standard errors, why",
    ]);
    for row in checked {
        let number = |value: f64| match row.unit {
            Unit::Fraction if row.is_difference => format!("{:+.2}pp", 100.0 * value),
            Unit::Fraction => format!("{:.2}%", 100.0 * value),
            _ => format!("{value:.1}"),
        };
        let error = row.history_error().map_or_else(String::new, |error| match row.unit {
            Unit::Fraction => format!(" +- {:.2}", 100.0 * error),
            _ => format!(" +- {error:.1}"),
        });
        let index = row.index.map_or_else(String::new, |index| index.to_string());
        let of = match (index.as_str(), row.is_difference) {
            (index, false) => index.to_owned(),
            ("", true) => row.schedule().to_owned(),
            (index, true) => format!("{index}, {}", row.schedule()),
        };
        let why = row.why.clone().unwrap_or_else(|| "not known".to_owned());
        table.add_row([
            row.compared.to_string(),
            of,
            format!("{}{error}", number(row.history_mean())),
            number(row.model),
            row.range.map_or_else(String::new, |(low, high)| {
                format!("{} to {}", number(low), number(high))
            }),
            row.off_by().map_or_else(String::new, |off| format!("{off:+.1}")),
            if row.agrees() { String::new() } else { why },
        ]);
    }
    table
}
