//! Runs in parts: where a part goes, what it resumes from, what it keeps, and how it ends if it is
//! interrupted.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::compare::CompareArgs;
use super::exit::{ExitStatus, Failure};
use crate::report::files::{Staging, WriteError};
use crate::report::parts::{write_shard, write_unfinished};
use crate::results::shards::is_finished;
use crate::study::parts::{Divided, MANIFEST, Share, UNFINISHED, go_on_from};

/// Maximum time of work that is lost if the process is killed.
const SAVE_EVERY: Duration = Duration::from_secs(15);

/// The folder for results; each shard has its own.
pub(super) fn folder(args: &CompareArgs, output: &Path) -> PathBuf {
    match (&args.out, args.shard) {
        (Some(out), _) => out.clone(),
        (None, Some(share)) => output.join(share.folder()),
        (None, None) => output.to_owned(),
    }
}

/// The part of a run to be done: all of its units, or those of one shard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    args: &'a CompareArgs,
    folder: &'a Path,
}

impl<'a> Part<'a> {
    pub(super) fn new(args: &'a CompareArgs, folder: &'a Path) -> Self {
        Self { args, folder }
    }

    fn share(self) -> Share {
        self.args.shard.unwrap_or(Share::WHOLE)
    }

    /// The units of this part.
    pub(super) fn range<H: Divided>(self, header: &H) -> std::ops::Range<u64> {
        self.share().range(header.count())
    }

    /// The summary of a shard whose results are already in the folder; `None` unless resuming was requested.
    pub(super) fn is_done_already<H: Divided>(
        self,
        header: &H,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let Self { args, folder } = self;
        let is_done =
            args.resume && args.shard.is_some_and(|shard| is_finished(folder, header, shard));
        if !is_done {
            return Ok(None);
        }
        let said = args.printing.summary(
            |out| writeln!(out, "done already: {}", folder.display()),
            |out| manifest(folder, out),
        )?;
        Ok(Some(said))
    }

    /// The results to start from: `nothing` unless resuming is requested and there are saved results.
    pub(super) fn start<H: Divided>(
        self,
        header: &H,
        nothing: H::Results,
    ) -> Result<H::Results, Failure> {
        let Self { args, folder } = self;
        let file = folder.join(UNFINISHED);
        if !file.exists() {
            return Ok(nothing);
        }
        if !args.resume {
            if !args.printing.quiet {
                super::say(format_args!(
                    "rankday: {} holds results of a run that was not finished; --resume goes on from \
                     them, this run begins anew",
                    file.display()
                ));
            }
            return Ok(nothing);
        }
        Ok(go_on_from(&file, header, self.share())?)
    }

    /// Keeps the results of an interrupted run, from which it resumes, and says so.
    ///
    /// This is done before anything else, because a second signal ends the process at once.
    pub(super) fn interrupted<H: Divided>(
        self,
        (header, results): (&H, &H::Results),
        staging: &mut Staging,
    ) -> Result<ExitStatus, Failure> {
        write_unfinished(header, results, staging)?;
        let range = self.range(header);
        super::say(format_args!(
            "rankday: interrupted after {} of {} {}; the same command with --resume goes on",
            H::done(results),
            range.end - range.start,
            H::UNITS
        ));
        Ok(ExitStatus::Interrupted)
    }

    /// Writes a shard and returns its summary.
    pub(super) fn write_shard<H: Divided>(
        self,
        shard: Share,
        (header, results): (&H, &H::Results),
        staging: Staging,
    ) -> Result<Vec<u8>, Failure> {
        write_shard((header, results), shard, staging)?;
        let Self { args, folder } = self;
        Ok(args.printing.summary(
            |out| writeln!(out, "{}", line(header, shard, folder)),
            |out| manifest(folder, out),
        )?)
    }
}

/// Saves results from time to time, from which the run resumes if it is killed.
pub(super) struct Saver<'a, H> {
    header: H,
    staging: &'a mut Staging,
    saved: Instant,
}

impl<'a, H: Divided> Saver<'a, H> {
    pub(super) fn new(header: &H, staging: &'a mut Staging) -> Self {
        Self { header: header.clone(), staging, saved: Instant::now() }
    }

    /// Saves what `results` makes, if it is time to.
    pub(super) fn save(&mut self, results: &dyn Fn() -> H::Results) -> Result<(), WriteError> {
        if self.saved.elapsed() < SAVE_EVERY {
            return Ok(());
        }
        self.saved = Instant::now();
        write_unfinished(&self.header, &results(), self.staging)
    }
}

/// Prints the manifest of a shard, for programs.
fn manifest(folder: &Path, out: &mut impl Write) -> io::Result<()> {
    out.write_all(&fs::read(folder.join(MANIFEST))?)
}

fn line<H: Divided>(header: &H, shard: Share, folder: &Path) -> String {
    let (range, count, units) = (shard.range(header.count()), header.count(), H::UNITS);
    let part = if range.is_empty() {
        format!("none of {count} {units}: there are more shards than that")
    } else {
        format!("{units} {} to {} of {count}", range.start + 1, range.end)
    };
    format!("{}: shard {shard}, {part}\n\nShard: {}", header.identity().name, folder.display())
}
