//! The command line as a process: what goes to which stream, and how it ends.

mod columns;
mod examples;
mod init;
mod json;
mod streams;

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The program, run from the project's folder.
fn rankday(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rankday"));
    command.args(words).current_dir(root()).stdin(Stdio::null());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What a command prints; it must end well.
fn output(words: &[&str]) -> Output {
    let output = rankday(words).output().expect("rankday");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn printed(words: &[&str]) -> String {
    String::from_utf8(output(words).stdout).expect("text")
}
