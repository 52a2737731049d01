//! Exit codes, and the failures that they stand for.

use std::io;
use std::path::PathBuf;
use std::process::{ExitCode, Termination};

use crate::calendar::CalendarError;
use crate::market::synthetic::SyntheticError;
use crate::refusal::Refusal;
use crate::report::files::WriteError;
use crate::scenario::ScenarioError;
use crate::study::InputError;
use crate::study::model_check::CheckError;
use crate::universe::Faults;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum ExitStatus {
    /// Everything was done.
    Success = 0,
    /// An internal error: a fault of the program that should be reported.
    Internal = 1,
    /// The command line is invalid.
    Usage = 2,
    /// An input or a scenario is faulty, or has warnings that are to be taken for errors; for a
    /// batch, at least one is.
    Input = 3,
    /// The output could not be written.
    Output = 4,
    /// The command completed, but a score is below the requested minimum.
    BelowBar = 5,
    /// Interrupted before completion; the results so far are kept.
    Interrupted = 6,
}

impl Termination for ExitStatus {
    fn report(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Input is refused.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A result has warnings, and warnings are to be taken for errors.
    #[error("{}, and warnings are errors here (--strict, or plausibility.strict):\n{}", warnings(.0.len()), .0.join("\n"))]
    Warnings(Vec<String>),
    /// A file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A file already exists and must not be overwritten.
    #[error(
        "{} is there already; choose another name, or write over it with --force",
        .0.display()
    )]
    Exists(PathBuf),
    /// Invalid combination of arguments.
    #[error(transparent)]
    Usage(Refusal),
    /// A fault of the program that was contained.
    #[error(
        "internal error: {0}; this is a fault of rankday: please report it with what led to it"
    )]
    Internal(String),
    /// Standard output cannot be written.
    #[error("cannot write the output: {0}; {remedy}", remedy = remedy_of(.0))]
    Output(#[from] io::Error),
    /// A table cannot be written.
    #[error("cannot write the output: {0}; free some space, or send it elsewhere")]
    Csv(#[from] csv::Error),
}

/// Conversions of errors that mean that input was refused.
macro_rules! input {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Input(error.into())
            }
        })*
    };
}
input!(ScenarioError, Faults);

impl From<CalendarError> for Failure {
    fn from(error: CalendarError) -> Self {
        Self::Input(Refusal::from(error).into())
    }
}

/// Conversions of errors that can only be the program's own fault.
macro_rules! internal {
    ($($error:ty),*) => {
        $(impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::Internal(error.to_string())
            }
        })*
    };
}
internal!(CheckError, SyntheticError);

impl Failure {
    /// An invalid combination of arguments.
    pub fn usage(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Usage(Refusal::new(problem, remedy))
    }

    /// The exit code.
    pub fn status(&self) -> ExitStatus {
        match self {
            Self::Input(_) | Self::Warnings(_) => ExitStatus::Input,
            Self::Usage(_) => ExitStatus::Usage,
            Self::Internal(_) => ExitStatus::Internal,
            Self::Write(_) | Self::Exists(_) | Self::Output(_) | Self::Csv(_) => ExitStatus::Output,
        }
    }

    /// Whether the reader of standard output closed the pipe, which is not an error.
    pub fn is_closed_pipe(&self) -> bool {
        let closed = |e: &io::Error| e.kind() == io::ErrorKind::BrokenPipe;
        match self {
            Self::Output(error) => closed(error),
            Self::Csv(error) => matches!(error.kind(), csv::ErrorKind::Io(e) if closed(e)),
            _ => false,
        }
    }
}

/// The remedy for an error of standard output.
fn remedy_of(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::FileTooLarge => {
            "raise the limit on the size of files (ulimit -f), or send it elsewhere"
        }
        _ => "free some space, or send it elsewhere",
    }
}

/// Runs work and turns a panic into an internal error of this work alone.
///
/// # Errors
/// The error of `work`, or a contained panic.
pub fn contained<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // State left inconsistent by a panic is dropped with the work.
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
    ended.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic");
        Err(Failure::Internal(said.to_owned()))
    })
}

/// A number of warnings as text.
fn warnings(number: usize) -> String {
    if number == 1 { "1 warning".to_owned() } else { format!("{number} warnings") }
}
