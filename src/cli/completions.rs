//! `rankday completions SHELL`: prints a completion script for a shell.

use std::io::Write;

use clap::Args;
use clap_complete::Shell;

use super::exit::{ExitStatus, Failure};
use super::help::{self, Example};

/// Examples for the help.
pub const EXAMPLES: &[Example] = &[
    ("rankday completions bash > ~/.local/share/bash-completion/completions/rankday", "bash"),
    ("rankday completions zsh > ~/.zfunc/_rankday", "zsh, with ~/.zfunc in fpath"),
    ("rankday completions fish > ~/.config/fish/completions/rankday.fish", "fish"),
    ("rankday completions powershell >> $PROFILE", "PowerShell"),
];

/// Print a completion script for a shell
#[derive(Debug, Clone, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints the completions.
///
/// # Errors
/// Errors of the writer.
pub fn run(args: &CompletionsArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    // Generators do not return errors of the writer, so the script is buffered first.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(), "rankday", &mut script);
    out.write_all(&script)?;
    Ok(ExitStatus::Success)
}
