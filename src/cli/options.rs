//! Options shared by several commands: threads, strictness, replacing files, printing.

use std::io::{self, Write};

use clap::Args;
use rayon::ThreadPool;

use super::exit::Failure;
use crate::analysis::plausibility::Plausibility;
use crate::remark::{Remark, Severity};
use crate::report::remarks::texts;
use crate::scenario::Source;

/// How many threads work.
#[derive(Debug, Clone, Default, Args)]
pub struct Work {
    /// Number of threads, 1 to 1024, of which at most eight per core are started; results do not depend on it
    /// [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

impl Work {
    /// The requested thread pool.
    ///
    /// # Errors
    /// The system cannot create the threads.
    pub fn pool(&self) -> Result<ThreadPool, Failure> {
        super::threads(self.threads)
    }
}

/// Which existing files may be overwritten.
#[derive(Debug, Clone, Default, Args)]
pub struct Replace {
    /// Also replace files that rankday did not write there, and results of other kinds; never a file that the
    /// command reads
    #[arg(long)]
    pub force: bool,
}

/// Whether warnings count as errors.
#[derive(Debug, Clone, Default, Args)]
pub struct Strict {
    /// Take warnings for errors: nothing is written, exit code 3
    #[arg(long)]
    pub strict: bool,
}

impl Strict {
    /// Rejects a result with warnings, if requested here or by the scenario.
    ///
    /// # Errors
    /// All warnings.
    pub fn refuse(&self, limits: &Plausibility, remarks: &[Remark]) -> Result<(), Failure> {
        let warnings = texts(remarks, Severity::Warning);
        if warnings.is_empty() || !(self.strict || limits.strict) {
            return Ok(());
        }
        Err(Failure::Warnings(warnings))
    }
}

/// What is printed: a summary as text or JSON, and the progress.
#[derive(Debug, Clone, Default, Args)]
pub struct Printing {
    /// Print the summary as JSON: the bytes of summary.json
    #[arg(long)]
    pub json: bool,
    /// Print neither a text summary nor the progress
    #[arg(long, short)]
    pub quiet: bool,
}

impl Printing {
    /// Tells the user that the sweeps of these scenarios are not tried.
    pub fn say_sweep_is_left<'s>(&self, sources: impl IntoIterator<Item = &'s Source>) {
        for path in sources.into_iter().filter_map(Source::with_sweep).filter(|_| !self.quiet) {
            let path = path.display();
            super::say(format_args!(
                "rankday: {path}: its [sweep] is left alone; `rankday sweep {path}` tries it"
            ));
        }
    }

    /// The requested summary, written by `text` or by `json`; empty with `--quiet`.
    ///
    /// # Errors
    /// Errors of either writer.
    pub fn summary(
        &self,
        text: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
        json: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
    ) -> io::Result<Vec<u8>> {
        let mut summary = Vec::new();
        if self.json {
            json(&mut summary)?;
        } else if !self.quiet {
            text(&mut summary)?;
        }
        Ok(summary)
    }
}

/// Prints the JSON summaries of several results as one array, each with unchanged bytes.
///
/// # Errors
/// Errors of the writer.
pub fn print_array(summaries: &[Vec<u8>], out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"[\n")?;
    for (at, summary) in summaries.iter().enumerate() {
        if at > 0 {
            out.write_all(b",\n")?;
        }
        out.write_all(summary.trim_ascii_end())?;
    }
    let end = if summaries.is_empty() { "" } else { "\n" };
    writeln!(out, "{end}]")
}
