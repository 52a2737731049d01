//! Sweeps over a history or one reconstitution: whole, one shard, or resumed.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::analysis::plausibility::Plausibility;
use crate::cli::compare::CompareArgs;
use crate::cli::deliver::deliver;
use crate::cli::exit::{ExitStatus, Failure};
use crate::cli::format::FormatArgs;
use crate::cli::options::Printing;
use crate::cli::parts::{Part, Saver, folder};
use crate::cli::{interrupt, progress};
use crate::report::files::{Destination, Staging};
use crate::report::manifest::ResultKind;
use crate::report::sweep::console;
use crate::scenario::Source;
use crate::study::parts::{Divided, State, UNFINISHED};
use crate::study::sweep::{Header, Job, Swept};
use crate::study::{Control, InputError};

/// A scenario's folder for reports, its files, and its plausibility limits.
pub(super) struct Place {
    pub(super) output: PathBuf,
    pub(super) source: Source,
    pub(super) limits: Plausibility,
}

/// Tries the rules that `prepare` makes ready, and writes the reports or the shard.
pub(super) fn run(
    args: &CompareArgs,
    place: Place,
    prepare: impl FnOnce() -> Result<Job, InputError> + Send,
    out: &mut impl Write,
) -> Result<ExitStatus, Failure> {
    args.refuse_paths_and_seed()?;
    // Listen before the folder is created, since a scheduler that sees it may send a signal.
    interrupt::listen();
    let Place { output, source, limits } = place;
    let folder = folder(args, &output);
    let kind = if args.shard.is_some() { ResultKind::Shard } else { ResultKind::Sweep };
    let staging = Destination::new(&folder, kind)
        .reading(source.paths())
        .forced(args.replace.force)
        .open()?;
    let pool = args.work.pool()?;
    let (summary, status) =
        pool.install(|| try_all(args, (&folder, staging), &limits, prepare()?))?;
    out.write_all(&summary)?;
    Ok(status)
}

fn try_all(
    args: &CompareArgs,
    (folder, mut staging): (&Path, Staging),
    limits: &Plausibility,
    job: Job,
) -> Result<(Vec<u8>, ExitStatus), Failure> {
    let part = Part::new(args, folder);
    if let Some(said) = part.is_done_already(&job.header)? {
        return Ok((said, ExitStatus::Success));
    }
    let done = part.start(&job.header, job.nothing())?;
    let range = part.range(&job.header);
    let bar = progress::bar(range.end - range.start, args.printing.quiet);
    bar.inc(Header::done(&done));
    let mut saver = Saver::new(&job.header, &mut staging);
    let control = Control { is_stopped: &interrupt::is_stopped, on_done: &|count| bar.inc(count) };
    let tried =
        job.run(range.clone(), done, &control, |results| Ok::<(), Failure>(saver.save(results)?));
    bar.finish_and_clear();
    let State { header, results } = tried?;
    if Header::done(&results) < range.end - range.start {
        // Reports on some of the rules would not show which are best.
        let status = part.interrupted((&header, &results), &mut staging)?;
        return Ok((Vec::new(), status));
    }
    args.strict.refuse(limits, &results.all_remarks(&header.sweep))?;
    if let Some(shard) = args.shard {
        let said = part.write_shard(shard, (&header, &results), staging)?;
        return Ok((said, ExitStatus::Success));
    }
    staging.discard(UNFINISHED);
    let Some(swept) = Swept::of_tries(&header, &results) else {
        return Err(Failure::Internal("combinations without results".to_owned()));
    };
    let summary = deliver_sweep(&swept, (folder, staging), &args.format, &args.printing)?;
    Ok((summary, ExitStatus::Success))
}

/// Writes the reports of a sweep and returns the summary.
pub(in crate::cli) fn deliver_sweep(
    swept: &Swept,
    (folder, staging): (&Path, Staging),
    format: &FormatArgs,
    printing: &Printing,
) -> Result<Vec<u8>, Failure> {
    let text = |out: &mut Vec<u8>| console::write(swept, folder, out);
    deliver(swept, (folder, staging), format, printing, text)
}
