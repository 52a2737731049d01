//! The `rankday` command.

mod cli;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Simulates the reconstitution of the Russell US indexes.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Generate(cli::generate::GenerateArgs),
}

fn main() -> ExitCode {
    let Command::Generate(args) = Arguments::parse().command;
    match cli::generate::run(&args, &mut std::io::stdout()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write;
            let _ = writeln!(std::io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}
