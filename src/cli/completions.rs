//! `rankday completions SHELL`: what a shell completes commands and options from.

use std::io::Write;

use clap::Args;
use clap_complete::Shell;

use super::exit::{ExitStatus, Failure};
use super::help::{self, Example};

/// Examples of its use.
pub const EXAMPLES: &[Example] = &[
    ("rankday completions bash > ~/.local/share/bash-completion/completions/rankday", "bash"),
    ("rankday completions zsh > ~/.zfunc/_rankday", "zsh, with ~/.zfunc in fpath"),
    ("rankday completions fish > ~/.config/fish/completions/rankday.fish", "fish"),
    ("rankday completions powershell >> $PROFILE", "PowerShell"),
];

/// Print what a shell completes commands and options from
#[derive(Debug, Clone, Args)]
pub struct CompletionsArgs {
    /// Which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints the completions.
///
/// # Errors
/// What the writer reports.
pub fn run(args: &CompletionsArgs, out: &mut impl Write) -> Result<ExitStatus, Failure> {
    // Generators do not report a writer that fails; a buffer does not.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut help::command(), "rankday", &mut script);
    out.write_all(&script)?;
    Ok(ExitStatus::Success)
}
