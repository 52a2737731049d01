//! `rankday explain`: reviewed texts, counterfactuals compared with whole reconstitutions, and what
//! it says where it cannot explain.

mod exact;
use crate::golden;
use crate::market;
mod words;

use std::path::Path;

use clap::Parser;
use rankday::cli::exit::ExitStatus;
use rankday::cli::explain::{ExplainArgs, run};

fn scenario(name: &str) -> String {
    // Relative to the repository, where tests run, so that messages are the same everywhere.
    Path::new("scenarios").join(name).display().to_string()
}

/// `rankday explain` with these words, without a process.
fn explained(words: &[&str]) -> Result<String, (ExitStatus, String)> {
    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: ExplainArgs,
    }
    let words = std::iter::once("explain").chain(words.iter().copied());
    let command = Command::try_parse_from(words).map_err(|e| (ExitStatus::Usage, e.to_string()))?;
    let mut out = Vec::new();
    let status = run(&command.args, &mut out).map_err(|e| (e.status(), e.to_string()))?;
    assert_eq!(status, ExitStatus::Success);
    Ok(String::from_utf8(out).expect("text"))
}

/// An explanation on the June that ships.
fn of_june(ticker: &str) -> String {
    explained(&[ticker, &scenario("june-2026.toml")]).expect("an explanation")
}
